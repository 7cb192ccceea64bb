"""Run SAM's command line in a process that is forked from one which has already imported SAM.
Importing SAM's modules is half of the work of a `sam local invoke`."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

LONGEST_S = 240  # the first run may pull the base image

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(
    [
        "samcli.cli.main",
        "samcli.commands.local.invoke.cli",
        "samcli.commands.local.cli_common.invoke_context",
        "samcli.local.docker.manager",
    ]
)


def sam(
    arguments: Sequence[str], cwd: Path, env: Mapping[str, str], folder: Path
) -> tuple[int, str, str]:
    """Run `sam <arguments>`. Returns the exit code, the output and the log."""
    out, err = folder / "out", folder / "err"
    process = _forks.Process(target=_main, args=(list(arguments), cwd, dict(env), out, err))
    process.start()
    process.join(LONGEST_S)
    if process.is_alive():
        process.kill()
        process.join()
    return process.exitcode or 0, out.read_text(), err.read_text()


def _main(arguments: list[str], cwd: Path, env: dict[str, str], out: Path, err: Path) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    for number, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    from samcli.cli.main import cli

    cli(arguments, prog_name="sam")

"""SAM's command line in a process that was forked from one which has read SAM already: half of the
work of a `sam local invoke` is reading SAM's own modules."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

LONGEST_S = 240  # the first one may pull the base image

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
    arguments: Sequence[str], cwd: Path, env: Mapping[str, str], desk: Path
) -> tuple[int, str, str]:
    """Run `sam <arguments>`: how it ended, what it printed, what it logged."""
    out, err = desk / "out", desk / "err"
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

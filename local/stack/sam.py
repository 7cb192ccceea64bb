"""`sam build` and `sam deploy` in one process, because most of their time is the start of SAM.

    python -m local.stack.sam Parameter=value ...

The caller must execute the change set: `sam deploy` would check only every 30 seconds whether that
is done.
"""

from __future__ import annotations

import sys
import tempfile

from samcli.cli.main import cli


def main(parameters: list[str]) -> None:
    cli(["build", "--config-env", "local"], standalone_mode=False)
    deploy = ["deploy", "--config-env", "local", "--no-execute-changeset"]
    cli([*deploy, "--parameter-overrides", *parameters], standalone_mode=False)


if __name__ == "__main__":
    try:
        # SAM leaves an empty folder behind for each package that it zips. They go with this one.
        with tempfile.TemporaryDirectory() as folder:
            tempfile.tempdir = folder
            main(sys.argv[1:])
    except Exception as error:  # SAM raises click's exceptions
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(1)

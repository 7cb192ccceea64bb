"""`sam build` and `sam deploy` in one process: most of what they take is SAM's own start.

    python -m local.stack.sam Parameter=value ...

The change set is left to the caller to execute: `sam deploy` looks only every 30 seconds whether
that has come to its end.
"""

from __future__ import annotations

import sys

from samcli.cli.main import cli


def main(parameters: list[str]) -> None:
    cli(["build", "--config-env", "local"], standalone_mode=False)
    deploy = ["deploy", "--config-env", "local", "--no-execute-changeset"]
    cli([*deploy, "--parameter-overrides", *parameters], standalone_mode=False)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Exception as error:  # SAM's own are click exceptions that would print themselves
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(1)

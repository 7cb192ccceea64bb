"""python -m local.wechat_sandbox --port 9000 --config FILE [--state FILE]"""

import argparse
import signal
import sys
import threading
from pathlib import Path

from .config import Config
from .sandbox import Sandbox


def _log(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m local.wechat_sandbox", description="WeChat's server API on this machine."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9000, help="0: any free port")
    parser.add_argument("--config", type=Path, default=Path(".local/wechat.json"))
    parser.add_argument("--state", type=Path, help="keep the state in this file")
    parser.add_argument("--quiet", action="store_true", help="do not log requests")
    options = parser.parse_args()
    if not options.config.exists():
        parser.error(
            f"{options.config} does not exist;"
            f" create it: python -m local.wechat_sandbox.credentials {options.config}"
        )
    try:
        config = Config.read(options.config)
    except ValueError as error:
        parser.error(f"{options.config}: {error}")
    sandbox = Sandbox(
        config,
        options.host,
        options.port,
        options.state,
        (lambda line: None) if options.quiet else _log,
    )
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    print(f"wechat sandbox: {sandbox.start()}", flush=True)
    ending.wait()
    sandbox.stop()


if __name__ == "__main__":
    main()

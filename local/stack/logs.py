"""What functions have logged on the local stack, for people.

    python -m local.stack.logs [--follow] [<function>]

Each invocation has its own log stream, whose name contains the function's name (`engine`). Lines of
our logger are JSON, with a traceback on one line; here they are made readable.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from local.client import read_stack
from local.stack.aws import client

PLATFORM = ("START RequestId:", "END RequestId:", "REPORT RequestId:")
NEWEST = 200  # log lines that are shown first
PAGE = 10_000  # log events of one call
POLL_S = 0.5
# What every line has, or what is shown elsewhere in it.
_KNOWN = {"level", "location", "message", "timestamp", "service"}
_KNOWN |= {"exception", "exception_name", "stack_trace"}
# Where ministack unpacks a function and its layers, and the places in the repository.
_UNPACKED = re.compile(r"[^\s\"]*/ministack-lambda-[^/]+/(?:(code)|layer_\d+/python)/(?=\w)")


def show(stack: dict[str, Any], function: str, follow: bool) -> None:
    """Print the newest log lines of one function, or of all if `function` is ""; then, if `follow`
    is true, new ones until Ctrl-C."""
    reader = Reader(stack, function)
    lines = list(reader.read())
    for line in lines[-NEWEST:]:
        print(line, flush=True)
    if not lines:
        print(f"{function or 'No function'} has not logged anything yet.", flush=True)
    while follow:
        time.sleep(POLL_S)
        for line in reader.read():
            print(line, flush=True)


class Reader:
    """Reads the log lines of a function, or of all, that are new since the last time."""

    def __init__(self, stack: dict[str, Any], function: str) -> None:
        self.stack, self.function = stack, function
        self._logs = client(stack["endpoint"], "logs")
        self._seen: set[str] = set()  # streams: each is complete as soon as it is there
        self._newest = 0

    def read(self) -> Iterator[str]:
        new = [event for event in self._events() if event["logStreamName"] not in self._seen]
        self._seen |= {event["logStreamName"] for event in new}
        self._newest = max([self._newest, *(event["timestamp"] for event in new)])
        for event in new:
            function = function_of(event["logStreamName"], self.stack["stack"])
            if self.function in ("", function) and not event["message"].startswith(PLATFORM):
                text = at_home(format_event(event), function)
                before = "" if self.function else f"{function} | "
                yield "\n".join(before + line for line in text.splitlines())

    def _events(self) -> list[dict[str, Any]]:
        """All events since the newest one that was read, the oldest first. ministack gives the
        oldest PAGE of them and no token for the others, so the next page begins at the time of the
        last event: what both pages have is left out."""
        found: dict[tuple[str, int, str], dict[str, Any]] = {}
        since = self._newest
        while True:
            page = self._logs.filter_log_events(
                logGroupName=f"/{self.stack['stack']}/functions", startTime=since, limit=PAGE
            )["events"]
            for event in page:
                found[event["logStreamName"], event["timestamp"], event["message"]] = event
            if len(page) < PAGE or page[-1]["timestamp"] == since:
                return list(found.values())
            since = page[-1]["timestamp"]


def function_of(stream: str, stack: str) -> str:
    """`getGoods` for the stream `2026/11/26/tuan-local-getGoods[$LATEST]1cd4…`."""
    return stream.rpartition("/")[2].partition("[")[0].removeprefix(f"{stack}-")


def format_event(event: dict[str, Any]) -> str:
    """A log line as people read it: time, level, message, the other fields; then the traceback."""
    message = str(event["message"]).rstrip()
    try:
        line = json.loads(message)
    except ValueError:
        return message
    if not isinstance(line, dict) or "message" not in line:
        return message
    at = datetime.fromtimestamp(event["timestamp"] / 1000).strftime("%H:%M:%S")
    fields = [f"{key}={_text(line[key])}" for key in line if key not in _KNOWN and line[key] != ""]
    text = " ".join([at, str(line.get("level", "")), str(line["message"]), *fields])
    return f"{text}\n{line['exception']}" if line.get("exception") else text


def at_home(text: str, function: str) -> str:
    """The text with the paths of our files as in the repository."""

    def home(found: re.Match[str]) -> str:
        return f"functions/{function}/" if found[1] else "layers/tuan/python/"

    return _UNPACKED.sub(home, text)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.stack.logs")
    parser.add_argument("function", nargs="?", default="", help="all, if none is named")
    parser.add_argument("--follow", action="store_true", help="show new lines until Ctrl-C")
    asked = parser.parse_args()
    stack = read_stack()
    function = asked.function.removeprefix(f"{stack['stack']}-")
    if function and function not in stack["functions"]:
        near = difflib.get_close_matches(function, stack["functions"], n=3, cutoff=0.5)
        print(f"There is no function {function}. Near: {', '.join(near) or 'none'}.")
        return 1
    try:
        show(stack, function, asked.follow)
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Invoke a function of the local stack with one of the sample events in events/.

    python -m local.invoke <event> [--print]

<event> is the name of a file in events/, with or without .json: joinGroup, joinGroup.http,
closeOrder.sqs. Its placeholders are filled, and the order or group that it needs is created first.
With --print, the event is printed and not invoked: for `sam local invoke -e`.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local import events
from local.client import read_stack
from local.events.preparing import Preparer
from local.stack.aws import client


@dataclass(frozen=True)
class Outcome:
    """What a function returned. `status` is 200 for an answer of an event that is no HTTP request;
    `code` is the errCode of a refusal, "" if there is none."""

    status: int
    body: Any
    code: str
    failed: bool

    @property
    def is_success(self) -> bool:
        failures = self.body.get("batchItemFailures") if isinstance(self.body, dict) else None
        return not (self.failed or self.code or failures or self.status >= 400)


def invoke(stack: dict[str, Any], function: str, event: Any) -> Outcome:
    answer = client(stack["endpoint"], "lambda").invoke(
        FunctionName=stack["functions"][function], Payload=json.dumps(event).encode()
    )
    status, body = 200, json.load(answer["Payload"])
    if isinstance(body, dict) and "statusCode" in body:
        status, body = body["statusCode"], _json(body.get("body", ""))
    refusal = body if isinstance(body, dict) else {}
    code = refusal.get("errCode") or (refusal.get("code") if status >= 400 else None)
    return Outcome(status, body, str(code or ""), "FunctionError" in answer)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def file_of(name: str) -> Path | None:
    path = events.EVENTS / f"{name.removeprefix('events/').removesuffix('.json')}.json"
    return path if path.is_file() else None


def main() -> int:
    parser = argparse.ArgumentParser(prog="make invoke EVENT=<event>")
    parser.add_argument("event", help="such as joinGroup, joinGroup.http or closeOrder.sqs")
    parser.add_argument("--print", action="store_true", help="print the event, and invoke nothing")
    asked = parser.parse_args()
    path = file_of(asked.event)
    if path is None:
        names = [each.name.removesuffix(".json") for each in events.files()]
        near = difflib.get_close_matches(asked.event, names, n=5, cutoff=0.4)
        print(f"There is no events/{asked.event}.json. Near: {', '.join(near) or 'none'}.")
        return 1
    stack = read_stack()
    event = Preparer(stack).event(path)
    if asked.print:
        print(json.dumps(event, ensure_ascii=False, indent=2))
        return 0
    function = events.function_of(path)
    outcome = invoke(stack, function, event)
    print(json.dumps(outcome.body, ensure_ascii=False, indent=2))
    if not outcome.is_success:
        print(f"{function}: {outcome.status} {outcome.code}. Its log: make logs FN={function}")
    return 0 if outcome.is_success else 1


if __name__ == "__main__":
    sys.exit(main())

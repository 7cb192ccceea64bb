"""The types of the commit API, as a type checker sees them: they are part of the contract."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.template import ROOT

MODEL = """
from __future__ import annotations
from typing import assert_type
from wxcloud.errors import Code
from wxcloud.fields import Request
from wxcloud.model import Integer, Json, Table
from wxcloud.queues import Queue
from wxcloud.timers import Timer
from wxcloud.transaction import *
from wxcloud.transaction import Outcome, Part

FULL = Code("FULL", 409, "Full.")
class Room(Table):
    left = Integer()
    names = Json(list[str])
class Note(Request):
    text: str
room = Room()
where = Room.left > 0
def refuse(now: Room | None) -> Refuse | Instead:
    return Refuse(FULL)
def decide(now: Room | None) -> Outcome:
    return ALREADY_SO
notes = Queue("NOTES", Note)
alarm = Timer("ALARM", Note)
"""

FITS = """
assert_type(commit_one(update(room, Room.left.add(1))), Room)
assert_type(commit_one(update(room, where=where, otherwise=FULL)), Room)
assert_type(commit_one(update(room, where=where, otherwise=refuse)), Room)
assert_type(commit_one(update(room, where=where, otherwise=decide)), Room | None)
assert_type(commit_one(update(room, where=where, otherwise=ALREADY_SO)), Room | None)
assert_type(commit_one(put(room, otherwise=FULL)), Room)
assert_type(commit_one(put(room, otherwise=ALREADY_SO)), Room | None)
assert_type(delete(room), Part[None])
assert_type(check(room, where=where, otherwise=FULL), Part[None])
assert_type(room.left, int)
assert_type(room.names, list[str])
assert_type(Room.get("a"), Room | None)
assert_type(retry(lambda: 1, on=[FULL]), int)
notes.send(Note(text="a"), delay_s=1)
alarm.set("a", 1, Note(text="a"))
"""

WRONG = {
    "a condition without a meaning": "update(room, where=where)",
    "a meaning without a condition": "update(room, otherwise=FULL)",
    "a put without a meaning": "put(room)",
    "an outcome that is a bare code": "update(room, where=where, otherwise=lambda now: FULL)",
    "an outcome that is None": "update(room, where=where, otherwise=lambda now: None)",
    "a part that is no part": "commit_one(room)",
    "another queue's message": "notes.send(room)",
    "a dict as a message": 'notes.send({"text": "a"})',
    "a timer's other message": 'alarm.set("a", 1, {"text": "a"})',
}


def check_types(tmp_path: Path, code: str) -> tuple[int, str]:
    file = tmp_path / "sample.py"
    file.write_text(MODEL + code)
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", file],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"MYPYPATH": str(ROOT / "layers/tuan/python"), "PATH": "/usr/bin:/bin"},
    )
    return run.returncode, run.stdout


def test_the_commit_api_is_typed(tmp_path: Path) -> None:
    status, output = check_types(tmp_path, FITS)
    assert status == 0, output


def test_each_mistake_is_reported_on_its_line(tmp_path: Path) -> None:
    before = MODEL.count("\n")
    status, output = check_types(tmp_path, "\n".join(WRONG.values()) + "\n")
    assert status == 1, output
    missed = [what for n, what in enumerate(WRONG, before + 1) if f"sample.py:{n}:" not in output]
    assert missed == [], output

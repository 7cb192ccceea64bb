"""Questions as shoppers write them, with what each asks for (tests/data/README.md)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shop.support.replies import Understood
from tests.support.template import ROOT

DATA = ROOT / "tests" / "data"


@dataclass(frozen=True)
class Result:
    text: str
    intent: str
    got: str
    right: bool


def faq() -> list[dict[str, Any]]:
    """The FAQ that answers the questions: inputs of saveFaq."""
    entries: list[dict[str, Any]] = json.loads((DATA / "support_faq.json").read_text())
    return entries


def ask(understand: Callable[[str], Understood]) -> list[Result]:
    """Each question, and whether it is understood."""
    results = []
    for line in (DATA / "support_questions.jsonl").read_text().splitlines():
        question = json.loads(line)
        got = understand(question["text"])
        right = got.intent == question["intent"]
        if question["intent"] == "faq":
            right = right and got.entry is not None and got.entry.sk == question["faq"]
        elif question["intent"] == "order":
            right = right and got.number == question.get("number", "")
        results.append(Result(question["text"], question["intent"], got.intent, right))
    return results

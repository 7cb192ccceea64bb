"""How many questions of shoppers the bot of customer service understands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from shop.support import faq, replies
from tests.support import support_questions


@dataclass(frozen=True)
class Accuracy:
    intent: str
    questions: int
    right: int

    @property
    def share(self) -> float:
        return self.right / self.questions


def measure() -> list[Accuracy]:
    """By intent; the last one is of all. The shop's FAQ becomes the FAQ of the questions."""
    for old in faq.entries():
        faq.save(old.sk, old.question, list(old.keywords), old.answer, hidden=True)
    for entry in support_questions.faq():
        faq.save(entry["faqId"], entry["question"], entry["keywords"], entry["answer"])
    results = support_questions.ask(replies.understand)
    asked = Counter(each.intent for each in results)
    right = Counter(each.intent for each in results if each.right)
    found = [Accuracy(intent, asked[intent], right[intent]) for intent in asked]
    return [*found, Accuracy("all", len(results), sum(right.values()))]


def table(found: list[Accuracy]) -> list[str]:
    rows = [f"| {each.intent} | {each.questions} | {each.share:.1%} |" for each in found]
    return ["| asks for | questions | understood |", "|---|---|---|", *rows]

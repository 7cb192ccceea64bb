"""Facts of notices."""

from __future__ import annotations

from shop.notices.model import FACTS, Name


def examples(notice: Name) -> dict[str, str]:
    return {name: fact.example for name, fact in FACTS[notice].items()}

"""docs/architecture.md says which handler follows which event, as shop/handlers.py does, and in
which order the packages of shop import each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from shop.handlers import GROUP_HANDLERS, ORDER_HANDLERS, OUTCOME_HANDLERS
from tests.support.template import ROOT
from tests.template.reach import import_all
from tests.unit.test_arrows import ORDER
from wxcloud.events import Event

TEXT = (ROOT / "docs" / "architecture.md").read_text()
REGISTRY = {**ORDER_HANDLERS, **GROUP_HANDLERS, **OUTCOME_HANDLERS}


def chapter(heading: str) -> str:
    return TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_the_table_of_events_is_what_the_code_says() -> None:
    """Names of handlers are below `shop.`, in the order of shop/handlers.py."""
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", chapter("Events"), re.MULTILINE)
    wanted = {
        event.__name__: [f"{each.__module__}.{each.__name__}" for each in handlers]
        for event, handlers in REGISTRY.items()
    }
    found = {
        event: [f"shop.{name}" for name in re.findall("`([^`]+)`", row)] for event, row in rows
    }
    assert found == wanted, "docs/architecture.md, Events"
    assert len(rows) == len(wanted)


def test_the_events_without_a_handler_are_named() -> None:
    import_all()
    told = re.search(r"These events have no handler: ([^.]+)\.", chapter("Events"))
    assert told is not None
    without = {each.__name__ for each in kinds(Event)} - {each.__name__ for each in REGISTRY}
    assert set(re.findall(r"`(\w+)`", told[1])) == without


def test_the_map_of_shop_has_the_order_of_the_imports() -> None:
    first_column = re.findall(r"^\| (`[^|]+) \|", chapter("A map of shop"), re.MULTILINE)
    assert re.findall(r"`(\w+)`", " ".join(first_column)) == list(ORDER)


def kinds(event: Any) -> Iterator[Any]:
    """The events of shop: what has no subclasses. Tests make some of their own."""
    for each in event.__subclasses__():
        if each.__subclasses__():
            yield from kinds(each)
        elif each.__module__.partition(".")[0] == "shop":
            yield each

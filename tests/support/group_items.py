"""The groups in the table `groups`, without its other items."""

from __future__ import annotations

from typing import Any

from tests.support.tables import Tables


def groups_in(shop: Tables) -> list[dict[str, Any]]:
    return [item for item in shop.items("groups") if "seats" in item]

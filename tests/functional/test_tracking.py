"""trackEvents: what is taken, what is rejected, and that nothing is lost or counted twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.analytics import kept, once
from tests.support.cloud import START, Shop, call
from wxcloud import clock

GUEST = "guest-0123456789abcdef"


def event(number: int = 0, name: str = "goods_click", **more: Any) -> dict[str, Any]:
    return {"insertId": f"e{number}", "event": name, "time": START, "props": {"goodsId": "tea"}} | more


def test_events_become_lines(shop: Shop) -> None:
    answer = call("trackEvents", {"events": [event(1), event(2, "page_view", props={}, page="/pages/a")]})
    assert answer.body == {"accepted": 2, "rejected": []}
    click, view = sorted(kept(shop), key=lambda line: line["event"])
    assert (click["goods"], click["at_ms"], click["received_ms"]) == ("tea", START, START)
    assert view["page"] == "/pages/a"
    assert click["who"] == view["who"] != "" and click["source"] == "client"
    assert "u1" not in str(click)
    assert set(click) == set(view)

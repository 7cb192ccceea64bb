"""The responses that docs/api.md shows: what a furnished shop gives to the sample requests of
events/, in the order of the page. What is random in them is replaced, so that a run tells nothing
but changes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from tests.support import demo
from tests.support import orders as do
from tests.support.cloud import LambdaContext, Shop, call, handler
from tests.support.groups import News
from tools.api.areas import by_area
from tools.api.examples import Examples
from tools.api.functions import Function
from wxcloud import clock

ORDER, SHARE = "order-demo-1", "demoShare1"
_ID = re.compile(r"0[0-9a-hjkmnp-tv-z]{25}")
_SAMPLES: dict[str, str] = {
    "token": "v1.k1.eyJvIjoic2hvcHBlci0xIn0.c2lnbmF0dXJl",
    "cursor": "v1.k1.eyJyYW5rIjoxMDB9.c2lnbmF0dXJl",
    "nonceStr": "593bec0c930bf1afeb40b4a08c8fb242",
    "package": "prepay_id=wx201410272009395522657a690389285100",
    "paySign": "oR9d8PuhnIc+YZ8cBHFCwfgpaK9gd7vaRvkYD7rthRAZ",
}
_SERIES = {"groupId": "group-demo", "orderId": "order-demo", "entry": "order-demo"}

_EARLY = ("placeOrder", "listOrders", "saveSale")  # before lists are long, or empty

Ids = dict[str, str]  # what an event names → what the shop made


def record(shop: Shop, functions: Sequence[Function]) -> dict[str, Any]:
    """Function → its response to the sample request."""
    demo.furnish(shop)
    names = [function.name for _, inside in by_area(functions) for function in inside]
    found = {}
    for name in sorted(names, key=lambda name: name not in _EARLY):
        shop.clock.advance(clock.SECOND)  # so that what is sorted by time is sorted
        found[name] = _respond(name, _BEFORE.get(name, lambda shop: {})(shop))
    return found


def _respond(name: str, ids: Ids) -> Any:
    event = json.loads((Examples().events / f"{name}.json").read_text())
    person = event.get("userInfo", {}).get("openId", "")
    text = json.dumps(Examples().request(name))
    for named, made in ids.items():
        text = text.replace(named, made)
    roles = (demo.PEOPLE[person],) if person in demo.PEOPLE else ()
    answer = call(name, json.loads(text), person, roles)
    assert answer.ok, (
        f"events/{name}.json is refused: {answer.body}. "
        "Say in tests/support/examples.py what must be there before."
    )
    return _readable(answer.body, {made: named for named, made in ids.items()})


def _readable(body: Any, names: Ids) -> Any:
    """The response with examples in the place of all that another run would give differently."""
    names = {**names}

    def name(made: str, field: str) -> str:
        """The name of an id: what the event calls it, or the next of its series."""
        if made not in names and field in _SERIES:
            free = (f"{_SERIES[field]}-{number}" for number in count(1))
            names[made] = next(
                each for each in free if each not in {*names.values(), "group-demo-1"}
            )
        return names.get(made, made)

    def look(value: Any, field: str = "") -> Any:
        if isinstance(value, dict):
            return {key: look(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [look(each, field) for each in value]
        if not isinstance(value, str):
            return value
        if field == "code":
            return SHARE
        return _SAMPLES.get(field) or _ID.sub(lambda found: name(found[0], field), value)

    return look(body)


# --- what must be there before -------------------------------------------------------------------


def _placed(shop: Shop) -> Ids:
    items = [{"skuId": "goods-demo-1", "quantity": 1}]
    answer = call("placeOrder", {"items": items}, "shopper-1")
    assert answer.ok, answer
    return {ORDER: answer["orderId"]}


def _paid(shop: Shop) -> Ids:
    ids = _placed(shop)
    do.pay(shop, ids[ORDER])
    return ids


def _shipped(shop: Shop) -> Ids:
    ids = _paid(shop)
    form = {"orderId": ids[ORDER], "carrier": "ZTO", "trackingNumber": "75300000000001"}
    assert call("shipOrder", form, "operator-1", do.OPERATOR).ok
    return ids


def _left_open(shop: Shop) -> Ids:
    ids = _placed(shop)
    now = shop.clock.now
    shop.clock.advance(clock.HOUR)
    handler("reconcile")({}, LambdaContext("reconcile"))
    shop.clock.set(now)
    return ids


def _scheduled(shop: Shop) -> Ids:
    form = {"liveId": "live-demo-1", "goodsId": "goods-demo-1", "timestamp": shop.clock.now}
    answer = call("scheduleGoodsPush", form, "host-1", ("host",))
    assert answer.ok, answer
    return {Examples().request("cancelGoodsPush")["pushId"]: answer["pushId"]}


def _shared(shop: Shop) -> Ids:
    answer = call("createShare", {"groupId": "group-demo-1", "channel": "card"}, "shopper-1")
    assert answer.ok, answer
    return {SHARE: answer["code"]}


def _followed(shop: Shop) -> Ids:
    News(shop).follow()
    return {}


_BEFORE: dict[str, Callable[[Shop], Ids]] = {
    "login": lambda shop: {Examples().request("login")["code"]: shop.sandbox.code("shopper-1")},
    "payOrder": _placed,
    "cancelOrder": _placed,
    "getOrder": _paid,
    "shipOrder": _paid,
    "confirmReceipt": _shipped,
    "refundOrder": _paid,
    "listDrift": _left_open,
    "cancelGoodsPush": _scheduled,
    "resolveShare": _shared,
    "listMyGroups": _followed,
}

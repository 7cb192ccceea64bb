"""What docs/api.md says of results is what the functions give: each of them is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from shop import reconciling
from tests.support import demo
from tests.support import orders as do
from tests.support.cloud import Answer, Shop, call
from tests.support.groups import News
from tools.api.functions import functions
from tools.api.shapes import Shape
from wxcloud import clock

OPERATOR, HOST, AGENT = ("operator",), ("host",), ("agent",)
SHAPES = {function.name: function.shapes for function in functions()}


class Asked:
    """Calls functions; `lists` are the documented lists of which it saw what is in them."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.called: set[str] = set()
        self.lists: set[str] = set()

    def __call__(
        self, name: str, openid: str = "u1", roles: tuple[str, ...] = (), /, **data: Any
    ) -> Answer:
        answer = call(name, data, openid, roles)
        assert answer.ok, (name, answer)
        self.called.add(name)
        fitting = [shape for shape in SHAPES[name] if not misfits(name, shape, answer.body)]
        assert fitting, [misfits(name, shape, answer.body) for shape in SHAPES[name]]
        self.lists |= {path for path, items in lists(name, fitting[0], answer.body) if items}
        return answer

    def operator(self, name: str, /, **data: Any) -> Answer:
        return self(name, "operator-1", OPERATOR, **data)

    def host(self, name: str, /, **data: Any) -> Answer:
        return self(name, "host-1", HOST, **data)


def misfits(path: str, shape: Shape, value: Any) -> list[str]:
    """Where a result has other fields than its shape says."""
    if not isinstance(value, dict):
        return [f"{path} is {value!r}"]
    needed = {name for name, field in shape.items() if not field.optional}
    found = [f"{path}.{name} is not documented" for name in value.keys() - shape.keys()]
    found += [f"{path}.{name} is missing" for name in needed - value.keys()]
    for name in value.keys() & shape.keys():
        inner, inside, at = shape[name].shape, value[name], f"{path}.{name}"
        if inner is None:
            continue
        if isinstance(inside, list) is not shape[name].is_list:
            found.append(f"{at} is {inside!r}")
            continue
        for each in inside if shape[name].is_list else [inside]:
            found += misfits(at, inner, each)
    return found


def lists(path: str, shape: Shape, value: Any) -> Iterator[tuple[str, Sequence[Any]]]:
    """The documented lists in a result that fits."""
    for name, field in shape.items():
        if field.shape is None or name not in value:
            continue
        inside = value[name]
        if field.is_list:
            yield f"{path}.{name}", inside
        for each in inside if field.is_list else [inside]:
            yield from lists(f"{path}.{name}", field.shape, each)


def documented(path: str, shape: Shape) -> Iterator[str]:
    for name, field in shape.items():
        if field.shape is not None:
            yield from [f"{path}.{name}"] if field.is_list else []
            yield from documented(f"{path}.{name}", field.shape)


# --- a day in the shop ---------------------------------------------------------------------------


def log_in(ask: Asked) -> None:
    assert ask("login", "", code=ask.shop.sandbox.code("mei"))["isNew"]


def sell(ask: Asked) -> None:
    """Goods with all that goods can have; they are group goods and on sale, too."""
    now = ask.shop.clock.now
    terms = {
        "size": 3,
        "hours": 24,
        "price": 60,
        "skus": [{"skuId": "tea-1", "price": 55}],
        "limit": 9,
        "startAt": now - 1,
        "endAt": now + clock.DAY,
        "on": True,
        "tiers": [{"size": 2, "price": 50}],
        "virtualFrom": 2,
    }
    tea = {"title": "红茶", "cover": "https://img.example.com/tea.png", "price": 100, "rank": 1}
    tea |= {"goodsId": "tea-1", "category": "tea", "stock": 50, "group": terms}
    assert ask.operator("saveGoods", **tea)["skuIds"] == ["tea-1"]
    ask("getGoods", "", goodsId="tea-1")
    ask("listGoods", "", limit=1)
    window = {"startAt": now, "endAt": now + clock.HOUR}
    ask.operator("saveSale", skuId="tea-1", price=50, stock=5, limit=1, **window)
    ask("listSales", "")
    ask.operator("getStock", skuId="tea-1")


def group(ask: Asked) -> None:
    opened = ask("createGroup", goodsId="tea-1")
    do.pay(ask.shop, opened["orderId"])
    News(ask.shop).follow()
    ask("createGroup", goodsId="goods-demo-1")
    here = {"groupId": opened["groupId"]}
    ask("joinGroup", "u2", **here)
    ask("joinGroup", "u2", groupId="group-demo-1")
    for reader in ("", "u1", "u2"):
        ask("getGroup", reader, **here)
    ask("listOpenGroups", "", goodsId="tea-1")
    ask("listMyGroups", "u1")
    ask("leaveGroup", "u2", **here)
    share = ask("createShare", **here)["code"]
    ask("createShare", page="pages/index/index")
    for visitor in ("", "u2"):
        ask("resolveShare", visitor, code=share)


def buy(ask: Asked) -> None:
    one = [{"skuId": "tea-1", "quantity": 1}]
    first, second = (ask("placeOrder", items=one)["orderId"] for _ in "12")
    free = ask("placeOrder", items=one, saleId=ask("listSales")["items"][0]["saleId"])
    ask("payOrder", orderId=first)
    ask("cancelOrder", orderId=free["orderId"])
    do.pay(ask.shop, first)
    do.pay(ask.shop, second)
    ask("refundOrder", orderId=second, reason="不想要了")
    ask("getOrder", orderId=second)
    ask.operator("refundOrder", orderId=second, reason="不想要了")
    parcel = {"carrier": "SF", "trackingNumber": "1", "contact": "138****0000"}
    ask.operator("shipOrder", orderId=first, **parcel)
    ask("confirmReceipt", orderId=first)
    ask.operator("refundOrder", orderId=first, reason="破损", items=one)
    last = ask("getOrder", orderId=first)["history"][-1]
    assert (last["what"], last["by"]) == ("REFUND", "shop")
    for each in (first, second):
        ask("getOrder", orderId=each)
    ask("listOrders")
    do.pay(ask.shop, "nobody-knows", amount=77, notify_url=ask.shop.sandbox.notify_url)
    assert ask.operator("getOrder", orderId="nobody-knows")["status"] is None


def reconcile(ask: Asked) -> None:
    """An order is left open, since its message never came."""
    ask("placeOrder", items=[{"skuId": "tea-1", "quantity": 1}])
    ask.shop.clock.advance(clock.HOUR)
    reconciling.run(ask.shop.clock.now)
    ask.operator("listDrift")


def go_live(ask: Asked) -> None:
    now = ask.shop.clock.now
    room = {"liveId": ask.host("saveLive", title="直播", startAt=now)["liveId"]}
    push = ask.host("scheduleGoodsPush", goodsId="tea-1", timestamp=now + clock.DAY, **room)
    assert push["fireAt"] == now + clock.DAY
    ask("listGoodsPush", **room)
    push = ask.host("cancelGoodsPush", pushId=push["pushId"], **room)
    assert push["status"] == "CANCELLED"


def earn(ask: Asked) -> None:
    ask("updateScore", action="daily_checkin")
    ask.operator("adjustScore", openid="u1", key="k1", points=5, reason="补偿")
    ask("getScore")
    ask("listScore")
    ask.operator("saveScoreRule", action="read", streak=[{"days": 3, "points": 1}])
    ask.operator("saveScoreRule", action="redeem", percent=40)
    ask("listScoreRules", "")


def talk(ask: Asked) -> None:
    faq = {"question": "几点开门？", "keywords": ["开门"], "answer": "九点。"}
    ask.operator("saveFaq", **faq)
    for name in ("takeConversation", "releaseConversation"):
        assert ask(name, "agent-1", AGENT, openid="u1").body == {"openid": "u1"}
    template, page, data = demo.TEMPLATES["groupSuccess"]
    ask.operator("saveNotice", notice="groupSuccess", templateId=template, page=page, data=data)
    ask("allowNotice", results={template: "accept"})


DAY: tuple[Callable[[Asked], None], ...] = (
    log_in,
    sell,
    group,
    buy,
    reconcile,
    go_live,
    earn,
    talk,
)


def test_every_function_gives_the_fields_that_its_documentation_names(shop: Shop) -> None:
    demo.furnish(shop)
    ask = Asked(shop)
    for part in DAY:
        part(ask)
    assert ask.called == SHAPES.keys()
    told = {path for name in SHAPES for shape in SHAPES[name] for path in documented(name, shape)}
    assert told == ask.lists, "lists that were empty whenever the test looked"


@pytest.mark.parametrize(
    ("result", "wrong"),
    [
        ({"score": 1}, ["getScore.debt is missing"]),
        ({"score": 1, "debt": 0, "more": 1}, ["getScore.more is not documented"]),
        ({"score": 1, "debt": 0, "expiring": 3}, ["getScore.expiring is 3"]),
        ({"score": 1, "debt": 0, "expiring": [{}]}, ["getScore.expiring.date is missing"]),
    ],
)
def test_the_comparison_can_fail(result: dict[str, Any], wrong: list[str]) -> None:
    (shape,) = SHAPES["getScore"]
    assert set(wrong) <= set(misfits("getScore", shape, result))

"""Groups with payment: one that succeeds and is shipped, one that fails and is refunded."""

from __future__ import annotations

from functools import partial
from typing import Any

from local.client import Refused, Shopper, until
from local.day.cast import Cast, Step, expect, refused, yuan

DAY = 25 * 3_600_000
GOODS = "goods-demo-5"


def fill(cast: Cast) -> str:
    group = cast.mei.call("createGroup", goodsId=GOODS)
    cast.notes["paid group"] = group["groupId"]
    orders = [group["orderId"]]
    cast.wechat.pay(group["orderId"])
    for friend in (cast.lan, cast.bo):
        joined = friend.call("joinGroup", groupId=group["groupId"], skuId=GOODS)
        orders.append(joined["orderId"])
        cast.operator.login()
        refused(lambda: _ship(cast, orders[0]), "ORDER_AWAITS")
        cast.wechat.pay(joined["orderId"])
    cast.notes["paid orders"] = orders
    full = until(lambda: _group(cast.mei, group["groupId"], "SUCCESS"))
    expect(full, "a successful group after the last payment")
    return f"3 seats at {yuan(group['total'])}; shipping before success: ORDER_AWAITS"


def ship(cast: Cast) -> str:
    order_id = cast.notes["paid orders"][0]
    expect(until(lambda: _may_ship(cast, order_id)), "an order that can be shipped")
    messages = until(lambda: _messages(cast.mei, cast.notes["paid group"], order_id))
    expect(messages, "messages about success and shipment")
    return " | ".join(messages)


def leave_one_seat_free(cast: Cast) -> str:
    group = cast.lan.call("createGroup", goodsId=GOODS)
    cast.wechat.pay(group["orderId"])
    joined = cast.bo.call("joinGroup", groupId=group["groupId"])
    cast.wechat.pay(joined["orderId"])
    paid = until(lambda: len(cast.lan.call("getGroup", groupId=group["groupId"])["members"]) == 2)
    expect(paid, "two members who have paid")
    cast.notes["failing group"] = group["groupId"]
    cast.notes["failing orders"] = [group["orderId"], joined["orderId"]]
    return "2 of 3 seats are paid"


def fail(cast: Cast) -> str:
    cast.wechat.move_clock(DAY)
    try:
        for member in (cast.lan, cast.bo):
            member.login()
        expect(_group(cast.lan, cast.notes["failing group"], "FAILED"), "a failed group")
        orders = cast.notes["failing orders"]
        refunded = until(lambda: all(_refunds(cast, order_id) for order_id in orders))
        expect(refunded, "a refund for each member")
        for member, order_id in zip((cast.lan, cast.bo), orders, strict=True):
            arrived = until(partial(_messages, member, cast.notes["failing group"], order_id))
            expect(arrived, "two messages for each member: about the failure and the refund")
    finally:
        cast.wechat.move_clock(0)
        for member in (cast.mei, cast.lan, cast.bo):
            member.login()
    amounts = [refund["amount"] for order_id in orders for refund in _refunds(cast, order_id)]
    return f"FAILED; refunds: {' and '.join(yuan(amount) for amount in amounts)}"


def read_messages(cast: Cast) -> str:
    return " | ".join(
        _messages(cast.bo, cast.notes["failing group"], cast.notes["failing orders"][1])
    )


def _group(reader: Shopper, group_id: str, status: str) -> dict[str, Any] | None:
    """The group if it has that status, else None."""
    found: dict[str, Any] = reader.call("getGroup", groupId=group_id)
    return found if found["status"] == status else None


def _ship(cast: Cast, order_id: str) -> dict[str, Any]:
    shipped: dict[str, Any] = cast.operator.call(
        "shipOrder", orderId=order_id, carrier="ZTO", trackingNumber="75300000000001"
    )
    return shipped


def _may_ship(cast: Cast, order_id: str) -> bool:
    try:
        return bool(_ship(cast, order_id)["status"] == "SHIPPED")
    except Refused:
        return False


def _refunds(cast: Cast, order_id: str) -> list[dict[str, Any]]:
    (payment,) = cast.wechat.payments(order_id)
    return [refund for refund in payment["refunds"] if refund["state"] == "SUCCESS"]


def _messages(shopper: Shopper, *about: str) -> list[str]:
    """The messages that a shopper got about a group and an order, one line each; empty until all
    of them have arrived."""
    found = [m for m in shopper.messages() if any(name in m.get("page", "") for name in about)]
    lines = [
        " · ".join(str(field["value"]) for field in m["data"].values())
        for m in found
        if not m["template_id"].startswith("TuanLocal-paid-")
    ]
    return lines if len(lines) == len(about) else []


STEPS: list[Step] = [
    ("Mei, Lan and Bo pay for a group of three", fill),
    ("the group succeeds; Mei's order is shipped", ship),
    ("a second group has one seat left", leave_one_seat_free),
]
LATER: list[Step] = [
    ("the second group fails and is refunded", fail),
    ("Bo gets two messages", read_messages),
]

"""The desk: orders are found, counted and summed, whatever comes twice or out of order."""

from __future__ import annotations

import json
import random

import pytest

from shop.desk import rows
from shop.orders.model import Order, key
from tests.support import desk as support
from tests.support import groups, orders
from tests.support.addresses import save_address
from tests.support.cloud import Shop, call
from tests.support.desk import desk, follow_all, kept_numbers, ledger, order_item, search
from tests.support.groups import Streams
from tests.support.orders import OPERATOR, OrderStream
from wxcloud import clock

FUNCTIONS = {
    "searchOrders": {},
    "countOrders": {},
    "todayFigures": {},
    "exportOrders": {"from": 1_795_300_000_000, "to": 1_795_305_600_000},
    "getExport": {"exportId": "e"},
    "rebuildDesk": {},
}
PARCEL = {"carrier": "ZTO", "trackingNumber": "1"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_only_operators_are_served(shop: Shop, name: str) -> None:
    assert call(name, FUNCTIONS[name], "u1").code == "FORBIDDEN"
    assert call(name, FUNCTIONS[name], "h1", ("host", "agent")).code == "FORBIDDEN"
    assert call(name, FUNCTIONS[name], "").code == "UNAUTHENTICATED"


def test_orders_are_found_by_each_filter_and_by_all_together(shop: Shop) -> None:
    stream = OrderStream(shop)
    orders.save_goods(100)
    orders.save_goods(100, sku="cup", price=50)
    sale = orders.save_sale(shop)
    placed = shop.clock.now
    paid = orders.place("u1")["orderId"]
    orders.pay(shop, paid)
    shop.clock.advance(1000)
    unpaid = orders.place("u1", sku="cup")["orderId"]
    shop.clock.advance(1000)
    flash = orders.place("u2", saleId=sale)["orderId"]
    stream.deliver_all()

    assert search() == [flash, unpaid, paid]
    assert search(limit=1) == [flash, unpaid, paid]
    assert search(status="PAID") == [paid]
    assert search(status="PENDING") == [flash, unpaid]
    assert search(kind="sale") == [flash]
    assert search(kind="plain", status="PENDING") == [unpaid]
    assert search(goodsId="cup") == [unpaid]
    assert search(goodsId=orders.SKU) == [flash, paid]
    assert search(goodsId=orders.SKU, status="PAID") == [paid]
    assert search(**{"from": placed + 1}) == [flash, unpaid]
    assert search(to=placed) == [paid]
    assert search(**{"from": placed, "to": placed}) == [paid]
    assert search(**{"from": placed + 1000, "to": placed + 1999}, kind="plain") == [unpaid]
    assert search(orderId=unpaid) == [unpaid]
    assert search(orderId=unpaid, status="PAID") == []
    assert search(orderId="none") == []

    (found,) = desk("searchOrders", orderId=paid)["items"]
    assert (found["status"], found["total"], found["createdAt"]) == ("PAID", 100, placed)
    assert (found["kind"], found["canShip"]) == ("plain", True)
    assert found["shipSince"] == found["paidAt"] and "held" not in found
    assert [(x["skuId"], x["quantity"]) for x in found["lines"]] == [(orders.SKU, 1)]
    assert "address" not in found and "remark" not in found


def test_an_order_is_found_by_its_status_as_it_changes(shop: Shop) -> None:
    stream = OrderStream(shop)
    orders.save_goods(100)
    order_id = orders.place("u1")["orderId"]
    stream.deliver_all()
    orders.pay(shop, order_id)
    assert search(status="PENDING") == []  # the order itself decides
    stream.deliver_all()
    assert search(status="PAID") == [order_id]
    assert desk("countOrders")["toShip"] == 1
    asked = {"orderId": order_id, "reason": "too slow"}
    assert call("refundOrder", asked, "u1").ok
    stream.deliver_all()
    counts = desk("countOrders").body
    assert (counts["toShip"], counts["refundsAsked"]) == (0, 1)
    (found,) = desk("searchOrders", orderId=order_id)["items"]
    assert found["held"] == orders.get_order(order_id)["held"] == "refund"
    assert "shipSince" not in found
    denied = {"orderId": order_id, "reason": "on its way", "deny": True}
    assert call("refundOrder", denied, "operator-1", OPERATOR).ok
    assert call("shipOrder", {"orderId": order_id, **PARCEL}, "operator-1", OPERATOR).ok
    stream.deliver_all()
    assert search(status="SHIPPED") == [order_id] and search(status="PAID") == []
    counts = desk("countOrders").body
    assert counts["byStatus"] == {name: int(name == "SHIPPED") for name in counts["byStatus"]}
    assert (counts["toShip"], counts["refundsAsked"]) == (0, 0)


def test_an_order_is_found_by_its_phone_which_is_written_nowhere(shop: Shop) -> None:
    stream = OrderStream(shop)
    orders.save_goods(100)
    phone = "13812345678"
    first = save_address("u1", telNumber=phone, userName="李雷")
    order_id = orders.place("u1", addressId=first, remark="=1+1 请放门口")["orderId"]
    other = orders.place("u2", addressId=save_address("u2"))["orderId"]
    stream.deliver_all()
    assert search(phone="+86 138-1234-5678") == [order_id]
    assert search(phone="020 81167888") == [other]
    assert search(phone="13812345679") == []
    assert search(orderId=order_id, phone=phone) == [order_id]
    assert search(orderId=other, phone=phone) == []
    (found,) = desk("searchOrders", phone=phone)["items"]
    assert (found["address"]["userName"], found["address"]["telNumber"]) == ("李雷", phone)
    assert found["remark"] == "=1+1 请放门口"
    written = json.dumps(shop.items("desk"), ensure_ascii=False, default=str)
    assert phone not in written and "李雷" not in written and "海珠" not in written

    moved = save_address("u1", telNumber="13900000000")
    assert call("changeAddress", {"orderId": order_id, "addressId": moved}, "u1").ok
    stream.deliver_all()
    assert search(phone=phone) == [] and search(phone="13900000000") == [order_id]


def test_a_page_goes_on_where_it_ended_and_only_for_its_own_filters(shop: Shop) -> None:
    orders.save_goods(10)
    made = [order_item(at=shop.clock.now - n, goods=["tea", "cup"]) for n in range(25)]
    support.save_items(shop, made)
    follow_all(order.orderId for order in made)
    wanted = [order.orderId for order in made]
    for limit in (1, 7, 24, 25, 50):
        assert search(limit=limit) == wanted
        assert search(limit=limit, goodsId="cup", status="PAID") == wanted
    cursor = desk("searchOrders", limit=5)["cursor"]
    for form in ({"status": "PAID"}, {"phone": "13800138000"}, {"from": shop.clock.now}):
        answer = call("searchOrders", {"cursor": cursor, **form}, "operator-1", OPERATOR)
        assert (answer.code, answer["field"]) == ("BAD_REQUEST", "cursor")


def test_one_call_looks_at_a_bounded_number_of_orders(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shop.desk import search as module

    monkeypatch.setattr(module, "MAX_READ", 10)
    made = [order_item(at=shop.clock.now - n, status="SHIPPED") for n in range(24)]
    made.append(order_item(at=shop.clock.now - 99))
    support.save_items(shop, made)
    follow_all(order.orderId for order in made)
    first = desk("searchOrders", goodsId="tea", status="PAID", limit=5)
    assert first["items"] == [] and first["cursor"]
    assert search(goodsId="tea", status="PAID", limit=5) == [made[-1].orderId]


def test_orders_of_the_same_millisecond_are_all_on_some_page(shop: Shop) -> None:
    made = [order_item(f"u{n}", saleId="s" if n % 2 else None) for n in range(9)]
    support.save_items(shop, made)
    follow_all(order.orderId for order in made)
    assert sorted(search(limit=2)) == sorted(order.orderId for order in made)
    at = shop.clock.now
    assert len(search(**{"from": at, "to": at}, limit=4)) == 9


def test_what_can_be_shipped_for_a_day_is_late(shop: Shop) -> None:
    day = clock.DAY
    made = [order_item(at=shop.clock.now, paid_at=shop.clock.now + n) for n in (0, 10, 20)]
    waits = order_item(groupId="g", awaits="g")
    support.save_items(shop, [*made, waits])
    follow_all(order.orderId for order in [*made, waits])
    counts = desk("countOrders").body
    assert (counts["toShip"], counts["toShipLate"]) == (3, 0)
    assert counts["byStatus"]["PAID"] == 4
    shop.clock.advance(day + 15)
    assert desk("countOrders")["toShipLate"] == 2
    assert desk("todayFigures")["toShipLate"] == 2


def test_an_order_that_was_taken_back_leaves_nothing(shop: Shop) -> None:
    """WeChat Pay has refused it. Its events come late, and in the wrong order."""
    stream = OrderStream(shop)
    orders.save_goods(100)
    order_id = orders.place("u1")["orderId"]
    other = orders.place("u2")["orderId"]
    early = stream.new_records()
    Order(*key(order_id)).delete()
    stream.deliver_all()  # the removal, before the placing
    stream.deliver_all(early)
    stream.deliver_all(shop.stream_records("orders"))
    assert search() == [other] and search(goodsId=orders.SKU) == [other]
    assert desk("countOrders")["byStatus"]["PENDING"] == 1


def test_the_sums_are_those_of_the_orders_after_repeats_in_any_order(shop: Shop) -> None:
    streams = Streams(shop)
    groups.save_group_goods(2)
    chance = random.Random(11)
    paid = [orders.place(f"u{n}", quantity=1 + n % 3)["orderId"] for n in range(6)]
    for order_id in paid:
        shop.clock.advance(chance.randrange(60_000))
        orders.pay(shop, order_id)
    cancelled = orders.place("u9")["orderId"]
    assert call("cancelOrder", {"orderId": cancelled}, "u9").ok
    group = groups.open_group(shop)
    orders.pay(shop, groups.join(group, "friend")["orderId"])
    orders.place("u8")
    streams.deliver_all()
    for order_id in paid[:3]:
        assert call("shipOrder", {"orderId": order_id, **PARCEL}, "operator-1", OPERATOR).ok
    assert call("confirmReceipt", {"orderId": paid[0]}, "u0").ok
    refund = {"orderId": paid[4], "reason": "no"}
    assert call("refundOrder", refund, "operator-1", OPERATOR).ok
    streams.deliver_all()
    groups.wait_for_refunds(shop, paid[4])
    streams.deliver_all()
    assert kept_numbers(shop) == ledger(shop)
    before = kept_numbers(shop)
    streams.redeliver_shuffled(chance)
    assert kept_numbers(shop) == ledger(shop) == before
    figures = desk("todayFigures").body
    assert (figures["paidOrders"], figures["paidFen"]) == before[1][clock.today()]
    assert figures["toShip"] == desk("countOrders")["toShip"] == 4


@pytest.mark.parametrize("seed", range(4))
def test_the_numbers_are_exact_for_any_states_in_any_order(shop: Shop, seed: int) -> None:
    """Orders jump from state to state; events come late, twice, or not at all for a while."""
    chance = random.Random(seed)
    made = [order_item(f"u{n}", status="PENDING", total=n * 7 + 1) for n in range(6)]
    support.save_items(shop, made)
    waiting: list[str] = [order.orderId for order in made]
    for _ in range(60):
        order = chance.choice(made)
        order.status = chance.choice(list(kept_statuses()))
        order.paidAt = chance.choice([None, clock.now() - chance.randrange(3 * clock.DAY)])
        order.asked = chance.choice([None, "why"])
        support.save_items(shop, [order])
        waiting += [order.orderId] * chance.randrange(1, 3)
        if chance.random() < 0.5:
            rows.follow(1, waiting.pop(chance.randrange(len(waiting))))
    chance.shuffle(waiting)
    follow_all(waiting)
    assert kept_numbers(shop) == ledger(shop)


def kept_statuses() -> tuple[str, ...]:
    return ("PENDING", "PAID", "SHIPPED", "COMPLETED", "CLOSED", "REFUNDING", "REFUNDED")


def test_today_is_compared_with_yesterday_and_last_week_at_the_same_time(shop: Shop) -> None:
    shop.clock.set(1_795_305_600_000 + 2 * clock.HOUR)  # 10:00
    now, day = shop.clock.now, clock.DAY
    sums = {
        now - 10 * 60_000: 1,  # today 09:50
        now - 11 * clock.HOUR: 20,  # yesterday 23:00
        now - day - clock.HOUR: 300,  # yesterday 09:00
        now - day + clock.HOUR: 4000,  # yesterday 11:00
        now - 7 * day - 1: 50_000,
        now - 7 * day + clock.HOUR: 600_000,
        now - 8 * day: 7_000_000,
    }
    made = [order_item(at=at, paid_at=at, total=fen) for at, fen in sums.items()]
    support.save_items(shop, made)
    follow_all(order.orderId for order in made)
    figures = desk("todayFigures").body
    assert (figures["paidFen"], figures["paidOrders"]) == (1, 1)
    assert figures["yesterday"] == {"paidFen": 300, "paidOrders": 1}
    assert figures["lastWeek"] == {"paidFen": 50_000, "paidOrders": 1}


def test_figures_of_what_waits(shop: Shop) -> None:
    from shop.desk import figures as module
    from shop.desk import low_stock

    streams = Streams(shop)
    groups.save_group_goods(2, stock=30)
    group = groups.open_group(shop)
    other = groups.open_group(shop, "other")
    streams.deliver_all()
    figures = desk("todayFigures").body
    assert (figures["groupsEnding"], figures["lowStock"], figures["lowSkus"]) == (0, 0, [])
    assert (figures["drift"], figures["deadLetters"]) == (0, 0)

    shop.clock.set(group["expiresAt"] - 2 * clock.HOUR)
    assert desk("todayFigures")["groupsEnding"] == 2
    streams.redeliver_shuffled(random.Random(5))
    orders.pay(shop, groups.join(other, "friend")["orderId"])
    streams.deliver_all()
    assert desk("todayFigures")["groupsEnding"] == 1
    streams.redeliver_shuffled(random.Random(6))
    assert desk("todayFigures")["groupsEnding"] == 1

    orders.place("u7", quantity=17)
    shop.aws("sqs").send_message(QueueUrl=shop.queues["dead"], MessageBody="{}")
    streams.deliver_all()
    module._dead.clear()
    low_stock._listed.clear()
    figures = desk("todayFigures").body
    assert (figures["lowStock"], figures["deadLetters"]) == (1, 1)
    assert figures["lowSkus"][0] | {"remaining": 10, "skuId": groups.SKU} == figures["lowSkus"][0]
    groups.save_group_goods(2, stock=300)
    low_stock._listed.clear()
    assert desk("todayFigures")["lowStock"] == 0
    assert not [item for item in shop.items("desk") if item["pk"] == "low"]

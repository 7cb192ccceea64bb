"""After-sales at the door: from asking to the money, and what is refused on the way."""

from __future__ import annotations

import pytest

from tests.support import after_sales as sales
from tests.support import groups, orders
from tests.support.cloud import LambdaContext, Shop, call, handler
from tests.support.groups import Streams, refunded_fen, wait_for_refunds
from tests.support.orders import OPERATOR, SKU, stock_counts
from tests.support.points import check_accounts
from wxcloud import clock


def history(order_id: str) -> list[str]:
    return [f"{each['what']} {each['why']}" for each in orders.get_order(order_id)["history"]]


# --- refund only ---------------------------------------------------------------------------------


def test_a_refund_before_shipping_brings_units_and_money_back(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 3, status="PAID")
    answer = sales.ask(order_id, units=1)
    assert (answer["status"], answer["amount"], answer["waitsFor"]) == ("ASKED", 100, "shop")
    assert answer["deadline"] == shop.clock.now + 48 * clock.HOUR
    assert orders.get_stock() == stock_counts(10, 7, 0, 3), "nothing moves before the decision"
    agreed = sales.decide(answer["afterSaleId"])
    assert (agreed["status"], agreed["waitsFor"]) == ("AGREED", "wechat")
    assert orders.get_stock() == stock_counts(10, 8, 0, 2)
    order = orders.get_order(order_id)
    assert (order["status"], order["refunded"]) == ("PAID", 100)
    assert "afterSales" not in order and "refundAsked" not in order
    done = sales.until_refunded(shop, answer["afterSaleId"])
    assert (done["status"], done["waitsFor"]) == ("REFUNDED", None)
    assert done["refund"]["status"] == "SUCCESS"
    assert [each["what"] for each in done["history"]] == ["ASKED", "AGREED", "REFUNDED"]
    assert refunded_fen(shop, order_id) == 100


def test_all_that_is_left_of_an_order_that_was_not_shipped_ends_it(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 3, status="PAID")
    first, rest = sales.asked(order_id, units=1), sales.asked(order_id, reason="都不要了")
    assert sales.get(rest)["items"][0]["quantity"] == 2
    assert sales.decide(rest).ok
    assert orders.get_order(order_id)["status"] == "PAID"
    assert sales.decide(first).ok
    assert orders.get_order(order_id)["status"] == "REFUNDING"
    sales.deliver(shop)
    wait_for_refunds(shop, order_id)
    assert orders.get_order(order_id)["status"] == "REFUNDED"
    assert refunded_fen(shop, order_id) == 300
    assert orders.get_stock() == stock_counts(10, 10, 0, 0)


def test_an_order_is_not_shipped_while_an_after_sale_is_under_way(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 2, status="PAID")
    after_sale = sales.asked(order_id, units=1)
    assert sales.ship(order_id).code == "REFUND_ASKED"
    assert sales.decide(after_sale, agree=False, note="已打包").ok
    assert sales.ship(order_id)["status"] == "SHIPPED"


def test_an_amount_alone_goes_back_and_the_order_goes_on(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 2)
    after_sale = sales.asked(order_id, amount=30)
    assert sales.get(after_sale)["items"] == []
    assert sales.decide(after_sale).ok
    sales.deliver(shop)
    order = orders.get_order(order_id)
    assert (order["status"], order["refunded"]) == ("SHIPPED", 30)
    assert "refunded" not in order["items"][0]
    assert orders.get_stock() == stock_counts(10, 8, 0, 2)
    assert sales.ask(order_id, amount=171).code == "NOT_REFUNDABLE"
    assert sales.decide(sales.asked(order_id, amount=170)).ok
    assert orders.get_order(order_id)["refunded"] == 200


def test_units_for_a_part_of_their_price(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 2)
    assert sales.ask(order_id, "return", 1, amount=101).code == "NOT_REFUNDABLE"
    after_sale = sales.asked(order_id, "return", 1, amount=60)
    assert sales.decide(after_sale).ok and sales.receive(after_sale).ok
    assert orders.get_order(order_id)["refunded"] == 60
    last = sales.asked(order_id, "return", 1)
    assert sales.get(last)["amount"] == 100, "what was kept of the first unit stays kept"
    assert sales.decide(last).ok and sales.receive(last).ok
    assert orders.get_order(order_id)["refunded"] == 160


# --- return and refund ---------------------------------------------------------------------------


@pytest.mark.parametrize("resaleable", [True, False])
def test_a_return(shop: Shop, resaleable: bool) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 3, status="COMPLETED")
    after_sale = sales.asked(order_id, "return", 2)
    agreed = sales.decide(after_sale, note="寄回：杭州市龙井路1号")
    assert (agreed["status"], agreed["waitsFor"]) == ("AGREED", "buyer")
    assert agreed["deadline"] == shop.clock.now + 7 * clock.DAY
    sent = sales.send_back(after_sale)
    assert (sent["status"], sent["waitsFor"], sent["carrier"]) == ("SENT", "shop", "ZTO")
    assert "deadline" not in sent.body
    assert orders.get_stock() == stock_counts(10, 7, 0, 3)
    received = sales.receive(after_sale, resaleable)
    assert (received["status"], received["resaleable"]) == ("RECEIVED", resaleable)
    assert orders.get_stock() == stock_counts(10, 9 if resaleable else 7, 0, 1 if resaleable else 3)
    sales.until_refunded(shop, after_sale)
    order = orders.get_order(order_id)
    assert (order["status"], order["refunded"]) == ("COMPLETED", 200)
    assert order["items"][0]["refunded"] == 2


def test_goods_that_are_brought_back_need_no_tracking_number(shop: Shop) -> None:
    orders.save_goods(10)
    after_sale = sales.asked(sales.bought(shop, 1), "return")
    assert sales.decide(after_sale).ok
    assert sales.receive(after_sale)["status"] == "RECEIVED"


def test_goods_that_came_back_broken_are_denied_after_a_look(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 1)
    after_sale = sales.asked(order_id, "return")
    assert sales.decide(after_sale).ok and sales.send_back(after_sale).ok
    denied = sales.decide(after_sale, agree=False, note="商品已使用")
    assert (denied["status"], denied["note"]) == ("DENIED", "商品已使用")
    assert orders.get_order(order_id)["refunded"] == 0
    assert sales.receive(after_sale).code == "AFTER_SALE_STATE"
    assert sales.ask(order_id, "return").ok, "the units are free again"


def test_a_tracking_number_can_be_corrected(shop: Shop) -> None:
    orders.save_goods(10)
    after_sale = sales.asked(sales.bought(shop, 1), "return")
    assert sales.send_back(after_sale).code == "AFTER_SALE_STATE"
    sales.decide(after_sale)
    for number in ("7530", "7530", "7531"):
        assert sales.send_back(after_sale, number)["trackingNumber"] == number
    assert len(sales.get(after_sale)["history"]) == 4
    for number in range(30):
        last = sales.send_back(after_sale, f"N{number}")
    assert last.code == "AFTER_SALE_STATE", "the history does not grow without end"


# --- repeats and others --------------------------------------------------------------------------


def test_repeats_change_nothing(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 3)
    after_sale = sales.asked(order_id, "return", 1)
    assert sales.asked(order_id, "return", 1) == after_sale
    for _ in range(2):
        assert sales.decide(after_sale)["status"] == "AGREED"
    again = sales.asked(order_id, "return", 1)
    assert again != after_sale, "the first one is decided: this is another unit"
    for _ in range(2):
        assert sales.withdraw(again)["status"] == "WITHDRAWN"
    for _ in range(2):
        assert sales.receive(after_sale)["status"] == "RECEIVED"
    assert sales.receive(after_sale, resaleable=False).code == "AFTER_SALE_STATE"
    assert sales.withdraw(after_sale).code == "AFTER_SALE_STATE"
    assert sales.decide(after_sale, agree=False).code == "AFTER_SALE_STATE"
    assert sales.decide(after_sale).ok
    order = orders.get_order(order_id)
    assert (order["refunded"], len(order["refunds"])) == (100, 1)
    for record in [*shop.stream_records("orders"), *shop.stream_records("orders")]:
        outcome = handler("onOrderChange")({"Records": [record]}, LambdaContext())
        assert outcome == {"batchItemFailures": []}
    sales.deliver(shop)
    assert refunded_fen(shop, order_id) == 100


def test_a_repeat_for_all_that_is_left_gives_the_same_after_sale(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 2)
    after_sale = sales.asked(order_id)
    assert sales.asked(order_id) == after_sale
    assert sales.ask(order_id, reason="质量问题").code == "REFUND_UNDER_WAY"


def test_strangers_and_buyers_have_no_rights(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 1)
    form = {"orderId": order_id, "kind": "refund", "reason": "x"}
    assert call("askAfterSale", form, "u2").code == "ORDER_NOT_FOUND"
    after_sale = sales.asked(order_id, "return")
    one = {"afterSaleId": after_sale}
    parcel = {**one, "carrier": "ZTO", "trackingNumber": "1"}
    for name, data in (
        ("getAfterSale", one),
        ("withdrawAfterSale", one),
        ("sendBack", parcel),
    ):
        assert call(name, data, "u2").code == "AFTER_SALE_NOT_FOUND"
    for name, data in (
        ("decideAfterSale", {**one, "agree": True}),
        ("receiveReturn", {**one, "resaleable": True}),
        ("listAfterSales", {}),
    ):
        assert call(name, data).code == "FORBIDDEN"
    assert call("getAfterSale", one)["status"] == "ASKED"
    sales.decide(after_sale)
    (seen,) = [e["by"] for e in call("getAfterSale", one)["history"] if e["what"] == "AGREED"]
    assert seen == "shop", "a buyer does not see which operator acted"


@pytest.mark.parametrize(
    ("units", "more", "code", "field"),
    [
        (4, {}, "NOT_REFUNDABLE", "items"),
        (None, {"amount": 301}, "NOT_REFUNDABLE", "amount"),
        (1, {"amount": 101}, "NOT_REFUNDABLE", "amount"),
        (None, {"amount": 0}, "BAD_REQUEST", "amount"),
        (None, {"kind": "exchange"}, "BAD_REQUEST", "kind"),
        (None, {"items": [{"skuId": "cup", "quantity": 1}]}, "BAD_REQUEST", "items"),
        (None, {"reason": " "}, "BAD_REQUEST", "reason"),
    ],
)
def test_what_cannot_be_asked_for(shop, units, more, code, field) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 3)
    kind = more.pop("kind", "refund")
    answer = sales.ask(order_id, kind, units, **more)
    assert (answer.code, answer.body.get("field")) == (code, field)
    assert "afterSales" not in orders.get_order(order_id)


def test_when_an_after_sale_can_be_asked_for(shop: Shop) -> None:
    orders.save_goods(10)
    unpaid = str(orders.place()["orderId"])
    assert sales.ask(unpaid).code == "ORDER_NOT_PAID"
    orders.pay(shop, unpaid)
    assert sales.ask(unpaid, "return").code == "ORDER_STATE", "nothing was sent yet"
    done = sales.bought(shop, 1, status="COMPLETED")
    shop.clock.advance(7 * clock.DAY)
    first = sales.asked(done, amount=1)
    sales.withdraw(first)
    shop.clock.advance(1)
    assert sales.ask(done).code == "AFTER_SALE_OVER"
    assert orders.get_order(done)["refunded"] == 0


def test_asking_is_bounded(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 3)
    open_ones = [sales.asked(order_id, amount=n + 1) for n in range(5)]
    assert sales.ask(order_id, amount=9).code == "AFTER_SALE_LIMIT"
    for each in open_ones:
        sales.withdraw(each)
    for n in range(15):
        sales.withdraw(sales.asked(order_id, amount=n + 1))
    assert sales.ask(order_id, amount=1).code == "AFTER_SALE_LIMIT"


# --- the operator's own refunds, and the simple request ------------------------------------------


def refund(order_id: str, units: int | None = None, openid: str = "op", **more: object):
    form = {"orderId": order_id, "reason": "坏果", **more}
    if units is not None:
        form["items"] = [{"skuId": SKU, "quantity": units}]
    return call("refundOrder", form, openid, OPERATOR if openid == "op" else ())


def test_what_an_after_sale_claims_no_other_refund_can_have(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 3)
    after_sale = sales.asked(order_id, "return", 2)
    assert refund(order_id).code == "REFUND_UNDER_WAY"
    assert refund(order_id, 2).code == "REFUND_UNDER_WAY"
    assert refund(order_id, deny=True).code == "REFUND_UNDER_WAY"
    assert refund(order_id, 1)["refunded"] == 100
    assert orders.get_order(order_id)["afterSales"] == [after_sale]
    assert sales.ask(order_id, units=1).code == "REFUND_UNDER_WAY"
    assert sales.decide(after_sale).ok and sales.receive(after_sale).ok
    assert orders.get_order(order_id)["refunded"] == 300
    assert sales.ask(order_id).code == "NOT_REFUNDABLE"


def test_money_that_is_claimed_is_not_left_for_others(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 2)
    sales.asked(order_id, amount=150)
    assert sales.ask(order_id, amount=51).code == "REFUND_UNDER_WAY"
    assert refund(order_id, 1)["refunded"] == 50
    assert sales.ask(order_id, amount=1).code == "REFUND_UNDER_WAY"


def test_the_simple_request_of_a_buyer_goes_on_working(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 2, status="PAID")
    assert refund(order_id, openid="u1")["refundAsked"] == "坏果"
    assert sales.ask(order_id, units=1).code == "REFUND_UNDER_WAY"
    assert "refundAsked" not in refund(order_id, deny=True).body
    after_sale = sales.asked(order_id, units=1)
    assert refund(order_id, openid="u1")["refundAsked"] == "不想要了", "it is asked for already"
    assert orders.get_order(order_id)["afterSales"] == [after_sale]
    sales.withdraw(after_sale)
    assert "refundAsked" not in orders.get_order(order_id)
    assert refund(order_id)["status"] == "REFUNDING"


# --- time ----------------------------------------------------------------------------------------


def timers(shop: Shop) -> list[str]:
    found = shop.aws("scheduler").list_schedules(GroupName=shop.prefix + "timers")["Schedules"]
    return sorted(each["Name"] for each in found)


def test_what_was_not_shipped_is_refunded_if_the_shop_does_not_decide(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 1, status="PAID")
    after_sale = sales.asked(order_id)
    sales.deliver(shop)
    assert timers(shop) == [f"after-{after_sale}-ASKED"]
    shop.clock.advance(48 * clock.HOUR - 1)
    sales.fire_deadline(after_sale)
    assert sales.get(after_sale)["status"] == "ASKED"
    shop.clock.advance(1)
    for _ in range(2):
        sales.fire_deadline(after_sale)
    assert orders.get_order(order_id)["status"] == "REFUNDING"
    assert sales.get(after_sale)["history"][1]["by"] == "clock"
    assert orders.get_stock() == stock_counts(10, 10, 0, 0)


def test_a_return_is_agreed_to_and_runs_out(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 1)
    after_sale = sales.asked(order_id, "return")
    shop.clock.advance(48 * clock.HOUR)
    assert sales.get(after_sale)["status"] == "AGREED", "the reader comes before the timer"
    sales.deliver(shop)
    assert timers(shop) == [f"after-{after_sale}-{status}" for status in ("AGREED", "ASKED")]
    shop.clock.advance(7 * clock.DAY)
    assert sales.send_back(after_sale).code == "AFTER_SALE_STATE"
    sales.fire_deadline(after_sale)
    assert sales.get(after_sale)["status"] == "EXPIRED"
    order = orders.get_order(order_id)
    assert "afterSales" not in order and order["refunded"] == 0
    assert f"AFTER_SALE {after_sale} EXPIRED" in history(order_id)


def test_money_for_goods_that_the_buyer_keeps_waits_for_the_shop(shop: Shop) -> None:
    orders.save_goods(10)
    after_sale = sales.asked(sales.bought(shop, 1))
    shop.clock.advance(49 * clock.HOUR)
    sales.fire_deadline(after_sale)
    found = sales.get(after_sale)
    assert (found["status"], found["late"]) == ("ASKED", True)
    assert sales.decide(after_sale)["status"] == "AGREED"


# --- lists ---------------------------------------------------------------------------------------


def test_lists_are_read_page_by_page(shop: Shop) -> None:
    orders.save_goods(20)
    order_id = sales.bought(shop, 10)
    made = []
    for n in range(5):
        shop.clock.advance(1000)
        made.append(sales.asked(order_id, units=1, reason=f"原因{n}"))
    sales.withdraw(made[0])
    sales.withdraw(made[2])

    def pages(name: str, roles: tuple[str, ...] = (), openid: str = "u1", **form: object):
        found, after = [], {}
        while True:
            page = call(name, {"limit": 1, **form, **after}, openid, roles)
            assert page.ok, page
            found += [each["afterSaleId"] for each in page["items"]]
            if page["cursor"] is None:
                return found
            after = {"cursor": page["cursor"]}

    assert pages("listMyAfterSales") == made[::-1]
    assert pages("listMyAfterSales", openid="u2") == []
    waiting = [made[1], made[3], made[4]]
    assert pages("listAfterSales", OPERATOR, "op") == waiting, "who waits the longest comes first"
    assert pages("listAfterSales", OPERATOR, "op", status="WITHDRAWN") == [made[2], made[0]]
    page = call("listAfterSales", {"limit": 1}, "op", OPERATOR)
    wrong = {"cursor": page["cursor"], "status": "SENT"}
    assert call("listAfterSales", wrong, "op", OPERATOR)["field"] == "cursor"
    assert [each["orderId"] for each in call("listOrders")["items"]] == [order_id]


# --- groups, points, flash sales -----------------------------------------------------------------


def test_an_order_that_waits_for_its_group_is_left_and_not_asked_for(shop: Shop) -> None:
    groups.save_group_goods(2)
    group = groups.open_group(shop, "u1")
    Streams(shop).deliver_all()
    order_id = group["orderId"]
    assert sales.ask(order_id).code == "AFTER_SALE_TOO_EARLY"
    joined = groups.join(group, "u2")
    orders.pay(shop, joined["orderId"])
    Streams(shop).deliver_all()
    after_sale = sales.asked(order_id)
    assert sales.get(after_sale)["amount"] == groups.PRICE
    assert sales.decide(after_sale).ok
    sales.deliver(shop)
    wait_for_refunds(shop, order_id)
    assert refunded_fen(shop, order_id) == groups.PRICE
    assert groups.get_group(group)["status"] == "SUCCESS"


def test_points_come_back_in_their_share(shop: Shop) -> None:
    assert call("saveScoreRule", {"action": "purchase", "points": 20}, "op", OPERATOR).ok
    orders.save_goods(10)
    gift = {"openid": "u1", "key": "gift", "points": 90, "reason": "测试"}
    assert call("adjustScore", gift, "op", OPERATOR).ok
    order_id = sales.bought(shop, 3, points=90)
    sales.deliver(shop)
    for units in (1, 2):
        after_sale = sales.asked(order_id, "return", units)
        assert sales.decide(after_sale).ok and sales.receive(after_sale).ok
        sales.deliver(shop)
    score = call("getScore", {})
    assert score["score"] - score["debt"] == 90, "what was spent is back, what was earned is not"
    check_accounts(shop)


def test_the_limit_of_a_flash_sale_is_free_again_only_before_shipping(shop: Shop) -> None:
    orders.save_goods(10)
    sale = orders.save_sale(shop, limit=1)
    order_id = sales.bought(shop, 1, status="PAID", saleId=sale)
    assert sales.decide(sales.asked(order_id)).ok
    order_id = sales.bought(shop, 1, saleId=sale)
    after_sale = sales.asked(order_id, "return")
    assert sales.decide(after_sale).ok and sales.receive(after_sale).ok
    assert orders.place(saleId=sale).code == "SALE_LIMIT"


def test_an_order_paid_with_points_alone_gives_points_back(shop: Shop) -> None:
    assert call("saveScoreRule", {"action": "redeem", "percent": 100}, "op", OPERATOR).ok
    orders.save_goods(10)
    gift = {"openid": "u1", "key": "gift", "points": 100, "reason": "测试"}
    assert call("adjustScore", gift, "op", OPERATOR).ok
    order_id = str(orders.place(points=100)["orderId"])
    after_sale = sales.asked(order_id)
    assert sales.decide(after_sale).ok
    sales.until_refunded(shop, after_sale)
    assert call("getScore", {})["score"] == 100


def test_of_an_order_that_is_shipped_in_part_only_what_is_here_goes_back_to_the_stock(
    shop: Shop,
) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 3, status="PAID")
    parcel = {"carrier": "ZTO", "trackingNumber": "1", "lines": [{"skuId": SKU, "quantity": 1}]}
    form = {"orderId": order_id, "parcels": [parcel]}
    assert call("shipOrder", form, "op", OPERATOR)["status"] == "PAID"
    after_sale = sales.asked(order_id, units=2)
    assert sales.ship(order_id).code == "REFUND_ASKED"
    assert sales.decide(after_sale).ok
    assert orders.get_stock() == stock_counts(10, 9, 0, 1)
    assert orders.get_order(order_id)["status"] == "SHIPPED"
    back = sales.asked(order_id, "return")
    assert sales.decide(back).ok and sales.receive(back).ok
    assert orders.get_stock() == stock_counts(10, 10, 0, 0)


def test_an_order_is_not_completed_by_time_while_an_after_sale_is_under_way(shop: Shop) -> None:
    orders.save_goods(10)
    order_id = sales.bought(shop, 2)
    after_sale = sales.asked(order_id, units=1)
    shop.clock.advance(15 * clock.DAY)
    handler("completeOrders")({}, LambdaContext())
    assert orders.get_order(order_id)["status"] == "SHIPPED"
    assert sales.withdraw(after_sale).ok
    handler("completeOrders")({}, LambdaContext())
    assert orders.get_order(order_id)["status"] == "COMPLETED"

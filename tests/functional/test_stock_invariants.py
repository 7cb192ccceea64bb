"""The units of a SKU and of its flash sales have the same sum, whatever happens.

A state machine saves goods and sales, places orders, pays, cancels and refunds them, lets sales
end, and compares the shop with a model that knows no shards and no pools of ended sales.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support import orders
from tests.support.cloud import Answer, Shop, call
from tests.support.orders import OPERATOR, SKU, stock_counts
from wxcloud.ids import new_id

HOUR = 3_600_000
COUNTS = ("initial", "remaining", "held", "sold")


def refund(order_id: str) -> Answer:
    return call("refundOrder", {"orderId": order_id, "reason": "x"}, "operator-1", OPERATOR)


@dataclass
class SaleModel:
    free: int
    wanted: int
    end_at: int


@dataclass
class OrderModel:
    buyer: str
    units: int
    total: int
    sale: str | None
    state: str = "held"


class Machine(RuleBasedStateMachine):
    shop: Shop

    @initialize(stock=st.integers(0, 12), shards=st.integers(1, 3))
    def open(self, stock: int, shards: int) -> None:
        self.sku, self.shards = new_id(), shards
        self.saved = self.total = self.free = stock
        self.sales: dict[str, SaleModel] = {}
        self.orders: dict[str, OrderModel] = {}
        orders.save_goods(stock, sku=self.sku, shards=shards)

    # --- what operators do

    @rule(stock=st.integers(0, 15))
    def save_goods(self, stock: int) -> None:
        answer = orders.call_save_goods(stock, sku=self.sku, shards=self.shards)
        more = stock - self.saved
        if stock == 0:
            more = min(more, -self.free)
        if more < -self.free:
            assert answer.code == "STOCK_IN_USE", answer
            return
        assert answer.ok, answer
        self.saved, self.free, self.total = stock, self.free + more, self.total + more

    @rule(stock=st.integers(0, 12), hours=st.integers(1, 3), shards=st.integers(1, 3))
    def save_sale(self, stock: int, hours: int, shards: int) -> None:
        end_at = self.shop.clock.now + hours * HOUR
        sale = self._save_sale(stock, endAt=end_at, shards=shards)
        assert sale.ok, sale
        self.sales[sale["saleId"]] = SaleModel(stock, stock, end_at)
        self._take(stock)

    @precondition(lambda self: self.sales)
    @rule(data=st.data(), stock=st.integers(0, 12))
    def change_sale(self, data: Any, stock: int) -> None:
        sale_id = data.draw(st.sampled_from(sorted(self.sales)))
        sale = self.sales[sale_id]
        answer = self._save_sale(stock, saleId=sale_id, endAt=sale.end_at)
        more = stock - sale.wanted
        if more < -sale.free:
            assert answer.code == "STOCK_IN_USE", answer
            return
        assert answer.ok, answer
        sale.free, sale.wanted = sale.free + more, stock
        self._take(more)

    def _save_sale(self, stock: int, **more: Any) -> Answer:
        form = {"skuId": self.sku, "price": 50, "stock": stock, "limit": 99}
        form |= {"startAt": self.shop.clock.now - 1, **more}
        return call("saveSale", form, "operator-1", OPERATOR)

    def _take(self, units: int) -> None:
        """Units go from the SKU to a sale; those that it lacks are new."""
        new = max(0, units - self.free)
        self.free, self.total = self.free - units + new, self.total + new

    # --- what buyers and the clock do

    @rule(data=st.data(), units=st.integers(1, 6), in_sale=st.booleans())
    def place(self, data: Any, units: int, in_sale: bool) -> None:
        buyer, sale_id, free = f"u{len(self.orders)}", None, self.free
        if in_sale and self.sales:
            sale_id = data.draw(st.sampled_from(sorted(self.sales)))
            free = self.sales[sale_id].free
        more = {"saleId": sale_id} if sale_id else {}
        answer = orders.place(f"{self.sku}{buyer}", units, self.sku, **more)
        if units > free:
            assert answer.code == "SOLD_OUT", answer
            return
        assert answer.ok, answer
        order = OrderModel(f"{self.sku}{buyer}", units, answer["total"], sale_id)
        self.orders[answer["orderId"]] = order
        self._return(order, -units)

    @precondition(lambda self: self._in("held"))
    @rule(data=st.data(), pays=st.booleans())
    def end_hold(self, data: Any, pays: bool) -> None:
        order_id = data.draw(st.sampled_from(self._in("held")))
        order = self.orders[order_id]
        if pays:
            orders.report_payment(self.shop, order_id, order.total)
            order.state = "sold"
        else:
            answer = call("cancelOrder", {"orderId": order_id}, order.buyer)
            assert answer.ok, answer
            order.state = "gone"
            self._return(order, order.units)

    @precondition(lambda self: self._in("sold"))
    @rule(data=st.data())
    def refund(self, data: Any) -> None:
        order_id = data.draw(st.sampled_from(self._in("sold")))
        order = self.orders[order_id]
        assert refund(order_id).ok
        order.state = "gone"
        self._return(order, order.units)

    @rule(hours=st.integers(1, 2))
    def wait(self, hours: int) -> None:
        self.shop.clock.advance(hours * HOUR)
        for sale_id, sale in list(self.sales.items()):
            if sale.end_at <= self.shop.clock.now:
                self.free += sale.free
                del self.sales[sale_id]

    def _return(self, order: OrderModel, units: int) -> None:
        if order.sale in self.sales:
            self.sales[order.sale].free += units
        else:
            self.free += units

    def _in(self, state: str) -> list[str]:
        return sorted(key for key, order in self.orders.items() if order.state == state)

    # --- what is always so

    @invariant()
    def the_shop_is_as_the_model(self) -> None:
        if not hasattr(self, "sku"):
            return
        held, sold = (sum(self.orders[key].units for key in self._in(s)) for s in ("held", "sold"))
        free = self.free + sum(sale.free for sale in self.sales.values())
        assert orders.get_stock(self.sku) == stock_counts(self.total, free, held, sold)

    def teardown(self) -> None:
        if not hasattr(self, "sku"):
            return
        for item in self.shop.items("stock"):
            if "initial" in item:
                units = [int(item.get(name, 0)) for name in COUNTS]
                assert min(units) >= 0, item
                assert units[0] == sum(units[1:]), item


def test_the_units_of_a_sku_and_its_sales_have_the_same_sum(shop: Shop, no_wechat: None) -> None:
    machine = type("Bound", (Machine,), {"shop": shop})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.generate],  # a step writes to a store: to shrink takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )


def ended_sale(shop: Shop, **more: Any) -> str:
    sale = orders.save_sale(shop, **more)
    shop.clock.advance(HOUR)
    return sale


def test_units_of_a_sale_that_is_over_are_not_counted_twice(shop: Shop) -> None:
    orders.save_goods(10)
    ended_sale(shop, stock=10)
    orders.save_sale(shop, stock=10)
    assert orders.get_stock() == stock_counts(10, 10, 0, 0)
    assert orders.place().code == "SOLD_OUT", "the new sale has all units"


def test_stock_can_be_set_to_none_when_all_units_are_free(shop: Shop) -> None:
    orders.save_goods(10)
    ended_sale(shop, stock=10, shards=3)
    orders.save_goods(0)
    assert orders.get_stock() == stock_counts(0, 0, 0, 0)
    assert orders.place().code == "SOLD_OUT"


def test_stock_that_a_sale_brought_can_be_taken_away_when_it_is_over(shop: Shop) -> None:
    orders.save_goods(0)
    sale = orders.save_sale(shop, stock=5)
    orders.save_goods(0)
    assert orders.place("u1", saleId=sale).ok, "a sale keeps the units that it has for itself"
    shop.clock.advance(HOUR)
    orders.save_goods(0)
    assert orders.get_stock() == stock_counts(1, 0, 1, 0)


def test_only_sales_that_are_not_over_are_limited_in_number(shop: Shop) -> None:
    orders.save_goods(3)
    for _ in range(50):
        orders.save_sale(shop, stock=1)
    now = shop.clock.now
    form = {"skuId": SKU, "price": 1, "stock": 3, "limit": 1, "startAt": now, "endAt": now + HOUR}
    answer = call("saveSale", form, "operator-1", OPERATOR)
    assert (answer.status, answer["field"]) == (400, "skuId")
    assert orders.get_stock() == stock_counts(50, 50, 0, 0)
    shop.clock.advance(HOUR)
    form |= {"stock": 50, "endAt": now + 2 * HOUR}
    assert call("saveSale", form, "operator-1", OPERATOR).ok, "the 51st sale of the SKU"
    assert orders.get_stock() == stock_counts(50, 50, 0, 0)


def test_orders_of_a_sale_that_is_over_go_on_after_its_units_were_moved(shop: Shop) -> None:
    orders.save_goods(8, price=100)
    sale = orders.save_sale(shop, stock=8, shards=4, limit=5, payMinutes=60)
    placed = [orders.place(f"u{i}", units, saleId=sale) for i, units in enumerate((5, 1, 1))]
    assert all(each.ok for each in placed), placed
    first, second, third = (each["orderId"] for each in placed)
    orders.pay(shop, first)
    shop.clock.advance(HOUR - 1)
    shop.clock.advance(1)
    orders.save_goods(9, price=100)
    orders.pay(shop, second)
    assert call("cancelOrder", {"orderId": third}, "u2").ok
    part = {"orderId": first, "reason": "x", "items": [{"skuId": SKU, "quantity": 3}]}
    assert call("refundOrder", part, "operator-1", OPERATOR).ok
    assert orders.get_stock() == stock_counts(9, 6, 0, 3)
    assert refund(first).ok and refund(second).ok
    assert orders.get_stock() == stock_counts(9, 9, 0, 0)
    assert orders.place("u9", 9).ok, "all units can be sold again"


def test_a_sale_whose_units_were_moved_is_not_opened_again(shop: Shop) -> None:
    orders.save_goods(10)
    sale = ended_sale(shop, stock=4)
    assert orders.save_sale(shop, saleId=sale, stock=5) == sale, (
        "it is over, but its units are there"
    )
    shop.clock.advance(HOUR)
    orders.save_goods(11)
    now = shop.clock.now
    form = {"skuId": SKU, "price": 1, "stock": 4, "limit": 1, "startAt": now, "endAt": now + HOUR}
    answer = call("saveSale", {**form, "saleId": sale}, "operator-1", OPERATOR)
    assert answer.code == "SALE_ENDED"
    assert orders.get_stock() == stock_counts(11, 11, 0, 0)

"""The desk: orders are found, counted, exported, and noted again.

The stream of the local stack's onOrderChange is stopped meanwhile, so rows are written here.
"""

from __future__ import annotations

from shop.desk import exports, generations, rebuild, rows
from shop.desk.keys import Filter
from tests.docker.buying import place_paid_order
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from wxcloud import clock
from wxcloud.transaction import ALREADY_SO, commit_one, put

BUYER = "desk-buyer-1"


def noted_order(shop: LocalShop) -> str:
    """A paid order that the desk knows."""
    order_id = place_paid_order(shop, BUYER)
    rows.follow(generations.fresh().current, order_id)
    return order_id


@expects("searchOrders.json", "searchOrders.http.json")
def a_paid_order_is_found(shop: LocalShop) -> Effect:
    order_id = noted_order(shop)
    answer = yield
    assert order_id in {each["orderId"] for each in answer["items"]}


@expects("countOrders.json", "countOrders.http.json")
def paid_orders_are_counted(shop: LocalShop) -> Effect:
    noted_order(shop)
    answer = yield
    assert answer["byStatus"]["PAID"] >= 1 and answer["toShip"] >= 1


@expects("todayFigures.json", "todayFigures.http.json")
def what_was_paid_today_is_summed(shop: LocalShop) -> Effect:
    noted_order(shop)
    answer = yield
    assert answer["paidOrders"] >= 1 and answer["paidFen"] >= 5900


@expects("exportOrders.json", "exportOrders.http.json")
def an_export_is_begun(shop: LocalShop) -> Effect:
    answer = yield
    assert shop.row("desk", pk=f"export#{answer['exportId']}", sk="export") is not None


@expects("getExport.json", "getExport.http.json")
def an_export_that_waits_is_shown(shop: LocalShop) -> Effect:
    answer = yield {"export-demo-1": new_export()}
    assert answer["state"] == "WAITING"


@expects("runDeskJob.sqs.json")
def a_piece_of_an_export_is_done(shop: LocalShop) -> Effect:
    export_id = new_export()
    yield {"export-demo-1": export_id}
    row = shop.row("desk", pk=f"export#{export_id}", sk="export")
    assert row is not None and "total" in row


@expects("rebuildDesk.json", "rebuildDesk.http.json")
def a_rebuild_is_begun(shop: LocalShop) -> Effect:
    key = rebuild.Rebuild.key()
    shop.forget("desk", pk=key.pk, sk=key.sk)
    answer = yield
    assert answer["state"] == "RUNNING"


def new_export() -> str:
    """An export of which nothing is done yet, and no message sent."""
    now = clock.now()
    made = exports.Export.new("operator-1", Filter(start=now - clock.DAY, end=now), now)
    commit_one(put(made, otherwise=ALREADY_SO))
    return str(made.exportId)

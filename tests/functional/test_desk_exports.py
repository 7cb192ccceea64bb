"""Exports of orders, and the rebuild of the desk: work in pieces, which survives a crash."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from shop.desk import exports, generations, rebuild, rows
from shop.desk.counts import count_orders
from shop.orders.delivery import Delivery
from shop.orders.model import key
from tests.support import desk as support
from tests.support import orders
from tests.support.addresses import save_address
from tests.support.cloud import LambdaContext, Shop, call, handler, sqs_event
from tests.support.desk import desk, follow_all, kept_numbers, ledger, order_item, search
from tests.support.orders import OPERATOR, OrderStream
from wxcloud import clock, files


@pytest.fixture
def bucket(shop: Shop) -> Shop:
    shop.aws("s3").create_bucket(Bucket=shop.prefix + "files")
    return shop


def run(shop: Shop) -> int:
    """Do all pieces. Returns how many messages there were."""
    for count in range(200):
        messages = shop.drain("desk")
        if not messages:
            return count
        for message in messages:
            piece(message)
    raise AssertionError("the work does not end")


def piece(message: object) -> None:
    outcome = handler("runDeskJob")(sqs_event(message), LambdaContext())
    assert outcome == {"batchItemFailures": []}


def read(shop: Shop, export_id: str) -> list[dict[str, str]]:
    """The rows of the file of an export that is done."""
    seen = desk("getExport", exportId=export_id).body
    assert seen["state"] == "DONE" and seen["done"] == seen["total"]
    path = seen["url"].partition("?")[0].partition("-files/")[2]
    assert path.startswith(f"exports/{export_id}/")
    body = files.get(path)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def begin(shop: Shop, **more: Any) -> str:
    day = {"from": shop.clock.now - clock.DAY, "to": shop.clock.now}
    return str(desk("exportOrders", **day | more)["exportId"])


def saved(shop: Shop, count: int, **more: Any) -> list[str]:
    """So many orders of the last day, the oldest first."""
    made = [order_item(at=shop.clock.now - count + n, **more) for n in range(count)]
    support.save_items(shop, made)
    follow_all(order.orderId for order in made)
    return [order.orderId for order in made]


def test_an_export_has_what_the_parcel_needs_and_no_formula(bucket: Shop) -> None:
    stream = OrderStream(bucket)
    orders.save_goods(10, title="@红茶")
    where = save_address("u1", userName="=HYPERLINK(1)", telNumber="13800138000")
    order_id = orders.place("u1", quantity=2, addressId=where, remark='＝1+1,"急"')["orderId"]
    orders.pay(bucket, order_id)
    stream.deliver_all()
    export_id = begin(bucket)
    assert desk("getExport", exportId=export_id).body == {"state": "WAITING", "done": 0, "total": 0}
    run(bucket)
    (row,) = read(bucket, export_id)
    assert row["订单号"] == order_id and row["状态"] == "已付款" and row["件数"] == "2"
    assert row["收货人"] == "'=HYPERLINK(1)" and row["手机号"] == "13800138000"
    assert row["商品"] == "'@红茶×2" and row["买家备注"] == '\'＝1+1,"急"'
    assert row["应付（元）"] == "2.00" and row["详细地址"] == "新港中路397号"
    message = json.dumps(bucket.items("desk"), ensure_ascii=False, default=str)
    assert "HYPERLINK" not in message and "13800138000" not in message


def test_an_export_of_nothing_is_a_file_with_headings(bucket: Shop) -> None:
    export_id = begin(bucket)
    run(bucket)
    assert read(bucket, export_id) == []


def test_progress_is_told_and_pieces_come_in_order(
    bucket: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PIECE", 10)
    paid = saved(bucket, 35)
    saved(bucket, 3, status="CLOSED")
    export_id, paid_only = begin(bucket), begin(bucket, status="PAID")
    seen = []
    while messages := bucket.drain("desk"):
        for message in messages:
            piece(message)
        told = desk("getExport", exportId=paid_only).body
        seen.append((told["state"], told["done"], told["total"]))
    assert seen == [
        ("RUNNING", 0, 35),
        ("RUNNING", 10, 35),
        ("RUNNING", 20, 35),
        ("RUNNING", 30, 35),
        ("RUNNING", 35, 35),
        ("DONE", 35, 35),
    ]
    assert [row["订单号"] for row in read(bucket, paid_only)] == paid
    assert len(read(bucket, export_id)) == 38


def test_a_piece_that_is_done_twice_or_crashes_half_way_counts_once(
    bucket: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PIECE", 10)
    wanted = saved(bucket, 25)
    export_id = begin(bucket)
    put, crashes = files.put, iter([True, False] * 50)

    def failing(*args: object) -> None:
        put(*args)  # type: ignore[arg-type]
        if next(crashes):
            raise ConnectionError("the process stops after it has written a file")

    monkeypatch.setattr(files, "put", failing)
    for _ in range(60):
        messages = bucket.drain("desk")
        if not messages:
            break
        for message in messages:
            for _ in range(2):  # each message comes twice; a failure brings it again
                if handler("runDeskJob")(sqs_event(message), LambdaContext())["batchItemFailures"]:
                    piece(message)
    assert [row["订单号"] for row in read(bucket, export_id)] == wanted


def test_an_export_that_has_stopped_or_is_too_large_says_so(
    bucket: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(bucket, 5)
    stopped = begin(bucket)
    bucket.drain("desk")
    bucket.clock.advance(exports.STALLED)
    assert desk("getExport", exportId=stopped)["state"] == "FAILED"
    monkeypatch.setattr(exports, "MOST", 4)
    large = begin(bucket)
    run(bucket)
    answer = call("getExport", {"exportId": large}, "operator-1", OPERATOR)
    assert answer.code == "EXPORT_TOO_LARGE"
    assert call("getExport", {"exportId": "none"}, "operator-1", OPERATOR).code == "NOT_FOUND"


def test_times_of_an_export_are_in_order_and_milliseconds(shop: Shop) -> None:
    now = shop.clock.now
    for form in ({"from": now, "to": now - 1}, {"from": now // 1000, "to": now}):
        answer = call("exportOrders", form, "operator-1", OPERATOR)
        assert (answer.code, answer["field"]) == (
            "BAD_REQUEST",
            "to" if form["to"] < now else "from",
        )


# --- the rebuild ---------------------------------------------------------------------------------


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "PAGE", 7)
    generations.forget()


@pytest.mark.usefixtures("small_pages")
def test_a_rebuild_mends_what_was_wrong_and_readers_see_all_orders_meanwhile(shop: Shop) -> None:
    orders.save_goods(5)
    wanted = saved(shop, 30)[::-1]
    good = kept_numbers(shop)
    assert good == ledger(shop)
    spoil(shop, wanted[3])
    assert kept_numbers(shop) != ledger(shop)

    assert desk("rebuildDesk")["state"] == "RUNNING"
    assert call("rebuildDesk", {}, "operator-1", OPERATOR).code == "REBUILD_RUNS"
    changed = False
    while messages := shop.drain("desk"):
        assert set(search(limit=50)) | {wanted[3]} == set(wanted)
        for message in messages * 2:  # each message comes twice
            piece(message)
        if not changed:  # an order changes while the rebuild runs
            order = order_item(at=shop.clock.now - 1, status="SHIPPED", total=7)
            order.orderId, (order.pk, order.sk) = wanted[0], key(wanted[0])
            support.save_items(shop, [order])
            for generation in generations.known().live:
                rows.follow(generation, wanted[0])
            changed = True
    seen = desk("rebuildDesk", start=False).body
    assert (seen["state"], seen["step"]) == ("DONE", "done")
    assert search(limit=50) == wanted
    counts = count_orders()
    assert (counts.byStatus.PAID, counts.byStatus.SHIPPED, counts.toShip) == (29, 1, 29)
    known = generations.fresh()
    assert (known.current, known.building) == (2, None)
    left = {item["pk"].partition("#")[0] for item in shop.items("desk")}
    assert left == {"2", "generations", "rebuild", "low"}  # the old generation is gone
    generations.forget()


def spoil(shop: Shop, order_id: str) -> None:
    """Numbers that are wrong, and a row that is missing."""
    for item in shop.items("desk"):
        if item["pk"] in ("1#counts", f"1#order#{order_id}"):
            where = {name: {"S": item[name]} for name in ("pk", "sk")}
            shop.aws("dynamodb").delete_item(TableName=shop.tables["desk"], Key=where)


@pytest.mark.usefixtures("small_pages")
def test_a_rebuild_that_has_stopped_can_be_begun_again(shop: Shop) -> None:
    wanted = saved(shop, 20)[::-1]
    desk("rebuildDesk")
    (first,) = shop.drain("desk")
    piece(first)
    (second,) = shop.drain("desk")  # it is lost
    shop.clock.advance(rebuild.STALLED)
    assert desk("rebuildDesk", start=False)["state"] == "STOPPED"
    desk("rebuildDesk")
    piece(second)  # it was not lost, but late: it belongs to the first rebuild
    run(shop)
    assert search(limit=50) == wanted and desk("countOrders")["byStatus"]["PAID"] == 20
    assert generations.fresh().current == 3
    generations.forget()


def test_the_address_of_an_order_is_read_beside_it(shop: Shop) -> None:
    """An order that says that it has an address, which is not there any more, is shown without."""
    order = order_item(hasDelivery=True)
    support.save_items(shop, [order])
    follow_all([order.orderId])
    (found,) = desk("searchOrders")["items"]
    assert "address" not in found
    support.save_items(shop, [Delivery.new(order.orderId, None, "轻放", shop.clock.now)])
    (found,) = desk("searchOrders")["items"]
    assert found["remark"] == "轻放" and "address" not in found

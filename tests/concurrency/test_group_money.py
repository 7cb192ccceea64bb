"""Races for seats with a price: payments, the deadline, and events in any order."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

from shop.checkout import close, payments, refunds
from shop.groupbuy.settle import settle
from shop.groups import reads
from shop.groups.model import GRACE, HELD, OPEN, PAID, Group, Seat
from shop.orders import model as order_model
from shop.orders.model import Line, Order, key
from tests.support import groups, orders
from tests.support.cloud import Answer, LambdaContext, Shop, call, handler, sqs_event
from tests.support.groups import PRICE, SKU, Streams
from wxcloud import clock
from wxcloud.errors import BUSY
from wxcloud.settings import WECHAT_APPID
from wxcloud.transaction import commit, put
from wxcloud.wechat.pay import calls
from wxcloud.wechat.pay.merchant import merchant
from wxcloud.wechat.pay.model import PaymentFields, Transaction


@pytest.fixture
def quick(engine: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Replace WeChat Pay's calls by fast ones without signatures, so that hundreds can pay."""
    fields = {"timeStamp": "0", "nonceStr": "", "package": "", "signType": "RSA", "paySign": ""}
    monkeypatch.setattr(calls, "prepay", lambda *args: PaymentFields(**fields))
    monkeypatch.setattr(calls, "get", lambda order_id: None)
    return engine


def paid(order_id: str) -> Transaction:
    """WeChat's report of a payment of PRICE."""
    transaction = {
        "appid": WECHAT_APPID.get(),
        "mchid": merchant().mchid,
        "out_trade_no": order_id,
        "transaction_id": f"wx{order_id}",
        "trade_state": "SUCCESS",
        "amount": {"total": PRICE, "currency": "CNY"},
        "payer": {"openid": "somebody"},
    }
    return msgspec.convert(transaction, Transaction)


def rows(shop: Shop) -> dict[str, dict[str, Any]]:
    return {r["orderId"]: r for r in shop.items("orders") if r["sk"].startswith("order#")}


def test_500_pay_for_3_seats_and_all_others_are_refunded_or_get_a_new_group(
    quick: Shop,
) -> None:
    chance = random.Random(4)
    groups.save_group_goods(4, hours=720, goods={"shards": 16})
    group = groups.open_group()
    report(group["orderId"])
    settle(group["orderId"])
    choice = {f"payer-{i}": chance.choice(("refund", "newGroup")) for i in range(500)}

    with ThreadPoolExecutor(16) as pool:
        placed = held_in_turn(quick, pool, group, choice)
        for order_id in list(placed)[:20]:
            close.cancel(order_id, placed[order_id])
        for work in (report, settle, settle):
            list(pool.map(work, chance.sample([*placed], 500)))

    kept = seats_of(group)
    assert (kept["status"], len(kept["paid"]), kept["toPay"]) == ("SUCCESS", 4, 0)
    found = rows(quick)
    fresh = {g["groupId"]: g for g in quick.items("groups") if "status" in g}
    back = {r["orderId"] for r in quick.items("orders") if r["sk"].startswith("refund#")}
    outcome: Counter[str] = Counter()
    for order_id, openid in placed.items():
        order = found[order_id]
        if openid in kept["paid"]:
            assert (order["status"], order["groupId"]) == ("PAID", group["groupId"])
            assert "awaits" not in order and order_id not in back
            outcome["in"] += 1
        elif order["status"] == "PAID":
            assert fresh[order["groupId"]]["seats"][openid]["by"] == order_id
            assert choice[openid] == "newGroup" and order_id not in back
            outcome["fresh"] += 1
        else:
            assert order["status"] in ("REFUNDING", "CLOSED")
            assert order_id in back
            outcome["back"] += 1
    assert outcome.total() == 500 and outcome["in"] == 3
    assert min(outcome.values()) > 0
    units = orders.get_stock()
    assert (units["held"], units["sold"]) == (0, 4 + outcome["fresh"])


def held_in_turn(
    shop: Shop, pool: ThreadPoolExecutor, group: Answer, choice: dict[str, str]
) -> dict[str, str]:
    """Users hold the three seats and do not pay in time; the next users then take the seats, and so
    on, four at once each time. Returns orderId → openid."""

    def join(openid: str) -> tuple[str, Answer]:
        return openid, groups.join(group, openid, skuId=SKU, ifFull=choice[openid])

    waiting, placed = deque(choice), {}
    while waiting:
        now = [waiting.popleft() for _ in range(min(4, len(waiting)))]
        for openid, answer in pool.map(join, now):
            assert answer.code in ("OK", "GROUP_FULL", "BUSY"), answer
            if answer.ok:
                placed[answer["orderId"]] = openid
            else:
                waiting.append(openid)
        assert len(seats_of(group)["all"]) <= 4
        if waiting:
            shop.clock.advance(15 * clock.MINUTE)
    return placed


def report(order_id: str) -> None:
    """Report a payment as WeChat does."""
    payments.take_payment(paid(order_id))


def seats_of(group: Any) -> dict[str, Any]:
    found = reads.current(group["groupId"])
    paid_for = {openid for openid, seat in found.seats.items() if seat.state == PAID}
    result = {"status": found.status, "toPay": found.toPay}
    return result | {"all": set(found.seats), "paid": paid_for}


@pytest.mark.parametrize(
    ("grace", "outcomes"),
    [(0, {"SUCCESS"}), (GRACE, {"SUCCESS"})],
    ids=["at the deadline", "when the grace is over"],
)
def test_a_deadline_racing_the_last_payment_200_times_has_one_outcome_each_time(
    quick: Shop, grace: int, outcomes: set[str]
) -> None:
    """The payment came in time, so it wins, whichever of the two is heard of first."""
    groups.save_group_goods(2)
    expire, start = handler("expireGroup"), threading.Barrier(2)
    here = threading.local()
    clock.set_clock(
        lambda: getattr(here, "now", quick.clock.now)
    )  # each thread has its own time, as each Lambda does
    ends = quick.clock.now + clock.HOUR

    def last_payment(order_id: str, wait: float) -> None:
        here.now = ends - 1
        start.wait()
        time.sleep(wait)
        settle(order_id)

    def deadline(group_id: str, wait: float) -> None:
        here.now = ends + grace
        start.wait()
        time.sleep(wait)
        expire({"groupId": group_id}, LambdaContext())

    ended = Counter()
    with ThreadPoolExecutor(2) as pool:
        for turn in range(200):
            group_id, both = f"race-{turn}", [f"race-{turn}-a", f"race-{turn}-b"]
            half_paid(group_id, both, ends)
            ahead = (turn - 100) / 10_000
            running = [
                pool.submit(last_payment, both[1], max(0, ahead)),
                pool.submit(deadline, group_id, max(0, -ahead)),
            ]
            for task in running:
                task.result()
            for order_id in both:
                settle(order_id)
            status = reads.current(group_id).status
            left = {(order.status, order.awaits) for order in map(order_model.get, both)}
            assert left == {("PAID", None) if status == "SUCCESS" else ("REFUNDING", group_id)}
            ended[status] += 1
    assert set(ended) == outcomes, ended
    story = Counter()
    for record in quick.stream_records("groups"):
        old, new = (record["dynamodb"].get(image) for image in ("OldImage", "NewImage"))
        if old and "status" in old and old["status"] != new["status"]:
            story[new["groupId"]["S"]] += 1
    assert set(story.values()) == {1} and len(story) == 200


def half_paid(group_id: str, order_ids: list[str], ends: int) -> None:
    """Create a group of two: one member has paid, the other's payment has just been reported."""
    at = ends - 2
    members = dict(zip(("a", "b"), order_ids, strict=True))
    group = Group(
        groupId=group_id,
        goodsId=SKU,
        title="t",
        leader="a",
        size=2,
        price=PRICE,
        hours=1,
        seats={"a": Seat(PAID, at, members["a"]), "b": Seat(HELD, at, members["b"], ends)},
        seatsLeft=0,
        toPay=1,
        status=OPEN,
        createdAt=at,
        expiresAt=ends,
        openKey=f"{ends:013d}#{group_id}",
    )
    commit(put(group, otherwise=BUSY))
    for openid, order_id in members.items():
        line = Line(SKU, SKU, "t", PRICE, 1, allocation={})
        order = Order.new(
            order_id,
            openid,
            [line],
            status="PAID",
            total=PRICE,
            points=0,
            at=at,
            pay_before=ends,
            groupId=group_id,
            awaits=group_id,
            transactionId=f"wx{order_id}",
        )
        order.paidAt = ends - 1
        commit(put(order, otherwise=BUSY))


def test_two_runs_for_one_order_take_a_seat_or_pay_back_and_never_both(
    engine: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first run finds no seat. Before it pays back, a member leaves, and a second run of the
    same order finds the seat."""
    groups.save_group_goods(2)
    group = groups.open_group(engine)
    orders.pay(engine, group["orderId"])
    settle(group["orderId"])
    slow = groups.join(group, "slow")
    engine.clock.set(slow["payBefore"])
    friend = groups.join(group, "friend")
    orders.pay(engine, slow["orderId"])
    grant, others = refunds.grant, [1]

    def late_grant(*args: Any, **more: Any) -> Order:
        if others:
            others.clear()
            assert call("cancelOrder", {"orderId": friend["orderId"]}, "friend").ok
            settle(slow["orderId"])
            assert reads.current(group["groupId"]).seats["slow"].state == PAID
        return grant(*args, **more)

    monkeypatch.setattr(refunds, "grant", late_grant)
    settle(slow["orderId"])
    assert not others, "it was about to pay back"
    now = reads.current(group["groupId"])
    assert (now.status, now.seats["slow"].by) == ("SUCCESS", slow["orderId"])
    assert orders.get_order(slow["orderId"])["status"] == "PAID"
    assert groups.refunded_fen(engine, slow["orderId"]) == 0


def test_repeated_events_in_any_order_lead_to_the_same_state(engine: Shop) -> None:
    groups.save_group_goods(2, limit=3)
    streams = Streams(engine)
    full, short, left = (groups.open_group(engine, f"leader-{i}") for i in range(3))
    streams.deliver_all()
    slow = groups.join(full, "slow", ifFull="newGroup")
    engine.clock.set(slow["payBefore"])
    last = groups.join(full, "last")
    for order_id in (slow["orderId"], last["orderId"]):
        orders.pay(engine, order_id)
    gone = groups.join(short, "gone")
    assert call("cancelOrder", {"orderId": gone["orderId"]}, "gone").ok
    streams.deliver_all()
    assert call("leaveGroup", {"groupId": left["groupId"]}, "leader-2").ok
    engine.clock.set(short["expiresAt"])
    for group in (full, short, left):
        groups.fire_deadline(group)
    streams.deliver_all()
    paid_orders = [g["orderId"] for g in (full, short, left)] + [slow["orderId"], last["orderId"]]
    groups.wait_for_refunds(engine, *paid_orders)
    streams.deliver_all()

    def state() -> Any:
        kept = {t: engine.items(t) for t in ("groups", "orders", "stock", "scores")}
        money = {each: groups.refunded_fen(engine, each) for each in paid_orders}
        return {t: sorted(map(repr, items)) for t, items in kept.items()}, money

    before = state()
    assert groups.get_group(full)["status"] == "SUCCESS"
    assert groups.get_group(short)["status"] == "FAILED"
    streams.redeliver_shuffled(random.Random(7))
    assert state() == before


def test_one_order_that_cannot_be_settled_does_not_block_other_members(engine: Shop) -> None:
    groups.save_group_goods(4)
    streams = Streams(engine)
    group = groups.open_group(engine)
    placed = [group["orderId"], *(groups.join(group, m)["orderId"] for m in ("a", "b"))]
    for order_id in placed[1:]:
        orders.pay(engine, order_id)
    streams.deliver_all()
    pk, sk = key(placed[0])
    engine.aws("dynamodb").update_item(
        TableName=engine.tables["orders"],
        Key={"pk": {"S": pk}, "sk": {"S": sk}},
        UpdateExpression="REMOVE #l",
        ExpressionAttributeNames={"#l": "lines"},
    )
    engine.clock.set(group["expiresAt"])
    groups.fire_deadline(group)
    streams.deliver("groups", streams.new_records("groups"))
    assert len(engine.run_queue("seat", "settleSeat")) == 1, "that message is retried"
    engine.sandbox.fault("/v3/refund/domestic/refunds", times=9, status=500)
    streams.deliver("orders", streams.new_records("orders"))
    first, second = engine.drain("refund")
    assert refund(first) == 1, "WeChat does not answer: the message is retried"
    engine.sandbox.post("/sandbox/faults", {"path": "/v3/refund/domestic/refunds", "times": 0})
    assert refund(second) == 0
    groups.wait_for_refunds(engine, second["orderId"])
    assert groups.refunded_fen(engine, second["orderId"]) == PRICE
    assert groups.refunded_fen(engine, first["orderId"]) == 0
    assert refund(first) == 0
    groups.wait_for_refunds(engine, first["orderId"])
    assert groups.refunded_fen(engine, first["orderId"]) == PRICE


def test_the_reconciliation_finds_a_paid_order_whose_seat_message_was_lost(engine: Shop) -> None:
    """The message is lost, days after the payment. The daily reconciliation sends another one."""
    groups.save_group_goods(2, hours=96)
    streams = Streams(engine)
    short, fresh = groups.open_group(engine), groups.open_group(engine, "other")
    streams.deliver_all()
    engine.clock.set(short["expiresAt"])
    groups.fire_deadline(short)
    streams.deliver("groups", streams.new_records("groups"))
    (lost,) = engine.drain("seat")
    assert lost["orderId"] == short["orderId"]
    new = groups.open_group(engine, "third")
    streams.deliver_all()
    engine.clock.advance(clock.HOUR)
    handler("reconcile")({}, LambdaContext())
    drift = call("listDrift", {}, "operator-1", orders.OPERATOR)["items"]
    assert {each["orderId"]: each["theirs"] for each in drift} == {
        short["orderId"]: "FAILED",
        fresh["orderId"]: "OPEN",
    }
    engine.run_queue("seat", "settleSeat")
    streams.deliver_all()
    groups.wait_for_refunds(engine, short["orderId"], fresh["orderId"])
    assert groups.refunded_fen(engine, short["orderId"]) == PRICE
    assert groups.refunded_fen(engine, fresh["orderId"]) == PRICE
    assert groups.refunded_fen(engine, new["orderId"]) == 0
    handler("reconcile")({}, LambdaContext())
    assert engine.drain("seat") == []


def refund(message: dict[str, Any]) -> int:
    """Call sendRefund with a message. Returns the number of failed messages."""
    outcome = handler("sendRefund")(sqs_event(message), LambdaContext())
    return len(outcome["batchItemFailures"])


def test_the_write_units_of_a_join_and_of_a_paid_seat(engine: Shop) -> None:
    groups.save_group_goods(4)
    group = groups.open_group()
    orders.pay(engine, group["orderId"])
    with engine.units() as used:
        settle(group["orderId"])
    assert (used.write, used.calls) == (1, ["GetItem", "UpdateItem"])
    with engine.units() as used:
        joined = groups.join(group, "friend", skuId=SKU)
    assert joined.ok, joined
    # Seat, stock, order and the buyer's unpaid orders: two units each.
    assert (used.write, used.calls.count("TransactWriteItems")) == (8, 1)
    joined_too, last = (groups.join(group, openid, skuId=SKU) for openid in ("other", "last"))
    for each in (joined, joined_too, last):
        orders.pay(engine, each["orderId"])
    for each in (joined, joined_too):
        with engine.units() as used:
            settle(each["orderId"])
        assert used.write == 1
    with engine.units() as used:
        settle(last["orderId"])
    # The last seat, the removal of the group from the index, and the order.
    assert used.write == 3
    assert reads.current(group["groupId"]).status == "SUCCESS"


def test_taking_the_seat_of_an_expired_hold_costs_as_much_as_any_join(engine: Shop) -> None:
    groups.save_group_goods(2, limit=1)
    group = groups.open_group()
    orders.pay(engine, group["orderId"])
    settle(group["orderId"])
    slow = groups.join(group, "slow")
    engine.clock.set(slow["payBefore"])
    with engine.units() as used:
        assert groups.join(group, "friend", skuId=SKU).ok
    assert used.write == 8, "seat, stock, order and unpaid orders: two units each"

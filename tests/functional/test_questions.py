"""Questions of operators, from events that came in through the door to the answer."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from shop.analytics import asking, sources
from tests.support import groups, orders
from tests.support import live as live_support
from tests.support.analytics import Duck, athena_is_duck, kept, once
from tests.support.cloud import START, Answer, LambdaContext, Shop, call, handler
from tests.support.groups import Streams
from wxcloud import athena, clock
from wxcloud.pseudonyms import member_id

OPERATOR = ("operator",)
TODAY = {"from": START - clock.DAY, "to": START + clock.DAY}


@pytest.fixture
def duck(shop: Shop) -> Iterator[Duck]:
    with athena_is_duck(shop) as duck:
        yield duck


def track(openid: str, *names: str, **more: Any) -> None:
    events = [
        {"insertId": f"{openid}-{n}", "event": name, "time": START - clock.HOUR + n, **more}
        for n, name in enumerate(names)
    ]
    assert call("trackEvents", {"events": events}, openid).body["rejected"] == []


def ask(name: str, **data: Any) -> Answer:
    return call(name, {**TODAY, **data}, "boss", OPERATOR)


def test_a_funnel_from_the_door_to_the_answer(shop: Shop, duck: Duck) -> None:
    for n in range(6):
        track(f"u{n}", *["page_view", "goods_click", "share"][: n % 3 + 1])
    steps = [{"event": "page_view"}, {"event": "goods_click"}, {"event": "share"}]
    answer = ask("analyzeFunnel", steps=steps, window="30m", format="svg")
    assert [step["users"] for step in answer["steps"]] == [6, 4, 2]
    assert [step["rate"] for step in answer["steps"]] == [1, 4 / 6, 2 / 6]
    assert answer["unfinished"] == 0 and answer["steps"][1]["medianMs"] == 1
    assert (answer["scannedBytes"], answer["usd"]) == (12_345_678, 0.000062)
    assert answer["svg"].startswith("<svg") and "浏览页面" in answer["svg"]
    again = call("getAnalysis", {"queryId": answer["queryId"]}, "boss", OPERATOR)
    assert again["steps"] == answer["steps"] and (again["state"], again["done"]) == ("DONE", 1)


# --- money ----------------------------------------------------------------------------------------


def ledger(shop: Shop) -> tuple[int, int, int]:
    """What the orders say: how many were paid, what was paid, what was paid back (fen)."""
    items = shop.items("orders")
    paid = [each for each in items if each["sk"].startswith("order#") and each.get("paidAt")]
    back = [e for e in items if e["sk"].startswith("refund#") and e["status"] == "SUCCESS"]
    return len(paid), sum(int(e["total"]) for e in paid), sum(int(e["amount"]) for e in back)


@pytest.mark.parametrize("seed", range(3))
def test_revenue_is_what_the_orders_say_to_the_fen(shop: Shop, duck: Duck, seed: int) -> None:
    """Random orders: of several lines, with freight, with points, in groups, refunded in part; all
    stream records delivered three times, in random order."""
    chance = random.Random(seed)
    skus = [orders.save_goods(500, price=chance.randint(1, 9999), sku=f"tea-{n}") for n in range(3)]
    groups.save_group_goods(2, goods={"sku": "cup"})
    streams, placed = Streams(shop), []
    for n in range(8):
        buyer = f"u{n % 4}"
        items = [
            {"skuId": sku, "quantity": chance.randint(1, 3)}
            for sku in chance.sample(skus, chance.randint(1, 3))
        ]
        order_id = call("placeOrder", {"items": items}, buyer)["orderId"]
        placed.append(order_id)
        if chance.random() < 0.8:
            orders.pay(shop, order_id)
        shop.clock.advance(clock.MINUTE)
    streams.deliver_all()
    for order_id in placed:
        if orders.get_order(order_id)["status"] == "PAID" and chance.random() < 0.5:
            form = {"orderId": order_id, "reason": "缺货"}
            assert call("refundOrder", form, "boss", OPERATOR).ok
    streams.deliver_all()
    groups.wait_for_refunds(shop, *placed)
    streams.deliver_all()
    streams.redeliver_shuffled(chance)
    count, fen, back = ledger(shop)
    assert count and fen
    for by in ("goods", "category", "push", "channel"):
        answer = ask("analyzeGoods", by=by)
        totals = answer["totals"]
        assert (totals["orders"], totals["fen"], totals["refundedFen"]) == (count, fen, back)
        assert sum(item["fen"] for item in answer["items"]) + totals["freightFen"] == fen
    assert ask("analyzeShares")["totals"]["allFen"] == fen


def test_goods_from_being_seen_to_being_paid(shop: Shop, duck: Duck) -> None:
    orders.save_goods(50, price=3000, sku="tea")
    orders.save_goods(50, price=500, sku="cup", category="things")
    for n, name in enumerate(["goods_impression"] * 3 + ["goods_click"] * 2):
        track(f"u{n}", name, props={"goodsId": "tea"})
    order_id = call(
        "placeOrder",
        {"items": [{"skuId": "tea", "quantity": 2}, {"skuId": "cup", "quantity": 1}]},
        "u1",
    )["orderId"]
    orders.place("u2", sku="cup")
    orders.pay(shop, order_id)
    Streams(shop).deliver_all()
    answer = ask("analyzeGoods", format="svg")
    tea, cup = answer["items"]
    assert tea == {
        "key": "tea",
        "title": "红茶",
        "impressions": 3,
        "clicks": 2,
        "ordered": 1,
        "paid": 1,
        "units": 2,
        "fen": 6000,
    }
    assert (cup["ordered"], cup["paid"], cup["fen"]) == (2, 1, 500)
    assert "¥60.00" in answer["svg"] and "商品成交" in answer["svg"]
    by = {each["key"]: each["fen"] for each in ask("analyzeGoods", by="category")["items"]}
    assert by == {"tea": 6000, "things": 500}


def test_whose_shares_bring_buyers(shop: Shop, duck: Duck) -> None:
    orders.save_goods(50, price=3000, sku="tea")
    code = call("createShare", {"goodsId": "tea", "channel": "timeline"}, "mei")["code"]
    for buyer in ("lan", "bo", "mei"):
        call("resolveShare", {"code": code}, buyer)
    shop.clock.advance(clock.MINUTE)
    for buyer in ("lan", "bo", "mei"):
        events = [{"insertId": buyer, "event": "page_view", "time": shop.clock.now}]
        call("trackEvents", {"events": events}, buyer)
    for buyer in ("lan", "lan", "zoe"):
        orders.pay(shop, orders.place(buyer, sku="tea")["orderId"])
    Streams(shop).deliver_all()
    answer = ask("analyzeShares", format="svg")
    (mei,) = answer["items"]
    assert (mei["visits"], mei["firstOrders"], mei["orders"], mei["fen"]) == (2, 1, 2, 6000)
    assert mei["code"] == code and mei["sharer"] == member_id("mei")
    assert answer["totals"] == {"visits": 2, "orders": 2, "fen": 6000, "allFen": 9000}
    (channel,) = [e for e in ask("analyzeGoods", by="channel")["items"] if e["key"]]
    assert (channel["key"], channel["fen"]) == ("timeline", 6000)


def refunded(shop: Shop) -> dict[str, Any]:
    (found,) = [each for each in once(kept(shop)) if each["event"] == "order_refunded"]
    return found


def test_a_refund_goes_to_the_share_that_the_order_was_paid_for(shop: Shop, duck: Duck) -> None:
    orders.save_goods(50, price=3000, sku="tea")
    a, b = (call("createShare", {"goodsId": "tea"}, who)["code"] for who in ("mei", "bo"))
    bought = {}
    for buyer in ("lan", "zoe"):
        if buyer == "lan":
            call("resolveShare", {"code": a}, buyer)
        bought[buyer] = orders.place(buyer, sku="tea")["orderId"]
        orders.pay(shop, bought[buyer])
        Streams(shop).deliver_all()
        shop.clock.advance(clock.MINUTE)
        call("resolveShare", {"code": b}, buyer)
        sources.reset()
        form = {"orderId": bought[buyer], "reason": "缺货"}
        assert call("refundOrder", form, "boss", OPERATOR).ok
        Streams(shop).deliver_all()
    lines = [each for each in once(kept(shop)) if each["event"] in ("order_paid", "order_refunded")]
    told = {(each["event"], each["orderid"]): each["share"] for each in lines}
    assert told == {
        ("order_paid", bought["lan"]): a,
        ("order_refunded", bought["lan"]): a,
        ("order_paid", bought["zoe"]): "",
        ("order_refunded", bought["zoe"]): "",
    }


def test_a_refund_whose_share_was_opened_too_long_ago_is_nobodys(shop: Shop) -> None:
    orders.save_goods(50, price=3000, sku="tea")
    code = call("createShare", {"goodsId": "tea"}, "mei")["code"]
    call("resolveShare", {"code": code}, "lan")
    shop.clock.advance(8 * clock.DAY)
    order_id = orders.place("lan", sku="tea")["orderId"]
    orders.pay(shop, order_id)
    Streams(shop).deliver_all()
    assert call("refundOrder", {"orderId": order_id, "reason": "缺货"}, "boss", OPERATOR).ok
    Streams(shop).deliver_all()
    paid = {each["share"] for each in kept(shop) if each["event"].endswith("_paid")}
    assert paid == {""} == {refunded(shop)["share"]}


def test_a_refund_is_noted_when_it_is_granted_and_counts_once(shop: Shop, duck: Duck) -> None:
    """WeChat can take longer to pay it than a question about the day looks for lines."""
    orders.save_goods(50, price=3000, sku="tea")
    order_id = orders.place("lan", sku="tea")["orderId"]
    orders.pay(shop, order_id)
    shop.clock.advance(clock.MINUTE)
    assert call("refundOrder", {"orderId": order_id, "reason": "缺货"}, "boss", OPERATOR).ok
    granted = shop.clock.now
    streams = Streams(shop)
    streams.deliver("orders", streams.new_records("orders"))  # nothing is sent to WeChat yet
    assert refunded(shop)["at_ms"] == granted
    shop.clock.advance(20 * clock.DAY)
    streams.run_queues()
    groups.wait_for_refunds(shop, order_id)
    streams.deliver_all()
    streams.redeliver_shuffled(random.Random(2))
    again = refunded(shop)
    assert (again["at_ms"], again["received_ms"], again["fen"]) == (granted, granted, 3000)
    assert len([each for each in kept(shop) if each["event"] == "order_refunded"]) > 1
    assert ask("analyzeGoods")["totals"]["refundedFen"] == 3000


def test_a_live_room_push_by_push(shop: Shop, duck: Duck, monkeypatch: pytest.MonkeyPatch) -> None:
    with live_support.live_shop(shop, monkeypatch):
        push = live_support.push_now(shop)
        for n, names in enumerate(
            [
                ["live_enter"],
                ["live_enter", "goods_impression"],
                ["goods_impression", "goods_click"],
            ]
        ):
            events = [
                {
                    "insertId": f"{n}-{k}",
                    "event": name,
                    "time": shop.clock.now,
                    "props": {"liveId": "live-1"} | ({"pushId": push} if "goods" in name else {}),
                }
                for k, name in enumerate(names)
            ]
            assert call("trackEvents", {"events": events}, f"v{n}")["accepted"] == len(names)
        order_id = orders.place("v2", sku="tea", pushId=push)["orderId"]
        orders.pay(shop, order_id)
        Streams(shop).deliver_all()
        answer = call("analyzeLive", {"liveId": "live-1", "format": "svg"}, "boss", OPERATOR)
        assert (answer["viewers"], answer["fen"]) == (3, 8800)
        (figures,) = answer["pushes"]
        told = (figures["seen"], figures["clicked"], figures["ordered"], figures["paid"])
        assert told == (2, 1, 1, 1) and figures["title"] == "红茶"
        assert "直播间商品推送" in answer["svg"]
        assert call("analyzeLive", {"liveId": "no-1"}, "boss", OPERATOR).code == "NOT_FOUND"


def test_pushes_and_notices_become_events(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with live_support.live_shop(shop, monkeypatch):
        push = live_support.push_now(shop)
        records = shop.stream_records("lives")
        for _ in range(2):
            outcome = handler("onOutcome")({"Records": records}, LambdaContext())
            assert outcome == {"batchItemFailures": []}
    (sent,) = once(kept(shop))
    assert (sent["event"], sent["push"], sent["live"]) == ("push_sent", push, "live-1")


# --- groups ---------------------------------------------------------------------------------------


def test_groups_become_events_of_their_members(shop: Shop) -> None:
    groups.save_group_goods(2)
    streams = Streams(shop)
    group = groups.open_group(shop)
    other = groups.join(group, "u2", skuId=groups.SKU)
    orders.pay(shop, other["orderId"])
    streams.deliver_all()
    streams.redeliver_shuffled(random.Random(1))
    found = [(line["event"], line["groupid"] != "") for line in once(kept(shop))]
    assert sorted(found) == sorted(
        [("group_opened", True), ("group_succeeded", True), ("group_succeeded", True)]
        + [(name, True) for name in ("order_placed", "order_paid", "goods_ordered", "goods_paid")]
        * 2
    )


# --- long questions, bounds -----------------------------------------------------------------------


@pytest.fixture
def slow(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[athena.Execution]]:
    """Athena says what is at the end of this list, and is done when the list is changed."""
    told = [athena.Execution("RUNNING", 0, "")]
    with athena_is_duck(shop):
        monkeypatch.setattr(athena, "look", lambda query_id: told[-1])
        monkeypatch.setattr(asking, "WAIT_S", 0.0)
        yield told


def scanned(shop: Shop) -> tuple[int, int]:
    """The bytes of the day, and how many questions have not given back."""
    (day,) = [each for each in shop.items("analytics") if each["pk"].startswith("day#")]
    return int(day["scanned"]), len(day.get("running") or ())


def test_a_long_question_is_asked_for_later(shop: Shop, slow: list[athena.Execution]) -> None:
    first = ask("analyzeShares")
    assert (first["state"], first["done"], first["total"]) == ("RUNNING", 0, 1)
    assert not {"items", "scannedBytes", "usd"} & set(first.body)
    query = {"queryId": first["queryId"]}
    assert call("getAnalysis", query, "boss", OPERATOR)["state"] == "RUNNING"
    assert scanned(shop) == (1_000_000_000, 1)
    slow.append(athena.Execution("DONE", 70_000_000, ""))
    for _ in range(3):
        answer = call("getAnalysis", query, "boss", OPERATOR)
        assert (answer["state"], answer["done"], answer["items"]) == ("DONE", 1, [])
        assert (answer["scannedBytes"], answer["usd"]) == (70_000_000, 0.00035)
        assert scanned(shop) == (70_000_000, 0), "each gives back once"


def test_a_question_that_fails_says_so(shop: Shop, slow: list[athena.Execution]) -> None:
    slow.append(athena.Execution("FAILED", 5, "Query exhausted its limit"))
    answer = ask("analyzeShares")
    assert (answer["state"], answer["done"]) == ("FAILED", 0) and "limit" not in str(answer.body)
    assert scanned(shop) == (5, 0)


def test_the_questions_of_a_day_are_bounded(shop: Shop, slow: list[athena.Execution]) -> None:
    shop.set(MAX_SCAN_MB="1000", MAX_SCAN_MB_PER_DAY="2500")
    assert ask("analyzeShares").ok and ask("analyzeShares").ok
    assert ask("analyzeShares").code == "ANALYSIS_BUDGET"
    slow.append(athena.Execution("DONE", 1_000_000, ""))  # nobody asked for the answers
    assert ask("analyzeShares").ok
    assert scanned(shop) == (3_000_000, 0)
    shop.set(MAX_SCAN_MB="1000", MAX_SCAN_MB_PER_DAY="900")
    assert ask("analyzeShares").code == "ANALYSIS_BUDGET"
    shop.clock.advance(clock.DAY)
    shop.set(MAX_SCAN_MB_PER_DAY="1000")
    assert ask("analyzeShares").ok


def test_a_question_that_athena_does_not_take_costs_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(query: str, token: str) -> str:
        raise RuntimeError("down")

    monkeypatch.setattr(athena, "start", down)
    assert ask("analyzeShares").status == 500
    assert scanned(shop) == (0, 0)


def test_only_operators_ask(shop: Shop) -> None:
    for name in ("analyzeShares", "analyzeGoods"):
        assert call(name, TODAY, "u1").code == "FORBIDDEN"
    assert call("getAnalysis", {"queryId": "x"}, "boss", OPERATOR).code == "NOT_FOUND"


def test_a_host_asks_about_their_own_rooms_and_sees_their_own_questions(
    shop: Shop, slow: list[athena.Execution], monkeypatch: pytest.MonkeyPatch
) -> None:
    host, room = live_support.HOST, {"liveId": "live-1"}
    with live_support.live_shop(shop, monkeypatch):
        live_support.push_now(shop)  # host-1 has the room from now on
        asked = call("analyzeLive", room, "host-1", host)
        assert asked.ok
        assert call("analyzeLive", room, "host-2", host).code == "NOT_YOUR_LIVE"
        assert call("analyzeLive", room, "u1").code == "FORBIDDEN"
        by_boss = call("analyzeLive", room, "boss", OPERATOR)
        of_shares = ask("analyzeShares")
        slow.append(athena.Execution("DONE", 1_000_000, ""))
        query = {"queryId": asked["queryId"]}
        assert call("getAnalysis", query, "host-1", host)["viewers"] == 0
        assert call("getAnalysis", query, "boss", OPERATOR).ok, "an operator sees all"
        for who, query_id in (
            ("host-2", asked["queryId"]),
            ("host-1", by_boss["queryId"]),
            ("host-1", of_shares["queryId"]),
            ("boss", of_shares["queryId"]),  # asked as an operator, who is now a host
        ):
            answer = call("getAnalysis", {"queryId": query_id}, who, host)
            assert answer.code == "NOT_FOUND", who


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("analyzeFunnel", {"steps": [{"event": "page_view"}]}),
        ("analyzeFunnel", {"steps": [{"event": "page_view"}] * 21}),
        ("analyzeFunnel", {"steps": [{"event": "page_view"}] * 2, "window": "soon"}),
        ("analyzeFunnel", {"steps": [{"event": "page_view"}] * 2, "window": "999d"}),
        ("analyzeFunnel", {"steps": [{"event": "nothing"}] * 2}),
        ("analyzeFunnel", {"steps": [{"event": "page_view"}] * 2, "by": "colour"}),
        ("analyzeGoods", {"by": "colour"}),
        ("analyzeGoods", {"from": START + 2 * clock.DAY}),
        ("analyzeGoods", {"from": "2026-02-30"}),
        ("analyzeGoods", {"from": "2024-01-01"}),
        ("analyzeGoods", {"from": "0001-01-01", "to": "0001-01-02"}),
        ("analyzeGoods", {"from": "9999-12-30", "to": "9999-12-31"}),
        (
            "analyzeRetention",
            {"first": {"event": "login"}, "return": {"event": "login"}, "from": "2026-08-01"},
        ),
    ],
)
def test_a_question_of_the_wrong_shape_is_refused(
    shop: Shop, name: str, more: dict[str, Any]
) -> None:
    answer = ask(name, **more)
    assert answer.code == "BAD_REQUEST" and answer["field"]


def test_days_may_be_named_by_their_dates(shop: Shop, duck: Duck) -> None:
    track("u1", "page_view")
    form = {"first": {"event": "page_view"}, "return": {"event": "share"}}
    answer = ask(
        "analyzeRetention", **form, **{"from": "2026-11-21", "to": "2026-11-22"}, format="svg"
    )
    assert [each["start"] for each in answer["cohorts"]] == ["2026-11-21", "2026-11-22"]
    assert [each["users"] for each in answer["cohorts"]] == [0, 1]
    assert "留存率" in answer["svg"]

"""Alerts: the staff is told of each event once, in at most 20 messages a minute."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest

from shop.alerts import claims, pace
from tests.support import groups, orders
from tests.support.addresses import save_address
from tests.support.alerts import OPERATOR, OPERATOR_ID, SEND, Staff, alert, lines, send, watch
from tests.support.cloud import LambdaContext, Shop, call, handler
from tests.support.groups import Streams
from tests.support.orders import OrderStream
from wxcloud import clock, secrets_manager


@pytest.fixture
def staff(shop: Shop) -> Staff:
    return Staff(shop)


def paid_order(shop: Shop, buyer: str = "u1", **more: Any) -> str:
    order_id = str(orders.place(buyer, **more)["orderId"])
    orders.pay(shop, order_id)
    return order_id


def set_webhook(shop: Shop, webhook: str | None) -> None:
    """As an operator does, who then waits until the functions have read the secret again."""
    secret = shop.sandbox.shop_secret() | {"alertWebhook": webhook}
    if webhook is None:
        del secret["alertWebhook"]
    name = shop.prefix + "wechat"
    shop.aws("secretsmanager").put_secret_value(SecretId=name, SecretString=json.dumps(secret))


# --- what the staff is told -----------------------------------------------------------------------


def test_a_paid_order_is_told_without_anything_of_its_buyer(shop: Shop, staff: Staff) -> None:
    orders.save_goods(100, title="明前龙井")
    stream = OrderStream(shop)
    address = save_address("u1", userName="李雷", telNumber="13812345678")
    order_id = paid_order(shop, addressId=address, remark="李雷收")
    stream.deliver_all()
    staff.deliver()

    (message,) = staff.chat
    assert message.split("\n") == [
        "**新订单 1 笔**，共 ¥1.00",
        f"> 明前龙井，¥1.00，订单 {order_id}",
    ]
    for private in ("李雷", "13812345678", "海珠", "u1"):
        assert private not in message.replace(order_id, "")


def test_nothing_is_told_of_an_order_before_it_is_paid(shop: Shop, staff: Staff) -> None:
    orders.save_goods(100)
    stream = OrderStream(shop)
    orders.place()
    closed = orders.place()["orderId"]
    assert call("cancelOrder", {"orderId": closed}).ok
    stream.deliver_all()
    staff.deliver()
    assert staff.chat == []


def test_a_refund_that_is_asked_for_is_told_once_each_time(shop: Shop, staff: Staff) -> None:
    orders.save_goods(100)
    stream = OrderStream(shop)
    order_id = paid_order(shop)
    ask = {"orderId": order_id, "reason": "李雷，13812345678"}
    deny = {"orderId": order_id, "reason": "已备货", "deny": True}
    for _ in range(2):
        shop.clock.advance(clock.MINUTE)
        assert call("refundOrder", ask).ok
        assert call("refundOrder", ask).ok
        stream.deliver_all()
        staff.deliver()
        assert call("refundOrder", deny, OPERATOR_ID, OPERATOR).ok
    told = [line for line in lines(staff.chat) if line.startswith("> 退款")]
    assert told == [f"> 退款：红茶，¥1.00，订单 {order_id}"] * 2
    assert "李雷" not in "".join(staff.chat) and "138" not in "".join(staff.chat)


def test_an_after_sale_is_told_once_and_not_as_a_refund_too(shop: Shop, staff: Staff) -> None:
    orders.save_goods(100)
    stream = OrderStream(shop)
    order_id = paid_order(shop)
    asked = {"orderId": order_id, "kind": "refund", "reason": "电话 13812345678"}
    assert call("askAfterSale", asked).ok
    stream.deliver_all()
    staff.deliver()
    (line,) = [line for line in lines(staff.chat) if "仅退款" in line]
    assert line.startswith(f"> 仅退款：红茶，¥1.00，订单 {order_id}，请在 2026-11-24 08:00 前处理")
    assert sum("申请" in line for line in lines(staff.chat)) == 1
    assert "13812345678" not in "".join(staff.chat)


def test_a_group_about_to_fail_is_told_once(shop: Shop, staff: Staff) -> None:
    groups.save_group_goods(size=3, hours=24)
    streams = Streams(shop)
    here = groups.open_group(shop)["groupId"]
    streams.deliver_all()
    shop.drain("alert")
    watch()
    shop.clock.advance(22 * clock.HOUR - clock.MINUTE)
    watch()
    staff.deliver()
    assert staff.chat == [], "there is time"
    shop.clock.advance(clock.MINUTE)
    for _ in range(3):
        watch()
        staff.deliver()
    (message,) = staff.chat
    first, line = message.split("\n")
    assert first == "**1 个拼团即将到期**，还没有成团"
    assert "还差 2 人，2026-11-23 08:00 截止" in line and here in line
    assert "leader" not in message
    assert [i for i in shop.items("alerts") if i["pk"] == "ending"] == []


@pytest.mark.parametrize("hours", [1, 3])
def test_a_short_group_is_told_after_half_of_its_time(shop: Shop, staff: Staff, hours: int) -> None:
    groups.save_group_goods(size=2, hours=hours)
    streams = Streams(shop)
    groups.open_group(shop)
    streams.deliver_all()
    shop.drain("alert")
    shop.clock.advance(hours * clock.HOUR // 2 - clock.SECOND)
    watch()
    staff.deliver()
    assert staff.chat == []
    shop.clock.advance(clock.SECOND)
    watch()
    staff.deliver()
    assert len(staff.chat) == 1


def test_a_group_that_is_full_or_over_is_not_told(shop: Shop, staff: Staff) -> None:
    groups.save_group_goods(size=2, hours=24)
    streams = Streams(shop)
    full = groups.open_group(shop)
    orders.pay(shop, groups.join(full, "friend")["orderId"])
    groups.open_group(shop, "other")
    streams.deliver_all()
    shop.clock.advance(24 * clock.HOUR)  # watchShop did not run for a day
    watch()
    staff.deliver()
    assert len(staff.chat) == 1 and "拼团即将到期" not in staff.chat[0]


def test_low_stock_is_told_once_and_again_after_there_was_more(shop: Shop, staff: Staff) -> None:
    orders.save_goods(12, title="红茶")
    stream = OrderStream(shop)

    def told() -> list[str]:
        stream.deliver_all()
        staff.deliver()
        return [line for line in lines(staff.chat) if "剩余" in line]

    orders.place("u1")
    assert told() == [], "11 are left"
    second = orders.place("u2")["orderId"]
    assert told() == ["> 红茶：剩余 10 件，规格 tea-1"]
    orders.place("u3", quantity=2)
    assert len(told()) == 1
    assert call("cancelOrder", {"orderId": second}, "u2").ok
    assert len(told()) == 1, "9 are left: it was low all the time"
    orders.save_goods(14, title="红茶")  # two more: 11
    orders.place("u4")
    shop.clock.advance(clock.SECOND)
    assert told()[1:] == ["> 红茶：剩余 10 件，规格 tea-1"]
    orders.save_goods(13, title="红茶")  # one less
    orders.place("u5")
    assert len(told()) == 2


def test_units_that_come_back_make_a_sku_not_low_any_more(shop: Shop, staff: Staff) -> None:
    orders.save_goods(12)
    stream = OrderStream(shop)
    for number in range(3):
        order_id = orders.place("u1", quantity=2)["orderId"]
        stream.deliver_all()
        assert call("cancelOrder", {"orderId": order_id}).ok
        shop.clock.advance(clock.SECOND)
        stream.deliver_all()
        staff.deliver()
        assert sum("剩余" in line for line in lines(staff.chat)) == number + 1


def test_dead_letters_are_told_when_they_grow(shop: Shop, staff: Staff) -> None:
    sqs, url = shop.aws("sqs"), shop.queues["dead"]
    watch()
    staff.deliver()
    assert staff.chat == []
    for _ in range(2):
        sqs.send_message(QueueUrl=url, MessageBody="{}")
    for _ in range(3):
        watch()
        staff.deliver()
    assert len(staff.chat) == 1 and "新增 2 条，共 2 条" in staff.chat[0]
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    watch()
    staff.deliver()
    assert len(staff.chat) == 2 and "新增 1 条，共 3 条" in staff.chat[1]
    shop.drain("dead")
    watch()
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    watch()
    staff.deliver()
    assert len(staff.chat) == 3 and "新增 1 条，共 1 条" in staff.chat[2]


def test_the_look_at_dead_letters_is_repeated_after_a_crash(
    shop: Shop, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The alert is sent, and the process stops before that is noted."""
    from shop.alerts import dead_letters

    shop.aws("sqs").send_message(QueueUrl=shop.queues["dead"], MessageBody="{}")
    with monkeypatch.context() as patched:
        patched.setattr(dead_letters, "commit_one", _crash)
        with pytest.raises(RuntimeError):
            watch()
    watch()
    watch()
    staff.deliver()
    assert len(staff.chat) == 1 and "共 1 条" in staff.chat[0]


def _crash(*_: object) -> None:
    raise RuntimeError("the process stops here")


# --- once -----------------------------------------------------------------------------------------


def test_repeats_and_disorder_of_the_stream_are_told_once(shop: Shop, staff: Staff) -> None:
    orders.save_goods(100)
    stream = OrderStream(shop)
    made = [paid_order(shop, f"u{n}") for n in range(4)]
    for n, order_id in enumerate(made[:2]):
        assert call("refundOrder", {"orderId": order_id, "reason": "x"}, f"u{n}").ok
    records = stream.new_records() * 3
    random.Random(7).shuffle(records)
    for at in range(0, len(records), 5):
        handler("onOrderChange")({"Records": records[at : at + 5]}, LambdaContext())
        staff.deliver(size=3)
    text = "\n".join(staff.chat)
    for order_id in made:
        assert len(re.findall(f"> 红茶，¥1.00，订单 {order_id}", text)) == 1
    for order_id in made[:2]:
        assert len(re.findall(f"> 退款：红茶，¥1.00，订单 {order_id}", text)) == 1


def test_the_same_alert_twice_in_a_batch_and_again_later_is_told_once(
    shop: Shop, staff: Staff
) -> None:
    assert send(alert("a"), alert("a"), alert("b")) == []
    assert send(alert("a")) == []
    assert len(staff.chat) == 1 and "新订单 2 笔" in staff.chat[0]


def test_a_crash_between_the_message_and_its_note_tells_it_twice_and_never_loses_it(
    shop: Shop, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(claims, "finish", _crash)
        assert send(alert("a")) == [alert("a")]
    assert send(alert("a")) == [alert("a")], "the claim belongs to the sender that crashed"
    assert len(staff.chat) == 1
    shop.clock.advance(claims.LEASE + 1)
    assert send(alert("a")) == []
    assert len(staff.chat) == 2
    assert send(alert("a")) == []
    assert len(staff.chat) == 2


def test_a_crash_before_the_message_does_not_lose_it(
    shop: Shop, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(pace, "take_turn", _crash)
        assert send(alert("a"), alert("b")) == [alert("a"), alert("b")]
    shop.clock.advance(claims.LEASE + 1)
    assert send(alert("a"), alert("b")) == []
    assert len(staff.chat) == 1


# --- at most 20 a minute --------------------------------------------------------------------------


def test_a_hundred_orders_in_a_minute_are_twenty_messages_at_most(shop: Shop, staff: Staff) -> None:
    orders.save_goods(1000, price=0)
    stream = OrderStream(shop)
    began, made = shop.clock.now, []
    for number in range(100):
        made.append(str(orders.place(f"u{number}")["orderId"]))
        if number % 20 == 19:
            shop.clock.set(max(shop.clock.now, began + number * 600))
            stream.deliver_all()
            staff.deliver(size=4)  # as if each poll of the queue found only a few
    staff.deliver()
    assert staff.waiting == [] and staff.dead == []
    counted = re.findall(r"新订单 (\d+) 笔", "\n".join(staff.chat))
    assert sum(map(int, counted)) == 100
    text = "\n".join(staff.chat)
    assert all(text.count(order_id) == 1 for order_id in made)
    assert_never_more_than_twenty(shop)


def assert_never_more_than_twenty(shop: Shop) -> None:
    """In any minute, wherever it begins; and WeCom never had to refuse one."""
    sent = [message["at"] for message in shop.sandbox.get("/sandbox/robot")["messages"]]
    for at in sent:
        assert sum(at <= other < at + clock.MINUTE for other in sent) <= 20
    calls = shop.sandbox.get(f"/sandbox/calls?path={SEND}")["calls"]
    assert all(each["errcode"] != 45009 for each in calls)


def test_senders_that_never_pause_keep_the_pace(shop: Shop, staff: Staff) -> None:
    for number in range(60):
        assert send(alert(f"e{number}")) == []
    assert len(staff.chat) == 60
    assert_never_more_than_twenty(shop)


def test_many_alerts_are_one_message_that_wecom_takes(shop: Shop, staff: Staff) -> None:
    title = "武夷山大红袍礼盒装👨‍👩‍👧" * 6
    many = [alert(f"e{n}", line=f"{title}，订单 {n}") for n in range(90)]
    many += [alert(f"r{n}", "refundAsked", f"{title} {n}") for n in range(40)]
    assert send(*many) == []
    (message,) = shop.sandbox.get("/sandbox/robot")["messages"]
    assert message["bytes"] <= 4096 and not message["escaped"]
    assert "新订单 90 笔**，共 ¥90.00" in message["content"]
    assert "申请 40 笔" in message["content"] and "条，请到商家后台查看" in message["content"]


# --- a robot that does not work -------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", [{"status": 502}, {"drop": True}, {"errcode": 45009}, {"errcode": -1}]
)
def test_what_happens_while_the_robot_is_down_is_told_later_once(
    shop: Shop, staff: Staff, fault: dict[str, Any]
) -> None:
    orders.save_goods(100)
    stream = OrderStream(shop)
    shop.sandbox.post("/sandbox/faults", {"path": SEND, "times": 3, **fault})
    made = []
    for number in range(3):
        made.append(paid_order(shop, f"u{number}"))
        stream.deliver_all()
        staff.deliver()
        shop.clock.advance(clock.MINUTE)
    assert staff.chat == []
    seen = call("listAlerts", {}, OPERATOR_ID, OPERATOR)["robot"]
    assert seen["failedAt"] and seen["sentAt"] is None
    staff.deliver()
    (message,) = staff.chat
    assert "新订单 3 笔" in message and all(order_id in message for order_id in made)
    assert staff.waiting == [] and staff.dead == []
    seen = call("listAlerts", {}, OPERATOR_ID, OPERATOR)["robot"]
    assert seen["sentAt"] and (seen["failedAt"], seen["failure"]) == (None, None)


def test_a_wrong_webhook_is_seen_and_can_be_corrected_without_losing_an_alert(
    shop: Shop, staff: Staff
) -> None:
    right = shop.sandbox.webhook
    for wrong in (
        right[:-1] + "x",
        "https://example.com/hook?key=12345678",
        right + "&key=12345678",
        f"{shop.sandbox.url}/cgi-bin/webhook/send",
        "file:///etc/passwd",
        "no webhook",
        "http://[",
    ):
        set_webhook(shop, wrong)
        secrets_manager.reset()
        assert send(alert("a")) == [alert("a")], wrong
        seen = call("listAlerts", {}, OPERATOR_ID, OPERATOR)
        assert (seen["robot"]["isSet"], seen["robot"]["failure"]) == (True, "ROBOT_CONFIG")
        assert wrong not in json.dumps(seen.body)
    set_webhook(shop, f"  {right}\n")  # as people paste it; the old one is still in memory
    secrets_manager._kept._kept = {
        key: (at - 2, value) for key, (at, value) in secrets_manager._kept._kept.items()
    }
    assert send(alert("a")) == []
    assert len(staff.chat) == 1


@pytest.mark.parametrize("webhook", [None, "", "  "])
def test_without_a_webhook_there_are_no_alerts(
    shop: Shop, staff: Staff, webhook: str | None
) -> None:
    set_webhook(shop, webhook)
    secrets_manager.reset()
    assert send(alert("a")) == []
    assert call("listAlerts", {}, OPERATOR_ID, OPERATOR)["robot"]["isSet"] is False
    assert shop.items("alerts") == [] and shop.sandbox.calls(SEND) == 0


def test_a_message_that_is_no_alert_does_not_stop_the_others(shop: Shop, staff: Staff) -> None:
    assert send({"kind": "gossip", "event": "x", "line": "y"}, alert("a")) == []
    assert len(staff.chat) == 1
    assert handler("sendAlert")({"Records": []}, LambdaContext()) == {"batchItemFailures": []}


# --- settings -------------------------------------------------------------------------------------


def test_operators_switch_kinds_off_and_on(shop: Shop, staff: Staff) -> None:
    def on() -> dict[str, bool]:
        found = call("listAlerts", {}, OPERATOR_ID, OPERATOR)
        return {each["kind"]: each["on"] for each in found["items"]}

    assert set(on().values()) == {True} and len(on()) == 6
    saved = call("saveAlerts", {"kinds": {"newOrder": False}}, OPERATOR_ID, OPERATOR)
    assert {each["kind"]: each["on"] for each in saved["items"]} == on()
    assert [kind for kind, is_on in on().items() if not is_on] == ["newOrder"]
    assert send(alert("a"), alert("b", "lowStock", "红茶：剩余 1 件")) == []
    assert len(staff.chat) == 1 and "新订单" not in staff.chat[0]
    more = {"kinds": {"newOrder": True, "lowStock": False}}
    assert call("saveAlerts", more, OPERATOR_ID, OPERATOR).ok
    assert [kind for kind, is_on in on().items() if not is_on] == ["lowStock"]
    assert send(alert("c")) == []
    assert len(staff.chat) == 2


@pytest.mark.parametrize("name", ["saveAlerts", "listAlerts"])
def test_only_operators_are_served(shop: Shop, name: str) -> None:
    data = {"kinds": {"newOrder": True}} if name == "saveAlerts" else {}
    assert call(name, data, "u1").code == "FORBIDDEN"
    assert call(name, data, "h1", ("host", "agent")).code == "FORBIDDEN"
    assert call(name, data, "").code == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    "kinds", [{}, {"gossip": True}, {"newOrder": 1}, {"newOrder": None}, [], None]
)
def test_other_settings_are_refused(shop: Shop, kinds: Any) -> None:
    answer = call("saveAlerts", {"kinds": kinds}, OPERATOR_ID, OPERATOR)
    assert (answer.status, answer.code) == (400, "BAD_REQUEST")

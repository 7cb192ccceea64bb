"""What operators see of the system: dead letters, alarms, stuck orders; how messages go back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shop.desk import generations, rows
from shop.handlers import GROUP_HANDLERS, ORDER_HANDLERS, OUTCOME_HANDLERS
from shop.orders import hand_refunds, refund
from shop.orders import model as orders
from shop.reconciling import Drift
from shop.system import alarms, redriving
from shop.system.dead_letters import about
from shop.system.redriving import _OF_EVENTS, retry_queue_of
from tests.support.cloud import Answer, Shop, call
from tests.support.console_sign_in import OPERATOR
from tests.support.orders import SKU, pay, place, save_goods
from wxcloud import clock
from wxcloud.events import names

QUEUES = ("Notice", "Refund", "Stream", "Timer")
SOURCES = ("NoticeQueue", "RefundQueue", "OrderEventQueue", "GroupEventQueue", "OutcomeEventQueue")


@pytest.fixture
def queues(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Name → URL of dead-letter queues and of the queues before them."""
    sqs = shop.aws("sqs")

    def make(name: str) -> str:
        made = sqs.create_queue(QueueName=f"{shop.prefix}{name}-X7")["QueueUrl"]
        return str(made)

    found = {name: make(name) for name in (*(f"{q}DeadLetters" for q in QUEUES), *SOURCES)}
    dead = [found[f"{name}DeadLetters"] for name in QUEUES]
    monkeypatch.setenv("DEAD_LETTER_URLS", " ".join(dead))
    monkeypatch.setenv("QUEUE_URLS", " ".join(found[name] for name in SOURCES))
    monkeypatch.setattr(alarms, "list_ringing", list)
    return found


def send(shop: Shop, url: str, *bodies: Any) -> None:
    for body in bodies:
        text = body if isinstance(body, str) else json.dumps(body)
        shop.aws("sqs").send_message(QueueUrl=url, MessageBody=text)


def bodies(shop: Shop, url: str) -> list[Any]:
    answer = shop.aws("sqs").receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0
    )
    return [json.loads(each["Body"]) for each in answer.get("Messages", ())]


def ask(name: str, **data: Any) -> Answer:
    return call(name, data, "boss", OPERATOR)


def test_dead_letters_are_counted_by_queue(shop: Shop, queues: dict[str, str]) -> None:
    send(shop, queues["RefundDeadLetters"], {"orderId": "o1", "refundNo": "r1"})
    answer = ask("listDeadLetters")
    assert answer["items"] == []
    assert answer["queues"][0] == {
        "queue": "Refund",
        "title": "退款",
        "messages": 1,
        "canRedrive": True,
    }
    assert {each["queue"]: each["canRedrive"] for each in answer["queues"]} == {
        "Notice": True,
        "Refund": True,
        "Stream": True,
        "Timer": False,
    }


def test_a_dead_letter_says_what_it_is_about_and_names_nobody(
    shop: Shop, queues: dict[str, str]
) -> None:
    notice = {
        "notice": "paid",
        "openid": "oMei",
        "event": "paid#o1",
        "facts": {"goods": "给张三的礼物", "time": 1},
    }
    send(shop, queues["NoticeDeadLetters"], notice)
    for _ in range(2):  # reading removes nothing
        (item,) = ask("listDeadLetters", queue="Notice")["items"]
        assert item["about"] == {"notice": "paid", "event": "paid#o1"}
    text = json.dumps(ask("listDeadLetters", queue="Notice").body, ensure_ascii=False)
    assert "oMei" not in text and "张三" not in text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"orderId": "o1", "content": "你好", "openid": "u"}, {"orderId": "o1"}),
        ({"event": "hello#u7", "openid": "u7", "notice": "paid"}, {"notice": "paid"}),
        (
            {
                "handler": "shop.shares.counting.note_share",
                "event": "OrderPaid",
                "data": {"orderId": "o1", "buyer": "u1"},
            },
            {"orderId": "o1", "handler": "shop.shares.counting.note_share", "event": "OrderPaid"},
        ),
        (
            {
                "requestContext": {
                    "functionArn": "arn:aws:lambda:eu-west-1:1:function:tuan-expireGroup:$LATEST"
                },
                "requestPayload": {"groupId": "g1"},
            },
            {"groupId": "g1", "function": "expireGroup"},
        ),
        ({"orderId": "<script>", "groupId": 7, "goodsId": ""}, {}),
        ("no json", {}),
        ("[1]", {}),
    ],
)
def test_what_a_message_is_about(body: Any, expected: dict[str, str]) -> None:
    assert about(body if isinstance(body, str) else json.dumps(body)) == expected


def test_dead_letters_go_back_to_their_queue(shop: Shop, queues: dict[str, str]) -> None:
    sent = [{"orderId": f"o{n}", "refundNo": "r"} for n in range(3)]
    send(shop, queues["RefundDeadLetters"], *sent)
    answer = ask("redriveDeadLetters", queue="Refund")
    assert answer.body == {"moved": 3, "failed": 0, "left": 0}
    found = bodies(shop, queues["RefundQueue"])
    assert sorted(found, key=str) == sent
    assert ask("redriveDeadLetters", queue="Refund").body == {"moved": 0, "failed": 0, "left": 0}


def test_a_handler_goes_back_to_the_queue_of_its_event(shop: Shop, queues: dict[str, str]) -> None:
    paid = {"handler": "h", "event": "OrderPaid", "data": {}}
    full = {"handler": "h", "event": "GroupSucceeded", "data": {}}
    push = {"handler": "h", "event": "PushSent", "data": {}}
    position = {"DDBStreamBatchInfo": {"shardId": "s"}}
    send(shop, queues["StreamDeadLetters"], paid, full, push, position, "no json")
    answer = ask("redriveDeadLetters", queue="Stream")
    assert (answer["moved"], answer["failed"], answer["left"]) == (3, 2, 2)
    assert bodies(shop, queues["OrderEventQueue"]) == [paid]
    assert bodies(shop, queues["GroupEventQueue"]) == [full]
    assert bodies(shop, queues["OutcomeEventQueue"]) == [push]


def test_each_event_with_handlers_goes_back_to_the_function_that_has_them() -> None:
    by_queue = {"Order": ORDER_HANDLERS, "Group": GROUP_HANDLERS, "Outcome": OUTCOME_HANDLERS}
    for queue, handlers in by_queue.items():
        told = {kind.__name__ for kind in handlers}
        assert queue == "Order" or told == _OF_EVENTS[queue]
        for event, handler in names(handlers):
            body = json.dumps({"handler": handler, "event": event, "data": {}})
            assert retry_queue_of(body) == f"{queue}Event", event


def test_timers_are_not_sent_back(shop: Shop, queues: dict[str, str]) -> None:
    send(shop, queues["TimerDeadLetters"], {"groupId": "g1"})
    assert ask("redriveDeadLetters", queue="Timer").code == "REDRIVE_REFUSED"
    assert ask("redriveDeadLetters", queue="Nothing").code == "BAD_REQUEST"
    assert len(bodies(shop, queues["TimerDeadLetters"])) == 1


def test_a_crash_half_way_loses_no_message(
    shop: Shop, queues: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(shop, queues["RefundDeadLetters"], {"orderId": "o1"})
    move = redriving._move

    def stops(message: Any, dead: str, source: str) -> None:
        move(message | {"ReceiptHandle": "gone"}, dead, source)

    with monkeypatch.context() as patch:
        patch.setattr(redriving, "_move", stops)
        assert ask("redriveDeadLetters", queue="Refund").status == 500
    assert len(bodies(shop, queues["RefundQueue"])) == 1, "sent, and not yet deleted"
    assert ask("listDeadLetters")["queues"][0]["messages"] == 1


def test_one_call_moves_a_hundred(shop: Shop, queues: dict[str, str]) -> None:
    send(shop, queues["NoticeDeadLetters"], *({"notice": f"n{n}"} for n in range(105)))
    answer = ask("redriveDeadLetters", queue="Notice")
    assert (answer["moved"], answer["left"]) == (100, 5)
    assert ask("redriveDeadLetters", queue="Notice")["moved"] == 5


@pytest.mark.parametrize("name", ["listDeadLetters", "redriveDeadLetters", "systemStatus"])
def test_only_operators_see_the_system(shop: Shop, queues: dict[str, str], name: str) -> None:
    data = {"queue": "Refund"} if name == "redriveDeadLetters" else {}
    assert call(name, data, "mei", ("agent", "host")).code == "FORBIDDEN"
    assert call(name, data, "").code == "UNAUTHENTICATED"


# --- the status ----------------------------------------------------------------------------------


def test_the_status_of_a_quiet_shop(shop: Shop, queues: dict[str, str]) -> None:
    found = ask("systemStatus")
    assert (found["stage"], found["at"]) == ("test", shop.clock.now)
    assert found["alarms"] == found["stuck"] == [] and found["drift"] == 0
    assert len(found["deadLetters"]) == len(QUEUES)
    assert set(found["version"]) == {"commit", "committedAt"} and "unknown" not in found.body


def test_what_cannot_be_read_does_not_hide_the_rest(
    shop: Shop, queues: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> Any:
        raise RuntimeError("CloudWatch does not answer")

    monkeypatch.setattr(alarms, "list_ringing", fails)
    found = ask("systemStatus")
    assert found["unknown"] == ["alarms"] and len(found["deadLetters"]) == len(QUEUES)


def test_alarms_that_have_gone_off_are_listed(
    shop: Shop, queues: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    watch = shop.aws("cloudwatch")
    common: dict[str, Any] = {
        "Namespace": "AWS/SQS",
        "MetricName": "ApproximateNumberOfMessagesVisible",
        "Statistic": "Maximum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
    }
    for name in (f"{shop.prefix}RefundDeadLettersAlarm", f"{shop.prefix}quiet", "others-ring"):
        watch.put_metric_alarm(
            AlarmName=name, AlarmDescription="Money was not paid back.", **common
        )
    for name in (f"{shop.prefix}RefundDeadLettersAlarm", "others-ring"):
        watch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="test")
    (alarm,) = alarms.list_ringing()
    assert alarm.name == "RefundDeadLettersAlarm"
    assert alarm.description == "Money was not paid back." and alarm.since > 0


# --- stuck orders --------------------------------------------------------------------------------


def drift(order_id: str, kind: str, refunds: dict[str, str] | None = None) -> None:
    Drift(
        pk=f"drift#{clock.today()}",
        sk=order_id,
        kind=kind,
        refunds=refunds or {},
        ours="PAID",
        theirs="?",
        at=clock.now(),
    ).save()


def refund_that_waits(shop: Shop) -> str:
    """A paid order, all of whose money is to go back; nobody has sent the refund to WeChat."""
    save_goods()
    order_id = str(place()["orderId"])
    pay(shop, order_id)
    data = {"orderId": order_id, "reason": "七天无理由"}
    assert call("refundOrder", data, "boss", OPERATOR).ok
    rows.follow(generations.known().current, order_id)
    return order_id


def test_a_refund_that_is_not_done_is_stuck_after_ten_minutes(
    shop: Shop, queues: dict[str, str]
) -> None:
    order_id = refund_that_waits(shop)
    assert ask("systemStatus")["stuck"] == []
    shop.clock.advance(10 * clock.MINUTE)
    (stuck,) = ask("systemStatus")["stuck"]
    assert (stuck["orderId"], stuck["status"], stuck["why"]) == (order_id, "REFUNDING", "refund")
    assert "WAITING" in stuck["detail"]
    assert stuck["kind"] == "refundLate"
    assert stuck["refunds"] == [each.refundNo for each in refund.refunds_of(order_id)]


def test_money_that_went_back_by_hand_is_stuck_until_an_operator_decides(
    shop: Shop, queues: dict[str, str]
) -> None:
    save_goods()
    order_id = str(place()["orderId"])
    pay(shop, order_id)
    order = orders.need(order_id)
    assert hand_refunds.note(order)
    drift(order_id, "byHand")
    (stuck,) = ask("systemStatus")["stuck"]
    assert (stuck["orderId"], stuck["why"], stuck["kind"]) == (order_id, "byHand", "byHand")
    data = {"orderId": order_id, "deny": True, "reason": "不是这笔"}
    assert call("refundOrder", data, "boss", OPERATOR).ok
    assert ask("systemStatus")["stuck"] == []


def test_what_went_on_meanwhile_is_not_stuck(shop: Shop, queues: dict[str, str]) -> None:
    save_goods()
    order_id = str(place()["orderId"])
    pay(shop, order_id)
    drift(order_id, "leftOpen")
    drift("gone", "unanswered")
    found = ask("systemStatus")
    assert found["stuck"] == [] and found["drift"] == 2
    drift(order_id, "unanswered")
    (stuck,) = ask("systemStatus")["stuck"]
    assert (stuck["why"], stuck["detail"], stuck["kind"]) == ("payment", "unanswered", "unanswered")


def test_a_paid_order_that_waits_for_an_ended_group_is_stuck(
    shop: Shop, queues: dict[str, str]
) -> None:
    save_goods(group={"size": 3, "hours": 1, "price": 60})
    opened = call("createGroup", {"goodsId": SKU, "skuId": SKU}, "u1")
    order_id = str(opened["orderId"])
    pay(shop, order_id)
    shop.clock.advance(2 * clock.HOUR)
    drift(order_id, "groupEnded")
    (stuck,) = ask("systemStatus")["stuck"]
    assert (stuck["orderId"], stuck["why"], stuck["kind"]) == (order_id, "group", "groupEnded")


@pytest.mark.parametrize(
    ("kind", "refunds", "what"),
    [
        ("leftOpen", {}, "left open"),
        ("paymentMissed", {}, "payment not heard of"),
        ("byHand", {}, "paid back by hand"),
        (
            "refundLate",
            {"R2": "WAITING", "R1": "FAILED"},
            "refund R2 was WAITING, refund R1 was FAILED",
        ),
        ("refundHereAlone", {"R1": "SUCCESS"}, "refund R1 is done here alone"),
    ],
)
def test_a_difference_has_a_code_for_pages_and_a_sentence(
    shop: Shop, kind: str, refunds: dict[str, str], what: str
) -> None:
    drift("order-1", kind, refunds)
    (found,) = ask("listDrift")["items"]
    assert (found["what"], found["kind"], found["refunds"]) == (what, kind, list(refunds))

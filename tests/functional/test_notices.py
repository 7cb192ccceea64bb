"""Notices: each member of a group, and each buyer, gets one message per event."""

from __future__ import annotations

import random

import pytest

from shop.notices import consents, deliveries
from shop.notices.model import Notice
from tests.support import groups, orders
from tests.support.cloud import LambdaContext, call, handler, sqs_event
from tests.support.notices import examples
from wxcloud import aws, clock
from wxcloud.errors import BUSY
from wxcloud.wechat.client import WeChatRefusal

SEND = "/cgi-bin/message/subscribe/send"
SUCCESS, FAILED = "template-success", "template-failed"


@pytest.fixture
def told(shop):
    """A shop whose group notices have templates."""
    shop.sandbox.post(
        "/sandbox/templates",
        {SUCCESS: ["thing1", "number2", "date3"], FAILED: ["thing1", "number2", "phrase3"]},
    )
    save("groupSuccess", SUCCESS, thing1="{goods}", number2="{joined}", date3="{time}")
    save("groupFailed", FAILED, thing1="{goods}", number2="{missing}", phrase3="拼团失败")
    return shop


def save(name, template_id, page="pages/group/index?groupId={groupId}", **data):
    answer = call(
        "saveNotice",
        {"notice": name, "templateId": template_id, "page": page, "data": data},
        openid="operator",
        roles=("operator",),
    )
    assert answer.ok, answer


def opened(size=3, title="明前龙井 250g"):
    goods = {
        "goodsId": "tea",
        "title": title,
        "cover": "https://cdn.example.com/tea.jpg",
        "price": 9900,
        "category": "tea",
        "rank": 1,
        "stock": 100,
        "group": {"size": size, "hours": 24, "price": 0},
    }
    assert call("saveGoods", goods, openid="operator", roles=("operator",)).ok
    return call("createGroup", {"goodsId": "tea"}, openid="leader").body


def filled(*friends, **goods):
    group = opened(size=1 + len(friends), **goods)
    for friend in friends:
        assert call("joinGroup", {"groupId": group["groupId"]}, openid=friend).ok
    return group


def follow(shop, records=None):
    """Run the stream's function on the records, then sendNotice on the queue."""
    event = {"Records": shop.stream_records("groups") if records is None else records}
    assert handler("onGroupChange")(event, LambdaContext()) == {"batchItemFailures": []}
    assert shop.run_queue("notice", "sendNotice") == []


def told_to(shop, openid):
    return [message["template_id"] for message in shop.sandbox.messages(openid)]


def notice(openid="u1", event="groupSuccess#g1"):
    facts = {**examples("groupSuccess"), "goods": "龙井"}
    return {"notice": "groupSuccess", "openid": openid, "event": event, "facts": facts}


def send(*messages):
    """Run sendNotice on messages; how many of them failed and will be delivered again."""
    answer = handler("sendNotice")(sqs_event(*messages), LambdaContext())
    return len(answer["batchItemFailures"])


def credits(shop, openid="u1"):
    """template → credits"""
    items = [item for item in shop.items("notices") if item["pk"] == f"user#{openid}"]
    return {i["sk"][8:]: i["credits"] for i in items if i["sk"].startswith("consent#")}


def accept(template_id, times=1, openid="u1"):
    for _ in range(times):
        assert call("allowNotice", {"results": {template_id: "accept"}}, openid=openid).ok


# --- groups --------------------------------------------------------------------------------------


def test_every_member_is_told_that_the_group_succeeded(told):
    group = filled("friend", "colleague", title="武夷山大红袍礼盒装特级岩茶乌龙茶二百五十克")
    follow(told)

    for openid in ("leader", "friend", "colleague"):
        (message,) = told.sandbox.messages(openid)
        assert message["template_id"] == SUCCESS
        assert message["page"] == f"pages/group/index?groupId={group['groupId']}"
        assert message["data"] == {
            "thing1": {"value": "武夷山大红袍礼盒装特级岩茶乌龙茶二百五…"},
            "number2": {"value": "3"},
            "date3": {"value": "2026-11-22 08:00"},
        }


def test_every_member_is_told_that_the_group_failed(told):
    group = opened()
    call("joinGroup", {"groupId": group["groupId"]}, openid="friend")
    told.clock.advance(24 * clock.HOUR)
    handler("expireGroup")({"groupId": group["groupId"]}, LambdaContext())
    follow(told)

    for openid in ("leader", "friend"):
        (message,) = told.sandbox.messages(openid)
        assert message["template_id"] == FAILED
        assert message["data"]["number2"] == {"value": "1"}


def test_no_message_is_sent_while_a_group_is_open(told):
    group = opened()
    call("joinGroup", {"groupId": group["groupId"]}, openid="friend")
    follow(told)

    assert told.drain("notice") == []
    assert told_to(told, "leader") == told_to(told, "friend") == []


def test_records_delivered_twice_and_out_of_order_give_one_message_per_member(told):
    filled("friend", "colleague")
    records = told.stream_records("groups") * 3
    random.Random(5).shuffle(records)

    for record in records:
        follow(told, [record])

    for openid in ("leader", "friend", "colleague"):
        assert told_to(told, openid) == [SUCCESS]


def test_a_handler_is_retried_if_the_queue_does_not_take_its_messages(told):
    filled("friend")
    told.set(NOTICE_QUEUE_URL=told.queues["notice"] + "-gone")
    records = {"Records": told.stream_records("groups")}
    assert handler("onGroupChange")(records, LambdaContext()) == {"batchItemFailures": []}
    retries = told.drain("group_event")
    assert len(retries) == 1

    failed = handler("onGroupChange")(sqs_event(*retries), LambdaContext())["batchItemFailures"]
    assert len(failed) == 1, "the queue is still gone"
    told.set(NOTICE_QUEUE_URL=told.queues["notice"])
    assert handler("onGroupChange")(sqs_event(*retries), LambdaContext()) == {
        "batchItemFailures": []
    }

    assert told.run_queue("notice", "sendNotice") == []
    for openid in ("leader", "friend"):
        assert told_to(told, openid) == [SUCCESS]


# --- consent -------------------------------------------------------------------------------------


def test_a_consent_allows_one_message(told):
    accept(SUCCESS)
    assert credits(told) == {SUCCESS: 1}

    assert send(notice(event="first"), notice(event="second")) == 0

    assert told_to(told, "u1") == [SUCCESS]
    assert credits(told) == {SUCCESS: 0}


def test_consents_add_up_to_a_bound(told):
    accept(SUCCESS, times=3)
    assert credits(told) == {SUCCESS: 3}
    for _ in range(3):
        call("allowNotice", {"results": {SUCCESS: "acceptWithAudio"}})
    assert credits(told) == {SUCCESS: 6}

    accept(SUCCESS, times=consents.MOST_CREDITS)
    assert credits(told) == {SUCCESS: consents.MOST_CREDITS}


def test_a_reject_removes_all_consents_of_that_template(told):
    accept(SUCCESS, times=2)
    accept(FAILED)

    call("allowNotice", {"results": {SUCCESS: "reject", FAILED: "ban"}})

    assert credits(told) == {SUCCESS: 0, FAILED: 1}
    assert send(notice()) == 0
    assert told_to(told, "u1") == []


def test_the_answer_of_the_client_library_is_accepted_unchanged(told):
    answer = {SUCCESS: "accept", FAILED: "filter", "errMsg": "requestSubscribeMessage:ok"}

    assert call("allowNotice", {"results": answer}).body == {"accepted": [SUCCESS]}
    asked = call("allowNotice", {"templateIds": [SUCCESS], "results": answer})
    assert asked.body == {"accepted": [SUCCESS]}
    assert credits(told) == {SUCCESS: 2}


def test_what_is_no_answer_of_wechat_is_refused(told):
    for data in ({}, {"results": {}}, {"results": {"a template": "accept"}}):
        answer = call("allowNotice", data)
        assert (answer.status, answer["field"].partition("[")[0]) == (400, "results"), data
    assert credits(told) == {}


def test_an_answer_that_is_not_known_is_ignored(told):
    for data in (
        {"results": {SUCCESS: "perhaps"}},
        {"results": {SUCCESS: 1}},
        {"templateIds": [FAILED], "results": {SUCCESS: "accept"}},
        {"results": {"errMsg": "requestSubscribeMessage:fail", "errCode": 20004}},
    ):
        assert call("allowNotice", data).body == {"accepted": []}, data
    assert credits(told) == {}


@pytest.mark.parametrize("answer", ["accept", "acceptWithAudio", "acceptWithAlert"])
def test_what_is_known_counts_and_the_rest_is_ignored(told, answer):
    results = {SUCCESS: answer, "newer": "acceptSomehow", "errMsg": "requestSubscribeMessage:ok"}
    data = {"templateIds": [SUCCESS, FAILED, "errMsg"], "results": results | {"errCode": 0}}
    assert call("allowNotice", data).body == {"accepted": [SUCCESS]}
    assert credits(told) == {SUCCESS: 1}


def test_a_user_without_a_count_is_tried_until_wechat_refuses(told):
    assert send(notice(event="first")) == 0
    told.sandbox.fault(SEND, errcode=43101)
    assert send(notice(event="second")) == 0
    assert credits(told) == {SUCCESS: 0}

    assert send(notice(event="third")) == 0
    assert told_to(told, "u1") == [SUCCESS]
    assert told.sandbox.calls(SEND) == 2


def test_a_consent_given_after_wechat_refused_counts(told):
    told.sandbox.fault(SEND, errcode=43101)
    send(notice(event="first"))

    told.clock.advance(1)
    accept(SUCCESS)
    send(notice(event="second"))

    assert told_to(told, "u1") == [SUCCESS]


# --- one message per event -----------------------------------------------------------------------


def test_a_retryable_failure_is_retried_and_spends_no_second_consent(told):
    accept(SUCCESS, times=4)
    for sent, fault in enumerate([{"errcode": -1}, {"status": 500}, {"drop": True}]):
        told.sandbox.fault(SEND, **fault)

        assert send(notice(event=f"event-{sent}")) == 1
        assert told_to(told, "u1") == [SUCCESS] * sent
        assert send(notice(event=f"event-{sent}")) == 0

        assert told_to(told, "u1") == [SUCCESS] * (sent + 1)
        assert credits(told) == {SUCCESS: 3 - sent}


def test_a_consent_is_not_spent_while_a_message_waits_for_another_attempt(told):
    accept(SUCCESS)
    for fault in ({"errcode": -1}, {"status": 500}):
        told.sandbox.fault(SEND, **fault)
        assert send(notice()) == 1
        assert credits(told) == {SUCCESS: 1}, "also if the queue gives up now"
        assert [i for i in told.items("notices") if i["sk"].startswith("sent#")] == []
    assert send(notice()) == 0
    assert told_to(told, "u1") == [SUCCESS]
    assert credits(told) == {SUCCESS: 0}


def test_a_consent_that_another_attempt_has_taken_over_is_not_given_back(told, monkeypatch):
    """The first attempt waits so long that its claim expires; then WeChat was busy for it."""
    accept(SUCCESS, times=2)
    really = deliveries.messages.send_subscribe

    def late(message):
        told.clock.advance(deliveries.LEASE)
        monkeypatch.setattr(deliveries.messages, "send_subscribe", really)
        assert send(notice()) == 0
        raise WeChatRefusal(BUSY)

    monkeypatch.setattr(deliveries.messages, "send_subscribe", late)
    assert send(notice()) == 1
    assert send(notice()) == 0
    assert told_to(told, "u1") == [SUCCESS]
    assert credits(told) == {SUCCESS: 1}


def test_a_user_who_rejects_while_a_message_waits_gets_none(told):
    accept(SUCCESS)
    told.sandbox.fault(SEND, errcode=-1)
    assert send(notice()) == 1
    call("allowNotice", {"results": {SUCCESS: "reject"}})
    assert send(notice()) == 0
    assert told_to(told, "u1") == []
    assert credits(told) == {SUCCESS: 0}


def test_a_final_failure_is_not_retried(told):
    for errcode in (40003, 45168, 47003):
        told.sandbox.fault(SEND, errcode=errcode)

        assert send(notice(event=f"event-{errcode}")) == 0
        assert send(notice(event=f"event-{errcode}")) == 0

    assert told_to(told, "u1") == []
    assert told.sandbox.calls(SEND) == 3


def test_a_message_that_fails_does_not_stop_the_others(told):
    told.sandbox.fault(SEND, errcode=-1)

    assert send(notice("u1"), notice("u2"), notice("u3")) == 1
    assert [told_to(told, u) for u in ("u1", "u2", "u3")] == [[], [SUCCESS], [SUCCESS]]


def test_a_time_out_is_not_retried_because_the_message_may_have_arrived(told):
    told.sandbox.fault(SEND, delay_ms=2_700, after=True)

    assert send(notice()) == 0
    assert send(notice()) == 0

    assert told_to(told, "u1") == [SUCCESS]


def test_another_sender_takes_over_when_the_lease_of_a_crashed_one_ends(told, monkeypatch):
    accept(SUCCESS, times=2)

    class Crash(BaseException):
        """The process ends."""

    def crash(*_):
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr("wxcloud.wechat.messages.send_subscribe", crash)
        with pytest.raises(Crash):
            deliveries.deliver(Notice(**notice()))
    assert credits(told) == {SUCCESS: 1}

    assert send(notice()) == 1, "the first sender may still be running"
    told.clock.advance(deliveries.LEASE)
    assert send(notice()) == 0
    assert send(notice()) == 0

    assert told_to(told, "u1") == [SUCCESS]
    assert credits(told) == {SUCCESS: 1}


def test_a_notice_without_a_template_is_not_sent(shop):
    assert send(notice()) == 0
    assert shop.items("notices") == []


def test_an_invalid_message_is_not_retried(told):
    assert send({"notice": "groupSuccess"}, {"what": "is this"}) == 0


# --- templates -----------------------------------------------------------------------------------


def test_only_operators_set_templates(shop):
    data = {"notice": "groupSuccess", "templateId": "t", "data": {"thing1": "{goods}"}}

    assert call("saveNotice", data).status == 403
    assert call("saveNotice", data, roles=("operator",)).ok


def test_a_template_that_cannot_be_filled_is_refused(shop):
    data = {"notice": "groupSuccess", "templateId": "t", "data": {"thing1": "{goods}"}}
    for change, field in (
        ({"notice": "gossip"}, "notice"),
        ({"data": {"thing1": "{openid}"}}, "thing1"),
        ({"data": {"amount1": "{goods}"}}, "amount1"),
        ({"data": {"song1": "{goods}"}}, "song1"),
        ({"data": {"thing1": ""}}, "data[...]"),
        ({"data": {"thing 1": "{goods}"}}, "data"),
        ({"data": {}}, "data"),
        ({"page": "pages/index?x={y}"}, "page"),
    ):
        answer = call("saveNotice", {**data, **change}, roles=("operator",))
        assert (answer.status, answer["field"]) == (400, field), change
    assert shop.items("notices") == []


def test_a_changed_template_is_used_at_once_by_the_process_that_changed_it(told):
    told.sandbox.post("/sandbox/templates", {"another": ["thing1"]})
    send(notice(event="first"))
    save("groupSuccess", "another", page=None, thing1="{goods}已成团")
    send(notice(event="second"))

    first, second = told.sandbox.messages("u1")
    assert (first["template_id"], second["template_id"]) == (SUCCESS, "another")
    assert second["data"] == {"thing1": {"value": "龙井已成团"}}
    assert "page" not in second


# --- orders --------------------------------------------------------------------------------------


def test_a_buyer_gets_one_message_for_a_shipment_and_one_for_a_refund(shop):
    shop.sandbox.post(
        "/sandbox/templates",
        {"shipped": ["thing1", "character_string2"], "refunded": ["amount1", "thing2"]},
    )
    page = "pages/order/index?orderId={orderId}"
    save("orderShipped", "shipped", page, thing1="{goods}", character_string2="{number}")
    save("orderRefunded", "refunded", page, amount1="{amount}", thing2="{reason}")
    orders.save_goods()
    streams = groups.Streams(shop)
    parcel, back = (orders.place()["orderId"] for _ in range(2))
    for order_id in (parcel, back):
        orders.pay(shop, order_id)
    form = {"orderId": parcel, "carrier": "ZTO", "trackingNumber": "753001"}
    assert call("shipOrder", form, "operator-1", orders.OPERATOR).ok
    form = {"orderId": back, "reason": "缺货"}
    assert call("refundOrder", form, "operator-1", orders.OPERATOR).ok
    streams.deliver_all()
    groups.wait_for_refunds(shop, back)
    streams.deliver_all()
    streams.redeliver_shuffled(random.Random(1))
    shop.run_queue("notice", "sendNotice")

    told = {m["template_id"]: m["data"] for m in shop.sandbox.messages("u1")}
    assert told == {
        "shipped": {"thing1": {"value": "红茶"}, "character_string2": {"value": "753001"}},
        "refunded": {"amount1": {"value": "1.00"}, "thing2": {"value": "缺货"}},
    }
    assert len(shop.sandbox.messages("u1")) == 2


def test_the_wait_for_a_retry_grows_while_wechat_is_busy(told, monkeypatch):
    waits = []
    client = aws.client("sqs")
    monkeypatch.setattr(
        client, "change_message_visibility", lambda **put_off: waits.append(put_off)
    )
    for times in (1, 2, 3):
        told.sandbox.fault(SEND, times=9, errcode=-1)
        event = sqs_event(notice())
        event["Records"][0]["receiptHandle"] = f"handle-{times}"
        event["Records"][0]["attributes"]["ApproximateReceiveCount"] = str(times)
        answer = handler("sendNotice")(event, LambdaContext())
        assert len(answer["batchItemFailures"]) == 1
    assert [wait["VisibilityTimeout"] for wait in waits] == [30, 60, 120]
    assert waits[0]["ReceiptHandle"] == "handle-1"
    assert waits[0]["QueueUrl"] == told.queues["notice"]

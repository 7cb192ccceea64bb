"""Notices: what the members of a group hear of it, once each."""

from __future__ import annotations

import random

import pytest

from shop import notices
from shop.notices import Notice
from tests.support import groups as town
from tests.support import orders
from tests.support.cloud import LambdaContext, call, handler, sqs_event
from wxcloud import aws, clock

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
    """Let the stream's function see the records, and the queue's function what it wrote."""
    event = {"Records": shop.stream_records("groups") if records is None else records}
    assert handler("onGroupChange")(event, LambdaContext()) == {"batchItemFailures": []}
    assert shop.work("notice", "sendNotice") == []


def told_to(shop, openid):
    return [message["template_id"] for message in shop.sandbox.messages(openid)]


def notice(openid="u1", event="groupSuccess#g1"):
    facts = {**notices.FACTS["groupSuccess"], "goods": "龙井"}
    return {"notice": "groupSuccess", "openid": openid, "event": event, "facts": facts}


def send(*messages):
    """Let sendNotice work on messages; how many will come again."""
    answer = handler("sendNotice")(sqs_event(*messages), LambdaContext())
    return len(answer["batchItemFailures"])


def ledger(shop, openid="u1"):
    """template → credits"""
    items = [item for item in shop.items("notices") if item["pk"] == f"user#{openid}"]
    return {i["sk"][8:]: i["credits"] for i in items if i["sk"].startswith("consent#")}


def accept(template_id, times=1, openid="u1"):
    for _ in range(times):
        assert call("allowNotice", {"results": {template_id: "accept"}}, openid=openid).ok


# --- groups --------------------------------------------------------------------------------------


def test_every_member_of_a_group_hears_of_its_success(told):
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


def test_every_member_of_a_group_hears_of_its_failure(told):
    group = opened()
    call("joinGroup", {"groupId": group["groupId"]}, openid="friend")
    told.clock.advance(24 * clock.HOUR)
    handler("expireGroup")({"groupId": group["groupId"]}, LambdaContext())
    follow(told)

    for openid in ("leader", "friend"):
        (message,) = told.sandbox.messages(openid)
        assert message["template_id"] == FAILED
        assert message["data"]["number2"] == {"value": "1"}


def test_nobody_hears_anything_while_a_group_is_open(told):
    group = opened()
    call("joinGroup", {"groupId": group["groupId"]}, openid="friend")
    follow(told)

    assert told.drain("notice") == []
    assert told_to(told, "leader") == told_to(told, "friend") == []


def test_records_delivered_twice_and_out_of_order_tell_everybody_once(told):
    filled("friend", "colleague")
    records = told.stream_records("groups") * 3
    random.Random(5).shuffle(records)

    for record in records:
        follow(told, [record])

    for openid in ("leader", "friend", "colleague"):
        assert told_to(told, openid) == [SUCCESS]


def test_a_stream_record_comes_again_if_the_queue_does_not_take_its_messages(told):
    filled("friend")
    records = told.stream_records("groups")
    told.set(NOTICE_QUEUE_URL=told.queues["notice"] + "-gone")

    answer = handler("onGroupChange")({"Records": records}, LambdaContext())

    last = records[-1]["dynamodb"]["SequenceNumber"]
    assert answer == {"batchItemFailures": [{"itemIdentifier": last}]}


# --- consent -------------------------------------------------------------------------------------


def test_a_consent_pays_for_one_message(told):
    accept(SUCCESS)
    assert ledger(told) == {SUCCESS: 1}

    assert send(notice(event="first"), notice(event="second")) == 0

    assert told_to(told, "u1") == [SUCCESS]
    assert ledger(told) == {SUCCESS: 0}


def test_consents_add_up_to_a_bound(told):
    accept(SUCCESS, times=3)
    assert ledger(told) == {SUCCESS: 3}
    for _ in range(3):
        call("allowNotice", {"results": {SUCCESS: "acceptWithAudio"}})
    assert ledger(told) == {SUCCESS: 6}

    accept(SUCCESS, times=notices.MOST_CREDITS)
    assert ledger(told) == {SUCCESS: notices.MOST_CREDITS}


def test_a_refusal_ends_all_consents_of_that_template(told):
    accept(SUCCESS, times=2)
    accept(FAILED)

    call("allowNotice", {"results": {SUCCESS: "reject", FAILED: "ban"}})

    assert ledger(told) == {SUCCESS: 0, FAILED: 1}
    assert send(notice()) == 0
    assert told_to(told, "u1") == []


def test_an_answer_of_the_client_library_is_taken_as_it_comes(told):
    answer = {SUCCESS: "accept", FAILED: "filter", "errMsg": "requestSubscribeMessage:ok"}

    assert call("allowNotice", {"results": answer}).body == {"accepted": [SUCCESS]}
    asked = call("allowNotice", {"templateIds": [SUCCESS], "results": answer})
    assert asked.body == {"accepted": [SUCCESS]}
    assert ledger(told) == {SUCCESS: 2}


def test_answers_that_wechat_does_not_give_are_refused(told):
    for data in (
        {},
        {"results": {}},
        {"results": {SUCCESS: "perhaps"}},
        {"results": {"a template": "accept"}},
        {"results": {SUCCESS: 1}},
        {"templateIds": [FAILED], "results": {SUCCESS: "accept"}},
    ):
        answer = call("allowNotice", data)
        assert (answer.status, answer["field"].partition("[")[0]) == (400, "results"), data
    assert ledger(told) == {}


def test_a_user_of_whom_nothing_is_known_is_tried_until_wechat_says_no(told):
    assert send(notice(event="first")) == 0
    told.sandbox.fault(SEND, errcode=43101)
    assert send(notice(event="second")) == 0
    assert ledger(told) == {SUCCESS: 0}

    assert send(notice(event="third")) == 0
    assert told_to(told, "u1") == [SUCCESS]
    assert told.sandbox.calls(SEND) == 2


def test_a_consent_given_after_wechat_said_no_counts(told):
    told.sandbox.fault(SEND, errcode=43101)
    send(notice(event="first"))

    told.clock.advance(1)
    accept(SUCCESS)
    send(notice(event="second"))

    assert told_to(told, "u1") == [SUCCESS]


# --- once, whatever happens ----------------------------------------------------------------------


def test_what_fails_for_now_comes_again_and_spends_no_second_consent(told):
    accept(SUCCESS, times=4)
    for sent, fault in enumerate([{"errcode": -1}, {"status": 500}, {"drop": True}]):
        told.sandbox.fault(SEND, **fault)

        assert send(notice(event=f"event-{sent}")) == 1
        assert told_to(told, "u1") == [SUCCESS] * sent
        assert send(notice(event=f"event-{sent}")) == 0

        assert told_to(told, "u1") == [SUCCESS] * (sent + 1)
        assert ledger(told) == {SUCCESS: 3 - sent}


def test_what_fails_for_good_is_given_up(told):
    for errcode in (40003, 45168, 47003):
        told.sandbox.fault(SEND, errcode=errcode)

        assert send(notice(event=f"event-{errcode}")) == 0
        assert send(notice(event=f"event-{errcode}")) == 0

    assert told_to(told, "u1") == []
    assert told.sandbox.calls(SEND) == 3


def test_one_message_that_fails_does_not_hold_up_the_others(told):
    told.sandbox.fault(SEND, errcode=-1)

    assert send(notice("u1"), notice("u2"), notice("u3")) == 1
    assert [told_to(told, u) for u in ("u1", "u2", "u3")] == [[], [SUCCESS], [SUCCESS]]


def test_no_answer_in_time_is_not_repeated_since_the_message_may_have_arrived(told):
    told.sandbox.fault(SEND, delay_ms=2_700, after=True)

    assert send(notice()) == 0
    assert send(notice()) == 0

    assert told_to(told, "u1") == [SUCCESS]


def test_a_sender_that_crashed_is_followed_by_another_after_its_lease(told, monkeypatch):
    accept(SUCCESS, times=2)

    class Crash(BaseException):
        """The sandbox is gone."""

    def crash(*_):
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr("wxcloud.wechat.messages.send_subscribe", crash)
        with pytest.raises(Crash):
            notices.deliver(Notice(**notice()))
    assert ledger(told) == {SUCCESS: 1}

    assert send(notice()) == 1, "the claim of the first may still be at work"
    told.clock.advance(notices.LEASE)
    assert send(notice()) == 0
    assert send(notice()) == 0

    assert told_to(told, "u1") == [SUCCESS]
    assert ledger(told) == {SUCCESS: 1}


def test_a_notice_without_a_template_is_not_sent(shop):
    assert send(notice()) == 0
    assert shop.items("notices") == []


def test_a_message_that_makes_no_sense_does_not_come_again(told):
    assert send({"notice": "groupSuccess"}, {"what": "is this"}) == 0


# --- templates -----------------------------------------------------------------------------------


def test_only_operators_set_templates(shop):
    data = {"notice": "groupSuccess", "templateId": "t", "data": {"thing1": "{goods}"}}

    assert call("saveNotice", data).status == 403
    assert call("saveNotice", data, roles=("operator",)).ok


def test_a_template_that_could_not_be_filled_is_refused(shop):
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


def test_a_changed_template_is_used_at_once_by_who_changed_it(told):
    told.sandbox.post("/sandbox/templates", {"another": ["thing1"]})
    send(notice(event="first"))
    save("groupSuccess", "another", page=None, thing1="{goods}已成团")
    send(notice(event="second"))

    first, second = told.sandbox.messages("u1")
    assert (first["template_id"], second["template_id"]) == (SUCCESS, "another")
    assert second["data"] == {"thing1": {"value": "龙井已成团"}}
    assert "page" not in second


# --- orders --------------------------------------------------------------------------------------


def test_a_buyer_hears_of_a_shipment_and_of_a_refund_once_each(shop):
    shop.sandbox.post(
        "/sandbox/templates",
        {"shipped": ["thing1", "character_string2"], "refunded": ["amount1", "thing2"]},
    )
    page = "pages/order/index?orderId={orderId}"
    save("orderShipped", "shipped", page, thing1="{goods}", character_string2="{number}")
    save("orderRefunded", "refunded", page, amount1="{amount}", thing2="{reason}")
    orders.stocked()
    news = town.News(shop)
    parcel, back = (orders.place()["orderId"] for _ in range(2))
    for order_id in (parcel, back):
        orders.pay(shop, order_id)
    form = {"orderId": parcel, "carrier": "ZTO", "trackingNumber": "753001"}
    assert call("shipOrder", form, "operator-1", orders.OPERATOR).ok
    form = {"orderId": back, "reason": "缺货"}
    assert call("refundOrder", form, "operator-1", orders.OPERATOR).ok
    news.follow()
    town.settled(shop, back)
    news.follow()
    news.repeat(random.Random(1))
    shop.work("notice", "sendNotice")

    told = {m["template_id"]: m["data"] for m in shop.sandbox.messages("u1")}
    assert told == {
        "shipped": {"thing1": {"value": "红茶"}, "character_string2": {"value": "753001"}},
        "refunded": {"amount1": {"value": "1.00"}, "thing2": {"value": "缺货"}},
    }
    assert len(shop.sandbox.messages("u1")) == 2


def test_a_message_that_wechat_is_too_busy_for_comes_again_later_each_time(told, monkeypatch):
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

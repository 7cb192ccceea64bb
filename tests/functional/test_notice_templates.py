"""Templates that every message of a notice fits, and pages that a tap opens."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from shop.notices import templates
from shop.notices.model import FACTS
from tests.support import groups, orders
from tests.support.cloud import Answer, LambdaContext, Shop, call, handler, sqs_event
from tests.support.notices import examples

SEND = "/cgi-bin/message/subscribe/send"
KEYS = ["thing1"]


def save(data: dict[str, str], notice: str = "groupSuccess", **more: Any) -> Answer:
    form = {"notice": notice, "templateId": "t1", "data": data, **more}
    return call("saveNotice", form, "operator-1", ("operator",))


@pytest.fixture
def shop_with_template(shop: Shop) -> Shop:
    shop.sandbox.post("/sandbox/templates", {"t1": KEYS})
    return shop


def send(shop: Shop, **facts: str) -> list[dict[str, Any]]:
    """Send one notice with these facts; the user's messages."""
    event = f"groupSuccess#{len(shop.sandbox.messages('u1'))}"
    told = {**examples("groupSuccess"), **facts}
    message = {"notice": "groupSuccess", "openid": "u1", "event": event, "facts": told}
    answer = handler("sendNotice")(sqs_event(message), LambdaContext())
    assert answer == {"batchItemFailures": []}
    return list(shop.sandbox.messages("u1"))


@pytest.mark.parametrize("page", ["/pages/group/index", "pages/group/index"])
def test_a_page_with_a_slash_before_it_opens(shop_with_template: Shop, page: str) -> None:
    assert save({"thing1": "{goods}"}, page=page).ok
    (message,) = send(shop_with_template)
    assert message["page"] == "pages/group/index"


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example.com/x",
        "//evil.example.com",
        "pages/{goods}/index",
        "pages/group/index#top",
        "pages/group/index?name=红茶",
        "pages/group/index?rate=100%",
        "pages/group/index?a b",
        "?groupId={groupId}",
        "pages/group/index?id=%E7{groupId}%BA%A2",
        "pages/group/index?id=%4{groupId}1",
        "pages/group/index?id={openid}",
    ],
)
def test_a_page_that_wechat_would_not_open_is_refused(shop: Shop, page: str) -> None:
    answer = save({"thing1": "{goods}"}, page=page)
    assert (answer.status, answer["field"]) == (400, "page")
    assert shop.items("notices") == []


@pytest.mark.parametrize("goods", ["红茶 & 绿茶", "a=b?c#d/e+f%41", "茶“好”'s", "👨‍👩‍👧‍👦"])
def test_a_fact_stays_whole_in_the_query_of_the_page(shop_with_template: Shop, goods: str) -> None:
    assert save({"thing1": "{goods}"}, page="pages/x?title={goods}&id={groupId}").ok
    (message,) = send(shop_with_template, goods=goods)
    page = urlsplit(message["page"])
    # A plus sign is a space for parse_qs, but not for decodeURIComponent; none is left as it is.
    assert "+" not in page.query
    assert parse_qs(page.query) == {"title": [goods], "id": [examples("groupSuccess")["groupId"]]}


@pytest.mark.parametrize(
    ("notice", "key", "text", "why"),
    [
        ("groupSuccess", "phrase1", "{goods}", "1–5 Chinese characters"),
        ("groupSuccess", "character_string1", "{goods}", "no Chinese"),
        ("groupSuccess", "letter1", "{groupId}", "letters"),
        ("groupSuccess", "number1", "{goods}", "number"),
        ("groupSuccess", "name1", "{groupId}", "it fits in a character_string"),
        ("groupSuccess", "amount1", "{time}", "amount"),
        ("groupSuccess", "time1", "{price}", "time"),
        ("groupSuccess", "amount1", "满{price}减{price}", "amount"),
        ("groupSuccess", "date1", "2026-02-30", "day"),
        ("groupSuccess", "time1", "2026-13-01 10:00", "time"),
        ("orderShipped", "letter1", "{carrier}", "letters"),
        ("orderShipped", "phone_number1", "{number}", "digits"),
        ("orderShipped", "thing1", "{carrier} {number}", "it fits in a character_string"),
        ("orderRefunded", "phrase1", "{reason}", "1–5 Chinese characters"),
        ("groupSuccess", "name1", "{goods}", "letters and symbols"),
        ("groupSuccess", "number1", "{joined}/{size}", "a number"),
        ("groupSuccess", "date1", "2026-11-0{joined}", "a day"),
        ("orderShipped", "character_string1", "订单{orderId}", "no Chinese"),
        ("orderShipped", "character_string1", "No. {orderId}", "up to 32"),
        ("groupSuccess", "song1", "{goods}", "thing"),
    ],
)
def test_a_template_is_checked_against_all_that_a_fact_can_be(
    shop: Shop, notice: str, key: str, text: str, why: str
) -> None:
    answer = save({key: text}, notice)
    assert (answer.status, answer["field"]) == (400, key)
    assert why in answer["detail"], answer["detail"]
    assert shop.items("notices") == []


def test_a_text_leaves_room_for_its_longest_facts(shop_with_template: Shop) -> None:
    title = "武夷山大红袍礼盒装特级岩茶乌龙茶"
    assert save({"thing1": "{goods}还差{missing}人"}).ok
    (message,) = send(shop_with_template, goods=title, missing="98")
    assert message["data"]["thing1"]["value"] == "武夷山大红袍礼盒装特级岩茶乌…还差98人"
    answer = save({"thing1": "您参加的拼团{goods}，还差{missing}人，快邀请"})
    assert (answer.status, answer["field"]) == (400, "thing1")
    assert "{goods} at least 4, {missing} up to 3" in answer["detail"], answer["detail"]


@pytest.mark.parametrize("text", ["{goods", "goods}", "{{goods}}", "{goods }", "{}"])
def test_a_brace_that_belongs_to_no_fact_is_refused(shop: Shop, text: str) -> None:
    answer = save({"thing1": text})
    assert (answer.status, answer["field"]) == (400, "thing1")


def test_the_words_of_an_operator_are_never_cut(shop: Shop) -> None:
    for key, text in (("thing1", "字" * 21), ("phrase1", "拼团已经成功"), ("name1", "张三2号")):
        answer = save({key: text})
        assert (answer.status, answer["field"]) == (400, key)
        assert "something else, or too long" in answer["detail"]


def test_the_facts_of_orders_are_what_they_are_declared_to_be(shop: Shop) -> None:
    orders.save_goods(title="云南蓝莓 125g & 草莓")
    streams = groups.Streams(shop)
    parcel, back = (str(orders.place()["orderId"]) for _ in range(2))
    for order_id in (parcel, back):
        orders.pay(shop, order_id)
    form = {"orderId": parcel, "carrier": "FEDEX", "trackingNumber": "7" * 32}
    assert call("shipOrder", form, "operator-1", orders.OPERATOR).ok
    form = {"orderId": back, "reason": "缺货 " * 16}
    assert call("refundOrder", form, "operator-1", orders.OPERATOR).ok
    streams.deliver_all()
    groups.wait_for_refunds(shop, back)
    streams.deliver_all()
    told = {message["notice"]: message["facts"] for message in shop.drain("notice")}
    assert set(told) == {"paid", "orderShipped", "orderRefunded"}
    for notice, facts in told.items():
        assert facts.keys() == FACTS[notice].keys()
        for name, fact in FACTS[notice].items():
            assert re.fullmatch(fact.type.pattern, facts[name]), (name, facts[name])
            assert len(facts[name]) <= fact.type.most


@pytest.mark.parametrize("data", [{"phrase1": "{goods}"}, {"name1": "{goods}"}])
def test_a_template_saved_before_texts_were_checked_spends_no_consent(
    shop: Shop, data: dict[str, str]
) -> None:
    shop.sandbox.post("/sandbox/templates", {"t1": list(data)})
    assert save({"thing1": "{goods}"}).ok
    assert call("allowNotice", {"results": {"t1": "accept"}}, "u1").ok
    template = templates.get("groupSuccess")
    assert template is not None
    template.data = data
    assert send(shop, goods="红茶 125g") == []
    assert shop.sandbox.calls(SEND) == 0
    assert credits(shop) == 1
    kept = [item["sk"] for item in shop.items("notices") if item["sk"].startswith("sent#")]
    assert kept == [], "nothing is claimed"


def credits(shop: Shop, openid: str = "u1") -> int:
    (left,) = [
        int(item["credits"])
        for item in shop.items("notices")
        if (item["pk"], item["sk"]) == (f"user#{openid}", "consent#t1")
    ]
    return left


def test_a_message_that_wechat_would_refuse_is_not_built_and_spends_no_consent(
    shop_with_template: Shop,
) -> None:
    shop = shop_with_template
    assert save({"thing1": "{goods}"}).ok
    assert call("allowNotice", {"results": {"t1": "accept"}}, "u1").ok
    assert send(shop, goods="\u2028") == [], "nothing that can be shown"
    assert shop.sandbox.calls(SEND) == 0
    assert credits(shop) == 1
    assert send(shop, goods="红茶")[-1]["data"]["thing1"]["value"] == "红茶", "the consent is left"


def test_a_consent_comes_back_if_wechat_refuses_the_text(shop_with_template: Shop) -> None:
    shop = shop_with_template
    assert save({"thing1": "{goods}"}).ok
    assert call("allowNotice", {"results": {"t1": "accept"}}, "u1").ok
    shop.sandbox.fault(SEND, times=1, errcode=45168)  # a sensitive word
    assert send(shop) == []
    assert credits(shop) == 1
    message = {"notice": "groupSuccess", "openid": "u1", "event": "groupSuccess#other"}
    told = {**message, "facts": examples("groupSuccess")}
    assert handler("sendNotice")(sqs_event(told), LambdaContext()) == {"batchItemFailures": []}
    assert len(shop.sandbox.messages("u1")) == 1

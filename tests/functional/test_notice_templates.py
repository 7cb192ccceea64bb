"""Templates that every message of a notice fits, and pages that a tap opens."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.wechat_sandbox import values as wechat
from shop.notices.model import FACTS
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
        ("groupSuccess", "phrase1", "{goods}", "Chinese characters alone"),
        ("groupSuccess", "character_string1", "{goods}", "no Chinese"),
        ("groupSuccess", "letter1", "{groupId}", "letters"),
        ("groupSuccess", "number1", "{goods}", "number"),
        ("groupSuccess", "name1", "{groupId}", "must not be cut"),
        ("groupSuccess", "amount1", "{time}", "amount"),
        ("groupSuccess", "time1", "{price}", "time"),
        ("groupSuccess", "amount1", "满{price}减{price}", "amount"),
        ("groupSuccess", "date1", "2026-02-30", "day"),
        ("groupSuccess", "time1", "2026-13-01 10:00", "time"),
        ("orderShipped", "letter1", "{carrier}", "letters"),
        ("orderShipped", "phone_number1", "{number}", "digits"),
        ("orderShipped", "thing1", "{carrier} {number}", "must not be cut"),
        ("orderRefunded", "phrase1", "{reason}", "Chinese characters alone"),
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


# Any characters that a title can have, and one that shows.
ANY_TEXT = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), max_size=119
).flatmap(lambda text: st.sampled_from(["茶" + text, text + "W"]))
FREE = {"goods", "reason"}


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_message_of_a_template_that_was_saved_is_refused_by_wechat(
    shop: Shop, data: st.DataObject
) -> None:
    """Whatever goods and reasons are called: each message of a saved template fits its keys."""
    from shop.notices import templates
    from wxcloud.wechat.messages import subscribe_message

    notice = data.draw(st.sampled_from(sorted(FACTS)))
    names = sorted(FACTS[notice])
    text = data.draw(
        st.lists(
            st.sampled_from([*(f"{{{name}}}" for name in names), "您的", "-", " "]), min_size=1
        )
    )
    key = data.draw(st.sampled_from(sorted(wechat.RULES))) + "1"
    if not call(
        "saveNotice",
        {"notice": notice, "templateId": "t1", "data": {key: "".join(text)[:50]}},
        "operator-1",
        ("operator",),
    ).ok:
        return
    told = {
        name: data.draw(ANY_TEXT if name in FREE else st.sampled_from([fact.example, *fact.others]))
        for name, fact in FACTS[notice].items()
    }
    template = templates.get(notice)
    assert template is not None
    filled = {each: templates.fill(kept, told) for each, kept in template.data.items()}
    message = subscribe_message("u1", "t1", filled)
    assert all(wechat.fits(each, entry["value"]) for each, entry in message["data"].items())


def test_a_message_that_wechat_would_refuse_is_not_built_and_spends_no_consent(
    shop_with_template: Shop,
) -> None:
    shop = shop_with_template
    assert save({"thing1": "{goods}"}).ok
    assert call("allowNotice", {"results": {"t1": "accept"}}, "u1").ok
    assert send(shop, goods="\u2028") == [], "nothing that can be shown"
    assert shop.sandbox.calls(SEND) == 0
    assert send(shop, goods="红茶")[-1]["data"]["thing1"]["value"] == "红茶", "the consent is left"


def test_a_consent_comes_back_if_wechat_refuses_the_text(shop_with_template: Shop) -> None:
    shop = shop_with_template
    assert save({"thing1": "{goods}"}).ok
    assert call("allowNotice", {"results": {"t1": "accept"}}, "u1").ok
    shop.sandbox.fault(SEND, times=1, errcode=45168)  # a sensitive word
    assert send(shop) == []
    message = {"notice": "groupSuccess", "openid": "u1", "event": "groupSuccess#other"}
    told = {**message, "facts": examples("groupSuccess")}
    assert handler("sendNotice")(sqs_event(told), LambdaContext()) == {"batchItemFailures": []}
    assert len(shop.sandbox.messages("u1")) == 1

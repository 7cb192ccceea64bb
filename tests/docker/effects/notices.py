"""Notices: consents, templates, messages is_sent."""

from __future__ import annotations

import json

from local.client import until
from local.seed import TEMPLATES
from shop.notices import templates
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop

TEMPLATE, PAGE, DATA = TEMPLATES["groupSuccess"]
EVENT = "sent#groupSuccess#group-demo-1"


def is_sent(shop: LocalShop, openid: str) -> bool:
    row = shop.row("notices", pk=f"user#{openid}", sk=EVENT)
    return row is not None and row["state"] == "SENT"


@expects("allowNotice.json", "allowNotice.http.json")
def one_consent_is_counted(shop: LocalShop) -> Effect:
    shop.forget("notices", pk="user#shopper-1")
    answer = yield
    assert answer["accepted"] == [TEMPLATE]
    consent = shop.row("notices", pk="user#shopper-1", sk=f"consent#{TEMPLATE}")
    assert consent is not None and consent["credits"] == 1


@expects("saveNotice.json", "saveNotice.http.json")
def the_template_is_saved(shop: LocalShop) -> Effect:
    templates.save("groupSuccess", TEMPLATE, "pages/before/index", DATA)
    yield
    row = shop.row("notices", pk="notice", sk="groupSuccess")
    assert row is not None
    assert row["page"] == PAGE
    assert row["templateId"] == TEMPLATE and json.loads(row["data"]) == DATA


@expects("sendNotice.sqs.json")
def the_message_is_sent(shop: LocalShop) -> Effect:
    shop.forget("notices", pk="user#shopper-1")
    before = len(shop.messages("shopper-1", "subscribe"))
    yield
    assert is_sent(shop, "shopper-1")
    (message,) = shop.messages("shopper-1", "subscribe")[before:]
    assert message["template_id"] == TEMPLATE
    assert message["data"]["number2"]["value"] == "3"


@expects("onGroupChange.stream.json")
def each_member_of_a_full_group_gets_a_message(shop: LocalShop) -> Effect:
    members = ("shopper-1", "shopper-2", "shopper-3")
    for openid in members:
        shop.forget("notices", pk=f"user#{openid}")
    before = {openid: len(shop.messages(openid, "subscribe")) for openid in members}
    yield
    assert until(lambda: all(is_sent(shop, openid) for openid in members))
    for openid in members:
        assert len(shop.messages(openid, "subscribe")) == before[openid] + 1


@expects("listNotices.json", "listNotices.http.json")
def all_notices_are_listed(shop: LocalShop) -> Effect:
    answer = yield
    assert {"groupSuccess", "orderShipped"} <= {each["notice"] for each in answer["items"]}

"""Who sees whom, whose roles count, and what texts a client may store."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shop.shares import codes
from tests.support import groups, orders
from tests.support.cloud import START, Shop, call, handler, http_event, token
from tests.support.cloud import LambdaContext as Context
from tests.support.people import ids
from tests.support.template import ROOT
from wxcloud import ids as new_ids
from wxcloud import pseudonyms, secrets_manager, users

OPERATOR = ("operator",)
GOODS: dict[str, Any] = {
    "goodsId": "g1",
    "title": "红茶",
    "cover": "https://img.example.com/tea.png",
    "price": 100,
    "category": "tea",
    "rank": 1,
    "stock": 10,
}


def put_keys(shop: Shop, **keys: str) -> None:
    shop.aws("secretsmanager").put_secret_value(
        SecretId=shop.prefix + "session", SecretString=json.dumps(keys)
    )
    secrets_manager.reset()


# --- pseudonyms ----------------------------------------------------------------------------------


def test_an_order_number_does_not_tell_whose_it_is_without_the_shops_key(shop: Shop) -> None:
    orders.save_goods(10)
    mine, other = orders.place("u1")["orderId"], orders.place("u2")["orderId"]
    mark = new_ids.mark_in(mine)
    assert mark == pseudonyms.mark("u1") != new_ids.mark_in(other)
    put_keys(shop, current="k1", k1="another shop's key")
    assert pseudonyms.mark("u1") != mark


def test_pseudonyms_and_codes_stay_when_the_session_keys_are_rotated(shop: Shop) -> None:
    orders.save_goods(10)
    order = orders.place("u1")["orderId"]
    code = call("createShare", {"goodsId": orders.SKU}, "u1")["code"]
    rotations: list[dict[str, str]] = [
        {"current": "k2", "k2": "key-two", "k1": "key-one"},
        {"current": "k2", "k2": "key-two", "k1": "key-one", "people": "key-one"},
        {"current": "k2", "k2": "key-two", "people": "key-one"},
        {"current": "k3", "k3": "key-three", "people": "key-one"},
    ]
    for keys in rotations:
        put_keys(shop, **keys)
        listed = call("listOrders", {}, "u1")["items"]
        assert [each["orderId"] for each in listed] == [order], keys
        assert call("createShare", {"goodsId": orders.SKU}, "u1")["code"] == code, keys


def test_a_removed_key_of_people_is_an_error_and_not_another_name(shop: Shop) -> None:
    put_keys(shop, current="k2", k2="key-two")
    with pytest.raises(RuntimeError):
        pseudonyms.mark("u1")
    assert call("listOrders", {}, "u1").status == 500


def test_the_key_of_people_signs_no_session(shop: Shop) -> None:
    put_keys(shop, current="people", people="key-one")
    assert call("listMyGroups", {}, "u1").status == 401


def test_nobody_sees_the_openid_of_another_member_or_of_a_sharer(shop: Shop) -> None:
    groups.save_group_goods(price=0)
    group = groups.open_group(leader="leader-openid")
    groups.join(group, "friend-openid")
    code = call("createShare", {"groupId": group["groupId"]}, "leader-openid")["code"]
    answers = [
        groups.join(group, "reader-openid").body,
        groups.get_group(group, "reader-openid"),
        call("listOpenGroups", {"goodsId": orders.SKU}, "reader-openid").body,
        call("resolveShare", {"code": code}, "reader-openid").body,
        call("getGroup", {"groupId": group["groupId"]}, "").body,
    ]
    for answer in answers:
        assert "-openid" not in json.dumps(answer)
    members = answers[0]["members"]
    assert [member["memberId"] for member in members] == ids(
        "leader-openid", "friend-openid", "reader-openid"
    )
    assert [member["isMe"] for member in members] == [False, False, True]
    assert not any("memberId" in member or "isMe" in member for member in answers[4]["members"])


# --- roles ---------------------------------------------------------------------------------------


def test_a_role_that_is_taken_away_ends_at_once(shop: Shop) -> None:
    session = token("op", OPERATOR)
    sent = {"authorization": f"Bearer {session}"}

    def status(name: str, data: dict[str, Any]) -> int:
        answer = handler(name)(http_event(name, data, sent), Context(name))
        return int(answer["statusCode"])

    assert status("saveGoods", GOODS) == 200
    users.grant("op", frozenset({"host"}))
    for name in ("saveGoods", "adjustScore", "shipOrder", "saveSale", "listDrift"):
        assert status(name, GOODS if name == "saveGoods" else {}) == 403, name
    users.grant("op", frozenset())
    assert status("saveLive", {"title": "t", "startAt": 0}) == 403
    users.grant("op", frozenset({"operator"}))
    assert status("saveGoods", GOODS) == 200


def test_a_session_does_not_get_a_role_that_it_was_not_issued_with(shop: Shop) -> None:
    users.grant("u1", frozenset({"operator"}))
    assert call("saveGoods", GOODS, "u1").status == 403


# --- money of others -----------------------------------------------------------------------------


def test_what_is_told_of_a_refund_of_another_merchant_is_refused(shop: Shop) -> None:
    from shop.checkout.refund_transfer import take_result
    from wxcloud.errors import Refusal
    from wxcloud.wechat.pay.model import RefundResult

    with pytest.raises(Refusal) as refused:
        take_result(RefundResult("1900000000", "o" * 26, "r1", "SUCCESS"))
    assert refused.value.code.name == "BAD_REQUEST"


def test_upload_shipping_has_no_access_to_the_merchants_secret() -> None:
    template = (ROOT / "template.yaml").read_text()
    begin = template.index("  UploadShippingFunction:")
    about = template[begin : template.index("  UploadShippingSource:")]
    assert "PayPolicy" not in about and "PaySecret" not in about


def test_secrets_stay_when_the_stack_is_deleted() -> None:
    template = (ROOT / "template.yaml").read_text()
    secrets = template.split("Type: AWS::SecretsManager::Secret")[1:]
    assert len(secrets) == 3
    for secret in secrets:
        head = secret[:120]
        assert "DeletionPolicy: RetainExceptOnCreate" in head
        assert "UpdateReplacePolicy: Retain" in head


# --- links and pages -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cover",
    [
        "//evil.example.com/x.png",
        "https:///evil.example.com/x.png",
        'https://img.example.com/x.png"onerror=alert(1)',
        "https://img.example.com/x.png'",
        "https://img.example.com/<x>",
        "\\\\evil.example.com\\x",
        "/\\evil.example.com/x",
        "javascript:alert(1)",
        "data:image/png;base64,AA==",
    ],
)
def test_a_cover_that_leaves_the_site_or_the_attribute_is_refused(shop: Shop, cover: str) -> None:
    answer = call("saveGoods", GOODS | {"cover": cover}, "op", OPERATOR)
    assert (answer.status, answer["field"]) == (400, "cover")


@pytest.mark.parametrize(
    "cover",
    [
        "https://img.example.com/tea.png?x=1&y=%E8%8C%B6",
        "cloud://env-1.6e76/tea.png",
        "/images/tea.png",
        "images/红茶.png",
    ],
)
def test_a_cover_is_a_url_a_file_id_or_a_path(shop: Shop, cover: str) -> None:
    assert call("saveGoods", GOODS | {"cover": cover}, "op", OPERATOR).ok


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example.com/",
        "//evil.example.com/pages",
        "javascript:alert(1)",
        "weixin://dl/business",
        "pages//index",
        "pages/../../etc",
        "pages/index/index?a=<script>",
        "pages/index/index?next=https://evil.example.com",
        "?a=1",
        "你好",
    ],
)
def test_a_page_that_is_no_page_of_the_mini_program_cannot_be_shared(shop: Shop, page: str) -> None:
    answer = call("createShare", {"page": page})
    assert (answer.status, answer["field"]) == (400, "page")


def test_pages_and_known_live_rooms_can_be_shared(shop: Shop) -> None:
    for page in ("pages/index/index", "/pages/goods/detail?goodsId=g1&from=%E5%88%86", "index"):
        assert call("createShare", {"page": page}).ok, page
    unknown = call("createShare", {"liveId": "live-1"})
    assert (unknown.status, unknown.code) == (404, "NOT_FOUND")
    room = {"liveId": "live-1", "title": "t", "startAt": START}
    assert call("saveLive", room, "host-1", ("host",)).ok
    assert len(call("createShare", {"liveId": "live-1"})["code"]) == codes.LENGTH

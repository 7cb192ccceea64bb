"""getShareCode: WeChat's picture of a code, for the sharer alone."""

from __future__ import annotations

from base64 import b64decode

import pytest

from shop.shares import pictures
from tests.support import groups
from tests.support.cloud import Answer, Shop, call
from tests.support.groups import SKU
from wxcloud import clock

PAGE = "pages/group/index"


@pytest.fixture
def code(shop: Shop) -> str:
    groups.save_group_goods(2)
    return str(call("createShare", {"goodsId": SKU, "channel": "poster"}, "mei")["code"])


def ask(code: str, openid: str = "mei", page: str = PAGE) -> Answer:
    return call("getShareCode", {"code": code, "page": page}, openid)


def fail(shop: Shop, **fault: int) -> None:
    """WeChat's next answer."""
    shop.sandbox.post("/sandbox/faults", {"path": "/wxa/getwxacodeunlimit", **fault})


def test_the_picture_opens_the_page_with_the_code(shop: Shop, code: str) -> None:
    shown = ask(code).body
    assert (shown["code"], shown["contentType"]) == (code, "image/png")
    picture = b64decode(shown["picture"])
    assert f"scene\0{code}".encode() in picture
    assert f"page\0{PAGE}".encode() in picture


def test_only_the_sharer_gets_it(shop: Shop, code: str) -> None:
    for openid, asked in (("lan", code), ("mei", "0000000000")):
        refused = ask(asked, openid)
        assert (refused.status, refused.code) == (404, "SHARE_NOT_FOUND")
    assert ask(code, "").status == 401


@pytest.mark.parametrize("page", ["/pages/group/index", "pages/group/index?a=1", "", "页面"])
def test_a_page_has_no_slash_in_front_and_no_query(shop: Shop, code: str, page: str) -> None:
    refused = ask(code, page=page)
    assert (refused.status, refused.body["field"]) == (400, "page")


def test_a_page_that_is_not_released_is_refused(shop: Shop, code: str) -> None:
    fail(shop, errcode=41030)
    refused = ask(code)
    assert (refused.status, refused.code) == (422, "PAGE_REFUSED")


def test_an_old_access_token_is_replaced_once(shop: Shop, code: str) -> None:
    fail(shop, errcode=42001)
    assert ask(code).ok


@pytest.mark.parametrize(
    ("fault", "status", "refusal"),
    [
        ({"errcode": -1}, 503, "WECHAT_BUSY"),
        ({"errcode": 45009}, 429, "TOO_MANY_REQUESTS"),
        ({"status": 502}, 502, "WECHAT_FAILED"),
        ({"drop": True}, 502, "WECHAT_FAILED"),
    ],
)
def test_a_failure_of_wechat_can_be_tried_again(
    shop: Shop, code: str, fault: dict[str, int], status: int, refusal: str
) -> None:
    fail(shop, **fault)
    refused = ask(code)
    assert (refused.status, refused.code) == (status, refusal)
    assert ask(code).ok


def test_a_user_gets_sixty_an_hour(shop: Shop, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures.NEW_PICTURES, "most", 2)
    assert [ask(code).status for _ in range(3)] == [200, 200, 429]
    shop.clock.advance(clock.HOUR)
    assert ask(code).ok

"""Shares: create a share, count a visit."""

from __future__ import annotations

from base64 import b64decode

from shop.shares import links
from shop.shares.model import Facts, Share
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from tests.support.demo import demo_group
from tests.support.people import ids
from wxcloud.transaction import ALREADY_SO, commit, put

GROUP, CODE = "group-share-1", "demoShare1"


@expects("createShare.json", "createShare.http.json")
def the_share_is_created(shop: LocalShop) -> Effect:
    shop.forget("groups", groupId=GROUP)
    commit(put(demo_group(GROUP), otherwise=ALREADY_SO))
    code = links.create("shopper-1", "group", GROUP, "card").code
    shop.forget("shares", pk=f"share#{code}")
    answer = yield {"group-demo-1": GROUP}
    assert answer["code"] == code
    share = shop.row("shares", pk=f"share#{code}", sk="share")
    assert share is not None
    assert (share["sharer"], share["target"], share["channel"]) == ("shopper-1", GROUP, "card")
    assert share["goodsId"] == answer["goodsId"] == "goods-demo-1"


@expects("getShareCode.json", "getShareCode.http.json")
def the_code_has_its_picture(shop: LocalShop) -> Effect:
    shop.forget("shares", pk=f"share#{CODE}")
    share = Share.new(CODE, Facts("shopper-1", "goods", "goods-demo-1", ""), "goods-demo-1")
    commit(put(share, otherwise=ALREADY_SO))
    answer = yield
    assert answer["contentType"] == "image/png"  # of the sandbox
    assert f"scene\0{CODE}".encode() in b64decode(answer["picture"])


@expects("resolveShare.json", "resolveShare.http.json")
def a_visit_is_counted(shop: LocalShop) -> Effect:
    shop.forget("shares", pk=f"share#{CODE}")
    shop.forget("shares", pk="user#shopper-2")
    facts = Facts("shopper-1", "goods", "goods-demo-1", channel="")
    share = Share.new(CODE, facts, "goods-demo-1")
    commit(put(share, otherwise=ALREADY_SO))
    answer = yield
    assert (answer["target"], [answer["sharer"]]) == ("goods-demo-1", ids("shopper-1"))
    counted = shop.row("shares", pk=f"share#{CODE}", sk="share")
    assert counted is not None and counted["visits"] == 1
    assert shop.row("shares", pk=f"share#{CODE}", sk="visit#shopper-2") is not None
    last = shop.row("shares", pk="user#shopper-2", sk="from")
    assert last is not None and last["code"] == CODE

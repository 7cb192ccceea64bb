"""`share_goods` counts when a friend opens the share, unless the rule believes the client."""

from __future__ import annotations

from tests.support import groups, orders
from tests.support.cloud import Answer, Shop, call
from tests.support.orders import OPERATOR, SKU
from wxcloud import clock


def shared(openid: str = "mei", **target: str) -> str:
    answer = call("createShare", target or {"goodsId": SKU}, openid)
    assert answer.ok, answer
    return str(answer["code"])


def opens(code: str, openid: str) -> None:
    assert call("resolveShare", {"code": code}, openid).ok


def score(openid: str = "mei") -> int:
    return int(call("getScore", {}, openid)["score"])


def claim(**about: str) -> Answer:
    return call("updateScore", {"action": "share_goods", **(about or {"goodsId": SKU})}, "mei")


def test_saying_that_goods_were_shared_earns_nothing(shop: Shop):
    orders.save_goods()
    refused = claim()
    assert (refused.status, refused.code) == (409, "SHARE_NOT_OPENED")
    assert claim(shareCode=shared()).code == "SHARE_NOT_OPENED"
    assert score() == 0


def test_a_friend_who_opens_the_share_earns_the_sharer_points_once_per_goods_and_day(shop: Shop):
    orders.save_goods()
    code = shared()
    for visitor in ("mei", "", "lan", "lan", "bo"):
        opens(code, visitor)
    assert score() == 5
    assert score("lan") == 0
    assert claim().code == "ALREADY_COUNTED"
    shop.clock.advance(clock.DAY)
    opens(code, "lan")
    assert score() == 5, "lan has opened it before"
    opens(code, "kai")
    assert score() == 10
    assert call("listScore", {}, "mei")["items"][0]["action"] == "share_goods"


def test_the_share_of_a_group_counts_for_its_goods_and_that_of_a_page_for_none(shop: Shop):
    groups.save_group_goods(2)
    group = groups.open_group(shop)
    opens(shared(groupId=group["groupId"]), "lan")
    assert score() == 5
    opens(shared(page="pages/index/index"), "lan")
    opens(shared(channel="b", goodsId=SKU), "lan")
    assert score() == 5


def test_the_days_limit_holds_and_the_visit_counts_all_the_same(shop: Shop):
    rule = {"action": "share_goods", "dailyCap": 1}
    assert call("saveScoreRule", rule, "op", OPERATOR).ok
    orders.save_goods()
    orders.save_goods(sku="cup-1")
    for goods in (SKU, "cup-1"):
        opens(shared(goodsId=goods), "lan")
    assert score() == 5


def test_a_rule_can_say_openly_that_the_clients_word_counts(shop: Shop):
    orders.save_goods()
    rule = {"action": "share_goods", "whenOpened": False}
    saved = call("saveScoreRule", rule, "op", OPERATOR)
    assert saved["whenOpened"] is False
    assert claim()["earned"] == 5
    opens(shared(), "lan")
    assert score() == 5
    other = call("saveScoreRule", {"action": "daily_checkin", "whenOpened": True}, "op", OPERATOR)
    assert (other.status, other["field"]) == (400, "whenOpened")

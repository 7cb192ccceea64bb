"""Points through the cloud functions: what users earn, how often, and what they see."""

from __future__ import annotations

import pytest

from tests.support.cloud import Shop, call, direct
from wxcloud import clock

GOODS = {
    "title": "Tea",
    "cover": "https://example.com/tea.jpg",
    "price": 1990,
    "category": "tea",
    "rank": 1,
    "stock": 10,
}


@pytest.fixture
def goods(shop: Shop) -> list[str]:
    made = [call("saveGoods", {**GOODS, "rank": n}, "op", ("operator",)) for n in range(1, 13)]
    return [answer["goodsId"] for answer in made]


def check_in(openid: str = "u1"):
    return call("updateScore", {"action": "daily_checkin"}, openid)


@pytest.fixture
def trusting(shop: Shop) -> None:
    """The client's word counts as a share."""
    rule = {"action": "share_goods", "whenOpened": False}
    assert call("saveScoreRule", rule, "op", ("operator",)).ok


def share(goods_id: str, openid: str = "u1"):
    return call("updateScore", {"action": "share_goods", "goodsId": goods_id}, openid)


def test_a_check_in_earns_ten_points_once_a_day(shop: Shop):
    assert check_in().body == {"score": 10, "earned": 10}
    again = check_in()
    assert (again.status, again.code) == (409, "ALREADY_COUNTED")
    assert call("getScore")["score"] == 10


def test_the_next_day_begins_at_midnight_in_shanghai(shop: Shop):
    shop.clock.set(1_795_363_199_999)  # 2026-11-22 23:59:59.999 there, 15:59 UTC
    assert check_in().ok
    shop.clock.advance(1)
    assert check_in().body == {"score": 20, "earned": 10}
    shop.clock.advance(8 * clock.HOUR)  # midnight UTC is in the middle of a shop's day
    assert check_in().code == "ALREADY_COUNTED"


def test_sharing_earns_five_points_once_per_goods_and_day(
    shop: Shop, goods: list[str], trusting: None
):
    assert share(goods[0]).body == {"score": 5, "earned": 5}
    assert share(goods[0]).code == "ALREADY_COUNTED"
    assert share(goods[1]).body == {"score": 10, "earned": 5}
    assert share(goods[0], "u2").body == {"score": 5, "earned": 5}
    shop.clock.advance(clock.DAY)
    assert share(goods[0]).body == {"score": 15, "earned": 5}


def test_sharing_has_a_daily_cap(shop: Shop, goods: list[str], trusting: None):
    assert all(share(goods_id).ok for goods_id in goods[:10])
    refused = share(goods[10])
    assert (refused.status, refused.code) == (409, "LIMIT_REACHED")
    assert share(goods[0]).code == "ALREADY_COUNTED"
    shop.clock.advance(clock.DAY)
    assert share(goods[10]).ok


def test_sharing_needs_goods_that_exist(shop: Shop):
    assert share("nothing").code == "GOODS_NOT_FOUND"
    answer = call("updateScore", {"action": "share_goods"})
    assert (answer.status, answer["field"]) == (400, "goodsId")
    assert call("getScore")["score"] == 0


@pytest.mark.parametrize("action", ["purchase", "invite", "redeem", "adjust", "nonsense", "#rules"])
def test_a_client_cannot_claim_what_the_shop_counts(shop: Shop, action: str):
    answer = call("updateScore", {"action": action})
    assert (answer.status, answer.code) in {(403, "CLAIM_REFUSED"), (400, "BAD_REQUEST")}
    assert shop.items("scores") == []


def test_points_or_an_openid_in_the_body_are_refused(shop: Shop):
    assert call("updateScore", {"action": "daily_checkin", "points": 1000}).status == 400
    assert call("updateScore", {"action": "daily_checkin", "openid": "u2"}).status == 400


def test_a_guest_has_no_points(shop: Shop):
    for name in ("updateScore", "getScore", "listScore"):
        assert call(name, {"action": "daily_checkin"}, openid="").status == 401


def test_get_score_says_when_points_expire_and_how_long_the_streak_is(shop: Shop):
    assert call("getScore").body == {"score": 0, "debt": 0, "expiring": [], "streak": 0}
    check_in()
    shop.clock.advance(clock.DAY)
    check_in()
    assert call("getScore").body == {
        "score": 20,
        "debt": 0,
        "expiring": [{"date": "2027-11-30", "points": 20}],
        "streak": 2,
    }
    shop.clock.advance(2 * clock.DAY)
    assert call("getScore")["streak"] == 0


def test_list_score_gives_the_ledger_newest_first_in_pages(shop: Shop):
    for _ in range(45):
        check_in()
        shop.clock.advance(clock.DAY)
    seen, cursor = [], None
    for pages in (20, 20, 5):
        page = call("listScore", {"cursor": cursor} if cursor else {})
        assert len(page["items"]) == pages
        seen += page["items"]
        cursor = page["cursor"]
    assert cursor is None
    assert [item["at"] for item in seen] == sorted((item["at"] for item in seen), reverse=True)
    assert seen[-1] == {
        "entry": "daily_checkin#2026-11-22",
        "points": 10,
        "balance": 10,
        "at": 1_795_305_600_000,
        "action": "daily_checkin",
    }
    assert seen[0]["balance"] == sum(item["points"] for item in seen) == call("getScore")["score"]


def test_a_cursor_works_only_for_its_owner_and_only_unchanged(shop: Shop):
    for _ in range(21):
        check_in()
        shop.clock.advance(clock.DAY)
    cursor = call("listScore")["cursor"]
    assert call("listScore", {"cursor": cursor}, "u2").status == 400
    assert call("listScore", {"cursor": cursor[:-1] + "A"}).status == 400
    assert call("listScore", {"cursor": cursor}).ok


def test_a_direct_call_has_the_shape_of_cloudbase(shop: Shop):
    assert direct("updateScore", {"action": "daily_checkin"}) == {"score": 10, "earned": 10}
    assert direct("updateScore", {"action": "daily_checkin"})["errCode"] == "ALREADY_COUNTED"

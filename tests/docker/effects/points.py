"""Points: earn, adjust, read, expire; and their rules."""

from __future__ import annotations

from typing import Any

import msgspec

from shop.points import adjusting, ledger, saving
from shop.points.account import month_after
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from wxcloud import clock


def booked(shop: LocalShop, action: str) -> dict[str, Any]:
    """The only entry with that action in the ledger of shopper-1."""
    rows = shop.rows("scores", openid="shopper-1")
    (entry,) = [row for row in rows if row.get("action") == action]
    return entry


@expects("updateScore.json", "updateScore.http.json")
def a_check_in_is_counted(shop: LocalShop) -> Effect:
    shop.forget("scores", openid="shopper-1")
    answer = yield
    entry = booked(shop, "daily_checkin")
    assert entry["points"] == answer["earned"] == 10
    assert entry["balance"] == answer["score"]
    assert entry["event"] == f"daily_checkin#{clock.today()}"


@expects("adjustScore.json", "adjustScore.http.json")
def an_operator_adds_points_to_an_account(shop: LocalShop) -> Effect:
    shop.forget("scores", openid="shopper-1")
    answer = yield
    entry = booked(shop, "adjust")
    assert entry["points"] == 100 and entry["balance"] == answer["score"]
    assert (entry["by"], entry["reason"]) == ("operator-1", "包裹晚到，致歉")


@expects("getScore.json", "getScore.http.json")
def points_are_returned(shop: LocalShop) -> Effect:
    shop.forget("scores", openid="shopper-1")
    adjusting.adjust("shopper-1", "before", 30, "before", "operator-1")
    answer = yield
    assert answer["score"] >= 30 and answer["debt"] == 0
    assert sum(lot["points"] for lot in answer["expiring"]) == answer["score"]


@expects("listScore.json", "listScore.http.json")
def the_ledger_is_returned(shop: LocalShop) -> Effect:
    shop.forget("scores", openid="shopper-1")
    adjusting.adjust("shopper-1", "before", 30, "before", "operator-1")
    answer = yield
    assert ("adjust#before", 30) in [(line["entry"], line["points"]) for line in answer["items"]]


@expects("saveScoreRule.json", "saveScoreRule.http.json")
def a_rule_is_saved(shop: LocalShop) -> Effect:
    shop.forget("scores", openid="#rules", entry="watch_live")
    answer = yield
    rule = shop.row("scores", openid="#rules", entry="watch_live")
    assert rule is not None and answer["action"] == "watch_live"
    assert (rule["points"], rule["per"], rule["claimable"]) == (3, "day", True)
    assert rule["savedBy"] == "operator-1"


@expects("listScoreRules.json", "listScoreRules.http.json")
def the_rules_are_returned(shop: LocalShop) -> Effect:
    answer = yield
    assert answer.body == msgspec.to_builtins(saving.list_rules())


@expects("expireScores.scheduler.json")
def points_whose_month_is_over_expire(shop: LocalShop) -> Effect:
    shop.forget("scores", openid="shopper-1")
    past = month_after(clock.today()[:7], -1)

    def expire_last_month(book: ledger.Book) -> None:
        book.enter("adjust", "adjust#before", book.account.receive({past: 30}), once=True)

    ledger.post("shopper-1", expire_last_month)
    yield
    assert booked(shop, "expire")["points"] == -30
    assert "expiry" not in booked(shop, "adjust")

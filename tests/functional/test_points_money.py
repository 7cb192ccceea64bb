"""Points as money: spent on orders, given back, taken back, expired, adjusted; each only once."""

from __future__ import annotations

from datetime import datetime

import pytest

from shop.points import adjusting, calendar, earning, ledger, rules, spending
from shop.points.views import ScoreChange
from tests.support.cloud import LambdaContext, Shop, call, handler
from tests.support.points import check_accounts, post_entries
from wxcloud import clock
from wxcloud.errors import NOT_FOUND, Refusal
from wxcloud.transaction import check, commit
from wxcloud.users import User


def at(text: str) -> int:
    return int(datetime.fromisoformat(text + "+08:00").timestamp() * 1000)


def earn(n: int, order: str = "o1") -> None:
    adjusting.adjust("u1", f"gift-{order}", n, "a gift", "operator-1")


def spend(order: str, n: int) -> None:
    post_entries("u1", lambda book: spending.spend(book, order, n))


def give_back(order: str, key: str, n: int | None = None) -> int:
    return post_entries("u1", lambda book: spending.give_back(book, order, key, n))


def claw_back(order: str, key: str, n: int | None = None) -> int:
    return post_entries("u1", lambda book: spending.claw_back(book, order, key, n))


def score() -> dict:
    return call("getScore").body


def expire(job: str = "end") -> None:
    handler("expireScores")({"job": job}, LambdaContext())


def refused(code: str):
    return pytest.raises(Refusal, match=code)


# --- purchases -----------------------------------------------------------------------------------


def test_a_purchase_counts_only_once(shop: Shop):
    assert earning.earn("u1", "purchase", "o1", 19_900) == ScoreChange(score=20, earned=20)
    with refused("ALREADY_COUNTED"):
        earning.earn("u1", "purchase", "o1", 19_900)
    assert score()["score"] == 20


def test_a_refund_takes_back_the_points_that_the_purchase_earned(shop: Shop):
    """odoo PR #257854, erpnext #32951: buy, refund, keep the points."""
    earning.earn("u1", "purchase", "o1")
    assert claw_back("o1", "r1") == 20
    assert score()["score"] == 0
    check_accounts(shop)


def test_the_same_refund_again_takes_nothing_more(shop: Shop):
    """odoo #212922, #221928: a refund took the points a second time."""
    earn(100)
    earning.earn("u1", "purchase", "o1")
    assert claw_back("o1", "r1", 5) == 5
    with refused("ALREADY_COUNTED"):
        claw_back("o1", "r1", 5)
    assert claw_back("o1", "r2") == 15
    assert claw_back("o1", "r3") == 0
    assert score()["score"] == 100
    check_accounts(shop)


def test_after_a_full_refund_a_purchase_that_was_not_booked_yet_never_earns(shop: Shop):
    with refused("NOT_YET_EARNED"):
        claw_back("o1", "r1", 5)
    assert claw_back("o1", "r1") == 0
    with refused("ALREADY_COUNTED"):
        earning.earn("u1", "purchase", "o1")
    assert score()["score"] == 0


def test_taking_back_spent_points_makes_a_debt_that_new_points_pay_first(shop: Shop):
    earning.earn("u1", "purchase", "o1")
    spend("o2", 15)
    claw_back("o1", "r1")
    assert (score()["score"], score()["debt"]) == (0, 15)
    assert call("updateScore", {"action": "daily_checkin"}).body == {"score": 0, "earned": 10}
    assert (score()["score"], score()["debt"]) == (0, 5)
    earning.earn("u1", "purchase", "o3")
    assert (score()["score"], score()["debt"]) == (15, 0)
    line = call("listScore")["items"][2]
    assert (line["entry"], line["points"], line["balance"]) == ("clawback#o1#r1", -20, -15)
    check_accounts(shop)


# --- paying with points --------------------------------------------------------------------------


def test_an_order_spends_points_once_and_at_most_the_balance(shop: Shop):
    earn(100)
    spend("o1", 60)
    with refused("ALREADY_COUNTED"):
        spend("o1", 10)
    with refused("NOT_ENOUGH_POINTS"):
        spend("o2", 41)
    assert score()["score"] == 40
    check_accounts(shop)


def test_a_refused_transaction_spends_no_points(shop: Shop):
    """The parts of a book are committed with parts of other aggregates: all of them, or none."""
    earn(100)
    book = ledger.open_book("u1")
    spending.spend(book, "o1", 60)
    other = check(User(openid="u1"), where=User.openid.exists(), otherwise=NOT_FOUND)
    with refused("NOT_FOUND"):
        commit(*book.parts(), other)
    assert score()["score"] == 100
    spend("o1", 60)
    assert score()["score"] == 40


def test_closing_and_then_refunding_an_order_gives_points_back_only_once(shop: Shop):
    """nopCommerce #5595: cancelling and refunding the same order gave a wrong balance."""
    earn(100)
    spend("o1", 60)
    assert give_back("o1", "close") == 60
    assert give_back("o1", "refund-1") == 0
    assert score()["score"] == 100
    check_accounts(shop)


def test_the_same_partial_refund_again_gives_nothing_more(shop: Shop):
    earn(100)
    spend("o1", 60)
    assert give_back("o1", "r1", 20) == 20
    with refused("ALREADY_COUNTED"):
        give_back("o1", "r1", 20)
    assert score()["score"] == 60
    assert give_back("o1", "r2", 100) == 40
    check_accounts(shop)


def test_points_go_back_to_the_lots_they_came_from(shop: Shop):
    earn(30, "a")
    shop.clock.set(at("2026-12-10T12:00"))
    earn(50, "b")
    before = score()["expiring"]
    assert before == [{"date": "2027-11-30", "points": 30}, {"date": "2027-12-31", "points": 50}]
    spend("o1", 70)
    assert score()["expiring"] == [{"date": "2027-12-31", "points": 10}]
    give_back("o1", "r1", 45)
    assert score()["expiring"] == [
        {"date": "2027-11-30", "points": 5},
        {"date": "2027-12-31", "points": 50},
    ]
    give_back("o1", "r2")
    assert score()["expiring"] == before


def test_points_of_an_expired_lot_come_back_in_a_lot_with_a_short_life(shop: Shop):
    earn(30)
    spend("o1", 30)
    shop.clock.set(at("2027-12-05T12:00"))
    assert give_back("o1", "close") == 30
    assert score()["expiring"] == [{"date": "2028-01-31", "points": 30}]
    check_accounts(shop)


def test_an_order_without_points_gives_no_points_back(shop: Shop):
    spend("o1", 0)
    assert give_back("o1", "close") == 0
    assert shop.items("scores") == []


def test_the_rule_redeem_says_what_points_are_worth(shop: Shop):
    assert rules.redemption().redeemed(5_000, 10_000) == 5_000
    assert rules.most_points(10_001) == 5_000
    with refused("POINTS_LIMIT"):
        rules.redemption().redeemed(5_001, 10_000)
    rule = {"action": "redeem", "percent": 30, "pointsPerYuan": 200}
    assert call("saveScoreRule", rule, "op", ("operator",)).ok
    assert rules.redemption().redeemed(6_000, 10_000) == 3_000
    assert rules.most_points(10_000) == 6_000


# --- expiry --------------------------------------------------------------------------------------


def test_points_can_be_spent_until_the_end_of_their_month(shop: Shop):
    earn(100)
    shop.clock.set(at("2027-11-30T23:59:59.999"))
    spend("o1", 40)
    shop.clock.advance(1)
    with refused("NOT_ENOUGH_POINTS"):
        spend("o2", 60)
    assert score()["score"] == 0
    newest = call("listScore")["items"][0]
    assert (newest["entry"], newest["points"], newest["balance"]) == ("expire#2027-11", -60, 0)


def test_expiry_takes_only_what_is_left_of_the_lot(shop: Shop):
    """FloCafe #78: points that were spent before the expiry do not expire; newer points stay."""
    earn(100, "a")
    spend("o1", 100)
    shop.clock.set(at("2027-03-01T08:00"))
    earn(40, "b")
    shop.clock.set(at("2027-12-01T00:00"))
    expire()
    assert score()["score"] == 40
    assert [item["action"] for item in call("listScore")["items"]] == ["adjust", "spend", "adjust"]


def test_a_lot_that_expired_on_reading_does_not_expire_again_by_the_timer(shop: Shop):
    earn(100)
    shop.clock.set(at("2027-12-01T00:00"))
    assert score()["score"] == 0
    expire()
    expire()
    assert len(call("listScore")["items"]) == 2
    check_accounts(shop)


def test_the_timer_books_the_expiry_of_all_users_and_empties_the_index(shop: Shop):
    for n in range(20):
        adjusting.adjust(f"user{n}", "gift", 10 + n, "a gift", "op")
    shop.clock.set(at("2027-12-01T00:05"))
    expire()
    ledgers = check_accounts(shop)
    assert [ledgers[f"user{n}"][-1]["event"] for n in range(20)] == ["expire#2027-11"] * 20
    assert not any(item.get("expiry") for item in shop.items("scores"))
    expire()
    assert all(len(ledger) == 2 for ledger in check_accounts(shop).values())


def test_the_next_run_finishes_a_run_that_failed(shop: Shop, monkeypatch):

    for n in range(20):
        adjusting.adjust(f"user{n}", "gift", 10, "a gift", "op")
    shop.clock.set(at("2027-12-01T00:05"))
    real, calls = calendar.expiry.mark_ended, []

    def crash(item):
        calls.append(item)
        if len(calls) % 3 == 0:
            raise OSError("the machine has failed")
        real(item)

    monkeypatch.setattr(calendar.expiry, "mark_ended", crash)
    with pytest.raises(RuntimeError):
        expire()
    monkeypatch.setattr(calendar.expiry, "mark_ended", real)
    expire()
    assert all(len(ledger) == 2 for ledger in check_accounts(shop).values())
    assert not any(item.get("expiry") for item in shop.items("scores"))


def test_the_timer_books_expiries_that_it_missed_for_two_months(shop: Shop):
    earn(100)
    shop.clock.set(at("2028-01-31T00:05"))
    expire()
    assert check_accounts(shop)["u1"][-1]["event"] == "expire#2027-11"


def test_owners_are_reminded_once_and_not_earlier_than_a_week_before_the_expiry(shop: Shop):
    earn(120)
    adjusting.adjust("u2", "gift", 10, "a gift", "op")
    adjusting.adjust("u2", "back", -10, "a mistake", "op")
    shop.clock.set(at("2027-11-23T23:59"))
    expire("tell")
    assert shop.drain("notice") == []
    shop.clock.set(at("2027-11-24T10:00"))
    expire("tell")
    expire("tell")
    shop.clock.set(at("2027-11-27T10:00"))
    expire("tell")
    assert shop.drain("notice") == [
        {
            "notice": "pointsExpiring",
            "openid": "u1",
            "event": "pointsExpiring#2027-11",
            "facts": {"points": "120", "date": "2027-11-30", "score": "120"},
        }
    ]
    shop.clock.set(at("2027-12-01T00:05"))
    expire()
    assert check_accounts(shop)["u1"][-1]["event"] == "expire#2027-11"


# --- operators -----------------------------------------------------------------------------------

GIFT = {"openid": "u1", "key": "case-7", "points": 50, "reason": "包裹晚到"}


def test_an_operator_adjusts_points_with_a_reason_and_once_per_case(shop: Shop):
    assert call("adjustScore", GIFT, "op", ("operator",)).body == {"score": 50, "debt": 0}
    assert call("adjustScore", GIFT, "op", ("operator",)).code == "ALREADY_COUNTED"
    less = {**GIFT, "key": "case-8", "points": -60}
    assert call("adjustScore", less, "op", ("operator",)).code == "NOT_ENOUGH_POINTS"
    assert call("adjustScore", {**less, "points": 0}, "op", ("operator",))["field"] == "points"
    assert call("adjustScore", GIFT, "u1").status == 403
    assert (
        call("adjustScore", {**GIFT, "key": "x", "reason": ""}, "op", ("operator",)).status == 400
    )
    (line,) = call("listScore")["items"]
    assert (line["entry"], line["reason"]) == ("adjust#case-7", "包裹晚到")


# --- rules ---------------------------------------------------------------------------------------


def rule(**fields):
    return call("saveScoreRule", fields, "op", ("operator",))


def test_a_changed_rule_applies_to_the_next_call_and_keeps_its_other_fields(shop: Shop):
    saved = rule(action="daily_checkin", points=15)
    assert saved.body == {
        "action": "daily_checkin",
        "points": 15,
        "percent": 0,
        "per": "day",
        "dailyCap": 0,
        "streak": [{"days": 7, "points": 20}, {"days": 30, "points": 100}],
        "months": 12,
        "claimable": True,
    }
    assert call("updateScore", {"action": "daily_checkin"})["earned"] == 15


def test_a_purchase_can_earn_a_percentage_of_its_amount(shop: Shop):
    rule(action="purchase", points=0, percent=1)
    assert earning.earn("u1", "purchase", "o1", 19_950).earned == 199


def test_a_streak_earns_its_bonus_only_on_the_day_it_reaches_the_length(shop: Shop):
    rule(action="daily_checkin", streak=[{"days": 3, "points": 30}])
    earned = []
    for _ in range(4):
        earned.append(call("updateScore", {"action": "daily_checkin"})["earned"])
        shop.clock.advance(clock.DAY)
    assert earned == [10, 10, 40, 10]


def test_a_rule_for_a_new_action_needs_no_code(shop: Shop):
    assert rule(action="watch_live", points=3, per="day", claimable=True, months=1).ok
    assert call("updateScore", {"action": "watch_live"}).body == {"score": 3, "earned": 3}
    assert call("updateScore", {"action": "watch_live"}).code == "ALREADY_COUNTED"
    assert score()["expiring"] == [{"date": "2026-12-31", "points": 3}]
    assert rule(action="first_visit", points=1, per="once", claimable=True).ok
    assert call("updateScore", {"action": "first_visit"}).ok
    shop.clock.advance(clock.DAY)
    assert call("updateScore", {"action": "first_visit"}).code == "ALREADY_COUNTED"
    listed = {each["action"] for each in call("listScoreRules", openid="")["items"]}
    assert {"watch_live", "first_visit", "daily_checkin", "purchase", "redeem"} <= listed


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"action": "purchase", "claimable": True}, "per"),
        ({"action": "spend", "points": 5}, "action"),
        ({"action": "Bad Name"}, "action"),
        ({"action": "x", "points": -1}, "points"),
        ({"action": "x", "months": 0}, "months"),
        ({"action": "x", "per": "week"}, "per"),
        ({"action": "x", "streak": [{"days": 3, "points": 1}] * 2}, "streak"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(shop: Shop, fields: dict, field: str):
    answer = rule(**fields)
    assert (answer.status, answer["field"]) == (400, field)
    assert shop.items("scores") == []


def test_only_operators_can_save_rules(shop: Shop):
    assert call("saveScoreRule", {"action": "daily_checkin", "points": 1000}).status == 403

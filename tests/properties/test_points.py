"""Points after random sequences of events, in any order, in parallel and repeated."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shop.points import adjusting, calendar, earning, reads, rules, saving, spending
from shop.points.account import Account, month_after, renewed, returnable
from shop.points.ledger import post
from tests.support.cloud import START, Shop
from tests.support.points import check_accounts
from wxcloud import clock
from wxcloud.errors import Refusal

Op = tuple[str, int, int]

ORDERS = ("o0", "o1")
amounts = st.sampled_from([0, 7, 20, 45])
often = ["spend", "give", "purchase", "claw"] * 3
ops = st.tuples(
    st.sampled_from([*often, "check_in", "share", "adjust", "look", "timer"]),
    st.sampled_from([0, 0, 0, 1]),  # mostly the same order, so that events affect each other
    amounts,
)
steps = st.lists(
    st.tuples(
        st.lists(ops, min_size=3, max_size=6),
        st.sampled_from([0, clock.HOUR, clock.DAY, 20 * clock.DAY, 40 * clock.DAY]),
    ),
    min_size=4,
    max_size=7,
)
numbers = itertools.count()


def run(openid: str, op: Op) -> None:
    kind, which, n = op
    order = ORDERS[which]
    part = n or None
    work: dict[str, Callable[[], object]] = {
        "check_in": lambda: earning.claim(openid, rules.claimable("daily_checkin")),
        "share": lambda: earning.claim(openid, rules.claimable("share_goods"), f"g{which}"),
        "purchase": lambda: earning.earn(openid, "purchase", order),
        "spend": lambda: post(openid, lambda book: spending.spend(book, order, n)),
        "give": lambda: post(openid, lambda book: spending.give_back(book, order, f"r{n}", part)),
        "claw": lambda: post(openid, lambda book: spending.claw_back(book, order, f"r{n}", part)),
        "adjust": lambda: adjusting.adjust(openid, f"k{which}", n - 30, "why", "op"),
        "look": lambda: reads.score(openid),
        "timer": calendar.end_lots,
    }
    try:
        work[kind]()
    except Refusal as refusal:
        assert refusal.code.status in (409, 503), refusal


@settings(
    max_examples=8,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # no shrinking: for a race it takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=steps)
def test_lots_minus_debt_always_equal_the_sum_of_the_ledger(engine: Shop, history):
    openid = f"user{next(numbers)}"
    engine.clock.set(START)
    saving.save("daily_checkin", "op", months=1)
    saving.save("purchase", "op", months=2, points=30)
    adjusting.adjust(openid, "start", 60, "a start", "op")
    for batch, later in history:
        again = [*batch, batch[0]]  # every event can be repeated, also in parallel
        with ThreadPoolExecutor(len(again)) as pool:
            list(pool.map(lambda op: run(openid, op), again))
        agrees(engine, openid)
        engine.clock.advance(later)
    agrees(engine, openid)


def agrees(engine: Shop, openid: str) -> None:
    seen = reads.score(openid)
    ledger = check_accounts(engine, openid).get(openid, [])
    net = sum(entry["points"] for entry in ledger)
    assert seen.score - seen.debt == net
    assert sum(lot.points for lot in seen.expiring) == seen.score
    assert all(lot.date >= clock.today() for lot in seen.expiring)
    moved = {"spend": 0, "refund": 0, "purchase": 0, "clawback": 0}
    for order in ORDERS:
        for kind in moved:
            moved[kind] = sum(
                entry["points"]
                for entry in ledger
                if f"{entry['event']}#".startswith(f"{kind}#{order}#")
            )
        assert 0 <= moved["refund"] <= -moved["spend"]
        assert 0 <= -moved["clawback"] <= moved["purchase"]


@settings(max_examples=200, deadline=None, database=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["in", "out", "take", "end"]),
            st.integers(1, 99),
            st.integers(0, 60),
        ),
        max_size=40,
    )
)
def test_an_account_never_has_a_balance_and_a_debt(history):
    account, total = Account(day="2026-11-22"), 0
    for kind, n, months in history:
        before = account.net
        if kind == "in":
            account = account.receive({month_after(account.month, months % 13): n})
            assert account.net == before + n
        elif kind == "out" and account.balance >= n:
            account = account.spend(n)
            assert account.net == before - n
        elif kind == "take":
            account = account.take_back(n)
            assert account.net == before - n
        elif kind == "end":
            account = account.on(f"{month_after(account.month, months % 4)}-01")
            for month in account.expired_lots:
                account = account.expire(month)
        total += account.net - before
        assert account.net == total
        assert min(account.balance, account.debt) == 0
        assert min(account.lots.values(), default=0) >= 0


@given(
    st.dictionaries(st.sampled_from(["2026-09", "2026-12", "2027-01"]), st.integers(1, 50)),
    st.lists(st.integers(1, 40), max_size=6),
)
def test_partial_returns_add_up_to_what_was_spent(lots, parts):
    total, back, skip = sum(lots.values()), dict.fromkeys(lots, 0), 0
    for part in [*parts, total]:
        for month, n in returnable(lots, skip, min(part, total - skip)).items():
            back[month] += n
        skip += min(part, total - skip)
    assert back == lots
    assert sum(renewed(back, "2026-11", "2026-12").values()) == total


@given(st.integers(0, 10**9), st.integers(0, 100), st.integers(1, 10_000))
def test_the_most_points_for_a_price_are_never_refused(price, percent, per_yuan):
    rule = rules.Rule(rules.REDEEM, percent=percent, per_yuan=per_yuan)
    most = rule.most_points(price)
    assert 0 <= rule.redeemed(most, price) <= price * percent // 100
    enough_for_a_fen_more = (price * percent // 100 + 1) * per_yuan // 100 + 1
    with pytest.raises(Refusal):
        rule.redeemed(enough_for_a_fen_more, price)

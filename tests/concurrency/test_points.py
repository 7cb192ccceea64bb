"""Points with many threads, and their read and write units, on ministack."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from shop.points import adjusting, calendar, earning, ledger, reads, spending
from tests.support.cloud import Shop, call
from tests.support.points import check_accounts, post_entries
from wxcloud import clock
from wxcloud.errors import Refusal

MONTHS = [1_795_305_600_000 + n * 30 * clock.DAY for n in range(13)]
END_OF_NOVEMBER_2027 = 1_827_590_400_000  # midnight in Shanghai


def parallel(work, jobs, threads: int = 32) -> list:
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, jobs))


def check_in(_: object = None):
    return call("updateScore", {"action": "daily_checkin"})


def spend(order: str, n: int, openid: str = "u1") -> str:
    try:
        ledger.post(openid, lambda book: spending.spend(book, order, n))
    except Refusal as refusal:
        return refusal.code.name
    return "OK"


def test_a_hundred_parallel_check_ins_are_one_entry(engine: Shop):
    call("getScore")
    answers = parallel(check_in, range(100))
    assert Counter(answer.code for answer in answers) == {"OK": 1, "ALREADY_COUNTED": 99}
    assert call("getScore")["score"] == 10
    assert len(call("listScore")["items"]) == 1
    check_accounts(engine)


def test_a_hundred_different_events_in_parallel_all_count(engine: Shop):
    call("getScore")

    def purchase(n: int) -> None:
        try:
            earning.earn("u1", "purchase", f"order{n}")
        except Refusal as refusal:  # BUSY on a slow machine: streams and clients retry
            assert refusal.retryable
            purchase(n)

    parallel(purchase, range(100), threads=16)
    assert call("getScore")["score"] == 2000
    check_accounts(engine)


def test_check_ins_around_midnight_count_once_per_day(engine: Shop):
    call("getScore")
    midnight = 1_795_363_200_000  # 2026-11-23 in Shanghai
    # A call looks at the clock several times: these are enough that some end before midnight.
    ticks = iter(range(midnight - 300, midnight + 300))
    clock.set_clock(lambda: next(ticks, midnight + 300))
    answers = parallel(check_in, range(100))
    assert Counter(answer.code for answer in answers)["OK"] in (1, 2)
    clock.set_clock(lambda: midnight + 310)
    check_in()
    assert {item["entry"] for item in call("listScore")["items"]} == {
        "daily_checkin#2026-11-22",
        "daily_checkin#2026-11-23",
    }
    assert call("getScore")["score"] == 20
    check_accounts(engine)


def test_parallel_orders_cannot_spend_the_same_points(engine: Shop):
    adjusting.adjust("u1", "gift", 100, "a gift", "op")
    outcomes = Counter(parallel(lambda n: spend(f"order{n % 10}", 60), range(30)))
    assert outcomes["OK"] == 1
    assert set(outcomes) <= {"OK", "NOT_ENOUGH_POINTS", "ALREADY_COUNTED"}
    assert call("getScore")["score"] == 40
    check_accounts(engine)


def test_parallel_refunds_give_back_at_most_what_was_spent(engine: Shop):
    adjusting.adjust("u1", "gift", 100, "a gift", "op")
    spend("o1", 60)

    def back(n: int) -> int:
        return post_entries("u1", lambda book: spending.give_back(book, "o1", f"r{n}", 25))

    assert sorted(parallel(back, range(8), threads=8)) == [0, 0, 0, 0, 0, 10, 25, 25]
    assert call("getScore")["score"] == 100
    check_accounts(engine)


def test_parallel_timers_and_readers_expire_a_lot_only_once(engine: Shop):
    people = [f"user{n}" for n in range(12)]
    for openid in people:
        adjusting.adjust(openid, "gift", 10, "a gift", "op")
    engine.clock.set(END_OF_NOVEMBER_2027)
    timers = [calendar.end_lots] * 3
    readers = [lambda openid=openid: reads.score(openid) for openid in people]
    parallel(lambda work: work(), timers + readers, threads=8)
    ledgers = check_accounts(engine)
    for openid in people:
        assert [entry["event"] for entry in ledgers[openid]] == ["adjust#gift", "expire#2027-11"]
    assert not any(item.get("expiry") for item in engine.items("scores"))


# --- read and write units------------------------------------------------------------------------


def test_a_check_in_is_one_write_unit_or_two_if_it_opens_a_lot(engine: Shop):
    with engine.units() as first:
        check_in()
    engine.clock.advance(clock.DAY)
    with engine.units() as second:
        check_in()
    assert first.write == 2  # one of them for the index of lots that will expire
    assert second.write == 1
    assert second.read <= 2
    with engine.units() as refused:
        check_in()
    assert refused.write == 0


OPENID = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M"  # as long as WeChat's openids
ORDER = "01kac3v7m4e6t8n0x2r5w9y1bz"


def test_a_purchase_is_one_transaction_of_four_write_units(engine: Shop):
    earning.earn(OPENID, "purchase", "first")
    with engine.units() as used:
        earning.earn(OPENID, "purchase", ORDER, 19_900)
    assert used.write == 4
    assert used.calls == ["GetItem", "Query", "TransactWriteItems"]


def test_a_million_points_in_thirteen_lots_are_spent_in_one_transaction(engine: Shop):
    for n in range(13):
        engine.clock.set(MONTHS[n])
        adjusting.adjust(OPENID, f"gift{n}", 80_000, "a gift", "op")
    assert len(reads.score(OPENID).expiring) == 13
    with engine.units() as used:
        assert spend(ORDER, 1_039_999, OPENID) == "OK"
    assert used.calls == ["Query", "TransactWriteItems"]
    assert used.write == 4
    assert reads.score(OPENID).score == 1
    check_accounts(engine)


def test_reading_the_score_is_one_read_unit(engine: Shop):
    check_in()
    with engine.units() as used:
        call("getScore")
    assert (used.read, used.write, used.calls) == (1, 0, ["Query"])


def test_the_expiry_of_a_lot_costs_three_write_units_by_timer_and_one_on_reading(engine: Shop):
    with engine.units() as opening:
        earning.earn("u1", "purchase", "o1")
    assert opening.write == 5  # the fifth opens the month's lot in the index
    adjusting.adjust("u2", "gift", 10, "a gift", "op")
    engine.clock.set(END_OF_NOVEMBER_2027 - 6 * clock.DAY)
    with engine.units() as telling:
        assert calendar.tell_ahead() == 2
    engine.clock.set(END_OF_NOVEMBER_2027)
    with engine.units() as reading:
        reads.score("u2")
    with engine.units() as ending:
        assert calendar.end_lots() == 2
    assert telling.write == 2 * 3
    assert reading.write == 1
    assert ending.write == 1 + 2 * 2

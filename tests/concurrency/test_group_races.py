"""Races for seats: the real handlers, many threads, and ministack, whose writes are atomic."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor

from tests.support.cloud import LambdaContext, call, handler
from wxcloud import clock


def offer(size):
    answer = call(
        "saveGoods",
        {
            "goodsId": "tea",
            "title": "明前龙井 250g",
            "cover": "https://cdn.example.com/tea.jpg",
            "price": 9900,
            "category": "tea",
            "rank": 1,
            "stock": 100,
            "group": {"size": size, "hours": 24, "price": 0},
        },
        openid="operator",
        roles=("operator",),
    )
    assert answer.ok, answer


def open_group(size=0):
    if size:
        offer(size)
    return call("createGroup", {"goodsId": "tea"}, openid="leader").body


def join(group, openid):
    return call("joinGroup", {"groupId": group["groupId"]}, openid=openid)


def outcomes(engine):
    """groupId → every status of its item, in order, from the table's stream."""
    found = defaultdict(list)
    for record in engine.stream_records("groups"):
        new = record["dynamodb"]["NewImage"]
        statuses = found[new["groupId"]["S"]]
        if statuses[-1:] != [new["status"]["S"]]:
            statuses.append(new["status"]["S"])
    return found


def test_exactly_3_of_200_users_get_the_last_3_seats(engine):
    group = open_group(size=10)
    for i in range(6):
        assert join(group, f"friend-{i}").ok

    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda i: join(group, f"racer-{i}"), range(200)))

    assert Counter(answer.code for answer in answers) == {"OK": 3, "GROUP_FULL": 197}
    assert [answer["status"] for answer in answers if answer.ok].count("SUCCESS") == 1
    (kept,) = engine.items("groups")
    winners = {f"racer-{i}" for i, answer in enumerate(answers) if answer.ok}
    assert set(kept["seats"]) == {"leader", *(f"friend-{i}" for i in range(6)), *winners}
    assert (kept["seatsLeft"], kept["toPay"], kept["status"]) == (0, 0, "SUCCESS")
    assert outcomes(engine)[group["groupId"]] == ["OPEN", "SUCCESS"]


def test_one_user_who_joins_from_32_threads_gets_one_seat(engine):
    group = open_group(size=40)

    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda _: join(group, "eager"), range(32)))

    assert Counter(answer.code for answer in answers) == {"OK": 1, "ALREADY_IN_GROUP": 31}
    assert engine.items("groups")[0]["seatsLeft"] == 38


def test_a_deadline_racing_the_last_seat_100_times_has_one_outcome_each_time(engine):
    offer(size=2)
    expire, start = handler("expireGroup"), threading.Barrier(3)
    here = threading.local()
    clock.set_clock(
        lambda: getattr(here, "now", engine.clock.now)
    )  # each thread has its own time, as each Lambda does

    def last_join(group, wait):
        here.now = group["expiresAt"] - 1
        start.wait()
        time.sleep(wait)
        return join(group, "friend").code

    def timer(group, wait):
        here.now = group["expiresAt"]
        start.wait()
        time.sleep(wait)
        expire({"groupId": group["groupId"]}, LambdaContext())

    ended = {}
    with ThreadPoolExecutor(3) as pool:
        for turn in range(100):  # from a join long before the timer to one long after it
            group, ahead = open_group(), (turn - 50) / 1000
            tasks = [(last_join, max(0, ahead)), (timer, max(0, -ahead)), (timer, max(0, -ahead))]
            running = [pool.submit(task, group, wait) for task, wait in tasks]
            code, _, _ = (task.result() for task in running)
            ended[group["groupId"]] = "SUCCESS" if code == "OK" else "FAILED"
            assert code in ("OK", "GROUP_EXPIRED")
    assert {g: statuses[1:] for g, statuses in outcomes(engine).items()} == {
        g: [status] for g, status in ended.items()
    }
    for group in engine.items("groups"):
        assert group["status"] == ended[group["groupId"]]
        assert (len(group["seats"]) == 2) == (group["status"] == "SUCCESS")
    assert set(ended.values()) == {"SUCCESS", "FAILED"}, "both outcomes occur"


def test_a_join_is_one_call_with_one_write_unit_and_the_last_seat_costs_more(engine):
    group = open_group(size=4)

    for friend in ("first", "second"):
        with engine.units() as used:
            join(group, friend)
        assert (used.write, used.read, used.calls) == (1, 0, ["UpdateItem"])
    with engine.units() as used:
        assert join(group, "last")["status"] == "SUCCESS"
    # The usual write is refused because this is the last seat (ministack reports no units for a
    # refused write). Then come the seat itself and the removal of the group from the index.
    assert (used.write, used.read, used.calls) == (2, 0, ["UpdateItem", "UpdateItem"])
    with engine.units() as used:
        assert join(group, "late").code == "GROUP_FULL"
    assert (used.read, used.calls) == (0, ["UpdateItem"])


def test_a_group_of_100_seats_fits_one_item_and_costs_the_documented_units(engine):
    group = open_group(size=100)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: join(group, f"o{i:027d}"), range(98)))
    with engine.units() as used:
        assert join(group, f"o{98:027d}")["status"] == "SUCCESS"
    assert used.write <= 8 + 1  # the item, and its removal from the index


def test_a_group_of_ten_costs_one_unit_per_seat_except_for_the_last(engine):
    group = open_group(size=11)
    for i in range(9):
        with engine.units() as used:
            join(group, f"o{i:027d}")
        assert used.write == 1, i


def test_opening_a_group_is_one_read_and_one_write(engine):
    open_group(size=4)
    with engine.units() as used:
        call("createGroup", {"goodsId": "tea"}, openid="leader")
    assert used.calls == ["GetItem", "PutItem"]
    assert (used.read, used.write) == (1, 2)  # the item, and its row in the index

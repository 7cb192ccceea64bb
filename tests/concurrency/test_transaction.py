"""Parts and their commit, on ministack, whose writes are atomic."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from pynamodb.attributes import UnicodeAttribute

from tests.support.cloud import Shop
from wxcloud.errors import Code, Refusal
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.transaction import (
    ALREADY_SO,
    Instead,
    Refuse,
    check,
    commit,
    commit_one,
    delete,
    put,
    retry,
    update,
)

EMPTY = Code("TEST_EMPTY", 409, "Nothing is left.")
EXISTS = Code("TEST_EXISTS", 409, "It exists.")
MOVED = Code("TEST_MOVED", 503, "It has changed.")


class Pot(Table):
    class Meta(TableMeta):
        name = "platform"

    key = UnicodeAttribute(hash_key=True)
    left = Integer(default=0)
    note = UnicodeAttribute(null=True)


def take(key: str, n: int = 1, otherwise: object = EMPTY):
    return update(Pot(key=key), Pot.left.add(-n), where=Pot.left >= n, otherwise=otherwise)


def fill(key: str, n: int) -> None:
    commit(put(Pot(key=key, left=n), otherwise=EXISTS))


def left(key: str) -> int:
    pot = Pot.get(key, consistent=True)
    assert pot is not None
    return pot.left


def test_a_single_part_is_one_plain_write_and_returns_the_new_item(engine: Shop):
    fill("a", 2)
    with engine.units() as used:
        pot = commit_one(take("a"))
    assert pot.left == 1
    assert (used.write, used.calls) == (1, ["UpdateItem"])


def test_a_part_refuses_a_failed_condition_without_a_second_read(engine: Shop):
    fill("a", 0)
    seen = []
    with engine.units() as used, pytest.raises(Refusal) as refused:
        commit(take("a", otherwise=lambda old: seen.append(old.left) or Refuse(EMPTY)))
    assert refused.value.code is EMPTY
    assert seen == [0]
    assert used.calls == ["UpdateItem"]


def test_all_parts_are_written_or_none(engine: Shop):
    fill("a", 1)
    fill("b", 0)
    with pytest.raises(Refusal) as refused:
        commit(take("a"), take("b"))
    assert refused.value.code is EMPTY
    assert (left("a"), left("b")) == (1, 0)
    with engine.units() as used:
        commit(take("a"), put(Pot(key="c"), otherwise=EXISTS))
    assert left("a") == 0
    assert (used.write, used.calls) == (4, ["TransactWriteItems"])


def test_a_part_can_name_another_part_to_try_instead(engine: Shop):
    fill("a", 0)
    fill("b", 1)
    pots = commit(take("a", otherwise=lambda old: Instead(take("b"))))
    assert pots[0].key == "b"
    with pytest.raises(Refusal):
        commit(
            put(Pot(key="c"), otherwise=EXISTS), take("a", otherwise=lambda old: Instead(take("b")))
        )
    assert Pot.get("c") is None


def test_already_so_succeeds_alone_and_is_left_out_of_a_transaction(engine: Shop):
    fill("a", 5)
    repeat = put(Pot(key="a", left=9), otherwise=ALREADY_SO)
    assert commit_one(repeat).left == 5
    results = commit(repeat, put(Pot(key="b", left=1), otherwise=EXISTS))
    assert results[0] is None
    assert results[1].key == "b"
    assert left("a") == 5


def test_a_repeat_of_the_same_put_is_a_success(engine: Shop):
    part = put(Pot(key="a", left=1, note="order-17"), otherwise=EXISTS)
    commit(part)
    commit(part)  # as after a lost response
    with pytest.raises(Refusal):
        commit(put(Pot(key="a", left=1, note="order-18"), otherwise=EXISTS))


def test_a_check_adds_a_condition_and_writes_nothing(engine: Shop):
    fill("a", 1)
    fill("b", 1)
    at_least_five = check(Pot(key="a"), where=Pot.left >= 5, otherwise=EMPTY)
    with pytest.raises(Refusal):
        commit(at_least_five, take("b"))
    assert left("b") == 1


def test_a_delete_is_conditional_too(engine: Shop):
    fill("a", 1)
    with pytest.raises(Refusal):
        commit(delete(Pot(key="a"), where=Pot.left == 0, otherwise=EMPTY))
    assert left("a") == 1
    commit(delete(Pot(key="a"), where=Pot.left == 1, otherwise=EMPTY))
    assert Pot.get("a") is None


def test_concurrent_transfers_keep_the_sum(engine: Shop):
    keys = [f"pot-{i}" for i in range(4)]
    for key in keys:
        fill(key, 25)

    def transfer(seed: int) -> bool:
        giver, taker = random.Random(seed).sample(keys, 2)
        gift = update(Pot(key=taker), Pot.left.add(1), where=Pot.key.exists(), otherwise=EMPTY)
        try:
            commit(take(giver), gift)
        except Refusal as refusal:
            assert refusal.code.name in ("TEST_EMPTY", "BUSY")
            return False
        return True

    with ThreadPoolExecutor(32) as pool:
        done = list(pool.map(transfer, range(200)))
    assert sum(left(key) for key in keys) == 100
    assert sum(done) > 100  # conflicts are retried, not shown to the caller


def test_the_last_unit_goes_to_exactly_one_of_many_threads(engine: Shop):
    fill("a", 7)

    def grab(_: int) -> bool:
        try:
            commit(take("a"))
        except Refusal as refusal:
            assert refusal.code is EMPTY
            return False
        return True

    with ThreadPoolExecutor(32) as pool:
        assert sum(pool.map(grab, range(100))) == 7
    assert left("a") == 0


def test_an_equal_put_in_a_second_transaction_is_refused(engine: Shop):
    fill("a", 5)
    entry = put(Pot(key="checkin"), otherwise=EXISTS)
    commit(take("a"), entry)
    with pytest.raises(Refusal) as refused:
        commit(take("a"), entry)
    assert refused.value.code is EXISTS
    assert left("a") == 4


def test_an_update_without_a_condition_always_writes(engine: Shop):
    assert commit_one(update(Pot(key="new"), Pot.left.set(3))).left == 3
    commit(update(Pot(key="new"), Pot.left.add(1)), put(Pot(key="b"), otherwise=EXISTS))
    assert left("new") == 4
    commit_one(delete(Pot(key="new")))
    assert Pot.get("new") is None


def test_work_is_retried_while_the_item_that_it_read_changes(engine: Shop):
    fill("a", 0)
    seen = []

    def add_to_what_is_there() -> int:
        pot = Pot.get("a", consistent=True)
        if len(seen) < 3:  # another writer is faster, three times
            commit_one(update(Pot(key="a"), Pot.left.add(10)))
        seen.append(pot.left)
        unchanged = Pot.left == pot.left
        change = Pot.left.set(pot.left + 1)
        return commit_one(update(Pot(key="a"), change, where=unchanged, otherwise=MOVED)).left

    assert retry(add_to_what_is_there, on=[MOVED]) == 31
    assert seen == [0, 10, 20, 30]


def test_retry_ends_with_busy_and_does_not_catch_other_refusals():
    def moved() -> None:
        raise MOVED()

    def empty() -> None:
        raise EMPTY()

    with pytest.raises(Refusal, match="BUSY"):
        retry(moved, on=[MOVED], deadline_s=0.05)
    with pytest.raises(Refusal, match="TEST_EMPTY"):
        retry(empty, on=[MOVED])

"""Parts and their commit, on a store that is really atomic."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tests.support.cloud import Shop
from wxcloud.errors import Code, Refusal
from wxcloud.model import Table, TableMeta
from wxcloud.transaction import check, commit, delete, put, update

EMPTY = Code("TEST_EMPTY", 409, "Nothing is left.")
EXISTS = Code("TEST_EXISTS", 409, "It exists.")


class Pot(Table):
    class Meta(TableMeta):
        name = "platform"

    key = UnicodeAttribute(hash_key=True)
    left = NumberAttribute(default=0)
    note = UnicodeAttribute(null=True)


def take(key: str, n: int = 1, otherwise: object = EMPTY):
    return update(Pot(key=key), Pot.left.add(-n), where=Pot.left >= n, otherwise=otherwise)


def fill(key: str, n: int) -> None:
    commit(put(Pot(key=key, left=n), otherwise=EXISTS))


def left(key: str) -> int:
    pot = Pot.find(key, consistent=True)
    assert pot is not None
    return int(pot.left)


def test_a_lone_part_is_one_plain_write_and_gives_the_new_item(engine: Shop):
    fill("a", 2)
    with engine.units() as used:
        (pot,) = commit(take("a"))
    assert pot.left == 1
    assert (used.write, used.calls) == (1, ["UpdateItem"])


def test_a_failed_condition_is_the_parts_own_refusal_with_no_second_read(engine: Shop):
    fill("a", 0)
    seen = []
    with engine.units() as used, pytest.raises(Refusal) as refused:
        commit(take("a", otherwise=lambda old: seen.append(old.left) or EMPTY))
    assert refused.value.code is EMPTY
    assert seen == [0]
    assert used.calls == ["UpdateItem"]


def test_parts_hold_together_or_not_at_all(engine: Shop):
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


def test_a_part_may_name_another_to_try_in_its_place(engine: Shop):
    fill("a", 0)
    fill("b", 1)
    pots = commit(take("a", otherwise=lambda old: take("b")))
    assert pots[0].key == "b"
    with pytest.raises(Refusal):
        commit(put(Pot(key="c"), otherwise=EXISTS), take("a", otherwise=lambda old: take("b")))
    assert Pot.find("c") is None


def test_so_already_is_a_success_alone_and_steps_aside_in_company(engine: Shop):
    fill("a", 5)
    repeat = put(Pot(key="a", left=9), otherwise=lambda old: None)
    assert commit(repeat)[0].left == 5
    results = commit(repeat, put(Pot(key="b", left=1), otherwise=EXISTS))
    assert results[0] is None
    assert results[1].key == "b"
    assert left("a") == 5


def test_our_own_put_seen_again_is_not_a_collision(engine: Shop):
    part = put(Pot(key="a", left=1, note="order-17"), otherwise=EXISTS)
    commit(part)
    commit(part)  # as after an answer that was lost on the way
    with pytest.raises(Refusal):
        commit(put(Pot(key="a", left=1, note="order-18"), otherwise=EXISTS))


def test_a_check_guards_the_others_and_writes_nothing(engine: Shop):
    fill("a", 1)
    fill("b", 1)
    rich = check(Pot(key="a"), where=Pot.left >= 5, otherwise=EMPTY)
    with pytest.raises(Refusal):
        commit(rich, take("b"))
    assert left("b") == 1


def test_a_delete_is_conditional_too(engine: Shop):
    fill("a", 1)
    with pytest.raises(Refusal):
        commit(delete(Pot(key="a"), where=Pot.left == 0, otherwise=EMPTY))
    assert left("a") == 1
    commit(delete(Pot(key="a"), where=Pot.left == 1, otherwise=EMPTY))
    assert Pot.find("a") is None


def test_transfers_under_fire_lose_and_make_nothing(engine: Shop):
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
    assert sum(done) > 100  # conflicts are retried, not passed on


def test_the_last_one_goes_to_exactly_one_of_many(engine: Shop):
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


def test_a_twin_in_a_transaction_is_a_collision_even_if_equal_to_the_letter(engine: Shop):
    fill("a", 5)
    entry = put(Pot(key="checkin"), otherwise=EXISTS)
    commit(take("a"), entry)
    with pytest.raises(Refusal) as refused:
        commit(take("a"), entry)
    assert refused.value.code is EXISTS
    assert left("a") == 4

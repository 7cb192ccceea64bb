"""Notes on orders under concurrency, and what they cost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.support import orders
from tests.support.cloud import Answer, Shop, call
from tests.support.orders import OPERATOR


def note(order_id: str, text: str, seen_at: int | None, by: str = "operator-1") -> Answer:
    return call("noteOrder", {"orderId": order_id, "text": text, "seenAt": seen_at}, by, OPERATOR)


def paid(engine: Shop) -> str:
    orders.save_goods(100)
    order_id: str = orders.place()["orderId"]
    orders.pay(engine, order_id)
    return order_id


def test_of_operators_who_note_at_once_one_succeeds(engine: Shop) -> None:
    order_id = paid(engine)
    seen_at = None
    for turn in range(10):
        with ThreadPoolExecutor(8) as pool:
            answers = list(
                pool.map(
                    lambda n, t=turn, s=seen_at: note(order_id, f"{t} {n}", s, f"operator-{n}"),
                    range(8),
                )
            )
        codes = sorted(answer.code for answer in answers)
        assert codes == ["NOTE_CHANGED"] * 7 + ["OK"]
        (wins,) = (answer["note"] for answer in answers if answer.ok)
        detail = call("getOrder", {"orderId": order_id}, "operator-1", OPERATOR)
        assert detail["note"] == wins
        seen_at = wins["at"]


def test_what_a_note_costs(engine: Shop) -> None:
    order_id = paid(engine)
    with engine.units() as first:
        seen_at = note(order_id, "老客户", None)["note"]["at"]
    with engine.units() as second:
        assert note(order_id, "加一份小样", seen_at).ok
    with engine.units() as again:
        assert note(order_id, "加一份小样", seen_at).ok
    assert (first.write, second.write, again.write) == (4, 1, 0)
    assert max(each.read for each in (first, second, again)) <= 3

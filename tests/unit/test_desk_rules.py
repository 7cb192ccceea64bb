"""The rules of the desk: what an order adds to which number, and what a cell of a CSV may be."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.desk import spreadsheet
from shop.desk.rules import OrderFacts, changes, numbers, plain_number, ship_since, slot_of
from shop.desk.views import DeskOrder
from shop.orders.model import Order
from shop.orders.views import OrderItem

NOW = 1_795_305_600_000  # 2026-11-22 08:00 in Shanghai
STATUSES = ("PENDING", "PAID", "SHIPPED", "COMPLETED", "CLOSED", "REFUNDING", "REFUNDED")
times = st.integers(NOW - 10 * 86_400_000, NOW)
facts = st.builds(
    OrderFacts,
    orderId=st.sampled_from("abc"),
    status=st.sampled_from(STATUSES),
    kind=st.sampled_from(("group", "sale", "plain")),
    createdAt=times,
    total=st.integers(0, 10**9),
    goods=st.just(["tea"]),
    paidAt=st.none() | times,
    shipSince=st.none() | times,
    asked=st.booleans(),
)


@given(st.lists(st.none() | facts, max_size=8))
def test_the_differences_of_any_chain_of_changes_add_up_to_what_the_last_one_counts(chain) -> None:
    sums: Counter[object] = Counter()
    for old, new in zip([None, *chain], chain, strict=False):
        for number, difference in changes(old, new):
            sums[number] += difference
    last = numbers(chain[-1]) if chain else Counter()
    assert {n: v for n, v in sums.items() if v} == {n: v for n, v in last.items() if v}


def order(**fields) -> Order:
    made = Order(status="PAID", createdAt=NOW, paidAt=NOW + 5, lines=[], history=[])
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def test_an_order_can_be_shipped_since_it_was_paid_or_its_group_has_succeeded() -> None:
    assert ship_since(order()) == NOW + 5
    assert ship_since(order(status="SHIPPED")) is None
    assert ship_since(order(asked="too late")) is None
    assert ship_since(order(handRefund=NOW)) is None
    assert ship_since(order(handRefund=0)) == NOW + 5
    assert ship_since(order(groupId="g", awaits="g")) is None
    noted = [f"{NOW} PENDING u1", f"{NOW + 5} PAID wechat", f"{NOW + 70} GROUP group SUCCESS"]
    assert ship_since(order(groupId="g", history=noted)) == NOW + 70
    assert ship_since(order(groupId="g", history=noted[:2])) == NOW + 5


@pytest.mark.parametrize(
    ("minutes", "slot"), [(0, "0800"), (9, "0800"), (10, "0810"), (119, "0950"), (959, "2350")]
)
def test_a_slot_is_ten_minutes_of_a_day_in_shanghai(minutes: int, slot: str) -> None:
    assert slot_of(NOW + minutes * 60_000 + 59_999) == slot


@pytest.mark.parametrize(
    "number", ["13800138000", "+86 138 0013 8000", "86-13800138000", "008613800138000"]
)
def test_a_phone_number_is_the_same_in_all_its_forms(number: str) -> None:
    assert plain_number(number) == "13800138000"
    assert plain_number("020-81167888") == "02081167888"
    assert plain_number("0571 8888 6666") == "057188886666"


# --- the CSV -------------------------------------------------------------------------------------

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]


@pytest.mark.parametrize("start", STARTS)
def test_no_cell_begins_like_a_formula(start: str) -> None:
    assert spreadsheet.safe(f'{start}cmd|"/c calc"!A1') == f'\'{start}cmd|"/c calc"!A1'
    assert spreadsheet.safe(f"a{start}b") == f"a{start}b"
    assert spreadsheet.safe("") == ""


@given(st.text(), st.text(), st.sampled_from(STARTS))
def test_a_csv_is_read_as_it_was_written_and_has_no_formula(remark, title, start) -> None:
    line = OrderItem(skuId="s", goodsId="g", title=start + title, price=1, quantity=2)
    shown = DeskOrder(
        orderId="o1",
        status="PAID",
        kind="plain",
        lines=[line],
        total=1230,
        freight=0,
        refunded=0,
        createdAt=NOW,
        delivery="express",
        canShip=True,
        remark=start + remark,
    )
    body = spreadsheet.headings() + spreadsheet.lines([shown, shown])
    assert body.startswith(b"\xef\xbb\xbf") and body.endswith(b"\r\n")
    read = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert len(read) == 3 and {len(row) for row in read} == {len(spreadsheet.HEADINGS)}
    row = dict(zip(spreadsheet.HEADINGS, read[1], strict=True))
    assert row["买家备注"] == f"'{start}{remark}"
    assert row["商品"] == f"'{start}{title}×2"
    assert row["应付（元）"] == "12.30" and row["下单时间"] == "2026-11-22 08:00"
    assert not any(cell.startswith(tuple(STARTS)) for each in read for cell in each)


def test_shards_are_used_alike() -> None:
    from shop.desk.rules import SHARDS, shard_of

    chance = random.Random(3)
    used = Counter(shard_of(f"{chance.random():.17f}") for _ in range(4000))
    assert len(used) == SHARDS and min(used.values()) > 400

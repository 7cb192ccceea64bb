"""The query of an experiment: DuckDB gives what a count user by user gives, and Trino reads it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.experiments import queries
from shop.experiments.arms import add_up
from shop.experiments.model import Metric
from tests.support.analytics import Duck, line
from tests.support.experiments import exposure, oracle
from wxcloud import clock

START = 1_795_305_600_000
STOP = START + 6 * clock.DAY
METRICS = [
    Metric(name="orders", event="order_paid", windowHours=24),
    Metric(name="revenue", event="order_paid", value="fen", windowHours=72),
    Metric(name="clicks", event="goods_click", value="position", windowHours=1),
]
TIMES: dict[str, int] = {
    "start": START,
    "stop": STOP,
    "weights_since": START + clock.DAY,
    "now": START + 5 * clock.DAY,
}


@pytest.fixture(scope="module")
def duck() -> Duck:
    return Duck()


def sql(metrics: list[Metric], **times: int) -> str:
    return queries.sums("home", metrics, **{**TIMES, **times})


# Times near the edges: the start, the stop, a day, a window, 14 days before.
HOURS = st.sampled_from([-400, -337, -336, -335, -1, 0, 1, 15, 16, 17, 23, 24, 25, 71, 72, 73, 143])
MOMENTS = st.builds(
    lambda hour, ms: START + hour * clock.HOUR + ms, HOURS, st.integers(-2, 2) | st.just(1800_000)
)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["v1", "v2", "forged", "other", "paid", "paid", "click"]),
        MOMENTS,
        st.integers(0, 100_000),
    ),
    max_size=25,
)


def made(events: list[tuple[str, str, int, int]]) -> list[dict[str, Any]]:
    lines = []
    for i, (who, kind, at, fen) in enumerate(events):
        if kind in ("v1", "v2"):
            lines.append(exposure(i, who, at, kind))
        elif kind == "forged":  # a client says so
            lines.append({**exposure(i, who, at, "v2"), "source": "client"})
        elif kind == "other":
            lines.append(exposure(i, who, at, "v1", "detail"))
        elif kind == "paid":
            lines.append(line(i, who, "order_paid", at, fen=fen, source="server"))
        else:
            lines.append(line(i, who, "goods_click", at, props=f'{{"position":{fen}}}'))
    return [{**each, "received_ms": TIMES["now"]} for each in lines]


@settings(max_examples=60, deadline=None)
@given(events=EVENTS)
def test_the_query_gives_what_a_count_user_by_user_gives(
    duck: Duck, events: list[tuple[str, str, int, int]]
) -> None:
    lines = [each for each in made(events) if each["at_ms"] <= TIMES["now"]]
    rows = duck.fill([*lines, *lines]).rows(sql(METRICS))  # each line twice
    for each in lines:
        if each["event"] == "goods_click":
            each["position"] = float(each["props"].split(":")[1][:-1])
    wanted = oracle(lines, METRICS, **TIMES)
    assert len(rows) == len(wanted)
    for row in rows:
        key = (row["arm"] or "", int(row["multiple"] or 0), int(row["day_begins"] or 0))
        for name, value in wanted[key].items():
            assert float(row[name] or 0) == value, (key, name)


def test_rows_of_days_are_added_up(duck: Duck) -> None:
    lines = [
        exposure(1, "a", START, "v1"),
        exposure(2, "b", START + clock.DAY, "v2"),
        exposure(3, "c", START + 2 * clock.DAY, "v2"),
        exposure(4, "d", START, "v1"),
        exposure(5, "d", START + clock.DAY, "v2"),
        exposure(6, "e", TIMES["now"] - clock.HOUR, "v2"),
        line(7, "b", "order_paid", START + clock.DAY + 1, fen=300),
        line(8, "b", "order_paid", START, fen=200),
        line(9, "c", "order_paid", START + 2 * clock.DAY + 1, fen=500),
        line(10, "a", "order_paid", START + 1, fen=900),  # came before the weights were changed
    ]
    found = add_up(duck.fill(lines).rows(sql(METRICS)), ["v1", "v2", "v3"], METRICS)
    one, two, three = found.arms
    assert (one.users, two.users, three.users, found.multiple) == (1, 3, 0, 1)
    assert (one.fresh, two.fresh) == (0, 3)
    assert (found.first, found.mixed) == (START + clock.DAY, 0)
    assert [metric.n for metric in one.metrics] == [0, 0, 0]
    orders, revenue, clicks = two.metrics
    assert (orders.n, orders.did, orders.sums.mean) == (2, 2, 1.0)
    assert (revenue.n, revenue.sums.total, revenue.sums.before) == (2, 800.0, 200.0)
    assert (revenue.sums.squares, revenue.sums.product) == (340_000.0, 60_000.0)
    assert (clicks.n, clicks.did) == (3, 0)


def test_the_events_are_read_once() -> None:
    assert sql(METRICS).count("FROM lines") == 1


def test_trino_reads_the_query() -> None:
    sqlglot = pytest.importorskip("sqlglot")
    for metrics in (METRICS, METRICS[:1]):
        (parsed,) = sqlglot.parse(sql(metrics), read="trino")
        assert parsed is not None
        names = {each.alias for each in parsed.selects}
        assert {"arm", "multiple", "day_begins", "users", "fresh", "n0", "c0"} <= {
            each.alias_or_name for each in parsed.selects
        }, names


def test_what_an_operator_wrote_cannot_leave_its_literal() -> None:
    text = queries.sums("it's", METRICS[:1], **TIMES)
    assert "experiment = 'it''s'" in text

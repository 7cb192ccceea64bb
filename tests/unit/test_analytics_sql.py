"""The queries of the product: both engines run them, and no caller's text leaves its literal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from shop.analytics import catalogue, sql
from shop.analytics.broadcasts import LiveQuestion, PlannedPush
from shop.analytics.funnel import Funnel
from shop.analytics.goods import GoodsQuestion
from shop.analytics.kinds import BUILT_IN, EventKind
from shop.analytics.lines import EventLine
from shop.analytics.retention import Retention
from shop.analytics.sharing import SharesQuestion
from shop.analytics.steps import Step
from shop.analytics.view import COLUMNS
from tests.support.analytics import Duck, columns, line
from tests.support.template import resources
from wxcloud import clock
from wxcloud.errors import Refusal

DAY0 = 1_795_276_800_000  # 2026-11-22 00:00 in Shanghai
TIME: dict[str, Any] = {"since": DAY0, "until": DAY0 + 7 * clock.DAY}
NOW = DAY0 + 8 * clock.DAY
OWN = EventKind(
    "tasting",
    "品鉴",
    "client",
    {"note": "text", "cups": "int", "sure": "bool", "share_of": "number"},
)
# DuckDB has them under other names, or not at all; Trino has no others in their place.
ONLY_TRINO = {"json_extract_scalar", "from_unixtime", "approx_percentile", "date_diff", "max_by"}


@pytest.fixture(autouse=True)
def _catalogue(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(catalogue, "all_kinds", lambda: {**BUILT_IN, "tasting": OWN})
    yield


@pytest.fixture(scope="module")
def duck() -> Duck:
    return Duck()


def funnel(*steps: Step, **more: Any) -> Funnel:
    return Funnel(steps=list(steps), **(TIME | {"window": clock.DAY} | more))


def questions() -> dict[str, Any]:
    """Every query of the product, with each way that it can be made."""
    first, back = Step(event="page_view"), Step(event="order_paid", where={"fen": [100, 200]})
    own = Step(
        event="tasting", where={"note": ["a'b", "茶"], "cups": 3, "sure": True, "share_of": 0.5}
    )
    pushes = [PlannedPush("p1", "tea", "茶", DAY0), PlannedPush("p2", "cup", "杯", DAY0)]
    made: dict[str, Any] = {
        "funnel": funnel(first, back),
        "funnel of 20 steps": funnel(*[first, own] * 10),
        "funnel by a column": funnel(Step(event="goods_click"), back, by="goodsId"),
        "funnel by a property": funnel(own, back, by="note"),
        "funnel by a number": funnel(back, first, by="fen"),
        "funnel by sharer": funnel(first, back, by="sharer"),
        "shares": SharesQuestion(**TIME),
        "live": LiveQuestion(liveId="room-1", pushes=pushes, **TIME),
        "live without pushes": LiveQuestion(liveId="room-1", pushes=[], **TIME),
    }
    for unit in ("day", "week"):
        made[f"retention by {unit}"] = Retention(first=first, back=back, unit=unit, **TIME)
    for by in ("goods", "category", "push", "channel"):
        made[f"goods by {by}"] = GoodsQuestion(by=by, **TIME)
    return made


@pytest.mark.parametrize("name", questions())
def test_both_engines_run_every_query(name: str, duck: Duck) -> None:
    query = questions()[name].sql(NOW)
    (parsed,) = sqlglot.parse(query, read="trino")
    assert isinstance(parsed, exp.Select)
    used = {each.sql_name().lower() for each in parsed.find_all(exp.Func)}
    assert not used & ONLY_TRINO
    assert sqlglot.parse_one(query, read="duckdb") is not None
    duck.fill([line(1, "u", "page_view", DAY0)]).rows(query)


def test_a_query_that_is_too_long_for_athena_is_refused() -> None:
    long = Step(event="page_view", where={"page": [f"{n}".zfill(120) for n in range(50)]})
    assert funnel(long, long).sql(NOW)
    with pytest.raises(Refusal) as refused:
        funnel(*[long] * 20).sql(NOW)
    assert (refused.value.code.name, refused.value.code.status) == ("BAD_REQUEST", 400)


def test_the_largest_groups_of_a_funnel_come_with_all_their_steps(duck: Duck) -> None:
    """Else the bound of the rows cuts later steps."""
    lines = []
    for n in range(60):
        goods = f"g{n // 2 if n < 4 else n}"
        for k, event in enumerate(("goods_click", "order_paid")):
            lines.append(line(2 * n + k, f"u{n}", event, DAY0 + k, goods=goods))
    asked = funnel(Step(event="goods_click"), Step(event="order_paid"), by="goodsId")
    rows = duck.fill(lines).rows(asked.sql(NOW))
    told = [(row["whole"], row["grp"], row["step"]) for row in rows[:6]]
    assert told == [(w, g, s) for w, g in (("1", ""), ("0", "g0"), ("0", "g1")) for s in "01"]


@pytest.mark.parametrize("name", questions())
def test_every_query_reads_the_table_once_and_only_its_days(name: str) -> None:
    """Athena would read and bill a table again for each time that it is named."""
    parsed = sqlglot.parse_one(questions()[name].sql(NOW), read="trino")
    tables = [each for each in parsed.find_all(exp.Table) if each.name == "lines"]
    assert len(tables) == 1
    assert "'2026-11-21'" in questions()[name].sql(NOW) and " day BETWEEN " in questions()[
        name
    ].sql(NOW)


@pytest.mark.parametrize("name", questions())
def test_an_answer_is_made_of_no_rows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert questions()[name].answer([], NOW) is not None


def test_the_table_has_a_column_for_each_field_of_a_line() -> None:
    fields = {name: str(kind) for name, kind in EventLine.__annotations__.items()}
    kinds = {"VARCHAR": "str", "BIGINT": "int"}
    found = {name: kinds[kind] for name, kind in columns().items()}
    assert found.pop("day") == "str"
    assert found == fields
    assert set(COLUMNS) <= set(fields)


def test_the_days_are_projected_from_where_firehose_writes_them() -> None:
    (table,) = resources("AWS::Glue::Table").values()
    told = table["TableInput"]["Parameters"]
    (stream,) = resources("AWS::KinesisFirehose::DeliveryStream").values()
    written = stream["ExtendedS3DestinationConfiguration"]
    assert written["Prefix"] == "events/day=!{timestamp:yyyy-MM-dd}/"
    assert written["CustomTimeZone"] == "Asia/Shanghai" and written["CompressionFormat"] == "GZIP"
    assert told["storage.location.template"] == {
        "Fn::Sub": "s3://${EventsBucket}/events/day=${!day}/"
    }
    assert told["projection.day.range"].endswith(",NOW+1DAYS"), "Shanghai is ahead of UTC"
    rules = resources("AWS::S3::Bucket")["EventsBucket"]["LifecycleConfiguration"]["Rules"]
    assert {rule["Id"] for rule in rules} == {"events", "failed", "answers", "uploads"}
    (group,) = resources("AWS::Athena::WorkGroup").values()
    assert group["WorkGroupConfiguration"]["EnforceWorkGroupConfiguration"] is True
    assert "BytesScannedCutoffPerQuery" in group["WorkGroupConfiguration"]


# --- hostile texts --------------------------------------------------------------------------------

HOSTILE = [
    "'; DROP TABLE lines; --",
    "' OR '1'='1",
    "\\' OR 1=1 --",
    "''",
    '"',
    "*/ /*",
    "${x}",
    "$$",
    "? {note}",
    "%' OR who LIKE '%",
    "s3://bucket/key",
    "FROM s3://bucket/key",
    "茶 🍵 \u202e",
    "x" * 200,
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_a_value(value: str, duck: Duck) -> None:
    import msgspec

    props = msgspec.json.encode({"note": value}).decode()
    lines = [
        line(1, "a", "tasting", DAY0, props=props),
        line(2, "b", "tasting", DAY0, props='{"note":"other"}'),
        line(3, "a", "page_view", DAY0 + 1),
        line(4, "b", "page_view", DAY0 + 1),
    ]
    asked = funnel(Step(event="tasting", where={"note": value}), Step(event="page_view"))
    query = asked.sql(NOW)
    parsed = sqlglot.parse(query, read="trino")
    assert len(parsed) == 1 and isinstance(parsed[0], exp.Select)
    answer = asked.answer(duck.fill(lines).rows(query), NOW)
    assert answer.steps and [step.users for step in answer.steps] == [1, 1]


@settings(max_examples=200, deadline=None)
@given(value=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_a_literal_is_one_literal_in_both_engines(duck: Duck, value: str) -> None:
    query = f"SELECT {sql.text(value)} AS x"
    (row,) = duck.rows(query)
    assert row["x"] == value
    literal = sqlglot.parse_one(query, read="trino").find(exp.Literal)
    assert literal is not None and literal.this == value


@pytest.mark.parametrize("value", ["a\x00b", "a\nb", "\x7f", "\ud800"])
def test_a_text_with_control_characters_is_no_literal(value: str) -> None:
    with pytest.raises(ValueError, match="control characters"):
        sql.text(value)


@pytest.mark.parametrize(
    "step",
    [
        Step(event="page_view' OR 1=1 --"),
        Step(event="tasting", where={"note') OR ('1'='1": "x"}),
        Step(event="tasting", where={"cups": "3"}),
        Step(event="tasting", where={"cups": True}),
        Step(event="tasting", where={"note": []}),
        Step(event="tasting", where={"goodsId": "x"}),
        Step(event="page_view", where={"shareCode": "x' OR 1=1"}),
    ],
)
def test_what_the_catalogue_does_not_know_is_refused(step: Step) -> None:
    with pytest.raises(Refusal, match="BAD_REQUEST"):
        funnel(step, Step(event="page_view")).sql(NOW)
    with pytest.raises(Refusal, match="BAD_REQUEST"):
        funnel(Step(event="page_view"), Step(event="share"), by="note').x").sql(NOW)


@settings(max_examples=150, deadline=None)
@given(
    props=st.dictionaries(
        st.sampled_from(["note", "cups", "notes", "not", "sure"]),
        st.text(st.sampled_from('",:{}\\[]note1 a'), max_size=12)
        | st.integers(-9, 99)
        | st.booleans(),
        max_size=4,
    )
)
def test_a_property_is_read_as_it_was_written(duck: Duck, props: dict[str, Any]) -> None:
    """Whatever its text says, also if it looks like another property."""
    import msgspec

    from shop.analytics.lines import columns as split

    kept = split(props)["props"]
    duck.fill([line(1, "a", "tasting", DAY0, props=kept)])
    for name in ("note", "cups", "sure"):
        (row,) = duck.rows(f"SELECT {sql.prop(name)} AS x FROM lines")
        found = row["x"]
        assert (msgspec.json.decode(found) if found is not None else None) == props.get(name)

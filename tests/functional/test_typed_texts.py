"""What people type: blanks, spellings and times, at the door of every function."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.support.cloud import START, Shop, call, handler
from tools.api.functions import functions
from wxcloud.fields import FieldError, tidy

BLANKS = ["\u3000" * 3, "\u200b", "\ufeff", "\u2060", "\u00a0", " ", "\u2003\u200d", "\u2800\u3164"]
GOODS = {"title": "茶", "cover": "/a.png", "price": 1, "category": "茶", "rank": 1, "stock": 1}
SECONDS = 1_764_000_000
YEAR = 366 * 24 * 3_600_000


def save(**fields: Any) -> Any:
    return call("saveGoods", {**GOODS, **fields}, "op", ("operator",))


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("field", ["title", "category", "cover", "skus[0].title"])
def test_a_blank_text_is_refused(shop: Shop, field: str, blank: str) -> None:
    sku = {"title": blank, "price": 1, "stock": 1}
    answer = save(skus=[sku]) if "[" in field else save(**{field: blank})
    assert (answer.status, answer["field"]) == (400, field)


def texts() -> Iterator[tuple[str, str, Any]]:
    """Every text of every input that people write: function, field, type."""
    for function in functions()[0]:
        for field in msgspec.structs.fields(function.request) if function.request else ():
            schema = str(msgspec.json.schema(field.type))
            if "maxLength" in schema and "\\u200b" in schema:
                yield function.name, field.name, field.type


def test_every_text_that_people_write_is_of_the_one_kind() -> None:
    found = {(name, field) for name, field, _ in texts()}
    assert {
        ("saveGoods", "title"),
        ("saveGoods", "cover"),
        ("saveFaq", "answer"),
        ("saveFaq", "keywords"),
        ("saveNotice", "data"),
        ("saveNotice", "page"),
        ("saveLive", "title"),
        ("refundOrder", "reason"),
        ("askAfterSale", "reason"),
        ("decideAfterSale", "note"),
        ("adjustScore", "reason"),
        ("createShare", "page"),
        ("listGoods", "category"),
    } <= found
    for name, field, kind in texts():
        for blank in BLANKS:
            for given in (blank, [blank], {"thing1": blank}, {"a": blank}):
                try:
                    taken = msgspec.convert(given, kind)
                except msgspec.ValidationError:
                    continue
                pytest.fail(f"{name}.{field} takes {taken!r}")


@pytest.mark.parametrize("spelling", ["茶 ", "\u3000茶", "\ufeff茶\u200b", "\u00a0茶\u2060 "])
def test_a_category_is_one_shelf_however_it_is_spelt(shop: Shop, spelling: str) -> None:
    assert save(goodsId="a", category="茶").ok
    assert save(goodsId="b", category=spelling).ok
    for asked in ("茶", spelling):
        items = call("listGoods", {"category": asked}, "")["items"]
        assert {each["goodsId"] for each in items} == {"a", "b"}


def test_composed_and_decomposed_letters_are_one_shelf(shop: Shop) -> None:
    for goods_id, form in (("a", "NFC"), ("b", "NFD")):
        assert save(goodsId=goods_id, category=unicodedata.normalize(form, "café")).ok
    items = call("listGoods", {"category": "café"}, "")["items"]
    assert {each["goodsId"] for each in items} == {"a", "b"}


def test_an_emoji_at_the_end_stays_whole() -> None:
    england = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    for text in ("我❤\ufe0f", "👨\u200d👩\u200d👧", england, "1\ufe0f\u20e3"):
        assert tidy(f" {text}\u3000") == text


# --- times ---------------------------------------------------------------------------------------

SALE = {"skuId": "tea", "price": 1, "stock": 1, "limit": 1}
OPERATOR, HOST = ("operator",), ("host",)
OTHER_TIMES = [SECONDS, 0, 1, START - 11 * YEAR, START + 11 * YEAR, START * 1000]
NEAR, MONTH = START + YEAR // 2, 30 * 24 * 3_600_000
_STEP = {"event": "page_view"}
QUESTIONS: dict[str, dict[str, Any]] = {
    "analyzeFunnel": {"steps": [_STEP, _STEP], "window": "1h"},
    "analyzeRetention": {"first": _STEP, "return": _STEP, "unit": "day"},
    "analyzeGoods": {},
    "analyzeShares": {},
}
EXPERIMENT = {
    "key": "home",
    "variants": [{"name": "v1", "weight": 1}, {"name": "v2", "weight": 1}],
    "metrics": [{"name": "orders", "event": "order_paid"}],
    "start": NEAR - MONTH,
    "stop": NEAR + MONTH,
    "minimumEffect": 0.1,
}
PUSH = "01n17ge7g0jksed91g0yx165yx"
TIMES = [
    ("saveSale", SALE | {"startAt": None, "endAt": START + 1}, "startAt", OPERATOR),
    ("saveSale", SALE | {"startAt": START, "endAt": None}, "endAt", OPERATOR),
    ("saveLive", {"title": "t", "startAt": None}, "startAt", HOST),
    ("saveLive", {"title": "t", "startAt": START, "endAt": None}, "endAt", HOST),
    ("scheduleGoodsPush", {"liveId": "l", "goodsId": "g", "timestamp": None}, "timestamp", HOST),
    ("moveGoodsPush", {"liveId": "l", "pushId": PUSH, "timestamp": None}, "timestamp", HOST),
    ("noteOrder", {"orderId": "o", "text": "t", "seenAt": None}, "seenAt", OPERATOR),
    ("searchOrders", {"from": None}, "from", OPERATOR),
    ("searchOrders", {"to": None}, "to", OPERATOR),
    ("exportOrders", {"from": None, "to": START + YEAR}, "from", OPERATOR),
    ("exportOrders", {"from": START, "to": None}, "to", OPERATOR),
    *(
        (name, more | {"from": NEAR - MONTH, "to": NEAR + MONTH, field: None}, field, OPERATOR)
        for name, more in QUESTIONS.items()
        for field in ("from", "to")
    ),
    ("saveExperiment", EXPERIMENT | {"start": None}, "start", OPERATOR),
    ("saveExperiment", EXPERIMENT | {"stop": None}, "stop", OPERATOR),
    *(
        (
            name,
            goods | {"group": {"size": 2, "hours": 1, "price": 0, field: None}},
            f"group.{field}",
            OPERATOR,
        )
        for name, goods in (("saveGoods", GOODS), ("patchGoods", {"goodsId": "g", "revision": 1}))
        for field in ("startAt", "endAt")
    ),
]


def with_time(data: dict[str, Any], field: str, value: int) -> dict[str, Any]:
    first, _, rest = field.partition(".")
    return {**data, first: with_time(data[first], rest, value) if rest else value}


@pytest.mark.parametrize(("name", "data", "field", "roles"), TIMES)
def test_a_time_far_from_now_is_refused(shop: Shop, name, data, field, roles) -> None:
    for value in OTHER_TIMES:
        answer = call(name, with_time(data, field, value), "u1", roles)
        assert (answer.status, answer["field"]) == (400, field), value
    seconds = call(name, with_time(data, field, SECONDS), "u1", roles)
    assert "milliseconds" in seconds["detail"]
    near = call(name, with_time(data, field, NEAR), "u1", roles)
    assert near.ok or near.body.get("field") != field


def test_every_time_of_every_input_is_among_these() -> None:
    found = set()
    for function in functions()[0]:
        for kind in _structs(function.request) if function.request else ():
            for field in msgspec.structs.fields(kind):
                if "4102444800000" in str(msgspec.json.schema(field.type)):
                    found.add((function.name, field.encode_name))
    found = {(name, field) for name, field in found if field != "group"}
    # An event is rejected alone: test_tracking.py.
    found = {(name, field) for name, field in found if name != "trackEvents"}
    assert found == {(name, field.rpartition(".")[2]) for name, _, field, _ in TIMES}


def _structs(kind: Any) -> Iterator[Any]:
    """The Structs in a type, at any depth."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
        for field in msgspec.structs.fields(kind):
            yield from _structs(field.type)
    for inner in getattr(kind, "__args__", ()):
        yield from _structs(inner)


@pytest.mark.parametrize(
    "day", ["2026-13-01", "2026-02-30", "0001-01-01", "2099-01-01", "2026-1-1"]
)
def test_a_day_that_is_none_or_far_is_refused(shop: Shop, day: str) -> None:
    answer = call("listDrift", {"day": day}, "op", OPERATOR)
    assert (answer.status, answer["field"]) == (400, "day")
    assert call("listDrift", {"day": "2026-11-22"}, "op", OPERATOR).ok


def test_a_direct_call_is_checked_in_the_same_way(shop: Shop) -> None:
    event = {"title": "t", "startAt": SECONDS, "userInfo": {"openId": "h", "roles": ["host"]}}
    assert handler("saveLive")(event)["field"] == "startAt"
    assert issubclass(FieldError, ValueError)

"""The tool that generates docs/api.md and docs/openapi.json, run on two sample functions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.openapi import problems
from tools.api import areas, openapi, page
from tools.api.examples import Examples
from tools.api.functions import Function, functions
from tools.api.schemas import Schemas, is_empty, tidy, walk

START = """
from __future__ import annotations
from typing import Annotated, Any, Literal
from msgspec import UNSET, Meta, UnsetType
from wxcloud.context import WXContext
from wxcloud.fields import Cursor, Fen, Id, Request, Result, Text20
from wxcloud.function import cloud_function
"""

LIST_CUPS = f'''"""listCups: the cups of the shop,
a page at a time.

The newest is first.
"""
{START}
class ListCups(Request):
    """What a page of cups is asked for with."""

    limit: Annotated[int, Meta(ge=1, le=50, description="cups on a page")] = 20
    color: Literal["red", "blue", "green"] | None = None
    near: Annotated[tuple[Id, ...], Meta(max_length=3)] = ()


class Handle(Result):
    """Where one holds a cup."""

    side: Literal["left", "right"]


class Cup(Result):
    """A cup, as the shop sells it.

    It holds tea.
    """

    cupId: Id
    price: Annotated[Fen, Meta(description="fen a cup")]
    labels: dict[str, Text20]
    handle: Handle | UnsetType = UNSET


class CupPage(Result):
    """A page of cups."""

    items: list[Cup]
    cursor: Annotated[Cursor | None, Meta(description="of the next page; null after the last")]


@cloud_function(ListCups, guests=True)
def main(data: ListCups, wx: WXContext) -> CupPage: ...
'''

DROP_CUP = f'''"""dropCup: let a cup fall.
"""
{START}
class DropCup(Request):
    cupId: Id


class Whole(Result):
    """The cup is whole."""

    cupId: Id


class Shards(Result):
    """The cup is broken."""

    shards: Annotated[int, Meta(ge=2, description="pieces on the floor")]


@cloud_function(DropCup, only=("host", "operator"))
def main(data: DropCup, wx: WXContext) -> Whole | Shards: ...
'''

WATCH_CUPS = f'''"""watchCups: a socket on which cups appear.
"""
{START}
from wxcloud.websocket import SocketEvent, socket


class CupSeen(Result, tag_field="type", tag="cup"):
    """A cup has appeared."""

    cupId: Id


@socket
def main(event: SocketEvent) -> CupSeen | None: ...
'''

A_QUEUE = '''"""sweep: takes away what is broken."""
def main(event, context): ...
'''

EXAMPLES = {
    "listCups": (
        {"limit": 1},
        {"items": [{"cupId": "c1", "price": 990, "labels": {}}], "cursor": None},
    ),
    "dropCup": ({"cupId": "c1"}, {"shards": 7}),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, **sources: str) -> tuple[list[Function], list[str]]:
    for name, source in sources.items():
        (folder / name).mkdir()
        (folder / name / "app.py").write_text(source)
    return functions(folder)


@pytest.fixture
def found(folder: Path) -> list[Function]:
    found, complaints = write(folder, listCups=LIST_CUPS, dropCup=DROP_CUP, sweep=A_QUEUE)
    assert complaints == []
    return found


@pytest.fixture
def examples(tmp_path: Path) -> Examples:
    for name, (request, response) in EXAMPLES.items():
        (tmp_path / "events").mkdir(exist_ok=True)
        (tmp_path / "responses").mkdir(exist_ok=True)
        event = request | {"userInfo": {"openId": "u1"}}
        (tmp_path / "events" / f"{name}.json").write_text(json.dumps(event))
        (tmp_path / "responses" / f"{name}.json").write_text(json.dumps(response))
    return Examples(tmp_path / "events", tmp_path / "responses")


def test_a_function_has_a_description_and_its_callers(found: list[Function]) -> None:
    drop, cups = found
    assert (cups.name, cups.summary) == ("listCups", "The cups of the shop, a page at a time.")
    assert cups.text == "The newest is first."
    assert cups.callers == "everybody, without a session too"
    assert drop.description == "Let a cup fall."
    assert drop.callers == "users with the role `host` or `operator`"
    assert [result.__name__ for result in drop.results] == ["Whole", "Shards"]


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('"""dropCup: ', '"""it lets ', "the docstring does not begin with `dropCup: `"),
        ("fall.\n", "fall.\n\nGives `{cupId}`: it.\n", "lists the fields of the result"),
        ("Whole | Shards: ...", "dict[str, Any]: ...", "the result of main is dict[str, Any]"),
        ("Whole | Shards: ...", "Whole | None: ...", "the result of main is Whole | None"),
        (" -> Whole | Shards: ...", ": ...", "the result of main is not declared"),
        ("Whole | Shards: ...", "Hole: ...", "name 'Hole' is not defined"),
        ("shards: Annotated[int,", "shards: Annotated[int | UnsetType,", "msgspec does not take"),
    ],
)
def test_an_incomplete_function_is_reported(
    folder: Path, before: str, after: str, complaint: str
) -> None:
    assert before in DROP_CUP
    found, complaints = write(folder, dropCup=DROP_CUP.replace(before, after))
    assert found == []
    (reported,) = complaints
    assert reported.startswith("functions/dropCup/app.py: ") and complaint in reported


def test_all_complaints_are_reported_together(folder: Path) -> None:
    untyped = DROP_CUP.replace("-> Whole | Shards", "-> dict[str, int]")
    sources = {name: untyped.replace("dropCup", name) for name in ("one", "two", "three")}
    assert len(write(folder, **sources)[1]) == 3


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('    """The cup is whole."""\n', "", "Whole: the class has no docstring"),
        ("cupId: Id\n\n\nclass Shards", "cupId: Any\n\n\nclass Shards", "Whole.cupId: "),
        ("cupId: Id\n\n\nclass Shards", "cupId: list[Any]\n\n\nclass Shards", "Whole.cupId: "),
        ("cupId: Id\n\n\nclass Shards", "cupId: dict\n\n\nclass Shards", "Whole.cupId"),
        ("cupId: Id\n\n\nclass Shards", "cupId: dict[str, Any]\n\n\nclass Shards", "Whole.cupId"),
    ],
)
def test_an_incomplete_type_is_reported(
    folder: Path, before: str, after: str, complaint: str
) -> None:
    assert before in DROP_CUP
    found, complaints = write(folder, dropCup=DROP_CUP.replace(before, after))
    assert complaints == []
    assert any(reported.startswith(complaint) for reported in Schemas(found).complaints())


def test_two_classes_with_the_same_name_are_reported(folder: Path) -> None:
    found, _ = write(folder, dropCup=DROP_CUP, breakCup=DROP_CUP.replace("dropCup", "breakCup"))
    reported = Schemas(found).complaints()
    assert len(reported) == 6  # DropCup, Whole and Shards in each of two modules
    assert all("two classes have this name" in complaint for complaint in reported)


def test_components_have_descriptions_units_bounds_and_no_titles(found: list[Function]) -> None:
    schemas = Schemas(found)
    assert schemas.complaints() == []
    assert schemas["Cup"] == {
        "type": "object",
        "description": "A cup, as the shop sells it.\n\nIt holds tea.",
        "required": ["cupId", "price", "labels"],
        "properties": {
            "cupId": {
                "type": "string",
                "pattern": r"^[0-9A-Za-z_-]{1,64}(?![\s\S])",
                "description": "an id",
            },
            "price": {
                "type": "integer",
                "minimum": 0,
                "maximum": 1_000_000_000,
                "description": "fen a cup",
            },
            "handle": {"$ref": "#/components/schemas/Handle"},
            "labels": {
                "type": "object",
                "additionalProperties": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 20,
                    "pattern": r"^(?![\s\S]*[\u0000-\u001f\u007f-\u009f])",
                },
            },
        },
    }
    assert schemas["Handle"]["properties"]["side"] == {"type": "string", "enum": ["left", "right"]}
    assert schemas["CupPage"]["properties"]["cursor"]["anyOf"][1] == {"type": "null"}
    assert schemas["DropCup"]["description"] == "The input of dropCup."
    assert schemas["DropCup"]["additionalProperties"] is False
    assert schemas.results == {"dropCup": ["Whole", "Shards"], "listCups": ["CupPage"]}
    assert schemas.shared() == {"Cup", "Handle"}


def test_an_operation_has_its_input_results_security_and_examples(
    found: list[Function], examples: Examples
) -> None:
    document = openapi.build(found, Schemas(found), examples)
    cups, drop = (document["paths"][path]["post"] for path in ("/listCups", "/dropCup"))
    assert (cups["operationId"], cups["summary"]) == ("listCups", found[1].summary)
    assert (cups["security"], drop["security"]) == ([{}, {"session": []}], [{"session": []}])
    assert (cups["requestBody"]["required"], drop["requestBody"]["required"]) == (False, True)
    assert body(drop["responses"]["200"])["schema"] == {
        "anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("Whole", "Shards")]
    }
    assert body(cups["requestBody"])["examples"] == {"sample": {"value": {"limit": 1}}}
    assert body(drop["responses"]["200"])["examples"] == {"sample": {"value": {"shards": 7}}}
    assert problems(json.loads(json.dumps(document))) == []
    assert cups["tags"] == [areas.REST.title]
    assert {tag["name"] for tag in document["tags"]} == {areas.REST.title}


def body(of: Mapping[str, Any]) -> dict[str, Any]:
    media: dict[str, Any] = of["content"]["application/json"]
    return media


def test_the_page_has_a_chapter_for_each_function_and_a_table_for_each_object(
    found: list[Function], examples: Examples
) -> None:
    text = page.build(found, Schemas(found), examples)
    chapter = text[text.index("### listCups") : text.index("### Cup\n")]
    for line in (
        "The newest is first.",
        "**Who may call it:** everybody, without a session too.",
        "| `limit` | integer, 1–50 | no: `20` | cups on a page |",
        "| `color` | `red` \\| `blue` \\| `green` | no |  |",
        "| `near` | list of text, at most 3 items | no | an id |",
        "**Result:** A page of cups.",
        "| `items` | list of [`Cup`](#cup) | A cup, as the shop sells it. |",
        "| `cursor` | text, 1–600 characters or null | of the next page; null after the last |",
        '{"items": [{"cupId": "c1", "price": 990, "labels": {}}], "cursor": null}',
    ):
        assert line in chapter, line
    assert text.count("### Cup\n\nA cup, as the shop sells it.") == 1
    assert "| `handle`? | [`Handle`](#handle) | Where one holds a cup. |" in text
    drop = text[text.index("### dropCup") : text.index("### listCups")]
    assert "| `cupId` | text | yes | an id |" in drop
    assert "**Result:** The cup is whole." in drop and "**or** The cup is broken." in drop


def test_a_socket_has_a_chapter_and_its_messages_have_schemas(folder: Path) -> None:
    (watch,), complaints = write(folder, watchCups=WATCH_CUPS)
    assert (complaints, watch.is_socket, watch.callers) == ([], True, "signed-in users")
    schemas, examples = Schemas([watch]), Examples(folder, folder)
    assert examples.complaints([watch]) == []
    document = openapi.build([watch], schemas, examples)
    assert document["paths"] == {}
    assert "`watchCups` are the schemas `CupSeen`." in document["tags"][0]["description"]
    message = document["components"]["schemas"]["CupSeen"]
    assert message["properties"]["type"] == {"type": "string", "enum": ["cup"]}
    text = page.build([watch], schemas, examples)
    assert "**Who may connect:** signed-in users." in text
    assert "**`CupSeen`:** A cup has appeared." in text
    assert "| `type` | `cup` |  |" in text


def test_missing_files_of_examples_are_reported(found: list[Function], tmp_path: Path) -> None:
    reported = Examples(tmp_path / "events", tmp_path / "examples").complaints(found[:1])
    assert reported == ["events/dropCup.json is missing", "examples/dropCup.json is missing"]


def test_an_area_lists_only_existing_functions(found: list[Function]) -> None:
    assert "tools/api/areas.py: no function login" in areas.complaints(found)
    assert areas.by_area(found) == [(areas.REST, found)]


@pytest.mark.parametrize(
    ("schema", "empty"),
    [
        ({}, True),
        ({"description": "something", "default": 1}, True),
        ({"pattern": "^a"}, False),
        ({"type": "object"}, True),
        ({"type": "object", "properties": {}}, False),
        ({"type": "array"}, True),
        ({"type": "array", "items": {"type": "string"}}, False),
        ({"$ref": "#/components/schemas/Cup"}, False),
        ({"enum": [1]}, False),
    ],
)
def test_a_schema_that_allows_any_value_is_empty(schema: dict[str, Any], empty: bool) -> None:
    assert is_empty(schema) is empty


def test_walk_yields_every_schema_and_tidy_changes_all_of_them() -> None:
    schema = {
        "title": "A",
        "properties": {
            "list": {"type": "array", "items": {"title": "B", "enum": ["x", "z"]}},
            "map": {"type": "object", "additionalProperties": {"title": "C", "enum": ["y", None]}},
            "one": {"anyOf": [{"title": "D", "type": "string"}, {"type": "null"}]},
        },
    }
    tidied = tidy(schema, {frozenset("zx"): ["z", "x"]})
    assert [at for at, _ in walk("A", tidied)] == [
        "A",
        "A.list",
        "A.list[]",
        "A.map",
        "A.map[]",
        "A.one",
        "A.one",
        "A.one",
    ]
    assert not any("title" in inner for _, inner in walk("", tidied))
    assert tidied["properties"]["list"]["items"] == {"type": "string", "enum": ["z", "x"]}
    assert "type" not in tidied["properties"]["map"]["additionalProperties"]


def test_json_for_readers_uses_the_width_of_a_line() -> None:
    assert page.dump({"a": [1, 2], "b": "茶"}) == '{"a": [1, 2], "b": "茶"}'
    long = {"items": [{"name": "x" * 60, "more": "y" * 40}], "cursor": None}
    assert page.dump(long).splitlines() == [
        "{",
        '  "items": [',
        "    {",
        f'      "name": "{"x" * 60}",',
        f'      "more": "{"y" * 40}"',
        "    }",
        "  ],",
        '  "cursor": null',
        "}",
    ]

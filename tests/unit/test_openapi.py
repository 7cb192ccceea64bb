"""docs/openapi.json is a valid OpenAPI document, and the links of docs/api.md work."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.contract import document
from tests.support.openapi import problems
from tests.support.template import ROOT

Change = Callable[[dict[str, Any]], None]


def test_the_document_is_openapi() -> None:
    assert problems(document()) == []


def operation(api: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = api["paths"]["/getScore"]["post"]
    return found


def result(api: dict[str, Any]) -> dict[str, Any]:
    media: dict[str, Any] = operation(api)["responses"]["200"]["content"]["application/json"]
    return media


def sample(api: dict[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = result(api)["examples"]["sample"]["value"]
    return value


def score(api: dict[str, Any]) -> dict[str, Any]:
    name = result(api)["schema"]["$ref"].rpartition("/")[2]
    fields: dict[str, Any] = api["components"]["schemas"][name]["properties"]
    return fields


@pytest.mark.parametrize(
    ("change", "problem_text"),
    [
        (lambda api: api.pop("info"), ".info: missing in OpenAPI"),
        (lambda api: operation(api).update(operationid="x"), "operationid: not a field"),
        (
            lambda api: operation(api)["responses"].update(default={}),
            "description: missing in Response",
        ),
        (lambda api: operation(api).update(tags="Points"), "tags: not a list"),
        (lambda api: operation(api).update(summary=None), "summary: not a str"),
        (lambda api: result(api).update(schema={}), "an empty schema"),
        (lambda api: score(api).update(score={"description": "points"}), "an empty schema"),
        (lambda api: score(api).update(score={"type": "object"}), "an empty schema"),
        (lambda api: score(api).update(score={"type": "fen"}), "fen"),
        (lambda api: score(api).update(score={"$ref": "#/components/schemas/No"}), "is nowhere"),
        (lambda api: sample(api).update(score="90"), "'90' is not of type"),
    ],
)
def test_a_flaw_is_found(change: Change, problem_text: str) -> None:
    api = json.loads(json.dumps(document()))
    change(api)
    assert any(problem_text in problem for problem in problems(api)), problems(api)


def test_every_operation_can_be_used_by_a_client_generator() -> None:
    api = document()
    operations = [item["post"] for item in api["paths"].values()]
    ids = [each["operationId"] for each in operations]
    assert len(set(ids)) == len(ids) > 30
    tags = {tag["name"] for tag in api["tags"]}
    for each in operations:
        assert set(each["tags"]) <= tags
        assert each["summary"] and each["description"]
        assert "200" in each["responses"] and "default" in each["responses"]
        body = each["requestBody"]["content"]["application/json"]["schema"]
        name = body["$ref"].rpartition("/")[2]
        needed = api["components"]["schemas"][name].get("required", [])
        assert each["requestBody"]["required"] is bool(needed), (
            "the function reads an empty body as {}"
        )


def test_every_object_of_a_result_is_described() -> None:
    for name, schema in document()["components"]["schemas"].items():
        assert schema.get("description"), name
        assert "title" not in schema, name


def test_the_links_of_the_page_have_targets_and_its_headings_are_unique() -> None:
    text = (ROOT / "docs/api.md").read_text()
    headings = [h.strip("# ").lower().replace(" ", "-") for h in re.findall("^#+ .*", text, re.M)]
    assert len(set(headings)) == len(headings)
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) - set(headings) == set()

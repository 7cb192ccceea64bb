"""The notation in which docstrings say what functions give back."""

from __future__ import annotations

import pytest

from tools.api.shapes import Field, parse, schema


def test_a_shape_names_fields_objects_lists_and_what_may_be_absent() -> None:
    said = "f: does this.\n\nGives `{items: [{a, b?}],\nmine?: {c}, cursor}`: a page of `{x}`."
    (shape,) = parse(said)
    assert shape == {
        "items": Field(shape={"a": Field(), "b": Field(optional=True)}, is_list=True),
        "mine": Field(optional=True, shape={"c": Field()}),
        "cursor": Field(),
    }
    assert schema(shape) == {
        "type": "object",
        "required": ["items", "cursor"],
        "properties": {
            "items": {
                "type": "array",
                "items": {"type": "object", "required": ["a"], "properties": {"a": {}, "b": {}}},
            },
            "mine": {"type": "object", "required": ["c"], "properties": {"c": {}}},
            "cursor": {},
        },
    }


def test_a_function_may_give_one_of_two_things() -> None:
    shapes = parse("Gives `{a}` or\n`{b?}`: not `{c}`.")
    assert [set(shape) for shape in shapes] == [{"a"}, {"b"}]
    assert schema(*shapes) == {"anyOf": [schema(shape) for shape in shapes]}


@pytest.mark.parametrize(
    "said",
    [
        "f: does this.",
        "f: it Gives `{a}`.",
        "Gives a list.",
        "Gives `a`.",
        "Gives `{a`.",
        "Gives `{a b}`.",
        "Gives `{a, a}`.",
        "Gives `{a, ?}`.",
        "Gives `{a: b}`.",
        "Gives `{a: [{b}}`.",
        "Gives `{a} b`.",
    ],
)
def test_what_is_not_in_the_notation_is_refused(said: str) -> None:
    with pytest.raises(ValueError):
        parse(said)

"""A function may do to tables what its code can do, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import FunctionType
from typing import Any

import pytest

from tests.template.reach import Said, calls_in, reach
from tests.template.stack import functions, listed, logical_id, policies, referred
from wxcloud import transaction
from wxcloud.model import GlobalSecondaryIndex, Table

WRITES = {
    transaction.put: "PutItem",
    transaction.update: "UpdateItem",
    transaction.delete: "DeleteItem",
    transaction.check: "ConditionCheckItem",
}
READS = {"find": "GetItem", "query": "Query", "scan": "Scan", "batch_get": "BatchGetItem"}
READS_IF_CALLED = {"get": "GetItem"}  # a word that is also said of other things than tables
ORDER = ["Scan", "GetItem", "BatchGetItem", "Query", *WRITES.values()]  # as the template has them
Right = tuple[str, str]  # (table, or table/index; action)

# What the code says on the way of a function, and never does there.
POINTS = {("scores", "GetItem"), ("scores", "Query"), ("scores", "PutItem")}
UNDONE: dict[str, set[Right]] = {
    "createGroup": POINTS,  # orders give back points as they close, and those of seats take none
    "joinGroup": POINTS,
    "leaveGroup": POINTS,
    "liveSocket": {("connections", "GetItem")},  # it is rooms that it finds
}
ROLES = ("users", "GetItem")  # for functions that ask for them: see test_template.py


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_function_has_the_rights_to_tables_that_its_code_needs_and_no_others(name: str) -> None:
    wrong = advice(name, granted(name), used(name) - UNDONE.get(name, set()))
    if wrong:
        pytest.fail(wrong, pytrace=False)


def test_what_is_used_is_found() -> None:
    """As the code has it: else the test above could not fail."""
    assert used("saveLive") & {("lives", action) for action in ORDER} == {("lives", "UpdateItem")}
    assert {("connections/byConnection", "Query")} <= used("liveSocket")
    assert ("platform", "GetItem") not in used("login") | used("csReply")
    assert ("platform", "GetItem") in used("sendNotice")
    assert used("fallback") == set()


def test_a_wrong_right_is_named_with_the_lines_that_mend_it() -> None:
    has = granted("saveSale")
    needs = (has - {("stock", "DeleteItem")}) | {("stock", "Query"), ("groups/byGoods", "Query")}
    assert advice("saveSale", has, has) == ""
    assert advice("saveSale", has, needs).splitlines() == [
        "saveSale: what its role allows is not what its code does.",
        "groups/byGoods: dynamodb:Query is missing.",
        "stock: dynamodb:Query is missing.",
        "stock: dynamodb:DeleteItem is allowed, and no code of saveSale does it.",
        "Under SaveSaleFunction, Policies, Statement, template.yaml shall have:",
        "            - Effect: Allow",
        "              Action: dynamodb:Query",
        "              Resource: !Sub ${GroupsTable.Arn}/index/byGoods",
        "            - Effect: Allow",
        "              Action: [dynamodb:GetItem, dynamodb:BatchGetItem, dynamodb:Query,"
        " dynamodb:PutItem, dynamodb:UpdateItem]",
        "              Resource: !GetAtt StockTable.Arn",
        "What code says and never does there is noted in UNDONE, in tests/template/test_rights.py.",
    ]
    none = advice("getStock", granted("getStock"), {ROLES})
    assert "dynamodb:GetItem, dynamodb:BatchGetItem" not in none
    assert "and no statement about the table stock" in none


# --- the message ----------------------------------------------------------------------------------


def advice(name: str, has: set[Right], needs: set[Right]) -> str:
    """All that is wrong with a function's rights, and the statements as they should be; "" if
    nothing is."""
    missing, unused = needs - has - {ROLES}, has - needs
    if not missing and not unused:
        return ""
    shared = granted(name, own=False)
    lines = [f"{name}: what its role allows is not what its code does."]
    lines += [f"{place}: dynamodb:{action} is missing." for place, action in in_order(missing)]
    lines += [
        f"{place}: dynamodb:{action} is allowed, and no code of {name} does it."
        for place, action in in_order(unused)
    ]
    lines.append(f"Under {logical_id(name)}, Policies, Statement, template.yaml shall have:")
    for place in sorted({place for place, _ in missing | unused}):
        actions = [a for where, a in in_order(needs - shared - {ROLES}) if where == place]
        lines += statement(place, actions)
    lines.append(
        "What code says and never does there is noted in UNDONE, in tests/template/test_rights.py."
    )
    return "\n".join(lines)


def in_order(rights: Iterable[Right]) -> list[Right]:
    return sorted(rights, key=lambda right: (right[0], ORDER.index(right[1])))


def statement(place: str, actions: list[str]) -> list[str]:
    """A statement of template.yaml, line by line."""
    if not actions:
        return [f"            and no statement about the table {place}"]
    table, _, index = place.partition("/")
    arn = f"{table.capitalize()}Table.Arn"
    resource = f"!Sub ${{{arn}}}/index/{index}" if index else f"!GetAtt {arn}"
    names = [f"dynamodb:{action}" for action in actions]
    return [
        "            - Effect: Allow",
        f"              Action: {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}",
        f"              Resource: {resource}",
    ]


# --- granted: the template ------------------------------------------------------------------------


def granted(name: str, own: bool = True) -> set[Right]:
    """The rights of a function; without its `own`, only those of the managed policies."""
    return {
        (table_of(resource), action.removeprefix("dynamodb:"))
        for policy, several in policies(name).items()
        if own or not policy.startswith(logical_id(name))
        for statement in several
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
        if action.startswith("dynamodb:") and "Stream" not in str(resource) and resource != "*"
    }


def table_of(resource: Any) -> str:
    """`groups`, or `groups/byGoods` for an index."""
    index = resource.get("Fn::Sub", "").partition("/index/")[2]
    name = referred(resource).removesuffix("Table").lower()
    return f"{name}/{index}" if index else name


# --- used: the code -------------------------------------------------------------------------------


def used(name: str) -> set[Right]:
    return {right for said in reach(name).functions for right in rights_of(said)}


def rights_of(said: Said) -> Iterator[Right]:
    """What one function does to the tables that it names; it writes to those that its module knows
    if it names none."""
    models = [each for each in said.meant if is_table(each)]
    at_home = models or [each for each in said.function.__globals__.values() if is_table(each)]
    for each in said.meant:
        if isinstance(each, FunctionType) and each in WRITES:
            yield from ((table_name(model), WRITES[each]) for model in at_home)
    for model in models:
        places = [
            f"{table_name(model)}/{index.Meta.index_name}"
            for name in said.names
            if isinstance(index := getattr(model, name, None), GlobalSecondaryIndex)
        ] or [table_name(model)]
        for word in READS.keys() & said.names:
            yield from ((place, READS[word]) for place in places)
        for word in READS_IF_CALLED.keys() & calls_in(said.function).get(model.__name__, set()):
            yield table_name(model), READS_IF_CALLED[word]


def is_table(thing: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, Table) and thing is not Table


def table_name(model: type[Table]) -> str:
    return str(model.Meta.name)  # type: ignore[attr-defined]

"""No function may do what nothing on its way does: its rights to tables, beside its code.

From a function's file, all that is named is followed through `shop` and `wxcloud`: functions, what
they close over, classes with their methods. That finds all that can happen, and a little more:
UNDONE.
"""

from __future__ import annotations

import dis
import importlib
import sys
from collections.abc import Iterable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from tests.support.cloud import handler
from tests.support.template import ROOT
from tests.template.test_template import functions, listed, logical_id, made, referred
from wxcloud import transaction
from wxcloud.model import GlobalSecondaryIndex, Table

HOME = ROOT / "layers" / "tuan" / "python"
OURS = ("shop", "wxcloud", "functions")
WRITES = {
    transaction.put: "PutItem",
    transaction.update: "UpdateItem",
    transaction.delete: "DeleteItem",
    transaction.check: "ConditionCheckItem",
}
READS = {"find": "GetItem", "query": "Query", "scan": "Scan", "batch_get": "BatchGetItem"}
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
    has, needs = granted(name), used(name) - UNDONE.get(name, set())
    assert has - needs == set()
    assert needs - has - {ROLES} == set()


def test_what_is_used_is_found() -> None:
    """As the code has it: else the test above could not fail."""
    assert used("saveLive") & {("lives", a) for a in (*WRITES.values(), *READS.values())} == {
        ("lives", "UpdateItem")
    }
    assert {("connections/byConnection", "Query")} <= used("liveSocket")
    assert ("platform", "GetItem") not in used("login") | used("csReply")
    assert ("platform", "GetItem") in used("sendNotice")
    assert used("fallback") == set()


# --- granted: the template ------------------------------------------------------------------------


def granted(name: str) -> set[Right]:
    role = made("AWS::IAM::Role")[f"{logical_id(name)}Role"]
    policies = [each["PolicyDocument"] for each in role.get("Policies", [])]
    shared = made("AWS::IAM::ManagedPolicy")
    for each in role["ManagedPolicyArns"]:
        if isinstance(each, dict) and each.get("Ref") in shared:
            policies.append(shared[each["Ref"]]["PolicyDocument"])
    return {
        (table_of(resource), action.removeprefix("dynamodb:"))
        for policy in policies
        for statement in policy["Statement"]
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
    handler(name)
    for path in HOME.rglob("*.py"):
        importlib.import_module(".".join(path.relative_to(HOME).with_suffix("").parts))
    rights: set[Right] = set()
    ahead: list[Any] = [*vars(sys.modules[f"functions.{name}.app"]).values()]
    seen: set[int] = set()
    while ahead:
        thing = ahead.pop()
        if id(thing) in seen or not is_ours(thing):
            continue
        seen.add(id(thing))
        if isinstance(thing, FunctionType):
            names = names_in(thing.__code__)
            named = list(things_named(thing, names))
            rights |= rights_of(names, named, thing.__globals__)
            ahead += named
        ahead += inside(thing)
    return rights


def is_ours(thing: Any) -> bool:
    module = getattr(thing, "__module__", None) or ""
    return isinstance(thing, dict | list | tuple) or module.partition(".")[0] in OURS


def inside(thing: Any) -> list[Any]:
    """What a function closes over or wraps, a class's methods, a collection's values."""
    if isinstance(thing, type):
        return [getattr(each, "fget", None) or each for each in unbound(vars(thing).values())]
    if isinstance(thing, dict):
        return list(thing.values())
    if isinstance(thing, list | tuple):
        return list(thing)
    held = [cell.cell_contents for cell in getattr(thing, "__closure__", None) or ()]
    return [*held, getattr(thing, "__wrapped__", None)]


def unbound(members: Iterable[Any]) -> Iterator[Any]:
    for each in members:
        yield each.__func__ if isinstance(each, classmethod | staticmethod) else each


def codes_in(code: CodeType) -> Iterator[CodeType]:
    """A function's code, and that of the functions that it makes."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes_in(constant)


def names_in(code: CodeType) -> set[str]:
    """Every name that a function says."""
    return {name for each in codes_in(code) for name in each.co_names}


def globals_in(code: CodeType) -> set[str]:
    """Those of them that stand alone, not behind a dot."""
    return {
        str(said.argval)
        for each in codes_in(code)
        for said in dis.get_instructions(each)
        if said.opname == "LOAD_GLOBAL"
    }


def things_named(function: FunctionType, names: set[str]) -> Iterator[Any]:
    """What the names can mean: in the function's module, or in modules named beside them."""
    home = function.__globals__
    ahead = [home[name] for name in globals_in(function.__code__) if name in home]
    ahead += [sys.modules[name] for name in names if name.startswith(OURS) and name in sys.modules]
    modules = set()
    while ahead:
        thing = ahead.pop()
        if not isinstance(thing, ModuleType):
            yield thing
        elif thing.__name__.startswith(OURS) and thing not in modules:
            modules.add(thing)
            ahead += [vars(thing)[name] for name in names if name in vars(thing)]


def rights_of(names: set[str], named: list[Any], home: dict[str, Any]) -> set[Right]:
    """What one function does to the tables that it names; it writes to those that its module knows
    if it names none."""
    models = [each for each in named if is_table(each)]
    at_home = models or [each for each in home.values() if is_table(each)]
    rights = {
        (table_name(model), WRITES[each])
        for each in named
        if isinstance(each, FunctionType) and each in WRITES
        for model in at_home
    }
    for model in models:
        indexes = [
            f"{table_name(model)}/{index.Meta.index_name}"
            for name in names
            if isinstance(index := getattr(model, name, None), GlobalSecondaryIndex)
        ]
        for said in READS.keys() & names:
            rights |= {(place, READS[said]) for place in indexes or [table_name(model)]}
    return rights


def is_table(thing: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, Table) and thing is not Table


def table_name(model: type[Table]) -> str:
    return str(model.Meta.name)  # type: ignore[attr-defined]

"""A function may do to tables what its code can do, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from types import FunctionType
from typing import Any, Self, get_args, get_type_hints

import pytest

from shop.groups.model import Group
from shop.orders.model import Order
from shop.stock.model import Sku
from tests.support.cloud import handler
from tests.template.advice import Right, shared_policies, to_add
from tests.template.advice import statement as statement_lines
from tests.template.reach import UNKNOWN, Said, reach, said_by
from tests.template.stack import functions, listed, logical_id, policies, referred
from wxcloud import transaction
from wxcloud.errors import BUSY
from wxcloud.model import GlobalSecondaryIndex, Table
from wxcloud.transaction import commit, put, update

WRITES: dict[Any, str] = {
    transaction.put: "PutItem",
    transaction.update: "UpdateItem",
    transaction.delete: "DeleteItem",
    transaction.check: "ConditionCheckItem",
}
READS = {
    "get": "GetItem",
    "query": "Query",
    "count": "Query",
    "scan": "Scan",
    "batch_get": "BatchGetItem",
}
ORDER = ["Scan", "GetItem", "BatchGetItem", "Query", *WRITES.values()]  # as the template has them
# A right is (table, or table/index; action).

# What the code says on the way of a function, and never does there, because the orders that it sees
# hold no such thing: points pay for no seat, only createGroup opens a group together with an order,
# and placeOrder takes no seat (but may note that one was paid).
POINTS = {("scores", "GetItem"), ("scores", "Query"), ("scores", "PutItem")}
NEW_GROUP = {("groups", "PutItem"), ("groups", "DeleteItem")}
UNDONE: dict[str, set[Right]] = {
    "createGroup": POINTS,
    "joinGroup": POINTS | NEW_GROUP,
    "leaveGroup": POINTS | {("groups", "DeleteItem")},
    "placeOrder": {("groups", "GetItem")} | NEW_GROUP,
    "cancelOrder": {("groups", "DeleteItem")},
    "closeOrder": {("groups", "DeleteItem")},
    "getOrder": {("groups", "DeleteItem")},
    "payOrder": {("groups", "DeleteItem")},
    "reconcile": {("groups", "DeleteItem")},
}
ROLES = ("users", "GetItem")  # functions that ask for roles need it


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_function_has_the_rights_to_tables_that_its_code_needs_and_no_others(name: str) -> None:
    wrong = advice(name, granted(name), used(name) - UNDONE.get(name, set()), asks_roles(name))
    if wrong:
        pytest.fail(wrong, pytrace=False)


def test_what_is_undone_is_said() -> None:
    for name, undone in UNDONE.items():
        assert undone <= used(name), name


def test_what_is_used_is_found() -> None:
    """As the code has it: else the test above could not fail."""
    assert used("saveLive") & {("lives", action) for action in ORDER} == {("lives", "UpdateItem")}
    assert {("connections/byConnection", "Query")} <= used("liveSocket")
    assert ("platform", "GetItem") not in used("csReply")
    assert ("platform", "GetItem") in used("saveGoods")  # wxcloud.revocations
    assert ("platform", "GetItem") in used("login")  # wxcloud.logins
    assert ("platform", "GetItem") in used("sendNotice")
    assert used("fallback") == set()


def test_a_wrong_right_is_named_with_the_lines_that_mend_it() -> None:
    stock = {("stock", action) for action in ("GetItem", "BatchGetItem", "PutItem")}
    shared = {("platform", action) for action in ("PutItem", "UpdateItem", "DeleteItem")}
    has = stock | shared | {("stock", "DeleteItem")}
    needs = stock | shared | {("stock", "Query"), ("groups/byGoods", "Query")}
    assert advice("saveSale", needs, needs) == ""
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
        " dynamodb:PutItem]",
        "              Resource: !GetAtt StockTable.Arn",
        "What code says and never does there is noted in UNDONE, in tests/template/test_rights.py.",
    ]
    none = advice("saveSale", {("stock", "GetItem")}, set())
    assert "and no statement about the table stock" in none


def test_a_managed_policy_is_named_if_it_gives_what_is_missing() -> None:
    actions = ("GetItem", "PutItem", "UpdateItem", "DeleteItem")
    shared = {("platform", action) for action in actions}
    assert advice("saveSale", set(), shared | {ROLES}, asks=True).splitlines()[1:] == [
        "platform: dynamodb:GetItem is missing.",
        "platform: dynamodb:PutItem is missing.",
        "platform: dynamodb:UpdateItem is missing.",
        "platform: dynamodb:DeleteItem is missing.",
        "users: dynamodb:GetItem is missing.",
        "Under SaveSaleFunction, Policies, template.yaml shall have:",
        "        - !Ref RolesPolicy",
        "        - !Ref SessionPolicy",
        "What code says and never does there is noted in UNDONE, in tests/template/test_rights.py.",
    ]


# A method counts for the table that it is called on, and not for others that stand nearby.


def reads_two_tables() -> None:
    Order.get("buyer", "order")
    list(Sku.batch_get([("sku", "sku")]))
    list(Group.by_goods.query("goods"))


def writes_two_tables(order: Order) -> None:
    commit(put(order, otherwise=BUSY), update(Sku("sku"), where=None))


def test_a_method_and_the_model_beside_it_are_a_pair() -> None:
    assert rights_of(said_by(reads_two_tables)) == {
        ("orders", "GetItem"),
        ("stock", "BatchGetItem"),
        ("groups/byGoods", "Query"),
    }
    assert rights_of(said_by(writes_two_tables)) == {
        ("orders", "PutItem"),
        ("stock", "UpdateItem"),
    }


def test_the_table_of_every_written_item_is_known() -> None:
    """An item of unknown type counts for each table that the function names. Give its variable or
    its maker a type."""
    unsure = {
        f"{said.function.__module__}.{said.function.__qualname__}: {ast.unparse(node)}"
        for name in functions()
        for said in reach(name).functions
        for node in said.expressions
        if isinstance(node, ast.Call) and node.args and said.meaning(node.func) in WRITES
        if len({table_name(model) for model in written(said, node.args[0])}) > 1
    }
    assert unsure == set()


# --- the message ----------------------------------------------------------------------------------


def asks_roles(name: str) -> bool:
    return bool(getattr(handler(name), "asks_roles", False))


def advice(name: str, has: set[Right], needs: set[Right], asks: bool = False) -> str:
    """All that is wrong with a function's rights, and the lines as they should be; "" if nothing
    is."""
    # Code that reads roles is reached by all; it is used by functions that ask for them.
    missing = needs - has - (set() if asks else {ROLES})
    unused = has - needs
    if not missing and not unused:
        return ""
    lines = [f"{name}: what its role allows is not what its code does."]
    lines += [f"{place}: dynamodb:{action} is missing." for place, action in in_order(missing)]
    lines += [
        f"{place}: dynamodb:{action} is allowed, and no code of {name} does it."
        for place, action in in_order(unused)
    ]
    policies_to_add, given = to_add(missing, needs, shared_policies(rights_in))
    if policies_to_add:
        lines.append(f"Under {logical_id(name)}, Policies, template.yaml shall have:")
        lines += policies_to_add
    own = needs - given - granted(name, own=False) - {ROLES}
    places = sorted({place for place, _ in (missing - given) | unused})
    if places:
        lines.append(f"Under {logical_id(name)}, Policies, Statement, template.yaml shall have:")
    for place in places:
        lines += statement(place, [a for where, a in in_order(own) if where == place])
    lines.append(
        "What code says and never does there is noted in UNDONE, in tests/template/test_rights.py."
    )
    return "\n".join(lines)


def in_order(rights: Iterable[Right]) -> list[Right]:
    return sorted(rights, key=lambda right: (right[0], ORDER.index(right[1])))


def statement(place: str, actions: list[str]) -> list[str]:
    """A statement of template.yaml about a table or an index, line by line."""
    if not actions:
        return [f"            and no statement about the table {place}"]
    table, _, index = place.partition("/")
    arn = f"{table.capitalize()}Table.Arn"
    resource = f"!Sub ${{{arn}}}/index/{index}" if index else f"!GetAtt {arn}"
    return statement_lines([f"dynamodb:{action}" for action in actions], resource)


# --- granted: the template ------------------------------------------------------------------------


def granted(name: str, own: bool = True) -> set[Right]:
    """The rights of a function; without its `own`, only those of the managed policies."""
    return {
        right
        for policy, several in policies(name).items()
        if own or not policy.startswith(logical_id(name))
        for each in several
        for right in rights_in(each)
    }


def rights_in(statement: dict[str, Any]) -> set[Right]:
    """The rights to tables that a statement gives."""
    return {
        (table_of(resource), action.removeprefix("dynamodb:"))
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


@cache
def rights_of(said: Said) -> set[Right]:
    """What one function does to tables."""
    return set(_rights_of(said))


def _rights_of(said: Said) -> Iterator[Right]:
    for node in said.expressions:
        if isinstance(node, ast.Call):
            part = said.meaning(node.func)
            if isinstance(part, FunctionType) and part in WRITES and node.args:
                yield from ((table_name(m), WRITES[part]) for m in written(said, node.args[0]))
        if isinstance(node, ast.Attribute) and node.attr in READS:
            yield from ((place, READS[node.attr]) for place in read(said, node.value))


def written(said: Said, item: ast.expr) -> list[type[Table]]:
    """The models that an item can be of: by its type, as far as functions declare it; else all
    models that the function names, else all that its module knows."""
    model = model_of(said, item)
    if model is not None:
        return [model]
    at_home = said.function.__globals__.values()
    return [m for m in said.named if is_table(m)] or [m for m in at_home if is_table(m)]


def model_of(said: Said, item: ast.expr) -> type[Table] | None:
    """The model of an item: `Order(...)`, `Order.new(...)`, a parameter, or a local variable that
    is made of such."""
    if isinstance(item, ast.Name):
        if item.id in hints(said.function):
            return table_in(hints(said.function)[item.id])
        made = [
            node.value
            for node in said.nodes
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == item.id
        ]
        return model_of(said, made[0]) if len(made) == 1 else None
    if isinstance(item, ast.BoolOp):  # `self.seen or need(...)`: both are of one type
        known = {model for each in item.values if (model := model_of(said, each))}
        return known.pop() if len(known) == 1 else None
    if not isinstance(item, ast.Call):
        return None
    maker = said.meaning(item.func)
    if maker is UNKNOWN and isinstance(item.func, ast.Attribute):  # a method of an item
        maker = getattr(model_of(said, item.func.value), item.func.attr, None)
    return maker if is_table(maker) else table_in(hints(maker).get("return"), maker)


def hints(thing: Any) -> dict[str, Any]:
    function = getattr(thing, "__func__", thing)
    if not isinstance(function, FunctionType):
        return {}
    return {k: v for k, v in get_type_hints(function).items() if v is not type(None)}


def table_in(hint: Any, method: Any = None) -> type[Table] | None:
    """The one table in a type such as `Order` or `Order | None`; for Self, the method's class."""
    if hint is Self:
        hint = getattr(method, "__self__", None)
    found = [each for each in (hint, *get_args(hint)) if is_table(each)]
    return found[0] if len(found) == 1 else None


def read(said: Said, place: ast.expr) -> list[str]:
    """The table, or its index, that is read: `Group`, `Group.byGoods`. Where that depends on a
    value: everything that the function names."""
    meant = said.meaning(place)
    if is_table(meant):
        return [table_name(meant)]
    if isinstance(meant, GlobalSecondaryIndex):
        model = said.meaning(place.value) if isinstance(place, ast.Attribute) else None
        assert is_table(model), ast.unparse(place)
        return [f"{table_name(model)}/{meant.Meta.index_name}"]
    if meant is UNKNOWN and isinstance(place, ast.Name) and place.id in ("cls", "model"):
        return [table_name(m) for m in said.named if is_table(m)]
    return []


def is_table(thing: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, Table) and thing is not Table


def table_name(model: Any) -> str:
    return str(model.Meta.name)


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_right_to_the_table_of_the_platform_is_for_some_of_its_items(name: str) -> None:
    """WeChat's access token is in it, and answers that were kept for others."""
    for several in policies(name).values():
        for each in several:
            if {"Fn::GetAtt": ["PlatformTable", "Arn"]} in listed(each["Resource"]):
                (condition,) = each["Condition"].values()
                assert condition["dynamodb:LeadingKeys"], name

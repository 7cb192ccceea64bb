"""The tables of README and docs/data-model.md say what the code has: functions and who may call
them, items and their attributes. (docs/api.md and docs/openapi.json are generated.)"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.cloud import handler
from tests.support.template import ROOT, resources, template
from tests.template.reach import HOME, import_all
from tests.template.stack import functions
from tests.template.test_rights import table_name
from wxcloud.model import Table

README = {"README.md": ", ", "README.zh-CN.md": "、"}  # the page, and what stands between callers
CALLERS = {"所有人": "everybody", "登录用户": "signed-in users"}
DATA_MODEL = (ROOT / "docs" / "data-model.md").read_text()


# --- README ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", README)
def test_the_readme_has_a_line_for_each_function(page: str) -> None:
    rows = function_rows(page)
    missing = functions().keys() - rows.keys()
    assert missing == set(), f"{page}, The functions: add a line for each of {sorted(missing)}"
    assert rows.keys() - functions().keys() == set(), f"{page} has lines of no function"


@pytest.mark.parametrize("page", README)
def test_the_readme_says_who_may_call_a_function(page: str) -> None:
    rows, wrong = function_rows(page), []
    for name in functions().keys() & rows.keys():
        callers = {CALLERS.get(each, each) for each in rows[name].split(README[page])}
        if hasattr(handler(name), "request") and not is_allowed(name, callers):
            wrong.append(f"{page}: {name} may not be called by {rows[name]}")
    assert wrong == []


def function_rows(page: str) -> dict[str, str]:
    """Function → who may call it, from the lines with three columns."""
    text = (ROOT / page).read_text()
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \|$", text, re.MULTILINE))


def is_allowed(name: str, callers: set[str]) -> bool:
    """Whether these are the callers that the function's decorator admits."""
    called = handler(name)
    if called.guests:
        return callers == {"everybody"}
    if called.only:
        return callers == set(called.only if isinstance(called.only, tuple) else [called.only])
    if called.asks_roles:
        return "signed-in users" in callers and len(callers) > 1
    return callers == {"signed-in users"}


# --- operations and architecture ------------------------------------------------------------------


def test_operations_say_what_to_do_about_each_alarm() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    alarms = text.partition("\n## Alarms\n")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(\w+Alarm)`", alarms))
    missing = {
        name
        for name in resources("AWS::CloudWatch::Alarm")
        if name not in named and not name.endswith("DeadLettersAlarm")
    }
    assert missing == set(), "docs/operations.md, Alarms: say what it means and what to do"
    assert named <= resources("AWS::CloudWatch::Alarm").keys()


def test_the_map_of_shop_has_every_package() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    rows = text.partition("## A map of shop")[2].partition("\n## ")[0]
    first_column = " ".join(re.findall(r"^\| ([^|]+) \|", rows, re.MULTILINE))
    there = {
        path.stem
        for path in (HOME / "shop").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    named = set(re.findall(r"`(\w+)`", first_column))
    missing = there - {"__init__"} - named
    assert missing == set(), "docs/architecture.md, A map of shop: say what they contain"
    assert named <= there


# --- data model -----------------------------------------------------------------------------------


def test_the_data_model_has_a_chapter_for_each_table() -> None:
    tables = {
        properties["TableName"]["Fn::Sub"].removeprefix("${AWS::StackName}-")
        for properties in resources("AWS::DynamoDB::Table").values()
    }
    missing = [f"### {table}" for table in sorted(tables - chapters().keys())]
    assert missing == [], "docs/data-model.md, Tables: add these chapters"
    assert chapters().keys() - tables == set()


def test_the_data_model_names_all_attributes_and_which_may_be_absent() -> None:
    """`name` is in every item, `name`? may be absent. If two kinds of items differ in that, either
    is right."""
    wrong = []
    for table, attributes in attributes_by_table().items():
        chapter = chapters().get(table, "")
        for name, optional in attributes.items():
            kind = {frozenset({True}): "?", frozenset({False}): ""}.get(frozenset(optional))
            if f"`{name}`" not in chapter:
                wrong.append(f"{table}: `{name}`{kind or ''} is not named")
            elif kind == "?" and f"`{name}`?" not in chapter:
                wrong.append(f"{table}: `{name}` may be absent: write `{name}`?")
            elif kind == "" and f"`{name}`?" in chapter:
                wrong.append(f"{table}: `{name}` is in every item: write `{name}` without ?")
    assert wrong == []


def test_an_attribute_named_as_a_key_of_an_index_has_the_type_of_that_key() -> None:
    """DynamoDB refuses an item that has another type there, although the index is not for it."""
    types = {
        (
            properties["TableName"]["Fn::Sub"].removeprefix("${AWS::StackName}-"),
            each["AttributeName"],
        ): each["AttributeType"]
        for properties in resources("AWS::DynamoDB::Table").values()
        for each in properties["AttributeDefinitions"]
    }
    wrong = [
        f"{model.__name__}.{attribute.attr_name}"
        for model in models()
        for attribute in model.get_attributes().values()
        if types.get((table_name(model), attribute.attr_name), attribute.attr_type)
        != attribute.attr_type
    ]
    assert wrong == []


def test_the_table_of_entities_names_the_module_of_each_kind_of_item() -> None:
    entities = DATA_MODEL.partition("## Entities")[2].partition("\n## ")[0]
    wrong = set()
    for model in models():
        path = model.__module__.replace(".", "/")
        if f"`{path}.py`" not in entities and f"`{path.rpartition('/')[0]}/`" not in entities:
            wrong.add(f"{path}.py: {model.__name__}")
    assert wrong == set(), "docs/data-model.md, Entities: add a line for each"


def chapters() -> dict[str, str]:
    """Table → its chapter under "Tables"."""
    found: dict[str, str] = defaultdict(str)
    table = ""
    for line in DATA_MODEL.partition("\n## Tables\n")[2].partition("\n## ")[0].splitlines():
        if heading := re.fullmatch(r"### (\w+)", line):
            table = heading[1]
        found[table] += f"{line}\n"
    return {table: text for table, text in found.items() if table}


def attributes_by_table() -> dict[str, dict[str, set[bool]]]:
    """Table → attribute → whether it may be absent, for each kind of item that has it."""
    found: dict[str, dict[str, set[bool]]] = defaultdict(lambda: defaultdict(set))
    for model in models():
        for attribute in model.get_attributes().values():
            found[table_name(model)][attribute.attr_name].add(bool(attribute.null))
    return found


def models() -> list[type[Table]]:
    """The kinds of items: classes that no other model is made of."""
    import_all()
    return [each for each in below(Table) if not each.__subclasses__() or is_kind(each)]


def is_kind(model: type[Table]) -> bool:
    """A base class that only holds what its kinds share has no attributes but keys."""
    return any(not a.is_hash_key and not a.is_range_key for a in model.get_attributes().values())


def below(model: Any) -> Iterator[Any]:
    for each in model.__subclasses__():
        if each.__module__.partition(".")[0] in ("shop", "wxcloud"):
            yield each
            yield from below(each)


def test_the_documents_count_the_alarms_that_a_new_stack_has() -> None:
    """Each metric beyond ten costs 0.10 USD a month; alarms without their parameter, nothing."""
    alarms = [
        resource["Properties"]
        for resource in template()["Resources"].values()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
        and not str(resource.get("Condition", "")).startswith("Has")
    ]
    metrics = sum(
        sum("MetricStat" in each for each in alarm["Metrics"]) if "Metrics" in alarm else 1
        for alarm in alarms
    )
    usd = f"{(metrics - 10) * 0.1:.2f}"
    assert f"{len(alarms)} alarms on {metrics} metrics" in (ROOT / "README.md").read_text()
    assert f"{len(alarms)} 个告警（共 {metrics} 个指标" in (ROOT / "README.zh-CN.md").read_text()
    line = f"| {len(alarms)} alarms on {metrics} metrics, ten of them free | {usd} |"
    assert line in (ROOT / "docs" / "cost.md").read_text()

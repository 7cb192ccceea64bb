"""The environment of a function holds the variables that its code can reach, and no others.

Code reads a variable through an object that is named in a module: a `Setting`, or the `Queue` or
`Timer` that has one. A function that names a queue gets its URL, whether it sends to it or works on
it; one that names a timer gets all that sets a timer.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.support.template import ROOT
from tests.template.reach import HOME, reach
from tests.template.stack import functions, global_variables, logical_id, own_variables
from wxcloud.settings import Setting

GLOBAL = {
    "STAGE",
    "TABLE_PREFIX",
    "WECHAT_APPID",
    "SESSION_SECRET_ID",
    "AWS_ENDPOINT_URL",
    "CLOCK_URL",
    "STORE_CLIENT",
}


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_function_has_the_variables_that_its_code_can_reach_and_no_others(name: str) -> None:
    wrong = advice(name, set(own_variables(name)), read(name) - GLOBAL)
    if wrong:
        pytest.fail(wrong, pytrace=False)


def test_globals_are_for_what_every_function_has() -> None:
    assert set(global_variables()) == GLOBAL
    assert set().union(*map(read, functions())) >= GLOBAL


def test_what_is_read_is_found() -> None:
    """As the code has it: else the test above could not fail."""
    assert read("fallback") <= GLOBAL
    assert {"WECHAT_API", "WECHAT_SECRET_ID"} <= read("sendNotice")
    assert {"SCHEDULE_GROUP", "SCHEDULE_ROLE_ARN", "EXPIRE_GROUP_ARN"} <= read("createGroup")
    assert "EXPIRE_GROUP_ARN" not in read("scheduleGoodsPush")
    assert "WECHAT_PAY_API" not in read("getGoods") | read("uploadShipping")


def test_only_settings_read_the_environment() -> None:
    """What reads it in another way is not found. (Our client of AWS's services reads the variables
    that Lambda itself sets.)"""
    reading = {
        path.relative_to(HOME).as_posix()
        for path in [*HOME.rglob("*.py"), *ROOT.glob("functions/*/app.py")]
        if re.search(r"\benviron\b|\bgetenv\b", path.read_text())
    }
    reading = {name for name in reading if not name.startswith("wxcloud/awsjson/")}
    assert reading == {"wxcloud/settings.py"}


def test_a_wrong_variable_is_named_with_the_line_that_mends_it() -> None:
    has = {"SEAT_QUEUE_URL", "PAY_SECRET_ID"}
    assert advice("reconcile", has, has) == ""
    needs = {"PAY_SECRET_ID", "NOTICE_QUEUE_URL", "PARCEL_QUEUE_URL", "SHIP_GROUP_ARN", "OTHER"}
    assert advice("reconcile", has, needs).splitlines() == [
        "reconcile: its environment is not what its code can reach.",
        "SEAT_QUEUE_URL is not reached. Take its line away.",
        "Under ReconcileFunction, Environment, Variables, template.yaml lacks:",
        "          NOTICE_QUEUE_URL: !Ref NoticeQueue",
        "          OTHER: <its value>",
        "          PARCEL_QUEUE_URL: !Ref ParcelQueue",
        "          SHIP_GROUP_ARN: !GetAtt ShipGroupFunction.Arn",
    ]


def read(name: str) -> set[str]:
    """The variables that the code of a function can reach."""
    return {each.name for each in reach(name).objects if isinstance(each, Setting)}


# --- the message ----------------------------------------------------------------------------------


def advice(name: str, has: set[str], needs: set[str]) -> str:
    """All that is wrong with a function's environment, and the lines to add; "" if nothing is."""
    if has == needs:
        return ""
    lines = [f"{name}: its environment is not what its code can reach."]
    lines += [f"{each} is not reached. Take its line away." for each in sorted(has - needs)]
    if needs - has:
        lines.append(f"Under {logical_id(name)}, Environment, Variables, template.yaml lacks:")
    lines += [f"          {each}: {value_of(each)}" for each in sorted(needs - has)]
    return "\n".join(lines)


def value_of(variable: str) -> str:
    """What the template says elsewhere, or would say by its habits."""
    if variable in lines_of_template():
        return lines_of_template()[variable]
    words = "".join(word.capitalize() for word in variable.split("_")[:-1])
    if variable.endswith("_QUEUE_URL"):
        return f"!Ref {words}"
    return f"!GetAtt {words}Function.Arn" if variable.endswith("_ARN") else "<its value>"


@cache
def lines_of_template() -> dict[str, str]:
    """Variable → its value, as template.yaml has it in a function."""
    text = (ROOT / "template.yaml").read_text()
    return dict(re.findall(r"^ {10}([A-Z_]+): (.+[^f])$", text, re.MULTILINE))

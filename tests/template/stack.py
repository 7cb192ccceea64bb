"""template.yaml as CloudFormation sees it after SAM's transform, and the names of its parts."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.template import resources, template


@cache
def processed() -> dict[str, Any]:
    """What CloudFormation makes of the template: SAM's functions as roles, mappings and so on."""
    return transform(template(), {})


def transform(source: dict[str, Any], content: dict[str, str]) -> dict[str, Any]:
    """SAM's transform of a template. `content` tells apart packages of functions and layers, by
    logical id."""
    from samtranslator.translator.transform import transform as by_sam

    packaged = copy.deepcopy(source)
    for name, resource in packaged["Resources"].items():
        for key in ("CodeUri", "ContentUri"):
            if key in resource.get("Properties", {}):
                resource["Properties"][key] = f"s3://bucket/{content.get(name, 'key')}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        made: dict[str, Any] = by_sam(packaged, {}, SimpleNamespace(load=lambda: {}))
    return made


def made(kind: str) -> dict[str, dict[str, Any]]:
    """Logical id → properties, of all resources of a kind in the processed template."""
    return {
        name: resource.get("Properties", {})
        for name, resource in processed()["Resources"].items()
        if resource["Type"] == kind
    }


def functions() -> dict[str, dict[str, Any]]:
    """The cloud function's name → its properties."""
    found = resources("AWS::Serverless::Function")
    return {name_of(properties): properties for properties in found.values()}


def name_of(properties: dict[str, Any]) -> str:
    return str(properties["FunctionName"]["Fn::Sub"]).removeprefix("${AWS::StackName}-")


def logical_id(name: str) -> str:
    """`joinGroup` → JoinGroupFunction, `join-group` and `join_group` too: an id has letters and
    digits alone."""
    return "".join(part[:1].upper() + part[1:] for part in re.split("[-_]", name)) + "Function"


def function_of(logical: str) -> str:
    """The cloud function's name for its logical id."""
    return {logical_id(name): name for name in functions()}[logical]


def own_variables(name: str) -> dict[str, Any]:
    """The environment variables that only this function has, beside those of Globals."""
    found: dict[str, Any] = functions()[name].get("Environment", {}).get("Variables", {})
    return found or {}


def global_variables() -> dict[str, Any]:
    found: dict[str, Any] = template()["Globals"]["Function"]["Environment"]["Variables"]
    return found


def policies(name: str) -> dict[str, list[dict[str, Any]]]:
    """The statements of a function's role and of the managed policies that it has; by policy."""
    role = made("AWS::IAM::Role")[f"{logical_id(name)}Role"]
    found = {
        each["PolicyName"]: each["PolicyDocument"]["Statement"] for each in role.get("Policies", [])
    }
    shared = made("AWS::IAM::ManagedPolicy")
    for each in role["ManagedPolicyArns"]:
        if isinstance(each, dict) and each.get("Ref") in shared:
            found[each["Ref"]] = shared[each["Ref"]]["PolicyDocument"]["Statement"]
    return found


def walk(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value in the template that holds no others, with the keys that lead to it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, (*path, str(key)))
    elif isinstance(node, list):
        for value in node:
            yield from walk(value, path)
    else:
        yield path, node


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def referred(value: Any) -> str:
    """The logical id that a Ref, a GetAtt or a Sub names."""
    if "Ref" in value:
        return str(value["Ref"])
    if "Fn::GetAtt" in value:
        return str(value["Fn::GetAtt"][0])
    return re.sub(r"\$\{(\w+)[^}]*\}.*", r"\1", value["Fn::Sub"])

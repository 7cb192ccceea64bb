"""template.yaml as data: the tests make their tables and queues from it, so both always agree."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parents[2]
STACK = "${AWS::StackName}-"


@cache
def template() -> dict[str, Any]:
    """The template with its loops (`Fn::ForEach`) written out; all else is as it stands there."""
    found: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text())
    written: dict[str, Any] = {}
    for name, resource in found["Resources"].items():
        if name.startswith("Fn::ForEach::"):
            variable, values, body = resource
            for value in values:
                written |= _turn(body, variable, value, found["Mappings"])
        else:
            written[name] = resource
    return {**found, "Resources": written}


def _turn(node: Any, variable: str, value: str, mappings: dict[str, Any]) -> Any:
    """One turn of a loop: the value in place of its variable, and what a mapping has for it.

    Source: CloudFormation Template Reference, Fn::ForEach. SAM's own expansion would also replace
    parameters and conditions; a test compares the two.
    """
    if isinstance(node, list):
        return [_turn(each, variable, value, mappings) for each in node]
    if isinstance(node, str):
        return node.replace(f"${{{variable}}}", value)
    if node == {"Ref": variable}:
        return value
    if not isinstance(node, dict):
        return node
    turned = {
        _turn(key, variable, value, mappings): _turn(each, variable, value, mappings)
        for key, each in node.items()
    }
    if "Fn::FindInMap" in turned:
        mapping, first, second = turned["Fn::FindInMap"]
        return mappings[mapping][first][second]
    if isinstance(text := turned.get("Fn::Sub"), str) and "${" not in text:
        return text
    return turned


def resources(kind: str) -> dict[str, dict[str, Any]]:
    """Logical id → properties of all resources of a type."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template()["Resources"].items()
        if resource["Type"] == kind
    }


def _short(name: Any) -> str:
    text = name["Fn::Sub"] if isinstance(name, dict) else name
    return str(text).removeprefix(STACK)


def create_tables(dynamodb: Any, prefix: str) -> dict[str, str]:
    """Create every table of the template under `prefix`; short name → full name."""
    made = {}
    for properties in resources("AWS::DynamoDB::Table").values():
        short = _short(properties["TableName"])
        request = {
            "TableName": prefix + short,
            "AttributeDefinitions": properties["AttributeDefinitions"],
            "KeySchema": properties["KeySchema"],
            "BillingMode": "PAY_PER_REQUEST",
        }
        if "GlobalSecondaryIndexes" in properties:
            request["GlobalSecondaryIndexes"] = properties["GlobalSecondaryIndexes"]
        if "StreamSpecification" in properties:
            request["StreamSpecification"] = {"StreamEnabled": True} | properties[
                "StreamSpecification"
            ]
        dynamodb.create_table(**request)
        made[short] = prefix + short
    return made

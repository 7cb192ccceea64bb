"""template.yaml as data. Tests create their tables from it, so the tables are always the same."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parents[2]
STACK = "${AWS::StackName}-"


@cache
def template() -> dict[str, Any]:
    """The template with its loops (`Fn::ForEach`) expanded and everything else unchanged."""
    found: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text())
    return expanded(found)


def expanded(source: dict[str, Any]) -> dict[str, Any]:
    """A template with its loops expanded."""
    resources = _loops(source["Resources"], source["Mappings"])
    paths = resources["Api"]["Properties"]["DefinitionBody"]["paths"]
    api = copy.deepcopy(resources["Api"])
    api["Properties"]["DefinitionBody"]["paths"] = _loops(paths, source["Mappings"])
    return {**source, "Resources": {**resources, "Api": api}}


def _loops(section: dict[str, Any], mappings: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, body in section.items():
        if name.startswith("Fn::ForEach::"):
            variable, values, content = body
            for value in values:
                found |= _expand(content, variable, value, mappings)
        else:
            found[name] = body
    return found


def _expand(node: Any, variable: str, value: str, mappings: dict[str, Any]) -> Any:
    """The body of a loop for one value: replace the variable, and look it up in mappings.

    Source: CloudFormation Template Reference, Fn::ForEach. SAM's own expansion also replaces
    parameters and conditions; a test compares the two.
    """
    if isinstance(node, list):
        return [_expand(each, variable, value, mappings) for each in node]
    if isinstance(node, str):
        return node.replace(f"${{{variable}}}", value)
    if node == {"Ref": variable}:
        return value
    if not isinstance(node, dict):
        return node
    expanded = {
        _expand(key, variable, value, mappings): _expand(each, variable, value, mappings)
        for key, each in node.items()
    }
    if "Fn::FindInMap" in expanded:
        mapping, first, second = expanded["Fn::FindInMap"]
        return mappings[mapping][first][second]
    if isinstance(text := expanded.get("Fn::Sub"), str) and "${" not in text:
        return text
    return expanded


def resources(kind: str) -> dict[str, dict[str, Any]]:
    """Logical id → properties, for all resources of a type."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template()["Resources"].items()
        if resource["Type"] == kind
    }


def _short(name: Any) -> str:
    text = name["Fn::Sub"] if isinstance(name, dict) else name
    return str(text).removeprefix(STACK)


def create_tables(dynamodb: Any, prefix: str) -> dict[str, str]:
    """Create all tables of the template with the prefix. Returns short name → full name."""
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

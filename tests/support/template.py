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
    return yaml_parse((ROOT / "template.yaml").read_text())


def resources(kind: str) -> dict[str, dict[str, Any]]:
    """Logical id → properties of all resources of a type."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template()["Resources"].items()
        if isinstance(resource, dict) and resource["Type"] == kind  # the rest are loops
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

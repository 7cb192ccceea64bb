"""The routes of the HTTP API, on the local stack.

AWS takes them from the OpenAPI body that SAM puts into the processed template. ministack ignores
that body, so an API has no routes after `sam deploy`. This module creates the routes of the body.
"""

from __future__ import annotations

import re
from typing import Any

ANY_METHOD = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"


def create(cloudformation: Any, gateway: Any, stack: str, functions: dict[str, str]) -> int:
    """Create and delete routes until the stack's HTTP API has those of its template. Their number.

    `functions` are ARNs by logical id.
    """
    template = cloudformation.get_template(StackName=stack, TemplateStage="Processed")
    wanted = wanted_routes(template["TemplateBody"]["Resources"])
    ids = _physical_ids(cloudformation, stack, wanted)
    for api, routes in wanted.items():
        _apply(gateway, ids[api], {key: functions[name] for key, name in routes.items()})
    return sum(map(len, wanted.values()))


def wanted_routes(resources: dict[str, Any]) -> dict[str, dict[str, str]]:
    """API → route key → function: APIs and functions by logical id."""
    found: dict[str, dict[str, str]] = {}
    for name, resource in resources.items():
        body = resource["Properties"].get("Body")
        if resource["Type"] == "AWS::ApiGatewayV2::Api" and body:
            found[name] = {
                _key(path, method): _function(operation[INTEGRATION]["uri"])
                for path, methods in body["paths"].items()
                for method, operation in methods.items()
            }
    return found


def _key(path: str, method: str) -> str:
    if path.lstrip("/") == "$default":
        return "$default"
    return f"{'ANY' if method == ANY_METHOD else method.upper()} {path}"


def _function(uri: dict[str, str]) -> str:
    """The logical id of the function in `.../functions/${LoginFunction.Arn}/invocations` or in
    `.../function:${AWS::StackName}-login/invocations`: a function is named alike everywhere."""
    text = uri["Fn::Sub"]
    if by_id := re.search(r"\$\{(\w+)\.Arn\}", text):
        return by_id[1]
    if by_name := re.search(r"function:\$\{AWS::StackName\}-(\w+)/invocations", text):
        return f"{by_name[1][0].upper()}{by_name[1][1:]}Function"
    raise ValueError(f"no function in {uri}")


def _physical_ids(cloudformation: Any, stack: str, names: dict[str, Any]) -> dict[str, str]:
    return {
        name: cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=name)[
            "StackResourceDetail"
        ]["PhysicalResourceId"]
        for name in names
    }


def _apply(gateway: Any, api: str, wanted: dict[str, str]) -> None:
    there = {
        route["RouteKey"]: route["RouteId"] for route in gateway.get_routes(ApiId=api)["Items"]
    }
    for key in there.keys() - wanted.keys():
        gateway.delete_route(ApiId=api, RouteId=there[key])
    for key in wanted.keys() - there.keys():
        integration = gateway.create_integration(
            ApiId=api,
            IntegrationType="AWS_PROXY",
            IntegrationUri=wanted[key],
            PayloadFormatVersion="2.0",
        )
        target = f"integrations/{integration['IntegrationId']}"
        gateway.create_route(ApiId=api, RouteKey=key, Target=target)

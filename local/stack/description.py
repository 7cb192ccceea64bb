"""Write .local/stack.json: what is deployed, for people, tests and tools."""

from __future__ import annotations

import json
from typing import Any

from local.stack.aws import client
from local.stack.places import CONTAINER_FILE, REGION, STACK, STACK_FILE

Resources = dict[str, dict[str, str]]  # resource type → logical id → physical id
# The stage $default, as a shell and a URL take it without quotes.
DEFAULT_STAGE = "%24default"
CONTAINER_HOST = "host.docker.internal"


def resources(endpoint: str) -> Resources:
    found: Resources = {}
    pages = client(endpoint, "cloudformation").get_paginator("list_stack_resources")
    for page in pages.paginate(StackName=STACK):
        for one in page["StackResourceSummaries"]:
            of_type = found.setdefault(one["ResourceType"], {})
            of_type[one["LogicalResourceId"]] = one["PhysicalResourceId"]
    return found


def describe(
    endpoint: str, sandbox: str, appid: str, found: Resources, templates: dict[str, str]
) -> dict[str, Any]:
    """The contents of .local/stack.json. Names are as in the code, values as on the local AWS."""
    apis = found["AWS::ApiGatewayV2::Api"]
    secrets = found["AWS::SecretsManager::Secret"]
    invoke = f"{endpoint}/_aws/execute-api"
    api = f"{invoke}/{apis['Api']}/{DEFAULT_STAGE}"
    return {
        "api": api,
        "ws": f"{invoke}/{apis['SocketApi']}/live".replace("http://", "ws://", 1),
        "console": f"{api}/console/",
        "signIn": f"{sandbox}/sandbox/console",  # a link that signs a browser in to the console
        "sandbox": sandbox,
        "endpoint": endpoint,
        "region": REGION,
        "stack": STACK,
        "appid": appid,
        "functions": _short(found["AWS::Lambda::Function"]),
        "tables": _short(found["AWS::DynamoDB::Table"]),
        "queues": found["AWS::SQS::Queue"],
        "secrets": {
            "session": secrets["SessionSecret"],
            "wechat": secrets["WeChatSecret"],
            "pay": secrets["PaySecret"],
        },
        "templates": templates,
    }


def write(stack: dict[str, Any]) -> None:
    STACK_FILE.write_text(json.dumps(stack, indent=2, ensure_ascii=False) + "\n")


def write_for_containers(endpoint: str, functions: dict[str, str]) -> None:
    """Write the functions' environment variables for containers: `sam local invoke --env-vars`."""
    local = client(endpoint, "lambda")
    environments = {}
    for logical, name in functions.items():
        configuration = local.get_function_configuration(FunctionName=name)
        environments[logical] = {
            key: value.replace("127.0.0.1", CONTAINER_HOST).replace("localhost", CONTAINER_HOST)
            for key, value in configuration["Environment"]["Variables"].items()
        }
    CONTAINER_FILE.write_text(json.dumps(environments, indent=2) + "\n")


def _short(physical: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix(f"{STACK}-"): name for name in sorted(physical.values())}

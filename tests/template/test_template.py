"""The house rules of template.yaml: what every resource must have, so that none is forgotten."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from local.stack import routes
from tests.support.cloud import handler
from tests.support.template import ROOT, resources, template
from wxcloud.settings import Settings

WEBHOOKS = {"csReply", "payNotify"}
WEEKS_S = 14 * 24 * 3600


@cache
def processed() -> dict[str, Any]:
    """What CloudFormation makes of the template: SAM's functions as roles, mappings and so on."""
    from samtranslator.translator.transform import transform

    packaged = copy.deepcopy(template())
    for resource in packaged["Resources"].values():
        for key in ("CodeUri", "ContentUri"):
            if key in resource.get("Properties", {}):
                resource["Properties"][key] = "s3://bucket/key"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        made: dict[str, Any] = transform(packaged, {}, SimpleNamespace(load=lambda: {}))
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
    return f"{name[0].upper()}{name[1:]}Function"


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


# --- The one convention ---------------------------------------------------------------------------


def test_functions_and_their_folders_are_the_same() -> None:
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/app.py")}
    assert set(functions()) == folders


def test_a_function_is_named_alike_everywhere() -> None:
    for logical, properties in resources("AWS::Serverless::Function").items():
        name = name_of(properties)
        assert logical == logical_id(name)
        assert properties["CodeUri"] == f"functions/{name}/"


def test_a_function_has_sample_events_for_each_way_of_invoking_it() -> None:
    missing = []
    for name, properties in functions().items():
        wanted = [f"{name}.*.json"]
        if "Events" in properties and name not in WEBHOOKS and routed(properties):
            wanted = [f"{name}.json", f"{name}.http.json"]
        missing += [w for w in wanted if not list((ROOT / "events").glob(w))]
    assert missing == []


def test_a_route_is_the_functions_name() -> None:
    for name, properties in functions().items():
        for route in routed(properties):
            allowed = {"POST", "GET"} if name in WEBHOOKS else {"POST"}
            assert route["Path"] == f"/{name}"
            assert route["Method"] in allowed


def routed(properties: dict[str, Any]) -> list[dict[str, Any]]:
    """The HTTP API events that name a path."""
    return [
        event["Properties"]
        for event in properties.get("Events", {}).values()
        if event["Type"] == "HttpApi" and "Path" in event["Properties"]
    ]


def test_the_local_stack_finds_every_route() -> None:
    wanted = {
        f"{route['Method']} {route['Path']}": logical_id(name)
        for name, properties in functions().items()
        for route in routed(properties)
    }
    found = routes.wanted_routes(processed()["Resources"])
    assert found == {"Api": {**wanted, "$default": "FallbackFunction"}}


def test_functions_have_the_settings_that_the_code_reads_and_no_others() -> None:
    variables = template()["Globals"]["Function"]["Environment"]["Variables"]
    assert {name.lower() for name in variables} == {field.name for field in fields(Settings)}


# --- Nothing fails unseen -------------------------------------------------------------------------


def test_every_function_and_api_has_a_log_group_with_a_retention() -> None:
    groups = {p["LogGroupName"]["Fn::Sub"]: p for p in resources("AWS::Logs::LogGroup").values()}
    wanted = {f"/aws/lambda/${{AWS::StackName}}-{name}" for name in functions()}
    assert set(groups) == wanted | {"/aws/apigateway/${AWS::StackName}"}
    assert all(p["RetentionInDays"] == {"Ref": "LogRetentionDays"} for p in groups.values())


def test_every_queue_ends_in_dead_letters_and_waits_long_enough() -> None:
    queues = resources("AWS::SQS::Queue")
    timeout_of = {
        referred(p["EventSourceArn"]): timeout(referred(p["FunctionName"]))
        for p in resources("AWS::Lambda::EventSourceMapping").values()
    }
    for name, properties in queues.items():
        if name.endswith("DeadLetters"):
            assert properties["MessageRetentionPeriod"] == WEEKS_S, name
            continue
        dead_letters = referred(properties["RedrivePolicy"]["deadLetterTargetArn"])
        assert dead_letters in queues, name
        assert properties["VisibilityTimeout"] >= 6 * timeout_of[name], name


def timeout(logical: str) -> int:
    default = template()["Globals"]["Function"]["Timeout"]
    return int(resources("AWS::Serverless::Function")[logical].get("Timeout", default))


def camel(logical: str) -> str:
    name = logical.removesuffix("Function")
    return name[0].lower() + name[1:]


def test_dead_letters_raise_an_alarm() -> None:
    watched = {
        referred(p["Dimensions"][0]["Value"])
        for p in resources("AWS::CloudWatch::Alarm").values()
        if p["MetricName"] == "ApproximateNumberOfMessagesVisible"
    }
    assert watched == {
        name for name in resources("AWS::SQS::Queue") if name.endswith("DeadLetters")
    }


def test_every_alarm_tells_somebody() -> None:
    told = {"Fn::If": ["HasAlarmEmail", [{"Ref": "AlarmTopic"}], {"Ref": "AWS::NoValue"}]}
    for name, properties in resources("AWS::CloudWatch::Alarm").items():
        assert properties["AlarmActions"] == told, name
        assert properties["AlarmDescription"], name


def test_sources_report_failed_items_and_streams_give_up_in_dead_letters() -> None:
    for name, properties in made("AWS::Lambda::EventSourceMapping").items():
        assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"], name
        source = referred(properties["EventSourceArn"])
        if source in resources("AWS::DynamoDB::Table"):
            assert properties["BisectBatchOnFunctionError"] is True, name
            assert 0 < properties["MaximumRetryAttempts"] <= 10, name
            assert 0 < properties["MaximumRecordAgeInSeconds"] <= 24 * 3600, name
            given_up = properties["DestinationConfig"]["OnFailure"]["Destination"]
            assert referred(given_up).endswith("DeadLetters"), name


def test_what_timers_call_gives_up_in_dead_letters() -> None:
    configured = {
        referred(p["FunctionName"]): p["DestinationConfig"]["OnFailure"]["Destination"]
        for p in made("AWS::Lambda::EventInvokeConfig").values()
    }
    for name in timer_targets():
        assert referred(configured[logical_id(name)]).endswith("DeadLetters"), name
    for name, properties in made("AWS::Scheduler::Schedule").items():
        assert properties["Target"]["DeadLetterConfig"]["Arn"], name
        assert properties["Target"]["RetryPolicy"], name


def timer_targets() -> set[str]:
    """Functions that a schedule calls: those made at run time, and those of the template."""
    (fire,) = resources("AWS::IAM::Role")["TimerRole"]["Policies"]
    (invoke,) = (
        statement
        for statement in fire["PolicyDocument"]["Statement"]
        if statement["Action"] == "lambda:InvokeFunction"
    )
    at_run_time = {arn["Fn::Sub"].rpartition("${AWS::StackName}-")[2] for arn in invoke["Resource"]}
    fixed = {camel(referred(p["Target"]["Arn"])) for p in made("AWS::Scheduler::Schedule").values()}
    return at_run_time | fixed


# --- Nothing is open ------------------------------------------------------------------------------

# The only own statement about everything: these actions know no resources.
WITHOUT_RESOURCE = {"dynamodb:ListStreams"}
# AWS has one action for a message and for a batch, the local AWS has two.
FAMILIES = {"sqs:SendMessage*"}


def statements() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement of every role and policy that the stack makes."""
    for name, properties in made("AWS::IAM::Role").items():
        for policy in properties.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield name, statement
    for name, properties in made("AWS::IAM::ManagedPolicy").items():
        for statement in properties["PolicyDocument"]["Statement"]:
            yield name, statement


def test_no_right_to_do_everything_or_on_everything() -> None:
    for name, statement in statements():
        actions, on = set(listed(statement["Action"])), listed(statement["Resource"])
        assert not any("*" in action for action in actions - FAMILIES), name
        assert "*" not in on or actions <= WITHOUT_RESOURCE, name


def test_only_the_nightly_comparison_may_scan() -> None:
    """No request, queue or stream reads a whole table."""
    scanning = {name for name, s in statements() if "dynamodb:Scan" in listed(s["Action"])}
    assert scanning <= {"ReconcileFunctionRole"}


def test_functions_have_no_rights_but_their_own_and_to_log() -> None:
    own = {json.dumps({"Ref": name}) for name in resources("AWS::IAM::ManagedPolicy")}
    for name, properties in made("AWS::IAM::Role").items():
        attached = {json.dumps(arn) for arn in properties.get("ManagedPolicyArns", [])}
        given = {arn for arn in attached - own if "AWSLambdaBasicExecutionRole" not in arn}
        assert given == set(), name


def test_functions_that_ask_for_roles_may_read_those_of_whoever_invokes_them_directly() -> None:
    asking = {name for name in functions() if getattr(handler(name), "asks_roles", False)}
    allowed = {
        name for name, p in functions().items() if {"Ref": "RolesPolicy"} in p.get("Policies", [])
    }
    assert asking == allowed


def test_each_function_has_a_role_of_its_own() -> None:
    roles = [json.dumps(p["Role"]) for p in made("AWS::Lambda::Function").values()]
    assert len(roles) == len(set(roles)) == len(functions())


def test_tables_are_backed_up_encrypted_and_outlive_the_stack() -> None:
    for name, resource in template()["Resources"].items():
        if resource["Type"] != "AWS::DynamoDB::Table":
            continue
        properties = resource["Properties"]
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate", name
        assert resource["UpdateReplacePolicy"] == "Retain", name
        assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], name
        assert properties["SSESpecification"]["SSEEnabled"], name
        assert properties["DeletionProtectionEnabled"] == {"Ref": "DeletionProtection"}, name
        assert properties["BillingMode"] == "PAY_PER_REQUEST", name


def test_queues_are_encrypted() -> None:
    assert all(p["SqsManagedSseEnabled"] for p in resources("AWS::SQS::Queue").values())


def test_routes_are_throttled_and_callbacks_have_their_own_room() -> None:
    api = resources("AWS::Serverless::HttpApi")["Api"]
    assert api["DefaultRouteSettings"]["ThrottlingRateLimit"] == {"Ref": "RequestRate"}
    assert api["RouteSettings"]["$default"]["ThrottlingRateLimit"] <= 10
    for name in WEBHOOKS & functions().keys():
        reserved = functions()[name]["ReservedConcurrentExecutions"]["Fn::If"]
        assert reserved[:2] == ["HasCallbackConcurrency", {"Ref": "CallbackConcurrency"}]


def test_no_secret_is_in_an_environment_or_a_default() -> None:
    variables = template()["Globals"]["Function"]["Environment"]["Variables"]
    for name in variables:
        assert not re.search("PASSWORD|TOKEN|APP_SECRET|KEY", name)
    filled = json.loads(resources("AWS::SecretsManager::Secret")["WeChatSecret"]["SecretString"])
    assert filled["appSecret"] == filled["encodingAESKey"] == ""


# --- The same template everywhere -----------------------------------------------------------------


def test_nothing_names_a_partition_or_its_domain() -> None:
    service = re.compile(r"[a-z-]+\.amazonaws\.com")  # principals are spelled so in China, too
    for path, value in walk(template()):
        text = str(value)
        assert "arn:aws:" not in text and "arn:aws-cn:" not in text, path
        if path[-1] in ("Service", "Principal", "iam:PassedToService"):
            assert service.fullmatch(text), path
        else:
            assert "amazonaws.com" not in text, path


def test_every_parameter_and_output_is_described() -> None:
    described = [*template()["Parameters"].items(), *template()["Outputs"].items()]
    assert [name for name, one in described if len(one.get("Description", "")) < 20] == []


def test_only_the_local_stack_gets_another_endpoint_and_clock() -> None:
    variables = template()["Globals"]["Function"]["Environment"]["Variables"]
    endpoint, clock = {"Ref": "LocalEndpoint"}, {"Ref": "LocalClockUrl"}
    assert variables["AWS_ENDPOINT_URL"] == {"Fn::If": ["IsLocal", endpoint, ""]}
    assert variables["CLOCK_URL"] == {"Fn::If": ["IsLocal", clock, ""]}
    for name in ("LocalEndpoint", "LocalClockUrl"):
        parameter = template()["Parameters"][name]
        assert parameter["Default"] == ""
        assert not re.fullmatch(parameter["AllowedPattern"], "http://attacker.example:80/clock")
    for properties in functions().values():
        assert "Environment" not in properties  # nobody overrides what Globals guards


def test_an_account_other_than_the_local_one_refuses_the_local_settings() -> None:
    """The Rules section, as the local engine evaluates it for two accounts."""
    import boto3
    from botocore.exceptions import ClientError

    from tests.support.engine import start

    guarded = {
        "Parameters": {
            name: template()["Parameters"][name] for name in ("LocalEndpoint", "LocalClockUrl")
        },
        "Rules": template()["Rules"],
        "Resources": {"Queue": {"Type": "AWS::SQS::Queue"}},
    }

    def create(account: str, **parameters: str) -> None:
        cloudformation = boto3.client(
            "cloudformation",
            endpoint_url=start(),
            region_name="us-east-1",
            aws_access_key_id=account,
            aws_secret_access_key="test",
        )
        cloudformation.create_stack(
            StackName=f"guarded-{account}-{len(parameters)}",
            TemplateBody=json.dumps(guarded),
            Parameters=[
                {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
            ],
        )

    clock = {"LocalClockUrl": "http://127.0.0.1:9000/sandbox/clock"}
    create("000000000000", **clock)
    create("111111111111")
    with pytest.raises(ClientError, match="for the local stack only"):
        create("111111111111", **clock)
    with pytest.raises(ClientError, match="for the local stack only"):
        create("111111111111", LocalEndpoint="http://127.0.0.1:9000")


def test_the_stack_is_within_cloudformations_limits() -> None:
    assert len(processed()["Resources"]) < 500
    assert len(processed()["Outputs"]) < 200
    for name, properties in made("AWS::IAM::Role").items():
        assert len(properties.get("ManagedPolicyArns", [])) <= 10, name


def test_samconfig_knows_the_three_places() -> None:
    import tomllib

    places = tomllib.loads((ROOT / "samconfig.toml").read_text())
    assert {"default", "cn", "local"} <= places.keys()
    assert places["cn"]["global"]["parameters"]["region"].startswith("cn-")

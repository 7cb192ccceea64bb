"""The house rules of template.yaml: what every resource must have, so that none is forgotten."""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from local.stack import routes
from tests.support.cloud import handler
from tests.support.template import ROOT, resources, template
from tests.template.reach import reach
from tests.template.stack import (
    function_of,
    functions,
    global_variables,
    listed,
    logical_id,
    made,
    name_of,
    own_variables,
    policies,
    processed,
    referred,
    walk,
)
from wxcloud.queues import Queue

WEBHOOKS = {"csReply", "payNotify"}
PAGES = {"console"}  # a browser GETs a file below the route
WEEKS_S = 14 * 24 * 3600
ATTEMPTS = 5

# Resources after SAM's transform. CloudFormation ends at 500; a cloud function is two (its role and
# itself). Whoever adds a feature may raise this knowingly. From WARN_AT on every run of the tests
# warns; a canary needs 32 more.
MOST_RESOURCES = 453
WARN_AT = 400
MOST_OF_A_STACK = 500


# --- The one convention ---------------------------------------------------------------------------


BLOCK = """\
  {logical}:
    Type: AWS::Serverless::Function
    Metadata: {{SkipBuild: true}}
    Properties:
      FunctionName: !Sub ${{AWS::StackName}}-{name}
      CodeUri: functions/{name}/
      Policies: [!Ref SessionPolicy]
If clients call it, add its name to Routes, in Api.
"""


def test_functions_and_their_folders_are_the_same() -> None:
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/app.py")}
    wrong = [
        f"There is no functions/{name}/app.py." for name in sorted(functions().keys() - folders)
    ]
    for name in sorted(folders - functions().keys()):
        block = BLOCK.format(name=name, logical=logical_id(name))
        wrong.append(f"functions/{name} has no block. Under Cloud functions, add:\n{block}")
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_a_function_is_named_alike_everywhere() -> None:
    for logical, properties in resources("AWS::Serverless::Function").items():
        name = name_of(properties)
        assert logical == logical_id(name)
        assert properties["CodeUri"] == f"functions/{name}/"


def test_a_function_has_sample_events_for_each_way_of_invoking_it() -> None:
    missing = []
    for name in functions():
        wanted = [f"{name}.*.json"]
        if name not in WEBHOOKS | PAGES and routed(name):
            wanted = [f"{name}.json", f"{name}.http.json"]
        missing += [w for w in wanted if not list((ROOT / "events").glob(w))]
    assert missing == []


def test_a_route_is_the_functions_name() -> None:
    for name in functions():
        for route in routed(name):
            allowed = {"POST", "GET"} if name in WEBHOOKS else {"POST"}
            below = {f"/{name}/{{proxy+}}"} if name in PAGES else set()
            assert route["Path"] in {f"/{name}"} | below
            assert route["Method"] in ({"GET"} if name in PAGES else allowed)


def routed(name: str) -> list[dict[str, Any]]:
    """Path and Method of the routes to a function: of Api's own paths, and of its events."""
    api = resources("AWS::Serverless::HttpApi")["Api"]
    own = api["DefinitionBody"]["paths"].get(f"/{name}", {})
    events = functions()[name].get("Events", {}).values()
    return [
        *({"Path": f"/{name}", "Method": method.upper()} for method in own),
        *(
            event["Properties"]
            for event in events
            if event["Type"] == "HttpApi" and "Path" in event["Properties"]
        ),
    ]


def test_all_cloud_functions_that_a_session_calls_have_a_route() -> None:
    api = resources("AWS::Serverless::HttpApi")["Api"]
    routes = {path.removeprefix("/") for path in api["DefinitionBody"]["paths"]}
    called = {
        name
        for name in functions()
        if "@cloud_function(" in (ROOT / f"functions/{name}/app.py").read_text()
    }
    assert called <= routes
    assert routes <= functions().keys()


def test_the_local_stack_finds_every_route() -> None:
    wanted = {
        f"{route['Method']} {route['Path']}": logical_id(name)
        for name in functions()
        for route in routed(name)
    }
    found = routes.wanted_routes(processed()["Resources"])
    assert found == {"Api": {**wanted, "$default": "FallbackFunction"}}


# --- Nothing fails unseen -------------------------------------------------------------------------


def test_all_functions_log_to_one_group_and_logs_have_a_retention() -> None:
    groups = resources("AWS::Logs::LogGroup")
    assert set(groups) == {"ApiLogs", "FunctionLogs", "EventsStreamLogs"}
    for name, properties in groups.items():
        assert properties["RetentionInDays"] == {"Ref": "LogRetentionDays"}, name
    # Lambda makes no stream in a group whose name begins with aws/ (Lambda Developer Guide,
    # "Configuring CloudWatch log groups").
    assert not groups["FunctionLogs"]["LogGroupName"]["Fn::Sub"].lstrip("/").startswith("aws")
    for name, properties in made("AWS::Lambda::Function").items():
        assert properties["LoggingConfig"]["LogGroup"] == {"Ref": "FunctionLogs"}, name
    (api,) = resources("AWS::Serverless::HttpApi").values()
    assert referred(api["AccessLogSettings"]["DestinationArn"]) == "ApiLogs"


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
        assert properties["RedrivePolicy"]["maxReceiveCount"] == ATTEMPTS, name
        assert properties["VisibilityTimeout"] >= 6 * timeout_of[name], name


def test_a_queue_belongs_to_the_function_whose_code_takes_its_messages() -> None:
    """The queue that the code names, in `@queue(...)` or `stream(...)`, is its event source."""
    queues = resources("AWS::SQS::Queue")
    calls = {
        (function_of(referred(p["FunctionName"])), queue)
        for p in made("AWS::Lambda::EventSourceMapping").values()
        if (queue := referred(p["EventSourceArn"])) in queues
    }
    takes = {
        (name, referred(own_variables(name)[each.source.setting.name]))
        for name in functions()
        for each in reach(name).objects
        if isinstance(getattr(each, "source", None), Queue)
    }
    assert takes == calls
    assert {queue for _, queue in calls} == {q for q in queues if not q.endswith("DeadLetters")}


def timeout(logical: str) -> int:
    default = template()["Globals"]["Function"]["Timeout"]
    return int(resources("AWS::Serverless::Function")[logical].get("Timeout", default))


def test_business_alarms_count_lines_that_the_code_logs() -> None:
    filters = resources("AWS::Logs::MetricFilter")
    counted = {
        p["MetricTransformations"][0]["MetricName"]: p["FilterPattern"] for p in filters.values()
    }
    for name, line in (("Paid", "paid"), ("RefundsGranted", "refund granted")):
        assert counted[name] == f'{{ $.message = "{line}" }}'
        sources = (ROOT / "layers/tuan/python/shop/checkout").glob("*.py")
        assert sum(f'logger.info("{line}"' in path.read_text() for path in sources) == 1, line
    watched = {
        metric
        for p in resources("AWS::CloudWatch::Alarm").values()
        for metric in (
            p.get("MetricName"),
            *(
                m["MetricStat"]["Metric"]["MetricName"]
                for m in p.get("Metrics", ())
                if "MetricStat" in m
            ),
        )
    }
    assert counted.keys() <= watched


def test_dead_letters_raise_an_alarm() -> None:
    watched = {
        referred(p["Dimensions"][0]["Value"])
        for p in resources("AWS::CloudWatch::Alarm").values()
        if p.get("MetricName") == "ApproximateNumberOfMessagesVisible"
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
    fixed = {
        function_of(referred(p["Target"]["Arn"])) for p in made("AWS::Scheduler::Schedule").values()
    }
    return at_run_time | fixed


# --- Nothing is open ------------------------------------------------------------------------------

# The only own statement about everything: these actions know no resources.
WITHOUT_RESOURCE = {"dynamodb:ListStreams", "cloudwatch:DescribeAlarms"}
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


def test_no_right_is_given_twice() -> None:
    """Neither by two statements of a function nor by one of its managed policies beside them; and a
    policy has one statement for a resource."""
    twice = []
    for name in functions():
        rights: Counter[str] = Counter()
        for policy, several in policies(name).items():
            on = [json.dumps([s["Resource"], s.get("Condition")]) for s in several]
            twice += [
                f"{name}: two statements in {policy} about {what}"
                for what, times in Counter(on).items()
                if times > 1
            ]
            rights.update(right for statement in several for right in rights_in(statement))
        twice += [f"{name}: {right}, twice" for right, times in rights.items() if times > 1]
    assert twice == []


def rights_in(statement: dict[str, Any]) -> set[str]:
    return {
        json.dumps([action, resource, statement.get("Condition")])
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    }


def test_only_the_nightly_comparison_and_the_rebuild_may_scan() -> None:
    """No request and no stream reads a whole table, and no queue but that of the desk: an operator
    has the desk made again, page by page."""
    scanning = {name for name, s in statements() if "dynamodb:Scan" in listed(s["Action"])}
    assert scanning <= {"ReconcileFunctionRole", "RunDeskJobFunctionRole"}


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
    wrong = [
        f"Under {logical_id(name)}, Policies, template.yaml"
        f" {'lacks' if name in asking else 'does not need'}: - !Ref RolesPolicy"
        for name in sorted(asking ^ allowed)
    ]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


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
    for variables in (global_variables(), *map(own_variables, functions())):
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
            everybody = text == "*" and path[1] == "FilesPolicy"  # see test_files.py
            assert everybody or service.fullmatch(text), path
        else:
            assert "amazonaws.com" not in text, path


def test_every_parameter_and_output_is_described() -> None:
    described = [*template()["Parameters"].items(), *template()["Outputs"].items()]
    assert [name for name, one in described if len(one.get("Description", "")) < 20] == []


def test_only_the_local_stack_gets_another_endpoint_and_clock() -> None:
    variables = global_variables()
    endpoint, clock = {"Ref": "LocalEndpoint"}, {"Ref": "LocalClockUrl"}
    assert variables["AWS_ENDPOINT_URL"] == {"Fn::If": ["IsLocal", endpoint, ""]}
    assert variables["CLOCK_URL"] == {"Fn::If": ["IsLocal", clock, ""]}
    for name in ("LocalEndpoint", "LocalClockUrl"):
        parameter = template()["Parameters"][name]
        assert parameter["Default"] == ""
        assert not re.fullmatch(parameter["AllowedPattern"], "http://attacker.example:80/clock")
    for name in functions():
        assert not variables.keys() & own_variables(name), f"{name} overrides what Globals guards"


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


class NearTheEnd(UserWarning):
    """The stack is to be divided soon."""


@pytest.mark.filterwarnings("default::tests.template.test_template.NearTheEnd")
def test_the_stack_has_room_to_grow() -> None:
    count(len(processed()["Resources"]), MOST_RESOURCES)


def count(resources: int, most: int) -> None:
    if resources >= WARN_AT:
        warnings.warn(f"{resources} resources, and CloudFormation ends at 500", NearTheEnd, 2)
    assert resources <= most, f"{resources} resources: see MOST_RESOURCES"


def test_growth_is_noticed() -> None:
    count(262, 262)
    with pytest.raises(AssertionError, match="263 resources"):
        count(263, 262)
    with pytest.warns(NearTheEnd, match=f"{WARN_AT} resources"):
        count(WARN_AT, WARN_AT)
    assert MOST_RESOURCES < MOST_OF_A_STACK


def test_the_stack_is_within_cloudformations_limits() -> None:
    assert len(processed()["Outputs"]) < 200
    for name, properties in made("AWS::IAM::Role").items():
        assert len(properties.get("ManagedPolicyArns", [])) <= 10, name


def test_loops_are_what_sam_makes_of_them() -> None:
    """All tests read them as tests/support/template.py writes them out."""
    from samcli.lib.cfn_language_extensions.sam_integration import expand_language_extensions
    from samtranslator.yaml_helper import yaml_parse

    whole = yaml_parse((ROOT / "template.yaml").read_text())
    by_sam = expand_language_extensions(whole, enabled=True).expanded_template["Resources"]
    ours = template()["Resources"]
    assert by_sam.keys() == ours.keys()
    looped = ours.keys() - whole["Resources"].keys()
    assert len(looped) > 30
    for name in looped:
        for key, value in by_sam[name]["Properties"].items():
            if key != "AlarmDescription":  # a Fn::Sub, which SAM has filled in
                assert ours[name]["Properties"][key] == value, name


def test_samconfig_knows_the_three_places() -> None:
    import tomllib

    places = tomllib.loads((ROOT / "samconfig.toml").read_text())
    assert {"default", "cn", "local"} <= places.keys()
    for name in ("default", "cn", "local"):  # else SAM does not read the loops
        assert places[name]["global"]["parameters"]["language_extensions"] is True, name
    assert places["cn"]["global"]["parameters"]["region"].startswith("cn-")

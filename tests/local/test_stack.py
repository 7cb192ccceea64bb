"""The local stack: the result of `make up`, the rights of deployed functions, and `make down`."""

from __future__ import annotations

import io
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.client import read_stack
from local.seed import TEMPLATES
from local.stack import __main__ as main
from local.stack import code, deployment, processes, record, services
from local.stack.aws import client
from local.stack.errors import DeployError
from tests.support.template import ROOT, resources

# Reads an item from DynamoDB with only the rights of the role that it runs under.
PROBE = """
import botocore.session
from botocore.exceptions import ClientError

def main(event, context):
    dynamodb = botocore.session.get_session().create_client("dynamodb")
    try:
        dynamodb.get_item(TableName=event["table"], Key=event["key"])
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "allowed"
"""


@pytest.fixture(scope="module")
def stack() -> dict[str, Any]:
    return read_stack()


def call(url: str, method: str = "POST") -> tuple[int, dict[str, Any]]:
    request = urllib.request.Request(url, b"{}" if method == "POST" else None, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


# --- changed code ---------------------------------------------------------------------------------


CHANGED = """
from wxcloud.errors import Code
from wxcloud.webhook import webhook

@webhook
def main(request):
    raise Code("CHANGED", 404, __import__("wxcloud").fresh)()
"""


@pytest.mark.local
def test_changed_code_is_deployed_to_running_functions(
    stack: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code of a function and of the layer. No old process may answer afterwards."""
    nobody = f"{stack['api']}/noSuchFunction"
    assert call(nobody)[1]["errCode"] == "FUNCTION_NOT_FOUND"
    shutil.copytree(ROOT / "layers", tmp_path / "layers")
    with (tmp_path / "layers/tuan/python/wxcloud/__init__.py").open("a") as platform:
        platform.write('\nfresh = "from the layer"\n')
    for path in code.functions_here():
        (tmp_path / "functions" / path.name).mkdir(parents=True)
        (tmp_path / "functions" / path.name / "app.py").write_text(CHANGED)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(code, "ROOT", tmp_path)
        elsewhere.setattr(code, "BUILT", tmp_path / "built")
        try:
            code.bring_layer(stack["endpoint"])
            code.bring_functions(stack["endpoint"], ["fallback"])
            result = call(nobody)[1]
            assert (result["errCode"], result["errMsg"]) == ("CHANGED", "from the layer")
        finally:
            elsewhere.undo()
            code.bring_layer(stack["endpoint"])
            code.bring_functions(stack["endpoint"], ["fallback"])
    assert call(nobody)[1]["errCode"] == "FUNCTION_NOT_FOUND"


def test_a_syntax_error_is_reported_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "layers", tmp_path / "layers")
    (tmp_path / "layers/tuan/python/shop/broken.py").write_text("def half(:\n")
    monkeypatch.setattr(code, "ROOT", tmp_path)
    monkeypatch.setattr(code, "BUILT", tmp_path / "built")
    with pytest.raises(DeployError, match=r"(?s)broken\.py.*SyntaxError.*does not compile"):
        code.bring_layer("http://127.0.0.1:1")


@pytest.mark.local
def test_a_refusal_of_lambda_is_reported(stack: dict[str, Any]) -> None:
    with pytest.raises(DeployError, match="noSuchFunction"):
        deployment._bring_code(stack["endpoint"], {}, {"function noSuchFunction": "new"})


@pytest.mark.local
def test_the_record_of_deployed_code_is_stored_in_the_local_aws(stack: dict[str, Any]) -> None:
    """A crash of the local AWS can lose the functions' code, and then it also loses the record."""
    kept = record.read(stack["endpoint"])
    assert {f"function {name}" for name in stack["functions"]} < kept.digests.keys()
    assert {"layer", "frame"} < kept.digests.keys()


@pytest.mark.local
def test_an_old_change_set_is_not_executed(stack: dict[str, Any]) -> None:
    cloudformation = client(stack["endpoint"], "cloudformation")
    described = cloudformation.describe_stacks(StackName=stack["stack"])["Stacks"][0]
    parameters = [
        {"ParameterKey": each["ParameterKey"], "UsePreviousValue": True}
        for each in described["Parameters"]
        if each["ParameterKey"] != "LogRetentionDays"
    ]
    cloudformation.create_change_set(
        StackName=stack["stack"],
        ChangeSetName="left-behind",
        UsePreviousTemplate=True,
        Parameters=[*parameters, {"ParameterKey": "LogRetentionDays", "ParameterValue": "7"}],
        Capabilities=["CAPABILITY_IAM"],
    )
    assert len(deployment._change_sets(cloudformation)) == 1
    deployment._drop_change_sets(stack["endpoint"])
    assert deployment._change_sets(cloudformation) == []


# --- The result of `up` ---------------------------------------------------------------------------


@pytest.mark.local
def test_the_description_is_complete(stack: dict[str, Any]) -> None:
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/app.py")}
    tables = {
        properties["TableName"]["Fn::Sub"].removeprefix("${AWS::StackName}-")
        for properties in resources("AWS::DynamoDB::Table").values()
    }
    assert set(stack["functions"]) == folders
    assert set(stack["tables"]) == tables
    assert stack["templates"].keys() == TEMPLATES.keys()
    assert stack["api"].startswith("http://") and stack["ws"].startswith("ws://")
    assert {"sandbox", "endpoint", "region", "stack", "appid"} <= stack.keys()


@pytest.mark.local
def test_everything_that_the_description_names_exists(stack: dict[str, Any]) -> None:
    functions = client(stack["endpoint"], "lambda")
    tables = client(stack["endpoint"], "dynamodb")
    for name in stack["functions"].values():
        configuration = functions.get_function_configuration(FunctionName=name)
        assert configuration["Environment"]["Variables"]["AWS_ENDPOINT_URL"] == stack["endpoint"]
    for name in stack["tables"].values():
        assert tables.describe_table(TableName=name)["Table"]["TableStatus"] == "ACTIVE"


@pytest.mark.local
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "noSuchFunction"), ("GET", "listGoods"), ("POST", "a/b/c")]
)
def test_an_unknown_function_is_a_404_in_json(
    stack: dict[str, Any], method: str, path: str
) -> None:
    status, body = call(f"{stack['api']}/{path}", method)
    assert status == 404
    assert body["errCode"] == "FUNCTION_NOT_FOUND"
    assert body["requestId"]


@pytest.mark.local
def test_every_route_calls_its_function(stack: dict[str, Any]) -> None:
    api = stack["api"].split("/")[-2]
    gateway = client(stack["endpoint"], "apigatewayv2")
    found = gateway.get_routes(ApiId=api, MaxResults="500")["Items"]
    for route in found:
        integration = gateway.get_integration(
            ApiId=api, IntegrationId=route["Target"].removeprefix("integrations/")
        )
        name = "fallback" if route["RouteKey"] == "$default" else route["RouteKey"].split("/")[1]
        assert integration["IntegrationUri"].endswith(f":{stack['functions'][name]}")
    assert len({route["RouteKey"] for route in found}) == len(found) > 10


@pytest.mark.local
def test_a_second_up_changes_nothing_and_is_fast(stack: dict[str, Any]) -> None:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "local.stack", "up"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "nothing has changed" in done.stdout
    assert time.monotonic() - began < 30
    assert read_stack() == stack


# --- The rights of functions ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def probe(stack: dict[str, Any]) -> Iterator[Any]:
    """Reads an item under the role of a function. Returns the error's code or "allowed"."""
    functions = client(stack["endpoint"], "lambda")
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("probe.py", PROBE)
    made = []

    def ask(function: str, table: str, **key: str) -> str:
        deployed = functions.get_function_configuration(FunctionName=stack["functions"][function])
        name = f"probe-{function}-{uuid.uuid4().hex[:6]}"
        functions.create_function(
            FunctionName=name,
            Runtime=deployed["Runtime"],
            Handler="probe.main",
            Role=deployed["Role"],
            Layers=[layer["Arn"] for layer in deployed["Layers"]],
            Environment={"Variables": {"AWS_ENDPOINT_URL": stack["endpoint"]}},
            Code={"ZipFile": code.getvalue()},
            Timeout=30,
        )
        made.append(name)
        event = {
            "table": stack["tables"][table],
            "key": {attribute: {"S": value} for attribute, value in key.items()},
        }
        answer = functions.invoke(FunctionName=name, Payload=json.dumps(event).encode())
        assert "FunctionError" not in answer, answer["Payload"].read()
        return str(json.load(answer["Payload"]))

    yield ask
    for name in made:
        functions.delete_function(FunctionName=name)


@pytest.mark.local
def test_a_function_cannot_read_a_table_of_another_function(probe: Any) -> None:
    assert probe("getScore", "groups", groupId="any") == "AccessDeniedException"
    assert probe("getGroup", "groups", groupId="any") == "allowed"
    assert probe("getGroup", "users", openid="anybody") == "AccessDeniedException"


@pytest.mark.local
def test_a_function_that_does_not_call_wechat_cannot_read_the_access_token(probe: Any) -> None:
    # A function with sessions may read other items of that table: the local AWS does not look at
    # keys, so tests/template/test_rights.py checks that condition.
    assert probe("settleSeat", "platform", key="access_token") == "AccessDeniedException"
    assert probe("csReply", "platform", key="access_token") == "AccessDeniedException"
    assert probe("sendNotice", "platform", key="access_token") == "allowed"


# --- Processes ------------------------------------------------------------------------------------


@pytest.fixture
def sleeper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[processes.Process]:
    monkeypatch.setattr(processes, "STATE", tmp_path)
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    process = processes.start("sleeper", command, {}, "127.0.0.1", 1)
    yield process
    processes.stop("sleeper")


def test_up_and_down_run_one_after_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "STATE", tmp_path)
    monkeypatch.setattr(main, "LOCK", tmp_path / "up.lock")
    order = []

    def second() -> None:
        with main._alone():
            order.append("second")

    with main._alone():
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.2)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


def test_a_recorded_process_is_found_and_stopped(sleeper: processes.Process) -> None:
    assert processes.find("sleeper") == sleeper
    assert processes.stop("sleeper") is True
    assert not sleeper.alive
    assert processes.stop("sleeper") is False


def test_another_process_with_the_same_id_is_not_stopped(
    sleeper: processes.Process, tmp_path: Path
) -> None:
    record = tmp_path / "sleeper.pid.json"
    result = json.loads(record.read_text())
    record.write_text(json.dumps({**result, "birth": "long ago"}))
    assert processes.find("sleeper") is None
    assert processes.stop("sleeper") is False
    assert sleeper.alive
    record.write_text(json.dumps(result))  # the fixture stops it


# --- Ports ----------------------------------------------------------------------------------------


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A local stack that was never started."""
    for module in (main, processes, services):
        monkeypatch.setattr(module, "STATE", tmp_path)
    monkeypatch.setattr(main, "STACK_FILE", tmp_path / "stack.json")
    monkeypatch.setattr(main, "CLIENT_FILE", tmp_path / "config.local.js")
    monkeypatch.setattr(services, "KEPT", tmp_path / "kept")
    for variable in ("PORT", "SANDBOX_PORT", "BIND_HOST"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.usefixtures("stopped")
def test_a_taken_port_is_refused_and_the_message_names_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        for variable in ("PORT", "SANDBOX_PORT"):
            monkeypatch.setenv(variable, str(port))
            with pytest.raises(services.StartError, match=f"make up {variable}=\\d+"):
                services.check_ports()
            monkeypatch.delenv(variable)
    services.check_ports()


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "4566 "])
def test_what_is_no_port_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(services.StartError, match="is not a port"):
        services.check_ports()


@pytest.mark.usefixtures("stopped")
def test_a_running_server_keeps_its_port_and_another_one_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    try:
        processes.start(services.ENGINE, command, {}, "127.0.0.1", 4567)
        monkeypatch.setenv("PORT", "4567")
        services.check_ports()
        monkeypatch.setenv("PORT", "4568")
        with pytest.raises(services.StartError, match=r"runs on port\s4567"):
            services.check_ports()
    finally:
        processes.stop(services.ENGINE)


@pytest.mark.usefixtures("stopped")
def test_the_last_port_is_used_again_unless_another_program_has_it() -> None:
    port = services._port(services.ENGINE)
    assert services._port(services.ENGINE) == port
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert services._port(services.ENGINE) != port


# --- Status ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("stopped")
def test_the_status_of_a_stopped_stack_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.status() == 0
    assert "stopped" in capsys.readouterr().out


@pytest.mark.local
def test_printed_addresses_can_be_pasted_into_a_shell(stack: dict[str, Any]) -> None:
    for word in main.where(stack).split():
        echoed = subprocess.run(["sh", "-c", f"echo {word}"], capture_output=True, text=True)
        assert echoed.stdout.strip() == word

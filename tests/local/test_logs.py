"""What `make logs` shows."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from local.client import Refused, read_stack, request
from local.stack import code, logs
from local.stack.aws import client
from tests.support.template import ROOT

FAILS = """
from wxcloud.fields import Request, Result
from wxcloud.function import cloud_function

class Nothing(Request):
    pass

@cloud_function(Nothing, guests=True)
def main(data: Nothing, wx) -> Result:
    raise RuntimeError("NEVER_SEEN")
"""


@pytest.fixture
def change() -> Iterator[Any]:
    """Gives the deployed function getStock other code. Afterwards it has its own again."""
    stack = read_stack()

    def put(text: str, tmp: Any) -> None:
        (tmp / "functions" / "getStock").mkdir(parents=True, exist_ok=True)
        (tmp / "functions" / "getStock" / "app.py").write_text(text)
        with pytest.MonkeyPatch.context() as elsewhere:
            elsewhere.setattr(code, "ROOT", tmp)
            code.bring_functions(stack["endpoint"], ["getStock"])

    yield put
    code.bring_functions(stack["endpoint"], ["getStock"])


def show(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "local.stack.logs", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.local
def test_a_function_that_fails_shows_its_traceback(change: Any, tmp_path: Any) -> None:
    stack, mark = read_stack(), uuid.uuid4().hex
    change(FAILS.replace("NEVER_SEEN", mark), tmp_path)
    with pytest.raises(Refused, match="INTERNAL"):
        request(f"{stack['api']}/getStock", {})
    shown = show("getStock")
    assert "ERROR failed" in shown and "errCode=INTERNAL" in shown
    assert f"RuntimeError: {mark}" in shown
    assert 'File "functions/getStock/app.py", line 10, in main' in shown
    assert 'File "layers/tuan/python/wxcloud/function.py"' in shown
    assert mark not in show("getGoods")
    assert f"getStock | RuntimeError: {mark}" in show()


@pytest.mark.local
def test_code_that_cannot_be_imported_shows_why(change: Any, tmp_path: Any) -> None:
    stack, missing = read_stack(), f"no_{uuid.uuid4().hex}"
    change(f"import {missing}\n", tmp_path)
    lambdas = client(stack["endpoint"], "lambda")
    answer = lambdas.invoke(FunctionName=stack["functions"]["getStock"], Payload=b"{}")
    assert answer["FunctionError"]
    shown = show("getStock")
    assert f"ModuleNotFoundError: No module named '{missing}'" in shown
    assert 'File "functions/getStock/app.py", line 1, in <module>' in shown


@pytest.mark.local
def test_lines_say_which_function_wrote_them() -> None:
    """For whoever reads the one log group of all functions, on AWS too."""
    stack = read_stack()
    request(f"{stack['api']}/listSales", {})
    found = client(stack["endpoint"], "logs").filter_log_events(
        logGroupName=f"/{stack['stack']}/functions"
    )["events"]
    lines = [each for each in found if each["message"].startswith("{")]
    assert lines
    for each in lines:
        service = json.loads(each["message"])["service"]
        assert (
            service == f"{stack['stack']}-{logs.function_of(each['logStreamName'], stack['stack'])}"
        )


@pytest.mark.local
def test_new_lines_are_shown_as_they_come() -> None:
    reader = logs.Reader(read_stack(), "listSales")
    list(reader.read())
    assert list(reader.read()) == []
    request(f"{read_stack()['api']}/listSales", {})
    (line,) = reader.read()
    assert "INFO done" in line


@pytest.mark.local
def test_an_unknown_function_is_named_with_those_that_are_near() -> None:
    assert "There is no function getgroup. Near: getGroup" in show("getgroup")


def test_a_line_is_readable() -> None:
    line = {"level": "INFO", "location": "x:1", "message": "refused", "service": "tuan-getGoods"}
    line |= {"timestamp": "2026-11-26T00:00:00Z", "user": "", "errCode": "GOODS_NOT_FOUND"}
    line |= {"ms": 4.5, "exception": "Traceback\n  at", "stack_trace": {"frames": []}}
    shown = logs.format_event({"timestamp": 0, "message": json.dumps(line)})
    assert shown.split(" ", 1)[1] == "INFO refused errCode=GOODS_NOT_FOUND ms=4.5\nTraceback\n  at"
    assert logs.format_event({"timestamp": 0, "message": "plain text\n"}) == "plain text"


def test_paths_are_those_of_the_repository() -> None:
    unpacked = '"/x/.local/tmp/ministack-lambda-tuan-local-getGoods-a1b2/'
    text = f'{unpacked}code/app.py", {unpacked}layer_1/python/shop/points/ledger.py"'
    assert logs.at_home(text, "getGoods") == (
        '"functions/getGoods/app.py", "layers/tuan/python/shop/points/ledger.py"'
    )

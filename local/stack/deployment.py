"""Deploy template.yaml to the local AWS with `sam build` and `sam deploy`, if anything has changed.

If only our own code has changed, only the code is updated, which takes a second or two.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from local.stack import code, record
from local.stack.aws import client
from local.stack.errors import DeployError
from local.stack.places import (
    ARCHITECTURE,
    PYTHON,
    REGION,
    ROOT,
    STACK,
    STATE,
    TARGET,
    environment,
)
from local.stack.record import Record

FRAME = (
    "template.yaml",
    "samconfig.toml",
    "requirements.lock",
    "requirements",
    "layers",
    "console/dist",
)
LOG = STATE / "deploy.log"
UNCHANGED = "nothing has changed"
_DIGITS = 24  # of each digest, so that all digests fit into one parameter


def deploy(endpoint: str, sandbox: str, appid: str) -> str:
    """Deploy what has changed. The result says what that was, for the user."""
    parameters = {
        "Stage": "local",
        "WeChatAppId": appid,
        "WeChatApiBase": sandbox,
        "WeChatPayApiBase": sandbox,
        "WeComApiBase": sandbox,
        "PythonVersion": f"python{PYTHON}",
        "Architecture": ARCHITECTURE,
        "DeletionProtection": "false",
        "LocalEndpoint": endpoint,
        "LocalClockUrl": f"{sandbox}/sandbox/clock",
    }
    status = _status(endpoint)
    kept = record.read(endpoint)
    there = kept.digests if status.endswith("COMPLETE") else {}
    wanted = _digests(parameters)
    if there == wanted:
        return UNCHANGED
    alone = there.get("frame") == wanted["frame"]
    same = dict(there.items() & wanted.items())
    record.write(endpoint, Record(same, kept.brought or alone))  # true also if the next step fails
    if alone:
        _bring_code(endpoint, there, wanted)
    else:
        _deploy_all(endpoint, parameters, status)
        if kept.brought:  # CloudFormation did not update such code
            _bring_code(endpoint, {}, wanted)
    record.write(endpoint, Record(wanted, brought=alone))
    return "only code" if alone else ""


# --- what must be deployed -----------------------------------------------------------------------


def _digests(parameters: dict[str, str]) -> dict[str, str]:
    """The digests of the code that can be updated by itself (`function <name>`, `layer`), and of
    everything else (`frame`)."""
    functions = {f"function {path.name}": _digest(path) for path in code.functions_here()}
    frame = [_digest(ROOT / top, but=code.LAYER) for top in FRAME]
    rest = json.dumps([sys.version, parameters, frame, sorted(functions)])
    digest = hashlib.sha256(rest.encode()).hexdigest()[:_DIGITS]
    return functions | {"layer": _digest(code.LAYER), "frame": digest}


def _digest(top: Path, but: Path | None = None) -> str:
    digest = hashlib.sha256()
    for path in [top] if top.is_file() else sorted(top.rglob("*")):
        made = "__pycache__" in path.parts or (but is not None and path.is_relative_to(but))
        if path.is_file() and not made:
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:_DIGITS]


# --- only code -----------------------------------------------------------------------------------


def _bring_code(endpoint: str, there: dict[str, str], wanted: dict[str, str]) -> None:
    changed = [name for name, digest in wanted.items() if there.get(name) != digest]
    functions = [name.removeprefix("function ") for name in changed if name.startswith("function ")]
    try:
        if "layer" in changed:
            code.bring_layer(endpoint)
        code.bring_functions(endpoint, functions)
    except ClientError as error:
        raise DeployError(str(error)) from error


# --- everything, with SAM ------------------------------------------------------------------------


def _deploy_all(endpoint: str, parameters: dict[str, str], status: str) -> None:
    if status == "ROLLBACK_COMPLETE":  # a first deployment that failed cannot be updated
        client(endpoint, "cloudformation").delete_stack(StackName=STACK)
    elif status:
        _drop_change_sets(endpoint)
    _sam(endpoint, parameters)
    _execute_change_set(endpoint)


def _status(endpoint: str) -> str:
    """The stack's status, or "" if there is none."""
    cloudformation = client(endpoint, "cloudformation")
    try:
        answer = cloudformation.describe_stacks(StackName=STACK)
    except cloudformation.exceptions.ClientError:
        return ""
    return str(answer["Stacks"][0]["StackStatus"])


def _sam(endpoint: str, parameters: dict[str, str]) -> None:
    """Build, upload, and make a change set, which is not executed yet."""
    env = environment(
        AWS_ENDPOINT_URL=endpoint,
        AWS_DEFAULT_REGION=REGION,
        SAM_CLI_POLL_DELAY="0.1",  # seconds; the local AWS has no rate limit
        PYTHONPATH=str(ROOT),
        **TARGET,
    )
    command = [sys.executable, "-m", "local.stack.sam"]
    command += [f"{name}={value}" for name, value in parameters.items()]
    with LOG.open("wb") as log:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
        )
    if done.returncode:
        said = re.sub(r"\n{2,}", "\n", LOG.read_text(errors="replace")).strip().splitlines()
        raise DeployError("\n".join([*said[-8:], f"(the whole log: {LOG.relative_to(ROOT)})"]))


def _drop_change_sets(endpoint: str) -> None:
    """Delete the change sets that an interrupted deployment has left."""
    cloudformation = client(endpoint, "cloudformation")
    for change_set in _change_sets(cloudformation):
        cloudformation.delete_change_set(ChangeSetName=change_set, StackName=STACK)


def _execute_change_set(endpoint: str) -> None:
    """Execute SAM's change set. If nothing changes, there is none."""
    cloudformation = client(endpoint, "cloudformation")
    for change_set in _change_sets(cloudformation):
        cloudformation.execute_change_set(ChangeSetName=change_set, StackName=STACK)
    while (status := _status(endpoint)).endswith("_IN_PROGRESS"):
        time.sleep(0.1)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise DeployError(_why(cloudformation))


def _change_sets(cloudformation: Any) -> list[str]:
    """The ids of the change sets that could be executed."""
    found = cloudformation.list_change_sets(StackName=STACK)["Summaries"]
    return [one["ChangeSetId"] for one in found if one["ExecutionStatus"] == "AVAILABLE"]


def _why(cloudformation: Any) -> str:
    """The first failure that CloudFormation tells: the others follow from it."""
    pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=STACK)
    events = [event for page in pages for event in page["StackEvents"]]
    text = next(
        f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}"
        for event in reversed(events)
        if event["ResourceStatus"].endswith("_FAILED") and event.get("ResourceStatusReason")
    )
    if "requires replacing" in text:
        text += "\nA table's keys cannot be changed. Start with empty tables: make down, make up."
    return text

"""template.yaml, deployed to the local AWS by `sam build` and `sam deploy`, if anything changed."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from local.stack.aws import client
from local.stack.places import ARCHITECTURE, KEPT, PYTHON, REGION, ROOT, STACK, STATE, environment

SOURCES = ("template.yaml", "samconfig.toml", "requirements.lock", "requirements", "layers")
DEPLOYED = KEPT / "deployed"  # the digest of what the local AWS has
LOG = STATE / "deploy.log"


class DeployError(RuntimeError):
    """SAM or CloudFormation refused; the text says what."""


def deploy(endpoint: str, sandbox: str, appid: str) -> bool:
    """Deploy; False if everything is as it was deployed last."""
    parameters = {
        "Stage": "local",
        "WeChatAppId": appid,
        "WeChatApiBase": sandbox,
        "WeChatPayApiBase": sandbox,
        "PythonVersion": f"python{PYTHON}",
        "Architecture": ARCHITECTURE,
        "DeletionProtection": "false",
        "LocalEndpoint": endpoint,
        "LocalClockUrl": f"{sandbox}/sandbox/clock",
    }
    digest = _digest(parameters)
    status = _status(endpoint)
    if status.endswith("COMPLETE") and DEPLOYED.exists() and DEPLOYED.read_text() == digest:
        return False
    if status == "ROLLBACK_COMPLETE":  # a first deployment that failed cannot be updated
        client(endpoint, "cloudformation").delete_stack(StackName=STACK)
    DEPLOYED.unlink(missing_ok=True)
    _sam(endpoint, parameters)
    _execute_change_set(endpoint)
    DEPLOYED.write_text(digest)
    return True


def _digest(parameters: dict[str, str]) -> str:
    """What is deployed, as one hash: the sources and the parameters."""
    digest = hashlib.sha256(json.dumps([sys.version, parameters]).encode())
    for top in (*SOURCES, "functions"):
        for path in sorted(_files(ROOT / top)):
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(top: Path) -> list[Path]:
    if top.is_file():
        return [top]
    return [p for p in top.rglob("*") if p.is_file() and "__pycache__" not in p.parts]


def _status(endpoint: str) -> str:
    """The stack's status, or "" if there is none."""
    cloudformation = client(endpoint, "cloudformation")
    try:
        answer = cloudformation.describe_stacks(StackName=STACK)
    except cloudformation.exceptions.ClientError:
        return ""
    return str(answer["Stacks"][0]["StackStatus"])


def _sam(endpoint: str, parameters: dict[str, str]) -> None:
    """Build, upload, and leave a change set."""
    env = environment(
        AWS_ENDPOINT_URL=endpoint,
        AWS_DEFAULT_REGION=REGION,
        TARGET_PYTHON=PYTHON,
        TARGET_ARCHITECTURE=ARCHITECTURE,
        SAM_CLI_POLL_DELAY="0.1",  # the local AWS does not mind being asked often
        PYTHONPATH=str(ROOT),
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
        raise DeployError("\n".join([*said[-8:], f"(all of it: {LOG.relative_to(ROOT)})"]))


def _execute_change_set(endpoint: str) -> None:
    """Let CloudFormation do what the newest change set says; if nothing changes there is none."""
    cloudformation = client(endpoint, "cloudformation")
    sets = cloudformation.list_change_sets(StackName=STACK)["Summaries"]
    ready = [one for one in sets if one["ExecutionStatus"] == "AVAILABLE"]
    if not ready:
        return
    newest = max(ready, key=lambda one: one["CreationTime"])
    cloudformation.execute_change_set(ChangeSetName=newest["ChangeSetId"], StackName=STACK)
    while (status := _status(endpoint)).endswith("_IN_PROGRESS"):
        time.sleep(0.1)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise DeployError(_why(cloudformation))


def _why(cloudformation: Any) -> str:
    """The first failure that CloudFormation tells: the others follow from it."""
    events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
    text = next(
        f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}"
        for event in reversed(events)
        if event["ResourceStatus"].endswith("_FAILED") and event.get("ResourceStatusReason")
    )
    if "requires replacing" in text:
        text += "\nA table cannot change its keys in place: make down, then make up, starts afresh."
    return text

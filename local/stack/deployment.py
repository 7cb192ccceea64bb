"""template.yaml, deployed to the local AWS by `sam build` and `sam deploy`, if anything changed; if
only our own code did, that alone is brought there, which takes a second or two."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from local.stack import code
from local.stack.aws import client
from local.stack.places import ARCHITECTURE, KEPT, PYTHON, REGION, ROOT, STACK, STATE, environment

FRAME = ("template.yaml", "samconfig.toml", "requirements.lock", "requirements", "layers")
DEPLOYED = KEPT / "deployed.json"  # the digests of what the local AWS has
BROUGHT = KEPT / "brought"  # there if code was brought past CloudFormation since it last ran
LOG = STATE / "deploy.log"
UNCHANGED = "nothing has changed"


class DeployError(RuntimeError):
    """SAM or CloudFormation refused; the text says what."""


def deploy(endpoint: str, sandbox: str, appid: str) -> str:
    """Deploy what has changed; what that was, in words."""
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
    status = _status(endpoint)
    there = _there() if status.endswith("COMPLETE") else {}
    wanted = _digests(parameters)
    if there == wanted:
        return UNCHANGED
    DEPLOYED.unlink(missing_ok=True)
    if there.get("frame") == wanted["frame"]:
        told = _bring_code(endpoint, there, wanted)
    else:
        told = ""
        if status == "ROLLBACK_COMPLETE":  # a first deployment that failed cannot be updated
            client(endpoint, "cloudformation").delete_stack(StackName=STACK)
        _sam(endpoint, parameters)
        _execute_change_set(endpoint)
        if BROUGHT.exists():  # CloudFormation does not know of it, and left it where it was
            _bring_code(endpoint, {}, wanted)
            BROUGHT.unlink()
    DEPLOYED.write_text(json.dumps(wanted))
    return told


# --- what there is, and what there shall be ------------------------------------------------------


def _there() -> dict[str, str]:
    found: dict[str, str] = json.loads(DEPLOYED.read_text()) if DEPLOYED.exists() else {}
    return found


def _digests(parameters: dict[str, str]) -> dict[str, str]:
    """The digests of the code that can be brought alone (`function <name>`, `layer`), and of all
    the rest."""
    functions = {f"function {path.name}": _digest(path) for path in code.functions_here()}
    frame = [_digest(ROOT / top, but=code.LAYER) for top in FRAME]
    rest = json.dumps([sys.version, parameters, frame, sorted(functions)])
    digest = hashlib.sha256(rest.encode()).hexdigest()
    return functions | {"layer": _digest(code.LAYER), "frame": digest}


def _digest(top: Path, but: Path | None = None) -> str:
    digest = hashlib.sha256()
    for path in [top] if top.is_file() else sorted(top.rglob("*")):
        made = "__pycache__" in path.parts or (but is not None and path.is_relative_to(but))
        if path.is_file() and not made:
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


# --- code alone ----------------------------------------------------------------------------------


def _bring_code(endpoint: str, there: dict[str, str], wanted: dict[str, str]) -> str:
    changed = [name for name, digest in wanted.items() if there.get(name) != digest]
    functions = [name.removeprefix("function ") for name in changed if name.startswith("function ")]
    BROUGHT.touch()
    if "layer" in changed:
        code.bring_layer(endpoint)
    code.bring_functions(endpoint, functions)
    return "code alone"


# --- everything, by SAM --------------------------------------------------------------------------


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

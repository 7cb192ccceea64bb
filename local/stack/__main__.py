"""python -m local.stack up | down | status"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from local.stack import deployment, description, processes, routes, services
from local.stack.aws import client
from local.stack.errors import DeployError
from local.stack.places import KEPT, ROOT, STACK, STACK_FILE, STATE, WECHAT_FILE, throw_away
from local.stack.progress import step
from local.stack.services import ENGINE, SANDBOX

KEEP = KEPT / "keep"  # this file exists while `down` must keep the state
LOCK = STATE / "up.lock"


def up() -> None:
    """Start and deploy everything. If it runs already, deploy only what has changed since."""
    began = time.monotonic()
    services.check_ports()
    fresh = processes.find(ENGINE) is None
    _begin()
    with step("starting the local AWS and WeChat"):
        engine, sandbox = services.engine(), services.sandbox()
    wechat = json.loads(WECHAT_FILE.read_text())
    with step("building and deploying the stack") as remarks:
        changed = deployment.deploy(engine.url, sandbox.url, wechat["appid"])
        remarks += [changed] if changed else []
    with step("creating the routes, storing the secrets"):
        stack = _connect(engine.url, sandbox.url, wechat)
    with step("writing demo data, warming up"), ThreadPoolExecutor(1) as aside:
        warm = aside.submit(_warm_up, stack) if fresh or changed != deployment.UNCHANGED else None
        _seed(stack)
        if warm:
            warm.result()
    print(f"\nThe stack is up after {time.monotonic() - began:.0f} s.\n{where(stack)}", flush=True)


def down() -> None:
    """Stop what `up` started. Delete its state, unless PERSIST=1 was given to `up` or to `down`."""
    stopped = services.stop()
    STACK_FILE.unlink(missing_ok=True)
    throw_away(STATE / "tmp")
    if not _keep():
        shutil.rmtree(KEPT, ignore_errors=True)
    elif stopped:
        KEEP.touch()
    print(f"Stopped: {', '.join(stopped)}." if stopped else "Nothing was running.")


def status() -> int:
    """Print the addresses. The exit code is 1 only if a part of the stack runs without the rest."""
    running = [name for name in (ENGINE, SANDBOX) if processes.find(name)]
    if not running:
        print("The local stack is stopped. To start it: make up, or make run.")
        return 0
    if len(running) < 2 or not STACK_FILE.exists():
        print(f"Only a part of the local stack is up ({', '.join(running)}). To mend it: make up.")
        return 1
    print(where(json.loads(STACK_FILE.read_text())))
    return 0


def where(stack: dict[str, Any]) -> str:
    return "\n".join(
        f"  {what:<12}{stack[key]}"
        for what, key in (
            ("functions", "api"),
            ("live rooms", "ws"),
            ("console", "console"),
            ("  sign in", "signIn"),
            ("WeChat", "sandbox"),
            ("AWS", "endpoint"),
        )
    )


@contextmanager
def _alone() -> Iterator[None]:
    """One `up` or `down` at a time, where the system has file locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    STATE.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _begin() -> None:
    """A stack that is not running starts with the state that was kept, or without any."""
    keep = _keep()
    if processes.find(ENGINE) is None and not (keep and KEEP.exists()):
        processes.stop(SANDBOX)  # it would remember users that the new AWS does not have
        shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    if keep:
        KEEP.touch()
    else:
        KEEP.unlink(missing_ok=True)


def _keep() -> bool:
    """Whether `down` keeps the state: as PERSIST says; if it is not set, as it said last."""
    asked = os.environ.get("PERSIST", "")
    return asked != "0" if asked else KEEP.exists()


def _connect(endpoint: str, sandbox: str, wechat: dict[str, Any]) -> dict[str, Any]:
    """Do what a merchant does by hand after a deployment, and what ministack does not do."""
    from local import seed

    found = description.resources(endpoint)
    functions = found["AWS::Lambda::Function"]
    local = client(endpoint, "lambda")
    arns = {
        logical: local.get_function_configuration(FunctionName=name)["FunctionArn"]
        for logical, name in functions.items()
    }
    cloudformation, gateway = client(endpoint, "cloudformation"), client(endpoint, "apigatewayv2")
    routes.create(cloudformation, gateway, STACK, arns)
    stack = description.describe(endpoint, sandbox, wechat["appid"], found, seed.templates())
    notify_url = f"{stack['api']}/payNotify"
    _put_secret(endpoint, stack["secrets"]["wechat"], _app_secret(wechat, sandbox))
    _put_secret(endpoint, stack["secrets"]["pay"], _pay_secret(wechat, notify_url))
    callbacks = {"callback_url": f"{stack['api']}/csReply", "notify_url": notify_url}
    callbacks["api_url"] = stack["api"]
    _tell_wechat(sandbox, {**callbacks, "pages": _pages()})
    description.write(stack)
    description.write_for_containers(endpoint, functions)
    return stack


def _app_secret(wechat: dict[str, Any], sandbox: str) -> dict[str, Any]:
    """The values that an operator copies from mp.weixin.qq.com, and from the chat of the staff
    (docs/operations.md)."""
    robot = f"{sandbox}/cgi-bin/webhook/send?key={wechat.get('robot_key', '')}"
    return {
        "alertWebhook": robot if wechat.get("robot_key") else "",
        "appSecret": wechat["app_secret"],
        "token": wechat["message_token"],
        "encodingAESKey": wechat["encoding_aes_key"],
        "messageMode": wechat["message_mode"],
    }


def _pay_secret(wechat: dict[str, Any], notify_url: str) -> dict[str, Any]:
    """The values that an operator copies from pay.weixin.qq.com."""
    return {
        "mchid": wechat["mchid"],
        "serial": wechat["merchant_serial"],
        "privateKey": wechat["merchant_private_key"],
        "apiV3Key": wechat["apiv3_key"],
        "keys": {
            wechat["public_key_id"]: wechat["public_key"],
            wechat["platform_serial"]: wechat["platform_certificate"],
        },
        "notifyUrl": notify_url,
    }


def _put_secret(endpoint: str, secret_id: str, secret: dict[str, Any]) -> None:
    """Store a secret, if its value is another one now."""
    secrets = client(endpoint, "secretsmanager")
    if json.loads(secrets.get_secret_value(SecretId=secret_id)["SecretString"]) != secret:
        secrets.put_secret_value(SecretId=secret_id, SecretString=json.dumps(secret))


def _pages() -> list[str]:
    """The pages of the mini-program, which WeChat knows from its released version."""
    app: dict[str, Any] = json.loads((ROOT / "miniprogram" / "app.json").read_text())
    return list(app["pages"])


def _tell_wechat(sandbox: str, settings: dict[str, Any]) -> None:
    request = urllib.request.Request(
        f"{sandbox}/sandbox/config",
        json.dumps(settings).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10):
        pass


def _seed(stack: dict[str, Any]) -> None:
    sys.path.insert(0, str(ROOT / "layers" / "tuan" / "python"))  # seeding uses the shop's code
    from local import seed

    seed.seed(stack)


def _warm_up(stack: dict[str, Any]) -> None:
    """Start a process of each function that a queue or a stream calls, so that their first events
    meet no cold start. The event is harmless: it has no records."""
    local = client(stack["endpoint"], "lambda")
    sources = local.list_event_source_mappings()["EventSourceMappings"]

    def call(function: str) -> None:
        local.invoke(FunctionName=function, Payload=b'{"Records": []}')

    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        list(pool.map(call, {source["FunctionArn"] for source in sources}))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.stack", description="The local stack.")
    parser.add_argument("command", choices=("up", "down", "status"))
    command = parser.parse_args().command
    try:
        if command == "status":
            return status()
        with _alone():
            up() if command == "up" else down()
    except (DeployError, services.StartError) as error:
        print(f"\nThis has not worked:\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

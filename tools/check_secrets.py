"""
python -m tools.check_secrets               the secrets of the stack on AWS, by samconfig.toml
python -m tools.check_secrets --env cn      of the stack on AWS China
python -m tools.check_secrets --env local   of the stack on this machine

Reads the three secrets and says which fields cannot work, and why. It never prints a value. Unless
--offline is given, it asks WeChat Pay for an order that does not exist: WeChat Pay checks our
signature and signs its answer, so that proves the number, the serial and the keys.
The exit status is 1 if something is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from wxcloud.wechat import robot
from wxcloud.wechat.pay import merchant
from wxcloud.wechat.pay.account import MISSING, Problem

ROOT = Path(__file__).resolve().parents[1]
WECHAT_PAY = "https://api.mch.weixin.qq.com"
NOBODY = "check-secrets-0000"  # an out_trade_no that no order has: ids have no dashes

PAY_FIELDS = {"mchid", "serial", "privateKey", "apiV3Key", "previousApiV3Key", "keys", "notifyUrl"}
WECHAT_FIELDS = {
    "appSecret",
    "token",
    "encodingAESKey",
    "previousEncodingAESKey",
    "messageMode",
    "alertWebhook",
}


class Stack(NamedTuple):
    """Where the secrets are. `notify_url` is the stack's own; "" if it does not say one."""

    pay: str
    wechat: str
    session: str
    notify_url: str
    pay_api: str
    appid: str


# --- the rules -----------------------------------------------------------------------------------


def pay_problems(kept: Mapping[str, Any], notify_url: str = "") -> list[Problem]:
    """What is wrong with the pay secret. `notify_url` is the stack's own."""
    ours, problems = merchant.read(kept)
    path = ours.notify_url.rpartition("/")[2]
    if ours.notify_url and path != "payNotify":
        problems.append(Problem("notifyUrl", "does not end in /payNotify"))
    elif ours.notify_url and notify_url and ours.notify_url != notify_url:
        problems.append(Problem("notifyUrl", f"is not this stack's PayNotifyUrl, {notify_url}"))
    return problems + _unknown(kept, PAY_FIELDS)


def wechat_problems(kept: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the mini-program's secret."""
    rules: list[tuple[str, str, str]] = [
        ("appSecret", r"[0-9a-f]{32}", "is not an AppSecret: 32 hex digits in lower case"),
        ("token", r"[0-9A-Za-z]{3,32}", "is not a token: 3 to 32 letters and digits"),
        ("encodingAESKey", r"[0-9A-Za-z]{43}", "is not an EncodingAESKey: 43 letters and digits"),
        ("messageMode", r"secure|plain", "is not secure or plain"),
    ]
    problems = []
    for name, pattern, why in rules:
        value = kept.get(name)
        if value in (None, ""):
            problems.append(Problem(name, MISSING))
        elif not isinstance(value, str) or not re.fullmatch(pattern, value):
            problems.append(Problem(name, why))
    previous = kept.get("previousEncodingAESKey") or "A" * 43
    if not isinstance(previous, str) or not re.fullmatch(rules[2][1], previous):
        problems.append(Problem("previousEncodingAESKey", rules[2][2]))
    webhook = kept.get("alertWebhook") or ""
    if webhook and not (isinstance(webhook, str) and robot.key_in(webhook.strip())):
        problems.append(Problem("alertWebhook", "is no webhook of a group robot of WeCom"))
    return problems + _unknown(kept, WECHAT_FIELDS)


def session_problems(kept: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the keys of sessions."""
    current = kept.get("current")
    if not current:
        return [Problem("current", MISSING)]
    problems = []
    if current not in kept or current == "current":
        problems.append(Problem("current", "names a key that is not there"))
    for name, key in kept.items():
        if not name.isalnum():
            problems.append(Problem("(a key)", "has a name that is not letters and digits"))
        elif name != "current" and (not isinstance(key, str) or len(key) < 32):
            problems.append(Problem(name, "is shorter than 32 characters"))
    return problems


def _unknown(kept: Mapping[str, Any], known: set[str]) -> list[Problem]:
    return [Problem(_name(name), "is not a field of this secret") for name in kept.keys() - known]


def _name(name: str) -> str:
    """A name as it may be printed: somebody may have pasted a value there."""
    return name if re.fullmatch(r"[A-Za-z0-9_]{1,30}", name) else "(a name)"


def ask_wechat_pay(stack: Stack) -> list[Problem]:
    """Whether WeChat Pay accepts our signature, and we accept its own."""
    from wxcloud.errors import WECHAT_TIMEOUT
    from wxcloud.wechat.pay import calls
    from wxcloud.wechat.pay.model import PayRefusal

    os.environ.update(PAY_SECRET_ID=stack.pay, WECHAT_PAY_API=stack.pay_api)
    os.environ.setdefault("WECHAT_APPID", stack.appid or "wx0000000000000000")
    try:
        calls.get(NOBODY)
    except PayRefusal as refusal:
        if refusal.reason == "SIGN_ERROR":
            why = "WeChat Pay does not accept the signature: do they belong together?"
            return [Problem("mchid, serial, privateKey", why)]
        if refusal.reason:
            return [Problem("(WeChat Pay)", f"answers {refusal.reason}")]
        if refusal.code is WECHAT_TIMEOUT:
            return [Problem("(WeChat Pay)", "does not answer: check the network, then try again")]
        return [Problem("keys", "no key verifies WeChat Pay's answer, or there was none")]
    return []


# --- the stacks ----------------------------------------------------------------------------------


def on_aws(environment: str) -> tuple[Stack, Any]:
    """The stack that samconfig.toml names, and a client of its secrets."""
    import boto3

    config = tomllib.loads((ROOT / "samconfig.toml").read_text())[environment]["global"]
    parameters = config["parameters"]
    session = boto3.Session(region_name=parameters.get("region"))
    if session.region_name:
        os.environ["AWS_DEFAULT_REGION"] = session.region_name
    (found,) = session.client("cloudformation").describe_stacks(
        StackName=os.environ.get("STACK") or parameters["stack_name"]
    )["Stacks"]
    outputs = {each["OutputKey"]: each["OutputValue"] for each in found["Outputs"]}
    given = {each["ParameterKey"]: each.get("ParameterValue", "") for each in found["Parameters"]}
    stack = Stack(
        pay=outputs["PaySecretId"],
        wechat=outputs["WeChatSecretId"],
        session=outputs["SessionSecretId"],
        notify_url=outputs["PayNotifyUrl"],
        pay_api=given.get("WeChatPayApiBase") or WECHAT_PAY,
        appid=given.get("WeChatAppId", ""),
    )
    return stack, session.client("secretsmanager")


def on_this_machine() -> tuple[Stack, Any]:
    """The stack that `make up` has started, and a client of its secrets."""
    from local.client import read_stack
    from local.shop_environment import enter
    from local.stack.aws import client

    found = read_stack()
    enter(found)
    stack = Stack(
        pay=found["secrets"]["pay"],
        wechat=found["secrets"]["wechat"],
        session=found["secrets"]["session"],
        notify_url=f"{found['api']}/payNotify",
        pay_api=found["sandbox"],
        appid=found["appid"],
    )
    return stack, client(found["endpoint"], "secretsmanager")


def check(stack: Stack, secrets: Any, *, offline: bool = False) -> dict[str, list[Problem]]:
    """The problems of each secret."""
    rules: dict[str, tuple[str, Callable[[Mapping[str, Any]], list[Problem]]]] = {
        "pay": (stack.pay, lambda kept: pay_problems(kept, stack.notify_url)),
        "wechat": (stack.wechat, wechat_problems),
        "session": (stack.session, session_problems),
    }
    found = {name: _check(secrets, secret_id, rule) for name, (secret_id, rule) in rules.items()}
    if not found["pay"] and not offline:
        found["pay"] = ask_wechat_pay(stack)
    return found


def _check(
    secrets: Any, secret_id: str, rule: Callable[[Mapping[str, Any]], list[Problem]]
) -> list[Problem]:
    text = secrets.get_secret_value(SecretId=secret_id).get("SecretString", "")
    try:
        kept = json.loads(text)
    except ValueError:
        kept = None
    if not isinstance(kept, dict):
        return [Problem("(the secret)", "is not a JSON object")]
    return rule(kept)


def main() -> int:
    parser = argparse.ArgumentParser(description="Check the secrets of a stack.")
    parser.add_argument("--env", default="default", choices=("default", "cn", "local"))
    parser.add_argument("--offline", action="store_true", help="do not ask WeChat Pay")
    options = parser.parse_args()
    # What the code of the shop logs says the same as this tool.
    os.environ["POWERTOOLS_LOG_LEVEL"] = "CRITICAL"
    stack, secrets = on_this_machine() if options.env == "local" else on_aws(options.env)
    found = check(stack, secrets, offline=options.offline)
    for name, problems in found.items():
        print(f"{name}: {'ok' if not problems else ''}".rstrip())
        for problem in problems:
            print(f"  {problem.field} {problem.why}")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())

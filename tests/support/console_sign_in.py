"""A browser at the console's page, and the staff that lets it in."""

from __future__ import annotations

import json
from typing import Any

from tests.support.cloud import Answer, LambdaContext, call, handler, http_event
from wxcloud import session, users

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Safari/537.36"
)
OPERATOR = ("operator",)


def browse(
    name: str,
    data: Any = None,
    *,
    address: str = "203.0.113.7",
    agent: str = WINDOWS,
    bearer: str = "",
) -> Answer:
    """Call a function as a browser at that address does."""
    headers = {"user-agent": agent}
    if bearer:
        headers["authorization"] = f"Bearer {bearer}"
    event = http_event(name, data or {}, headers)
    event["requestContext"]["http"]["sourceIp"] = address
    raw = handler(name)(event, LambdaContext(name))
    return Answer(raw["statusCode"], json.loads(raw["body"]), raw["headers"])


def appoint(openid: str, *roles: str) -> str:
    """A member of the staff: their session in the mini-program."""
    users.grant(openid, roles or OPERATOR)
    return session.issue(openid, roles=frozenset(roles or OPERATOR))


def start(**more: Any) -> dict[str, Any]:
    answer = browse("startConsole", **more)
    assert answer.ok, answer
    body: dict[str, Any] = answer.body
    return body


def approve(code: str, openid: str = "boss", *, confirm: bool = True) -> Answer:
    """The member of the staff, who has a role already, approves a code."""
    token = session.issue(openid, roles=users.roles_of(openid))
    data = {"code": code, "confirm": confirm}
    return call("approveConsole", data, headers={"authorization": f"Bearer {token}"})


def open_console(started: dict[str, Any], **more: Any) -> Answer:
    return browse("openConsole", {"code": started["code"], "secret": started["secret"]}, **more)


def sign_in(openid: str = "boss", *roles: str, **more: Any) -> dict[str, Any]:
    """A browser that is signed in: what openConsole gave."""
    appoint(openid, *roles)
    started = start(**more)
    assert approve(started["code"], openid).ok
    opened = open_console(started, **more)
    assert opened["state"] == "open", opened
    body: dict[str, Any] = opened.body
    return body

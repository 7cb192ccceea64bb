"""Operators appoint the staff; the shop always has an operator; each change is noted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.cloud import Answer, Shop, call
from wxcloud import session, users
from wxcloud.users import MAX_HOLDERS

OPERATOR = ("operator",)


@pytest.fixture
def staffed(shop: Shop) -> Shop:
    """A shop with one operator and two users without roles."""
    for openid in ("mei", "lan"):
        users.log_in(openid)
    users.grant("boss", {"operator"})
    return shop


def set_role(openid: str, *roles: str, by: str = "boss") -> Answer:
    return call("setRole", {"openid": openid, "roles": list(roles)}, by, OPERATOR)


def staff(role: str | None = None) -> dict[str, list[str]]:
    """Openid → roles."""
    data = {"role": role} if role else {}
    items: list[dict[str, Any]] = call("listUsers", data, "boss", OPERATOR)["items"]
    return {each["openid"]: each["roles"] for each in items}


def test_an_operator_gives_and_takes_roles(staffed: Shop) -> None:
    assert set_role("mei", "host", "agent")["roles"] == ["agent", "host"]
    assert staff() == {"boss": ["operator"], "mei": ["agent", "host"]}
    assert staff("agent") == {"mei": ["agent", "host"]}
    assert set_role("mei", "agent")["roles"] == ["agent"]
    assert staff("host") == {}
    assert set_role("mei")["roles"] == []
    assert staff() == {"boss": ["operator"]}


def test_each_change_is_noted_with_who_did_it(staffed: Shop) -> None:
    set_role("mei", "host")
    staffed.clock.advance(1000)
    set_role("mei", "operator")
    set_role("mei", "operator")
    history = set_role("mei", "operator", "agent", by="mei")["history"]
    assert [(each["by"], each["gave"], each["took"]) for each in history] == [
        ("boss", ["host"], []),
        ("boss", ["operator"], ["host"]),
        ("mei", ["agent"], []),
    ]
    assert history[1]["at"] == history[0]["at"] + 1000


def test_the_last_operator_stays(staffed: Shop) -> None:
    refused = set_role("boss", "agent")
    assert (refused.status, refused.code) == (409, "LAST_OF_ROLE")
    assert staff() == {"boss": ["operator"]}
    assert set_role("mei", "operator").ok
    assert set_role("boss", by="mei").ok
    assert set_role("mei", by="mei").code == "LAST_OF_ROLE"
    assert staff() == {"mei": ["operator"]}


def test_a_role_that_was_taken_ends_at_once(staffed: Shop) -> None:
    session_of_boss = session.issue("boss", roles=frozenset(OPERATOR))
    headers = {"authorization": f"Bearer {session_of_boss}"}
    assert call("listNotices", {}, headers=headers).ok
    set_role("mei", "operator")
    set_role("boss", by="mei")
    assert call("listNotices", {}, headers=headers).code == "FORBIDDEN"


def test_only_operators_appoint_and_only_users_who_are_known(staffed: Shop) -> None:
    data = {"openid": "mei", "roles": ["operator"]}
    assert call("setRole", data, "mei").code == "FORBIDDEN"
    assert call("setRole", data, "mei", ("host", "agent")).code == "FORBIDDEN"
    assert call("listUsers", {}, "mei", ("agent",)).code == "FORBIDDEN"
    assert set_role("nobody", "host").code == "USER_NOT_FOUND"
    assert set_role("mei", "king").status == 400
    assert staff() == {"boss": ["operator"]}


def test_a_role_has_a_bounded_number_of_holders(staffed: Shop) -> None:
    for number in range(MAX_HOLDERS):
        users.grant(f"host-{number}", {"host"})
    assert set_role("mei", "host").code == "ROLE_FULL"
    assert len(staff("host")) == MAX_HOLDERS
    (mei,) = (item for item in staffed.items("users") if item["openid"] == "mei")
    assert "roles" not in mei


def test_a_tool_makes_the_first_operator(shop: Shop) -> None:
    assert users.grant("first", {"operator"}).granted == {"operator"}
    assert users.grant("first", ()).granted == frozenset(), "a tool may take the last one away"

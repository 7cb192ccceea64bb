"""Signing in to the console: one code, one approval, one session; and how each of them ends."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shop.console.codes import ALPHABET
from tests.support.cloud import Shop, call, direct
from tests.support.console_sign_in import (
    OPERATOR,
    appoint,
    approve,
    browse,
    open_console,
    sign_in,
    start,
)
from wxcloud import clock, revocations, session, users

MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.0 Safari/605.1.15"
)


@pytest.fixture
def boss(shop: Shop) -> Shop:
    """A shop with an operator."""
    appoint("boss")
    return shop


def test_a_browser_signs_in(boss: Shop) -> None:
    started = start()
    assert len(started["code"]) == 6 and set(started["code"]) <= set(ALPHABET)
    assert started["code"] in started["qr"] and started["scene"] == started["code"]
    assert started["expiresAt"] == boss.clock.now + 120_000
    assert open_console(started).body == {"state": "waiting", "expiresAt": started["expiresAt"]}

    asked = approve(started["code"], confirm=False)
    assert (asked["browser"], asked["system"]) == ("Chrome", "Windows")
    assert (asked["network"], asked["sameNetwork"]) == ("203.0.113.*", False)
    assert asked["approved"] is False
    assert open_console(started)["state"] == "waiting", "to look is not to approve"

    assert approve(started["code"])["approved"] is True
    opened = open_console(started)
    assert (opened["state"], opened["roles"], opened["openid"]) == ("open", ["operator"], "boss")
    assert opened["expiresAt"] == boss.clock.now + 8 * 3600 * 1000
    assert browse("listUsers", bearer=opened["session"]).ok


def test_small_letters_are_the_same_code(boss: Shop) -> None:
    started = start()
    assert approve(started["code"].lower()).ok
    lower = started | {"code": started["code"].lower()}
    assert open_console(lower)["state"] == "open"


def test_a_session_is_given_once(boss: Shop) -> None:
    started = start()
    approve(started["code"])
    assert open_console(started)["state"] == "open"
    assert open_console(started).code == "CONSOLE_CODE_INVALID"
    assert approve(started["code"]).code == "CONSOLE_CODE_INVALID"


def test_only_the_browser_that_began_can_open(boss: Shop) -> None:
    started, other = start(), start()
    approve(started["code"])
    stolen = other | {"code": started["code"]}
    assert open_console(stolen).code == "CONSOLE_CODE_INVALID"
    assert open_console(other)["state"] == "waiting"
    assert open_console(started)["state"] == "open"


def test_a_code_ends_after_two_minutes(boss: Shop) -> None:
    started, approved = start(), start()
    approve(approved["code"])
    boss.clock.advance(120_000 - 1)
    assert open_console(started)["state"] == "waiting"
    boss.clock.advance(1)
    for each in (started, approved):
        assert open_console(each).code == "CONSOLE_CODE_INVALID"
        assert approve(each["code"]).code == "CONSOLE_CODE_INVALID"
    assert call("listConsoleSessions", {}, "boss", OPERATOR)["items"] == []


def test_only_the_staff_approves(boss: Shop) -> None:
    started = start()
    assert call("approveConsole", {"code": started["code"]}, "buyer").code == "FORBIDDEN"
    assert call("approveConsole", {"code": started["code"]}, "").code == "UNAUTHENTICATED"
    for role in ("host", "agent"):
        appoint(role, role)
        each = start()
        assert approve(each["code"], role).ok
        assert open_console(each)["roles"] == [role]
    assert open_console(started)["state"] == "waiting"


def test_another_member_cannot_approve_a_second_time(boss: Shop) -> None:
    appoint("mei")
    started = start()
    assert approve(started["code"]).ok
    assert approve(started["code"]).ok, "a repeat"
    assert approve(started["code"], "mei").code == "CONSOLE_CODE_INVALID"
    assert open_console(started)["openid"] == "boss"


def test_roles_that_are_taken_between_approval_and_opening_count(boss: Shop) -> None:
    appoint("mei", "host", "agent")
    started, late = start(), start()
    approve(started["code"], "mei")
    approve(late["code"], "mei")
    users.grant("mei", {"agent"})
    assert open_console(started)["roles"] == ["agent"]
    users.grant("mei", ())
    assert open_console(late).code == "CONSOLE_CODE_INVALID"


def test_a_session_ends_with_the_last_role(boss: Shop) -> None:
    opened = sign_in("mei", "operator", "agent")
    users.grant("mei", {"agent"})
    assert browse("listUsers", bearer=opened["session"]).code == "FORBIDDEN"
    (seen,) = browse("listConsoleSessions", bearer=opened["session"])["items"]
    assert seen["roles"] == ["agent"]
    users.grant("mei", ())
    for name in ("listUsers", "listConsoleSessions"):
        assert browse(name, bearer=opened["session"]).code == "UNAUTHENTICATED"
    assert call("listConsoleSessions", {}, "boss", OPERATOR)["items"] == []


def test_a_session_ends_after_eight_hours(boss: Shop) -> None:
    opened = sign_in()
    boss.clock.advance(session.BROWSER_LIFE_S * 1000 - 1)
    assert browse("listUsers", bearer=opened["session"]).ok
    boss.clock.advance(1)
    assert browse("listUsers", bearer=opened["session"]).code == "UNAUTHENTICATED"
    assert call("listConsoleSessions", {}, "boss", OPERATOR)["items"] == []


def test_a_session_of_a_browser_is_for_the_staffs_work_alone(boss: Shop) -> None:
    token = sign_in()["session"]
    order = {"items": [{"skuId": "s", "quantity": 1}]}
    for name, data in (("listAddresses", {}), ("exportMyData", {}), ("placeOrder", order)):
        refused = browse(name, data, bearer=token)
        assert refused.code == "FORBIDDEN", name
    assert browse("listGoods", bearer=token).ok


def test_a_session_of_a_browser_cannot_make_others(boss: Shop) -> None:
    token = sign_in()["session"]
    started = start()
    refused = browse("approveConsole", {"code": started["code"], "confirm": True}, bearer=token)
    assert refused.code == "FORBIDDEN"
    assert open_console(started)["state"] == "waiting"


# --- sessions ------------------------------------------------------------------------------------


def test_sessions_are_listed_and_revoked(boss: Shop) -> None:
    first = sign_in()
    boss.clock.advance(1000)
    second = sign_in(agent=MAC, address="2001:db8:85a3:8d3:1319:8a2e:370:7348")
    items = browse("listConsoleSessions", bearer=first["session"])["items"]
    assert [each["sessionId"] for each in items] == [second["sessionId"], first["sessionId"]]
    assert [each["isThis"] for each in items] == [False, True]
    assert (items[0]["browser"], items[0]["system"]) == ("Safari", "macOS")
    assert items[0]["network"] == "2001:db8:85a3:*"

    revoked = browse("revokeConsole", {"sessionId": second["sessionId"]}, bearer=first["session"])
    assert revoked.body == {"sessionId": second["sessionId"]}
    assert browse("listUsers", bearer=second["session"]).code == "UNAUTHENTICATED"
    assert browse("listUsers", bearer=first["session"]).ok
    assert browse(
        "revokeConsole", {"sessionId": second["sessionId"]}, bearer=first["session"]
    ).ok, "a repeat"
    assert browse("revokeConsole", {"sessionId": first["sessionId"]}, bearer=first["session"]).ok
    assert browse("listUsers", bearer=first["session"]).code == "UNAUTHENTICATED"
    assert call("listUsers", {}, "boss", OPERATOR).ok, "the mini-program's session goes on"


def test_another_process_refuses_a_revoked_session_within_a_minute(boss: Shop) -> None:
    opened = sign_in()
    known = dict(revocations._load())
    call("revokeConsole", {"sessionId": opened["sessionId"]}, "boss", OPERATOR)
    assert revocations.FRESH_S <= 60
    revocations._ended.set(revocations._KEY, known)  # as another process knows it
    assert browse("listUsers", bearer=opened["session"]).ok
    revocations._ended.clear()  # it has read again
    assert browse("listUsers", bearer=opened["session"]).code == "UNAUTHENTICATED"


def test_it_stays_revoked_until_it_would_have_expired(boss: Shop) -> None:
    opened = sign_in()
    call("revokeConsole", {"sessionId": opened["sessionId"]}, "boss", OPERATOR)
    boss.clock.advance(session.BROWSER_LIFE_S * 1000 - 1000)
    revocations.end_sessions("somebody else")  # what is over is tidied away
    assert browse("listUsers", bearer=opened["session"]).code == "UNAUTHENTICATED"


def test_the_staff_sees_and_ends_its_own_sessions_and_operators_all(boss: Shop) -> None:
    boss_opened, mei = sign_in("boss"), sign_in("mei", "agent")
    own = browse("listConsoleSessions", bearer=mei["session"])["items"]
    assert [each["openid"] for each in own] == ["mei"]
    refused = browse(
        "revokeConsole", {"sessionId": boss_opened["sessionId"]}, bearer=mei["session"]
    )
    assert refused.code == "FORBIDDEN"
    assert browse("listUsers", bearer=boss_opened["session"]).ok
    both = call("listConsoleSessions", {}, "boss", OPERATOR)["items"]
    assert {each["openid"] for each in both} == {"boss", "mei"}
    assert call("revokeConsole", {"sessionId": mei["sessionId"]}, "boss", OPERATOR).ok
    assert browse("listConsoleSessions", bearer=mei["session"]).code == "UNAUTHENTICATED"


def test_the_eleventh_session_of_a_member_ends_the_first(boss: Shop) -> None:
    opened = []
    for number in range(11):
        opened.append(sign_in(address=f"198.51.{number}.1"))
        boss.clock.advance(1000)
    assert browse("listUsers", bearer=opened[0]["session"]).code == "UNAUTHENTICATED"
    assert all(browse("listUsers", bearer=each["session"]).ok for each in opened[1:])
    items = call("listConsoleSessions", {}, "boss", OPERATOR)["items"]
    assert len(items) == 10


# --- bounds and bad input ------------------------------------------------------------------------


def test_codes_are_rate_limited_by_address(boss: Shop) -> None:
    for _ in range(20):
        start()
    refused = browse("startConsole")
    assert (refused.status, refused.code) == (429, "TOO_MANY_REQUESTS")
    assert browse("startConsole", address="198.51.100.1").ok
    boss.clock.advance(10 * clock.MINUTE)
    assert browse("startConsole").ok


def test_guesses_of_secrets_are_bounded(boss: Shop) -> None:
    started = start()
    approve(started["code"])
    wrong = started | {"secret": "A" * 43}
    codes = [open_console(wrong).code for _ in range(31)]
    assert codes == ["CONSOLE_CODE_INVALID"] * 30 + ["TOO_MANY_REQUESTS"]
    assert open_console(started).code == "TOO_MANY_REQUESTS", "from this address"
    assert open_console(started, address="198.51.100.1")["state"] == "open"


def test_guesses_of_codes_are_bounded(boss: Shop) -> None:
    started = start()
    wrong = "222222" if started["code"] != "222222" else "333333"
    assert {approve(wrong).code for _ in range(10)} == {"CONSOLE_CODE_INVALID"}
    assert approve(started["code"]).code == "TOO_MANY_REQUESTS"
    appoint("mei")
    assert approve(started["code"], "mei").ok


@pytest.mark.parametrize(
    "code", ["", "ABC", "ABCDEFG", "ABC12O", "ABC-12", "ABC DE", "ＡＢＣＤＥＦ", 7]
)
def test_what_is_no_code_is_refused(boss: Shop, code: Any) -> None:
    assert approve(code).code == "BAD_REQUEST"
    data = {"code": code, "secret": "A" * 43}
    assert browse("openConsole", data).code == "BAD_REQUEST"


@pytest.mark.parametrize("secret", ["", "A" * 42, "A" * 44, "A" * 42 + "\n", "A" * 42 + "é", None])
def test_what_is_no_secret_is_refused(boss: Shop, secret: Any) -> None:
    data = {"code": "222222", "secret": secret}
    assert browse("openConsole", data).code == "BAD_REQUEST"


def test_a_hostile_user_agent_is_only_a_family(boss: Shop) -> None:
    started = start(agent="<script>alert(1)</script> \u202e" * 500, address="not an address")
    asked = approve(started["code"], confirm=False)
    assert (asked["browser"], asked["system"], asked["network"]) == ("other", "other", "")
    assert asked["sameNetwork"] is False


def test_direct_invocations_work_too(boss: Shop) -> None:
    started = direct("startConsole", {}, "")
    assert direct("approveConsole", {"code": started["code"], "confirm": True}, "boss")["approved"]
    data = {"code": started["code"], "secret": started["secret"]}
    assert direct("openConsole", data, "")["state"] == "open"


# --- half-way, and what is kept ------------------------------------------------------------------


def test_a_crash_before_the_session_is_noted_leaves_the_code_open(
    boss: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shop.console import codes

    started = start()
    approve(started["code"])

    def stops(*parts: Any) -> None:
        raise RuntimeError("the process stops here")

    with monkeypatch.context() as patch:
        patch.setattr(codes, "commit", stops)
        assert open_console(started).status == 500
    assert open_console(started)["state"] == "open"
    assert len(call("listConsoleSessions", {}, "boss", OPERATOR)["items"]) == 1


def test_a_crash_half_way_through_revoking_is_repaired_by_a_repeat(
    boss: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shop.console import sessions

    opened = sign_in()

    def stops(part: Any) -> None:
        raise RuntimeError("the process stops here")

    data = {"sessionId": opened["sessionId"]}
    with monkeypatch.context() as patch:
        patch.setattr(sessions, "commit_one", stops)
        assert call("revokeConsole", data, "boss", OPERATOR).status == 500
    assert browse("listUsers", bearer=opened["session"]).code == "UNAUTHENTICATED"
    assert call("revokeConsole", data, "boss", OPERATOR).ok
    assert call("listConsoleSessions", {}, "boss", OPERATOR)["items"] == []


def test_neither_secret_nor_address_is_kept(boss: Shop) -> None:
    started = start()
    waiting = json.dumps(boss.items("platform"), default=str)
    assert started["secret"] not in waiting
    approve(started["code"])
    opened = open_console(started)
    kept = waiting + json.dumps(boss.items("platform"), default=str)
    for secret in ("203.0.113.7", started["secret"], opened["session"]):
        assert secret not in kept


def test_nothing_of_it_is_logged(boss: Shop, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        opened = sign_in()
        open_console({"code": "222222", "secret": "A" * 43})
    said = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "203.0.113" not in said and opened["session"] not in said

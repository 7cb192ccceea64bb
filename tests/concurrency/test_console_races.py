"""Signing in to the console with many callers at once: one approval, one session."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.cloud import Shop, call
from tests.support.console_sign_in import OPERATOR, appoint, approve, browse, open_console, start
from wxcloud import users

ROUNDS = 20


@pytest.fixture
def boss(engine: Shop) -> Shop:
    appoint("boss")
    appoint("mei", "agent")
    return engine


def test_of_two_members_one_approves(boss: Shop) -> None:
    with ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            started = start(address=f"198.51.{number}.1")
            answers = dict(
                zip(
                    ("boss", "mei"),
                    pool.map(lambda who: approve(started["code"], who), ("boss", "mei")),  # noqa: B023
                    strict=True,
                )
            )
            (winner,) = (who for who, answer in answers.items() if answer.ok)
            assert open_console(started, address=f"198.51.{number}.1")["openid"] == winner
            for who in ("boss", "mei"):  # so that wrong codes do not add up
                users.grant(who, users.roles_of(who))
            boss.clock.advance(600_000)


def test_of_eight_openings_one_gets_the_session(boss: Shop) -> None:
    with ThreadPoolExecutor(8) as pool:
        for number in range(ROUNDS):
            started = start(address=f"198.51.{number}.1")
            approve(started["code"])
            answers = list(
                pool.map(
                    lambda n: open_console(started, address=f"203.0.{n}.1"),  # noqa: B023
                    range(8),
                )
            )
            opened = [answer for answer in answers if answer.ok]
            assert len(opened) == 1, answers
            assert {a.code for a in answers if not a.ok} <= {"CONSOLE_CODE_INVALID", "BUSY"}
            boss.clock.advance(600_000)


def test_sign_ins_and_sign_outs_at_once_lose_none(boss: Shop) -> None:
    sessions = [start(address=f"198.51.{number}.1") for number in range(8)]
    for each in sessions:
        assert approve(each["code"]).ok

    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(open_console, sessions))
        assert all(each.ok for each in opened), opened
        listed = call("listConsoleSessions", {}, "boss", OPERATOR)["items"]
        assert {each["sessionId"] for each in listed} == {each["sessionId"] for each in opened}

        def leave(answer: object) -> str:
            data = {"sessionId": answer["sessionId"]}  # type: ignore[index]
            return browse("revokeConsole", data, bearer=answer["session"]).code  # type: ignore[index]

        assert set(pool.map(leave, opened[:4])) == {"OK"}
    left = call("listConsoleSessions", {}, "boss", OPERATOR)["items"]
    assert {each["sessionId"] for each in left} == {each["sessionId"] for each in opened[4:]}
    for each in opened[:4]:
        assert browse("listUsers", bearer=each["session"]).code == "UNAUTHENTICATED"
    assert browse("listUsers", bearer=opened[4]["session"]).ok

"""Login over HTTP: each answer of code2Session, and a WeChat that is down, slow or broken."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from tests.support.cloud import Answer, Shop, call
from wxcloud import session, users
from wxcloud.wechat import credentials

PATH = "/sns/jscode2session"


def login(code: str) -> Answer:
    return call("login", {"code": code}, openid="")


def test_a_code_gives_a_session_and_makes_a_user(shop: Shop):
    answer = login(shop.sandbox.code("o-first"))
    assert answer.ok and answer.body.keys() == {"token", "expiresIn", "openid", "isNew", "roles"}
    assert (answer["openid"], answer["isNew"], answer["expiresIn"]) == ("o-first", True, 7200)
    assert answer["roles"] == []
    assert session.verify(answer["token"]).o == "o-first"
    (user,) = shop.items("users")
    assert (user["openid"], user["createdAt"]) == ("o-first", shop.clock.now)


def test_a_member_of_the_staff_is_told_their_roles(shop: Shop):
    users.grant("o-host", {"host", "agent"})
    assert login(shop.sandbox.code("o-host"))["roles"] == ["agent", "host"]


def test_the_session_key_and_the_app_secret_are_neither_answered_nor_stored_nor_logged(
    shop: Shop, capfd
):
    answer = login(shop.sandbox.code("o1"))
    seen = str(answer.body) + str(shop.items("users")) + "".join(capfd.readouterr())
    assert "session_key" not in seen
    assert shop.sandbox.config.app_secret not in seen


def test_the_second_login_of_a_user_makes_no_new_user(shop: Shop):
    login(shop.sandbox.code("o1"))
    assert login(shop.sandbox.code("o1"))["isNew"] is False
    assert len(shop.items("users")) == 1


def test_a_unionid_is_kept_and_stays_in_later_sessions(shop: Shop):
    login(shop.sandbox.code("o1", unionid="union-1"))
    assert shop.items("users")[0]["unionid"] == "union-1"
    assert session.verify(login(shop.sandbox.code("o1"))["token"]).u == "union-1"


def test_the_session_carries_the_roles_of_the_users_record(shop: Shop):
    from wxcloud import users

    users.grant("o-host", frozenset({"host"}))
    assert session.verify(login(shop.sandbox.code("o-host"))["token"]).r == ("host",)


def test_a_code_works_once(shop: Shop):
    code = shop.sandbox.code("o1")
    assert login(code).ok
    again = login(code)
    assert (again.status, again.code) == (401, "LOGIN_CODE_INVALID")


def test_a_code_is_valid_for_five_minutes(shop: Shop):
    code = shop.sandbox.code("o1")
    shop.clock.advance(301_000)
    assert login(code).code == "LOGIN_CODE_INVALID"
    assert shop.items("users") == []


def test_a_code_of_another_mini_program_is_refused(shop: Shop):
    assert login(shop.sandbox.code("o1", appid="wxffffffffffffffff")).code == "LOGIN_CODE_INVALID"


@pytest.mark.parametrize(
    ("errcode", "status", "code"),
    [
        (40029, 401, "LOGIN_CODE_INVALID"),
        (40163, 401, "LOGIN_CODE_INVALID"),
        (40226, 403, "WECHAT_USER_BLOCKED"),
        (45011, 429, "TOO_MANY_REQUESTS"),
        (45009, 429, "TOO_MANY_REQUESTS"),
        (40013, 502, "WECHAT_CONFIG"),
        (40125, 502, "WECHAT_CONFIG"),
        (40164, 502, "WECHAT_CONFIG"),
        (41002, 502, "WECHAT_CONFIG"),
        (41004, 502, "WECHAT_CONFIG"),
        (41008, 502, "WECHAT_CONFIG"),
        (61024, 502, "WECHAT_FAILED"),  # not in our tables
    ],
)
def test_each_refusal_of_wechat_has_its_own_answer(shop: Shop, errcode, status, code):
    before = shop.sandbox.calls(PATH)
    shop.sandbox.fault(PATH, errcode=errcode)
    answer = login(shop.sandbox.code("o1"))
    assert (answer.status, answer.code) == (status, code)
    assert shop.sandbox.calls(PATH) == before + 1
    assert shop.items("users") == []


def test_a_changed_app_secret_is_found_without_a_restart(shop: Shop, monkeypatch):
    monkeypatch.setattr(credentials, "_FRESH_S", 0.0)
    outdated = json.dumps(shop.sandbox.shop_secret() | {"appSecret": "x" * 32})
    right = json.dumps(shop.sandbox.shop_secret())
    secrets, name = shop.aws("secretsmanager"), shop.prefix + "wechat"
    secrets.put_secret_value(SecretId=name, SecretString=outdated)
    assert login(shop.sandbox.code("o1")).code == "WECHAT_CONFIG"
    secrets.put_secret_value(SecretId=name, SecretString=right)
    assert login(shop.sandbox.code("o1")).ok


def test_when_wechat_is_busy_for_a_moment_the_login_succeeds(shop: Shop):
    shop.sandbox.fault(PATH, errcode=-1, times=2)
    assert login(shop.sandbox.code("o1")).ok


def test_when_wechat_stays_busy_the_login_is_a_503_after_three_attempts(shop: Shop):
    before = shop.sandbox.calls(PATH)
    shop.sandbox.fault(PATH, errcode=-1, times=5)
    answer = login(shop.sandbox.code("o1"))
    assert (answer.status, answer.code) == (503, "WECHAT_BUSY")
    assert shop.sandbox.calls(PATH) == before + 3
    assert shop.items("users") == []


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ({"delay_ms": 6000}, 504, "WECHAT_TIMEOUT"),
        ({"status": 500}, 502, "WECHAT_FAILED"),
        ({"status": 302}, 502, "WECHAT_FAILED"),
        ({"drop": True}, 502, "WECHAT_FAILED"),
    ],
)
def test_a_slow_or_broken_wechat_is_an_error_within_three_seconds(shop: Shop, fault, status, code):
    shop.sandbox.fault(PATH, **fault)
    taken = shop.sandbox.code("o1")
    started = time.monotonic()
    answer = login(taken)
    assert (answer.status, answer.code) == (status, code)
    assert time.monotonic() - started < 3
    assert shop.items("users") == []


@contextmanager
def other_wechat(answer: Callable[[http.server.BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A server in place of WeChat that answers anything."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"<html>502</html>",
        b"null",
        b"[]",
        b'"ok"',
        b"{}",
        b'{"errcode": 0}',
        b'{"errcode": "40029"}',
        b'{"openid": 7}',
        b'{"openid": ""}',
        b'{"openid": "o1", "unionid": 7}',
        b'{"openid": "\xff"}',
        b"[" * 5000,
        b'{"openid": "' + b"o" * (1 << 21) + b'"}',
    ],
)
def test_an_invalid_answer_is_a_502(shop: Shop, garbage):
    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-length", str(len(garbage)))
        request.end_headers()
        with suppress(OSError):  # the shop closes the connection when it has read enough
            request.wfile.write(garbage)

    with other_wechat(answer) as url:
        shop.set(WECHAT_API=url)
        assert (login("code").status, shop.items("users")) == (502, [])


def test_an_answer_in_single_bytes_does_not_keep_the_caller_waiting(shop: Shop):
    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-length", "1000")
        request.end_headers()
        with suppress(OSError):  # the shop closes the connection
            for _ in range(100):
                request.wfile.write(b" ")
                request.wfile.flush()
                time.sleep(0.1)

    with other_wechat(answer) as url:
        shop.set(WECHAT_API=url)
        started = time.monotonic()
        assert login("code").code == "WECHAT_TIMEOUT"
        assert time.monotonic() - started < 3


def test_without_a_server_the_answer_is_a_502_at_once(shop: Shop):
    shop.set(WECHAT_API="http://127.0.0.1:9")
    started = time.monotonic()
    assert login("code").code == "WECHAT_FAILED"
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("code", ["", "x" * 129, "a b", "a\n", "码", 7, None, ["a"]])
def test_an_invalid_code_is_never_sent_to_wechat(shop: Shop, code):
    before = shop.sandbox.calls(PATH)
    answer = login(code)
    assert (answer.status, answer.code, answer["field"]) == (400, "BAD_REQUEST", "code")
    assert shop.sandbox.calls(PATH) == before


def test_the_clients_own_userinfo_is_refused(shop: Shop):
    answer = call(
        "login", {"code": shop.sandbox.code("o1"), "userInfo": {"openId": "o-other"}}, openid=""
    )
    assert (answer.code, answer["field"]) == ("BAD_REQUEST", "userInfo")


def test_a_code_with_special_characters_reaches_wechat_unchanged(shop: Shop):
    code = "a&b=c%20+#?/"
    login(code)
    calls = shop.sandbox.get(f"/sandbox/calls?path={PATH}")["calls"]
    assert calls[-1]["query"]["js_code"] == code

"""The console on the deployed stack: its page, its headers, and the link that signs in."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.parse
import urllib.request
from email.message import Message
from typing import Any

import pytest

from local.client import read_stack, request
from tests.support.template import ROOT

pytestmark = pytest.mark.local


@pytest.fixture(scope="module")
def stack() -> dict[str, Any]:
    return read_stack()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def get(url: str, **headers: str) -> tuple[int, Message, bytes]:
    sent = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.build_opener(_Stay).open(sent, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_the_page_is_there_with_strict_headers(stack: dict[str, Any]) -> None:
    status, headers, body = get(stack["console"])
    assert status == 200 and headers["content-type"] == "text/html; charset=utf-8"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy
    assert b"<title>" in body and "ws:" not in policy


def test_files_arrive_byte_for_byte_and_compressed(stack: dict[str, Any]) -> None:
    folder = stack["console"].rpartition("/")[0]
    dist = ROOT / "console" / "dist"
    names = [path.relative_to(dist).as_posix() for path in sorted(dist.rglob("*.[jcs][sv]*"))]
    for name in names[:10]:
        status, headers, body = get(f"{folder}/{name}", **{"accept-encoding": "gzip"})
        assert status == 200 and headers["content-encoding"] == "gzip", name
        assert gzip.decompress(body) == (dist / name).read_bytes(), name
    assert get(f"{folder}/none.js")[0] == 404
    assert get(f"{folder}/source.txt")[0] == 404


def test_the_folders_address_leads_to_the_page(stack: dict[str, Any]) -> None:
    folder = stack["console"].rpartition("/")[0]
    status, headers, _ = get(folder)
    assert status == 308
    assert urllib.parse.urljoin(folder, headers["location"]) == stack["console"]


def test_the_link_signs_in_with_the_rights_of_the_deployed_functions(stack: dict[str, Any]) -> None:
    status, headers, _ = get(stack["signIn"], **{"user-agent": "Mozilla/5.0 Firefox/128.0"})
    page, _, fragment = headers["location"].partition("#")
    assert (status, page) == (302, stack["console"])
    both = dict(urllib.parse.parse_qsl(fragment))
    opened = request(f"{stack['api']}/openConsole", both)
    assert (opened["state"], opened["roles"]) == ("open", ["operator"])
    bearer = {"authorization": f"Bearer {opened['session']}"}

    def call(name: str, **data: Any) -> Any:
        return request(f"{stack['api']}/{name}", data, bearer)

    (mine,) = [each for each in call("listConsoleSessions")["items"] if each["isThis"]]
    assert mine["browser"] == "Firefox"
    found = call("systemStatus")
    assert "unknown" not in found and len(found["deadLetters"]) == 15
    assert found["version"]["committedAt"] >= 0
    call("revokeConsole", sessionId=opened["sessionId"])


def test_hosts_and_agents_sign_in_too(stack: dict[str, Any]) -> None:
    for openid, role in (("host-1", "host"), ("agent-1", "agent")):
        _, headers, _ = get(f"{stack['signIn']}?openid={openid}")
        both = dict(urllib.parse.parse_qsl(headers["location"].partition("#")[2]))
        opened = request(f"{stack['api']}/openConsole", both)
        assert opened["roles"] == [role]
    status, _, body = get(f"{stack['signIn']}?openid=a-buyer")
    assert status == 400 and b"FORBIDDEN" in body

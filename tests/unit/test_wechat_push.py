"""WeChat's message push: the published vectors pass, and forged messages are refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.support.template import ROOT
from wxcloud import clock
from wxcloud.errors import Refusal
from wxcloud.http import HttpRequest
from wxcloud.wechat import push, push_crypto, xml
from wxcloud.wechat.credentials import Credentials

VECTORS: dict[str, dict[str, Any]] = {
    vector["id"]: vector
    for vector in json.loads((ROOT / "tests/vectors/wechat_vectors.json").read_text())[
        "message_push"
    ]
}
SECURE = VECTORS["secure_json_push"]
XML = VECTORS["compatible_xml_push"]
OTHER_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@pytest.fixture(autouse=True)
def _real_time_afterwards() -> Iterator[None]:
    yield
    clock.set_clock(None)


def ours(vector: dict[str, Any], **more: Any) -> Credentials:
    settings: dict[str, Any] = {
        "appid": vector.get("appid", "wx"),
        "app_secret": "",
        "token": vector["token"],
        "aes_keys": (vector["encoding_aes_key"],) if "encoding_aes_key" in vector else (),
        "secure": "encoding_aes_key" in vector,
    }
    return Credentials(**(settings | more))


def query_of(vector: dict[str, Any]) -> dict[str, str]:
    if "query" in vector:
        return dict(vector["query"])
    names = ("signature", "timestamp", "nonce", "echostr", "msg_signature")
    return {name: vector[name] for name in names if name in vector}


def posted(vector: dict[str, Any], body: bytes | None = None, **query: str) -> HttpRequest:
    """The vector's POST, received in the second of its signature."""
    sent = query_of(vector) | query
    clock.set_clock(lambda: int(query_of(vector)["timestamp"]) * 1000)
    if body is None:
        whole = vector.get("body_xml") or json.dumps(vector["body"])
        body = whole.encode()
    return HttpRequest("POST", sent, {}, body)


def refused(request: HttpRequest, mine: Credentials) -> str:
    with pytest.raises(Refusal) as refusal:
        push.receive(request, mine)
    return refusal.value.code.name


def test_the_url_check_is_answered_with_its_echostr():
    vector = VECTORS["url_verify"]
    clock.set_clock(lambda: int(vector["timestamp"]) * 1000)
    assert push.echo(query_of(vector), ours(vector)) == vector["expect_body"]
    assert push_crypto.signature(*vector["sorted"]) == vector["signature"]


@pytest.mark.parametrize(
    "change", [{"signature": "0" * 40}, {"timestamp": "1714036505"}, {"nonce": "1"}]
)
def test_a_forged_url_check_is_refused(change):
    vector = VECTORS["url_verify"]
    clock.set_clock(lambda: int(vector["timestamp"]) * 1000)
    with pytest.raises(Refusal):
        push.echo(query_of(vector) | change, ours(vector))


def test_a_plaintext_push_is_read():
    vector = VECTORS["plain_json"]
    got = push.receive(posted(vector), ours(vector))
    assert (got.sender, got.recipient) == ("o9AgO5Kd5ggOC-bXrbNODIiE3bGY", "gh_97417a04a28d")
    assert (got.kind, got.event, got.at) == ("event", "debug_demo", 1714037059000)
    assert got.key == "1714037059#debug_demo"
    assert got.fields["debug_str"] == "hello world"


def test_a_secure_json_push_is_decrypted():
    opened = push_crypto.decrypt(SECURE["body"]["Encrypt"], ours(SECURE))
    assert opened is not None and opened.decode() == SECURE["expect"]["msg"]
    got = push.receive(posted(SECURE), ours(SECURE))
    assert (got.event, got.fields["debug_str"]) == ("debug_demo", "hello world")


def test_of_a_compatible_xml_push_only_the_encrypted_part_is_read():
    opened = push_crypto.decrypt(XML["encrypt"], ours(XML))
    assert opened is not None and opened.decode() == XML["expect"]["msg"]
    forged = XML["body_xml"].replace("abcdteT", "forged").encode()
    got = push.receive(posted(XML, forged, encrypt_type="aes"), ours(XML))
    assert (got.kind, got.text, got.key) == ("text", "abcdteT", "6054768590064713728")


def test_an_encrypted_answer_is_the_published_one():
    vector = VECTORS["secure_json_reply"]
    answer = push_crypto.encrypt(
        vector["msg"].encode(),
        ours(vector),
        vector["timestamp"],
        vector["nonce"],
        vector["random16"].encode(),
    )
    assert msgspec.to_builtins(answer) == vector["expect"]


def test_in_secure_mode_plaintext_is_refused():
    vector = VECTORS["plain_json"]
    mine = ours(vector, secure=True, aes_keys=(SECURE["encoding_aes_key"],))
    assert refused(posted(vector), mine) == "PUSH_REFUSED"
    assert refused(posted(vector, encrypt_type="raw"), mine) == "PUSH_REFUSED"
    assert refused(posted(vector, encrypt_type="aes"), mine) == "PUSH_REFUSED"


def test_a_signature_that_does_not_cover_the_body_is_not_enough():
    query = query_of(SECURE)
    for lacking in ({}, {"msg_signature": ""}, {"msg_signature": query["signature"]}):
        sent = {k: v for k, v in query.items() if k != "msg_signature"} | lacking
        request = HttpRequest("POST", sent, {}, posted(SECURE).body)
        assert refused(request, ours(SECURE)) == "PUSH_REFUSED"


@pytest.mark.parametrize("at", [0, 20, 100, -2])
def test_one_changed_character_anywhere_is_refused(at):
    sealed = SECURE["body"]["Encrypt"]
    other = "A" if sealed[at] != "A" else "B"
    index = at % len(sealed)
    changed = sealed[:index] + other + sealed[index + 1 :]
    body = json.dumps(SECURE["body"] | {"Encrypt": changed}).encode()
    assert refused(posted(SECURE, body), ours(SECURE)) == "PUSH_REFUSED"


def signed(sealed: str, mine: Credentials) -> HttpRequest:
    """A push with a valid signature over any Encrypt value."""
    stamp, nonce = query_of(SECURE)["timestamp"], "1"
    query = {
        "timestamp": stamp,
        "nonce": nonce,
        "encrypt_type": "aes",
        "msg_signature": push_crypto.signature(mine.token, stamp, nonce, sealed),
    }
    clock.set_clock(lambda: int(stamp) * 1000)
    return HttpRequest("POST", query, {}, json.dumps({"Encrypt": sealed}).encode())


def encrypted(plain: bytes) -> str:
    encryptor = push_crypto._cipher(SECURE["encoding_aes_key"]).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def padded(plain: bytes) -> bytes:
    count = 32 - len(plain) % 32
    return plain + bytes([count]) * count


MESSAGE = b'{"FromUserName": "o1", "CreateTime": 1, "MsgType": "text"}'


def layout(appid: str, length: int = len(MESSAGE)) -> bytes:
    return b"r" * 16 + length.to_bytes(4, "big") + MESSAGE + appid.encode()


def test_a_valid_push_is_read():
    assert (
        push.receive(
            signed(encrypted(padded(layout(SECURE["appid"]))), ours(SECURE)), ours(SECURE)
        ).sender
        == "o1"
    )


@pytest.mark.parametrize(
    "plain",
    [
        padded(layout("wx0000000000000000")),
        padded(layout("")),
        padded(layout(SECURE["appid"], length=len(MESSAGE) - 1)),
        padded(layout(SECURE["appid"], length=2**32 - 1)),
        padded(b"r" * 10),
        layout(SECURE["appid"]).ljust(128, b"\x00"),
        layout(SECURE["appid"]).ljust(128, b"\x21"),
        padded(layout(SECURE["appid"]))[:-2] + b"\x03\x02",
        b"",
    ],
)
def test_another_appid_or_a_broken_layout_is_refused_even_with_a_valid_signature(plain):
    assert refused(signed(encrypted(plain), ours(SECURE)), ours(SECURE)) == "PUSH_REFUSED"


@pytest.mark.parametrize("sealed", ["AAAA", "not base64!", "A" * 43, "A" * 64])
def test_an_encrypt_value_that_is_not_cipher_text_is_refused(sealed):
    assert refused(signed(sealed, ours(SECURE)), ours(SECURE)) == "PUSH_REFUSED"


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"Encrypt": 7}', b"<xml/>", b"\xff", b"["])
def test_a_secure_push_without_an_envelope_is_refused(body):
    assert refused(posted(SECURE, body), ours(SECURE)) == "PUSH_REFUSED"


def test_the_previous_key_still_decrypts():
    both = ours(SECURE, aes_keys=(OTHER_KEY, SECURE["encoding_aes_key"]))
    assert push.receive(posted(SECURE), both).event == "debug_demo"
    assert refused(posted(SECURE), ours(SECURE, aes_keys=(OTHER_KEY,))) == "PUSH_REFUSED"


@pytest.mark.parametrize(
    ("seconds", "fine"), [(299, True), (-299, True), (301, False), (-301, False)]
)
def test_a_signature_is_valid_for_five_minutes(seconds, fine):
    request = posted(SECURE)
    clock.set_clock(lambda: (int(request.query["timestamp"]) + seconds) * 1000)
    if fine:
        assert push.receive(request, ours(SECURE)).event == "debug_demo"
    else:
        assert refused(request, ours(SECURE)) == "PUSH_REFUSED"


@pytest.mark.parametrize("stamp", ["", "now", "-1", "１７１４１１２４４５", "9" * 400])
def test_a_timestamp_that_is_not_a_number_is_refused(stamp):
    mine = ours(VECTORS["plain_json"])
    query = {
        "timestamp": stamp,
        "nonce": "1",
        "signature": push_crypto.signature(mine.token, stamp, "1"),
    }
    assert refused(HttpRequest("POST", query, {}, MESSAGE), mine) == "PUSH_REFUSED"


def test_without_a_token_every_message_is_refused():
    mine = ours(VECTORS["plain_json"], token="")
    request = posted(VECTORS["plain_json"])
    stamp = request.query["timestamp"]
    query = {"timestamp": stamp, "nonce": "1", "signature": push_crypto.signature("", stamp, "1")}
    assert refused(HttpRequest("POST", query, {}, MESSAGE), mine) == "PUSH_REFUSED"


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"7",
        b"[]",
        b"{}",
        b'{"FromUserName": "o1"}',
        b'{"FromUserName": 7, "CreateTime": "x"}',
        b'{"FromUserName": "%s", "CreateTime": 1}' % (b"o" * 65),
        b"[" * 9000,
        b"<xml>",
        b"\xff\xfe",
    ],
)
def test_a_malformed_message_is_a_bad_request(message):
    with pytest.raises(Refusal) as refusal:
        push.read(message)
    assert refusal.value.code.name == "BAD_REQUEST"


def test_a_message_id_keeps_all_its_64_bits():
    for number in (6054768590064713728, 2**64 - 1):
        message = b'{"FromUserName":"o1","CreateTime":1,"MsgType":"text","MsgId":%d}' % number
        assert push.read(message).key == str(number)


def test_the_answer_that_hands_over_to_a_human_is_encrypted_only_in_secure_mode():
    got = push.receive(posted(XML, encrypt_type="aes"), ours(XML))
    envelope = xml.parse(push.hand_over(got, ours(XML)).encode())
    sealed = [envelope[name] for name in ("TimeStamp", "Nonce", "Encrypt")]
    assert envelope["MsgSignature"] == push_crypto.signature(XML["token"], *sealed)
    message = push_crypto.decrypt(envelope["Encrypt"], ours(XML))
    assert message is not None
    sent = xml.parse(message)
    assert sent == {
        "ToUserName": "oyORnuP8q7ou2gfYjqLzSIWZf0rs",
        "FromUserName": "gh_10f6c3c3ac5a",
        "CreateTime": XML["timestamp"],
        "MsgType": "transfer_customer_service",
    }
    plain = xml.parse(push.hand_over(got, ours(XML, secure=False)).encode())
    assert plain == sent

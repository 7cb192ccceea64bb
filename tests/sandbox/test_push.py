"""POST /sandbox/push and /sandbox/verify: the requests to the shop's message URL."""

import json
import threading
from collections import Counter

import pytest

from local.wechat_sandbox import callback_crypto as crypto


@pytest.fixture
def push(wx, shop):
    wx.post("/sandbox/config", {"callback_url": shop.url + "/csReply"})

    def call(expect=200, **body):
        return wx.post("/sandbox/push", {"openid": "buyer-1", "content": "订单"} | body, expect)

    return call


def decrypted(request, config):
    """Verify and decrypt a secure push. Returns its message."""
    query, body = request["query"], json.loads(request["body"])
    covered = crypto.signature(
        config.message_token, query["timestamp"], query["nonce"], body["Encrypt"]
    )
    assert query["msg_signature"] == covered
    message, appid = crypto.decrypt(body["Encrypt"], config.encoding_aes_key)
    assert appid == config.appid
    return json.loads(message)


def plain_signature_holds(request, config):
    query = request["query"]
    return query["signature"] == crypto.signature(
        config.message_token, query["timestamp"], query["nonce"]
    )


def test_plain_push(push, shop, config):
    answer = push(mode="plain", msgId="1234567890123456789")
    assert answer["status"] == 200
    assert answer["body"] == "success"
    assert answer["attempts"] == 1
    assert answer["accepted"] is True
    (request,) = shop.received
    assert plain_signature_holds(request, config)
    assert request["query"]["openid"] == "buyer-1"
    assert "encrypt_type" not in request["query"]
    message = json.loads(request["body"])
    assert message["FromUserName"] == "buyer-1"
    assert message["MsgType"] == "text"
    assert message["Content"] == "订单"
    assert message["MsgId"] == 1234567890123456789
    assert str(message["CreateTime"]) == request["query"]["timestamp"]
    assert "订单".encode() in request["body"]


def test_secure_push(push, shop, config):
    answer = push()
    (request,) = shop.received
    assert request["query"]["encrypt_type"] == "aes"
    assert plain_signature_holds(request, config)
    assert json.loads(request["body"]).keys() == {"ToUserName", "Encrypt"}
    message = decrypted(request, config)
    assert message["Content"] == "订单"
    assert message["MsgId"] == answer["msgId"]


def test_compatible_push_holds_both(push, shop, config):
    push(mode="compatible")
    (request,) = shop.received
    body = json.loads(request["body"])
    assert body["Content"] == decrypted(request, config)["Content"] == "订单"


def test_each_message_has_its_own_id_and_repeats_have_the_same(push, shop, config):
    push(mode="plain")
    answer = push(mode="plain", times=3)
    ids = [json.loads(request["body"])["MsgId"] for request in shop.received]
    assert len(set(ids)) == 2
    assert ids[1:] == [ids[1]] * 3
    assert len(answer["deliveries"]) == 3


def test_parallel_repeats(push, shop, config):
    answer = push(times=50, parallel=True)
    assert [one["status"] for one in answer["deliveries"]] == [200] * 50
    assert len({decrypted(request, config)["MsgId"] for request in shop.received}) == 1
    assert len(shop.received) == 50


def test_event_has_no_msgid(push, shop):
    push(mode="plain", content=None, event="user_enter_tempsession", expect=400)
    push(mode="plain", event="user_enter_tempsession", fields={"SessionFrom": "goods-1"})
    message = json.loads(shop.received[0]["body"])
    assert "MsgId" not in message
    assert message["Event"] == "user_enter_tempsession"
    assert message["SessionFrom"] == "goods-1"


def test_failed_push_is_tried_three_times(push, shop):
    shop.answer = lambda request: (500, b"no")
    answer = push()
    assert (answer["status"], answer["body"], answer["attempts"]) == (500, "no", 3)
    assert answer["accepted"] is False
    assert len({request["body"] for request in shop.received}) == 1


def test_push_that_succeeds_at_the_second_attempt(push, shop):
    shop.answer = lambda request: (200, b"") if len(shop.received) == 2 else None
    answer = push()
    assert (answer["status"], answer["attempts"], answer["accepted"]) == (200, 2, True)


def test_slow_shop_times_out(wx, push, shop):
    wx.post("/sandbox/config", {"push_timeout_ms": 100})
    release = threading.Event()

    def wait(request):
        release.wait(5)
        return 200, b"success"

    shop.answer = wait
    answer = push()
    release.set()
    assert (answer["status"], answer["attempts"]) == (0, 3)
    assert "timed out" in answer["error"]


def test_reply_that_is_not_allowed_for_a_mini_program(push, shop):
    shop.answer = lambda request: (200, b"<xml><MsgType>text</MsgType></xml>")
    assert push()["accepted"] is False


def test_transfer_to_a_human_plain_and_encrypted(push, shop, config):
    xml = (
        "<xml><ToUserName><![CDATA[buyer-1]]></ToUserName>"
        "<MsgType><![CDATA[transfer_customer_service]]></MsgType></xml>"
    )
    shop.answer = lambda request: (200, xml.encode())
    assert push()["reply"]["MsgType"] == "transfer_customer_service"

    encrypted = crypto.encrypt(crypto.envelope(xml.encode(), config.appid), config.encoding_aes_key)
    reply = {
        "Encrypt": encrypted,
        "TimeStamp": 5,
        "Nonce": "n",
        "MsgSignature": crypto.signature(config.message_token, "5", "n", encrypted),
    }
    shop.answer = lambda request: (200, json.dumps(reply).encode())
    assert push()["reply"]["ToUserName"] == "buyer-1"
    shop.answer = lambda request: (200, json.dumps(reply | {"MsgSignature": "0"}).encode())
    assert push()["accepted"] is False


def test_tampered_pushes_are_wrong_in_exactly_one_way(push, shop, config):
    def sent(**body):
        push(**body)
        return shop.received[-1]

    with pytest.raises(AssertionError):
        decrypted(sent(tamper=True), config)
    assert not plain_signature_holds(sent(tamper="signature", mode="plain"), config)
    with pytest.raises(AssertionError):
        decrypted(sent(tamper="body"), config)
    assert "msg_signature" not in sent(tamper="unsigned")["query"]
    assert plain_signature_holds(sent(tamper="stale", mode="plain"), config)

    other = json.loads(sent(tamper="appid")["body"])["Encrypt"]
    assert crypto.decrypt(other, config.encoding_aes_key)[1] != config.appid
    padding = json.loads(sent(tamper="padding")["body"])["Encrypt"]
    with pytest.raises(ValueError, match="padding"):
        crypto.decrypt(padding, config.encoding_aes_key)


def test_tampered_push_is_not_retried_and_opens_no_window(wx, push, shop):
    shop.answer = lambda request: (403, b"")
    assert push(tamper=True)["attempts"] == 1
    token = wx.token()
    body = {"touser": "buyer-1", "msgtype": "text", "text": {"content": "x"}}
    answer = wx.post(f"/cgi-bin/message/custom/send?access_token={token}", body)
    assert answer["errcode"] == 45015


def test_push_under_another_key(push, shop, config):
    previous = "p" * 42 + "A"
    push(encodingAESKey=previous)
    body = json.loads(shop.received[0]["body"])
    message, _ = crypto.decrypt(body["Encrypt"], previous)
    assert json.loads(message)["Content"] == "订单"


def test_url_check(wx, push, shop, config):
    shop.answer = lambda request: (200, request["query"]["echostr"].encode())
    assert wx.post("/sandbox/verify", {})["ok"] is True
    assert shop.received[0]["method"] == "GET"
    assert plain_signature_holds(shop.received[0], config)
    wx.post("/sandbox/verify", {"tamper": True})
    assert not plain_signature_holds(shop.received[1], config)


@pytest.mark.parametrize(
    "change",
    [
        {"openid": ""},
        {"openid": 5},
        {"openid": "a b"},
        {"content": ""},
        {"mode": "xml"},
        {"times": 0},
        {"times": True},
        {"tamper": "everything"},
        {"tamper": "body", "mode": "plain"},
        {"msgId": [1]},
        {"unknown": 1},
    ],
)
def test_invalid_control_requests(push, shop, change):
    assert "error" in push(expect=400, **change)
    assert shop.received == []


def test_push_without_callback_url(wx):
    answer = wx.post("/sandbox/push", {"openid": "u", "content": "x"}, expect=400)
    assert "callback_url" in answer["error"]


def test_padding_is_over_32_bytes():
    lengths = Counter(len(crypto.pad(b"x" * n)) - n for n in range(1, 65))
    assert set(lengths) == set(range(1, 33))

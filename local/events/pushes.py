"""Sign events/csReply*.json as WeChat does, and encrypt them in secure mode."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from wxcloud.wechat import push_crypto
from wxcloud.wechat.credentials import Credentials


def sign_event(
    event: dict[str, Any], secret: dict[str, Any], appid: str, now: int
) -> dict[str, Any]:
    """The event with a new signature. In secure mode its message is also encrypted.

    `secret` is the shop's WeChat secret in Secrets Manager. `now` is in ms UTC.
    """
    ours = Credentials(
        appid=appid,
        app_secret="",
        token=secret["token"],
        aes_keys=(secret["encodingAESKey"],),
        secure=secret["messageMode"] == "secure",
    )
    stamp, nonce = str(now // 1000), "415670741"
    query = {**event["queryStringParameters"], "timestamp": stamp, "nonce": nonce}
    query["signature"] = push_crypto.signature(ours.token, stamp, nonce)
    body = event.get("body")
    if body is not None:
        message = json.loads(body) | {"CreateTime": now // 1000}
        body = json.dumps(message, ensure_ascii=False)
        if ours.secure:
            encrypted = push_crypto.encrypt(body.encode(), ours, now // 1000, nonce)
            query |= {"encrypt_type": "aes", "msg_signature": encrypted.msg_signature}
            body = json.dumps({"ToUserName": message["ToUserName"], "Encrypt": encrypted.encrypt})
    made = {**event, "queryStringParameters": query, "rawQueryString": urlencode(query)}
    return made if body is None else {**made, "body": body}

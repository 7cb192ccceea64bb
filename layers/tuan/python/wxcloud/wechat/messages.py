"""Messages to users: subscribe messages, and replies of customer service.

Messages are not idempotent, so nothing is repeated here. A WeChatRefusal says what a failure means:

- `may_have_happened`: the answer was lost, so the message may have been sent;
- else, if it is `retryable`: not sent, another attempt later may succeed (WeChat is busy, a quota
  is used up, the network failed, the account is not set up correctly);
- else it is final. NOT_SUBSCRIBED and REPLY_CLOSED are normal and need no alarm.

Source: mini-program docs, server/API/mp-message-management/subscribe-message/api_sendmessage and
server/API/kf-mgnt/kf-message/api_sendcustommessage.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from wxcloud.errors import TOO_MANY_REQUESTS, Code
from wxcloud.settings import STAGE
from wxcloud.text import cut_bytes
from wxcloud.wechat import api, values
from wxcloud.wechat.client import WECHAT_CONFIG

NOT_SUBSCRIBED = Code(
    "NOT_SUBSCRIBED",
    409,
    "The user has not agreed to this message. Ask the user with wx.requestSubscribeMessage.",
)
REPLY_CLOSED = Code(
    "REPLY_CLOSED",
    409,
    "WeChat allows no more replies to this user now. Wait until the user writes again.",
)
MESSAGE_REFUSED = Code(
    "MESSAGE_REFUSED",
    422,
    "WeChat does not send this message to this user. Check its text and its template.",
)

MAX_TEXT_BYTES = 2048

_REFUSALS: Mapping[int, Code] = {
    40003: MESSAGE_REFUSED,  # openid
    43101: NOT_SUBSCRIBED,
    43107: WECHAT_CONFIG,  # the template, or the account's right to send, is banned
    43108: TOO_MANY_REQUESTS,  # several at once to one user
    45168: MESSAGE_REFUSED,  # a sensitive word
    47003: MESSAGE_REFUSED,  # data that does not fit the template
    40037: WECHAT_CONFIG,  # template id
    40097: WECHAT_CONFIG,  # miniprogram_state, lang
    41030: WECHAT_CONFIG,  # page
    40007: MESSAGE_REFUSED,  # media id
    40008: MESSAGE_REFUSED,  # message type
    44004: MESSAGE_REFUSED,  # empty text
    45002: MESSAGE_REFUSED,  # text too long
    45015: REPLY_CLOSED,
    45047: REPLY_CLOSED,
    70000: MESSAGE_REFUSED,  # protection of minors
}
_STATES = {"prod": "formal", "dev": "trial"}
_OPENID = re.compile(r"[0-9A-Za-z_-]{1,64}")
# A path of app.json without a slash in front. In the query, all but letters, digits and a URL's own
# signs is percent-encoded.
PAGE = re.compile(
    r"[0-9A-Za-z_-]+(?:/[0-9A-Za-z_-]+)*(?:\?(?:[0-9A-Za-z_.!~*'(),;:@/?+$&=-]|%[0-9A-Fa-f]{2})*)?"
)


class SubscribeMessage(msgspec.Struct, frozen=True):
    """A subscribe message that WeChat accepts. `subscribe_message` makes it."""

    touser: str
    template_id: str
    data: dict[str, dict[str, str]]
    miniprogram_state: str
    lang: str = "zh_CN"
    page: str | UnsetType = UNSET


def subscribe_message(
    openid: str, template_id: str, data: Mapping[str, str], page: str = ""
) -> SubscribeMessage:
    """A message to a user. `data` is key → text; a text that is too long for its key is cut.

    `page` is the page that a tap opens, `pages/group/index?groupId=...`, with a query that is
    percent-encoded; without it a tap does nothing. ValueError if WeChat would refuse a part of it.
    """
    if not _OPENID.fullmatch(openid):
        raise ValueError("WeChat has no such openid")
    if page and not PAGE.fullmatch(page):
        raise ValueError("WeChat does not accept this page")
    return SubscribeMessage(
        touser=openid,
        template_id=template_id,
        data={key: {"value": values.fit(key, text)} for key, text in data.items()},
        miniprogram_state=_STATES.get(STAGE.get(), "formal"),
        page=page or UNSET,
    )


def send_subscribe(message: SubscribeMessage) -> None:
    """Send a subscribe message. Raises a WeChatRefusal."""
    api.post("/cgi-bin/message/subscribe/send", message, _REFUSALS)


def send_text(openid: str, content: str, *, by_machine: bool = True) -> None:
    """Send a text to a user who wrote to customer service in the last 48 hours; a text that is too
    long is cut. Raises a WeChatRefusal.

    `by_machine` marks the text as made by a program: since 2025-11 WeChat wants this shown.
    """
    message: dict[str, Any] = {
        "touser": openid,
        "msgtype": "text",
        "text": {"content": cut_bytes(content, MAX_TEXT_BYTES, "…")},
    }
    if by_machine:
        message["aimsgcontext"] = {"is_ai_msg": 1}
    api.post("/cgi-bin/message/custom/send", message, _REFUSALS)

"""Messages to users: subscribe messages, and answers of customer service.

Neither is idempotent, so neither is repeated here. A WeChatRefusal says what a failure means:

- `passing`: not sent, worth another try later (busy, quota, network, WeChat's configuration);
- `unsure`: it may have been sent all the same, the answer was lost;
- anything else: final. NOT_SUBSCRIBED and REPLY_CLOSED are the user's doing, and no alarm.

Source: mini-program docs, server/API/mp-message-management/subscribe-message/api_sendmessage and
server/API/kf-mgnt/kf-message/api_sendcustommessage.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wxcloud.errors import TOO_MANY_REQUESTS, Code
from wxcloud.log import logger
from wxcloud.settings import STAGE
from wxcloud.wechat import api, values
from wxcloud.wechat.client import WECHAT_CONFIG, WeChatRefusal

NOT_SUBSCRIBED = Code("NOT_SUBSCRIBED", 409, "The user has not agreed to this message.")
REPLY_CLOSED = Code(
    "REPLY_CLOSED", 409, "The user wrote too long ago, or has had as many answers as WeChat lets."
)
MESSAGE_REFUSED = Code("MESSAGE_REFUSED", 422, "WeChat will not carry this message to this user.")

MOST_TEXT_BYTES = 2048

_REFUSALS: Mapping[int, Code] = {
    40003: MESSAGE_REFUSED,  # openid
    43101: NOT_SUBSCRIBED,
    43107: WECHAT_CONFIG,  # the template, or the account's right to send, is banned
    43108: TOO_MANY_REQUESTS,  # several at once to one user
    45168: MESSAGE_REFUSED,  # a sensitive word
    47003: MESSAGE_REFUSED,  # the data does not fit the template
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


def send_subscribe(openid: str, template_id: str, data: Mapping[str, str], page: str = "") -> None:
    """Send a subscribe message. `data` is key → text; texts are cut to what their keys may hold.

    `page` is where a tap leads, `pages/group/index?groupId=...`; without it the card is dead.
    """
    message: dict[str, Any] = {
        "touser": openid,
        "template_id": template_id,
        "data": {key: {"value": _fit(key, text)} for key, text in data.items()},
        "miniprogram_state": _STATES.get(STAGE.get(), "formal"),
        "lang": "zh_CN",
    }
    if page:
        message["page"] = page
    api.post("/cgi-bin/message/subscribe/send", message, _REFUSALS)


def send_text(openid: str, content: str, *, by_machine: bool = True) -> None:
    """Answer a user who has written to customer service within 48 hours.

    `by_machine` marks the text as made by a program, as WeChat wants it shown since 2025-11.
    """
    message: dict[str, Any] = {
        "touser": openid,
        "msgtype": "text",
        "text": {"content": _bounded(content)},
    }
    if by_machine:
        message["aimsgcontext"] = {"is_ai_msg": 1}
    api.post("/cgi-bin/message/custom/send", message, _REFUSALS)


def _fit(key: str, text: str) -> str:
    try:
        return values.fit(key, text)
    except ValueError as error:
        logger.error("a message that WeChat would refuse", extra={"reason": str(error)})
        raise WeChatRefusal(MESSAGE_REFUSED, 47003) from None


def _bounded(content: str) -> str:
    """As many whole characters as fit into WeChat's 2048 bytes."""
    end = len(content)
    while len(content[:end].encode()) > MOST_TEXT_BYTES:
        excess = len(content[:end].encode()) - MOST_TEXT_BYTES
        end -= max(1, excess // 4)
    return values.cut(content, end)

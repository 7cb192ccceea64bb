"""csReply: receives what users say to customer service, from WeChat's server (message push).

GET answers WeChat's check of the URL. POST puts the message on a queue and answers at once:
`success`, or the instruction to hand the user over to a human agent. sendReply sends the reply.
WeChat pushes other events here too: a confirmed receipt completes its order.

A direct invocation with the message, in CloudBase's shape, does the same and returns the answer:
"success", or the message that hands the user over.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from shop.orders import receipts
from shop.support import incoming
from wxcloud import http
from wxcloud.http import HttpRequest
from wxcloud.webhook import webhook
from wxcloud.wechat import push
from wxcloud.wechat.credentials import credentials, with_credentials


def take(message: push.Push) -> bool:
    """Whether the answer to WeChat hands the user over to a human."""
    if message.event == receipts.EVENT:
        receipts.take(message.fields)
        return False
    return incoming.accept(message)


def invoked(event: dict[str, Any]) -> Any:
    message = push.message(event)
    return push.transfer(message) if take(message) else push.SUCCESS


@webhook(direct=invoked)
def main(request: HttpRequest) -> dict[str, Any]:
    if request.method == "GET":
        echo = with_credentials(partial(push.echo, request.query), push.keys_refused)
        return http.text(200, echo)
    message = with_credentials(partial(push.receive, request), push.keys_refused)
    if take(message):
        handed_over = push.hand_over(message, credentials())
        return http.text(200, handed_over, "application/xml; charset=utf-8")
    return http.text(200, push.SUCCESS)

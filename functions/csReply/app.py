"""csReply: receives what users say to customer service, from WeChat's server (message push).

GET answers WeChat's check of the URL. POST puts the message on a queue and answers at once:
`success`, or the instruction to hand the user over to a human agent. sendReply sends the reply.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from shop.support import incoming
from wxcloud import http
from wxcloud.http import HttpRequest
from wxcloud.webhook import webhook
from wxcloud.wechat import push
from wxcloud.wechat.credentials import credentials, with_credentials


@webhook
def main(request: HttpRequest) -> dict[str, Any]:
    if request.method == "GET":
        echo = with_credentials(partial(push.echo, request.query), push.keys_refused)
        return http.text(200, echo)
    message = with_credentials(partial(push.receive, request), push.keys_refused)
    if incoming.accept(message):
        handed_over = push.hand_over(message, credentials())
        return http.text(200, handed_over, "application/xml; charset=utf-8")
    return http.text(200, push.SUCCESS)

"""payNotify: WeChat Pay reports payments and refunds.

Only the HTTP status counts: WeChat repeats a notification for a day unless it gets 204. A refusal
is `{"code": "FAIL", "message"}`, the form that WeChat Pay knows.
"""

from __future__ import annotations

from shop.checkout.payments import take_payment
from wxcloud import http
from wxcloud.http import HttpRequest
from wxcloud.invocation import Event
from wxcloud.webhook import webhook
from wxcloud.wechat.pay.notifications import read, refused


@webhook(refused=refused)
def main(request: HttpRequest) -> Event:
    notification = read(request)
    if notification.payment is not None:
        take_payment(notification.payment)
    if notification.refund is not None:
        from shop.checkout.refund_transfer import take_result  # most report payments

        take_result(notification.refund)
    return http.text(204, "")

"""payNotify: WeChat Pay tells of payments and refunds.

WeChat Pay looks only at the HTTP status: after a 204 it stops; after any other status it repeats
the notification for a day.
"""

from __future__ import annotations

from shop.orders import paying, refunding
from wxcloud import http
from wxcloud.http import HttpRequest
from wxcloud.invocation import Event
from wxcloud.webhook import webhook
from wxcloud.wechat.pay.notifications import read


@webhook
def main(request: HttpRequest) -> Event:
    notification = read(request)
    if notification.payment is not None:
        paying.settle(notification.payment)
    if notification.refund is not None:
        refunding.told(notification.refund)
    return http.text(204, "")

"""payNotify: WeChat Pay tells of payments and refunds.

Only the HTTP status counts: 204 is taken, anything else comes again for a day.
"""

from __future__ import annotations

from shop.orders import paying, refunding
from wxcloud import http
from wxcloud.http import HttpRequest
from wxcloud.invocation import Event
from wxcloud.webhook import webhook
from wxcloud.wechat import pay


@webhook
def main(request: HttpRequest) -> Event:
    news = pay.read_notification(request)
    if news.payment is not None:
        paying.settle(news.payment)
    if news.refund is not None:
        refunding.told(news.refund)
    return http.text(204, "")

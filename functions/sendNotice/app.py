"""sendNotice: sends one subscribe message through WeChat, if its receiver has consented to it."""

from __future__ import annotations

from shop.checkout.reminding import while_unpaid
from shop.notices import deliveries
from shop.notices.model import NOTICES, Notice
from wxcloud.triggers import queue


@queue(NOTICES, back_off=True)
def main(notice: Notice) -> None:
    conditions = while_unpaid(notice) if notice.notice == "paySoon" else ()
    deliveries.deliver(notice, conditions)

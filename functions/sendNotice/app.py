"""sendNotice: sends one subscribe message through WeChat, if its receiver has consented to it."""

from __future__ import annotations

from shop.notices import deliveries
from shop.notices.model import NOTICES, Notice
from wxcloud.triggers import queue


@queue(NOTICES, back_off=True)
def main(notice: Notice) -> None:
    deliveries.deliver(notice)

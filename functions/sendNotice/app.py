"""sendNotice: sends one subscribe message through WeChat, if its receiver consented."""

from __future__ import annotations

from shop import notices
from shop.notices import NOTICES, Notice
from wxcloud.triggers import queue


@queue(NOTICES, back_off=True)
def main(notice: Notice) -> None:
    notices.deliver(notice)

"""sendNotice: sends one subscribe message through WeChat, if its receiver consented."""

from __future__ import annotations

from shop import notices
from shop.notices import Notice
from wxcloud.function import queue


@queue(Notice, back_off="notice_queue_url")
def main(notice: Notice) -> None:
    notices.deliver(notice)

"""deliverEvents: gives events to Firehose that it did not take before."""

from __future__ import annotations

from shop.analytics.delivery import WAITING, Waiting, go_on
from wxcloud.triggers import queue


@queue(WAITING)
def main(data: Waiting) -> None:
    go_on(data)

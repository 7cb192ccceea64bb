"""sendAlert: tells the shop's staff of what has happened, in one message of the group robot."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shop.alerts import sending
from shop.alerts.model import ALERTS, Alert
from wxcloud.triggers import queue_batch


@queue_batch(ALERTS)
def main(alerts: Sequence[Alert]) -> Collection[int]:
    return sending.tell(alerts)

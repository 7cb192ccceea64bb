"""pushGoods: bring goods into a live room at their time.

A timer calls early, then the delay queue in time. The timer only hands over to the queue, so that
every push is made, and repeated after a crash, in one way.
"""

from __future__ import annotations

from typing import Any

from shop.live import pushes
from shop.live.pushes import DUE, Due
from wxcloud.triggers import queue, timer


@timer(Due)
def on_timer(due: Due) -> None:
    pushes.hand_over(due)


@queue(DUE)
def on_message(due: Due) -> None:
    pushes.fire(due)


def main(event: dict[str, Any], context: Any = None) -> Any:
    return (on_message if "Records" in event else on_timer)(event, context)

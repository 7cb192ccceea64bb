"""pushGoods: make a push at its time, and look what is left of its goods.

A timer calls this function early, the delay queue calls it in time. The timer only sends the push
to the queue. So every push is made, and repeated after a crash, in the same way.
"""

from __future__ import annotations

from typing import Any

from shop.live import firing, left
from shop.live.planning import DUE, PUSH, Due
from wxcloud.triggers import queue, timer


@timer(Due)
def on_timer(due: Due) -> None:
    firing.hand_over(due)


@queue(DUE)
def on_message(due: Due) -> None:
    (firing.fire if due.what == PUSH else left.tell)(due)


def main(event: dict[str, Any], context: Any = None) -> Any:
    return (on_message if "Records" in event else on_timer)(event, context)

"""The pace of the robot: one message in each PACE, of all senders together.

WeCom takes 20 messages a minute, and does not say when its minutes begin. Any 60 s touch at most 19
slots of PACE, so it never gets more, although a message may arrive some seconds after its turn.
"""

from __future__ import annotations

import time

from wxcloud import clock
from wxcloud.errors import TOO_MANY_REQUESTS, Refusal
from wxcloud.rates import Rate

PACE = 3_500  # ms
PATIENCE = 12 * clock.SECOND  # there are two senders, so each has its turn sooner

TURNS = Rate("alerts", 1, PACE, "The robot sends as many messages as WeCom takes.")
_ROBOT = "robot"


def take_turn() -> None:
    """Wait for the next free slot and take it. TOO_MANY_REQUESTS if there is none for PATIENCE."""
    waited = 0
    while True:
        try:
            TURNS.use(_ROBOT)
        except Refusal as refusal:
            if refusal.code is not TOO_MANY_REQUESTS or waited >= PATIENCE:
                raise
        else:
            return
        rest = PACE - clock.now() % PACE
        _sleep(rest)
        waited += rest


def _sleep(ms: int) -> None:
    time.sleep(ms / clock.SECOND)

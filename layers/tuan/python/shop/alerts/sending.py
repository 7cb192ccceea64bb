"""Telling the staff: a batch of alerts becomes one message. See `shop.alerts`."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from shop.alerts import claims, pace, settings, texts
from shop.alerts import robot as notes
from shop.alerts.model import Alert
from wxcloud import batch
from wxcloud.errors import Refusal
from wxcloud.log import logger
from wxcloud.wechat import robot
from wxcloud.wechat.client import WeChatRefusal

T = TypeVar("T")


def tell(alerts: Sequence[Alert]) -> Collection[int]:
    """Tell the staff of these alerts, in one message. Returns the positions of those that are to be
    delivered again: another sender is busy with them, or the robot has not taken them.

    Alerts of kinds that are off, and all if there is no robot, are dropped.
    """
    if not robot.is_set():
        return ()
    on = settings.kinds_on()
    wanted = {alert.event: alert for alert in alerts if alert.kind in on}
    by = secrets.token_urlsafe(8)
    states = dict(zip(wanted, _each(lambda event: claims.claim(event, by), wanted), strict=True))
    again = {event for event, state in states.items() if state == "busy"}
    mine = [alert for event, alert in wanted.items() if states[event] == "mine"]
    if mine and not _tell(mine, by):
        again |= {alert.event for alert in mine}
    return [i for i, alert in enumerate(alerts) if alert.event in again]


def _tell(mine: Sequence[Alert], by: str) -> bool:
    """Whether the staff is told of these alerts, which are claimed."""
    events = [alert.event for alert in mine]
    try:
        pace.take_turn()
        robot.send_markdown(texts.fold(mine, robot.MAX_BYTES))
    except Refusal as refusal:
        _each(lambda event: claims.release(event, by), events)
        if isinstance(refusal, WeChatRefusal):
            notes.note_failure(refusal)
        logger.warning("alerts wait", extra={"alerts": len(mine), "errCode": refusal.code.name})
        return False
    _each(lambda event: claims.finish(event, by), events)
    notes.note_sent()
    logger.info("staff told", extra={"alerts": len(mine)})
    return True


def _each(job: Callable[[str], T], events: Collection[str]) -> list[T]:
    """The job for each event, several at once."""
    if not events:
        return []
    with ThreadPoolExecutor(min(len(events), batch.THREADS)) as pool:
        return list(pool.map(job, events))

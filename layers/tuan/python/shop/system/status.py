"""How the system is, on one page. What cannot be read does not hide the rest."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from msgspec import UNSET

from shop import reconciling
from shop.system import alarms, dead_letters, stuck
from shop.system.version import version
from shop.system.views import SystemStatus
from wxcloud import clock
from wxcloud.log import logger
from wxcloud.settings import STAGE


def read(now: int) -> SystemStatus:
    """Everything, at once."""
    looks: dict[Any, Callable[[], list[Any]]] = {
        "deadLetters": dead_letters.list_queues,
        "alarms": alarms.list_ringing,
        "drift": lambda: reconciling.list_differences(clock.day_of(now)).items,
        "stuck": lambda: stuck.listed(now),
    }
    with ThreadPoolExecutor(len(looks)) as pool:
        found = dict(zip(looks, pool.map(_try, looks.values()), strict=True))
    unknown = [name for name, what in found.items() if what is None]
    return SystemStatus(
        at=now,
        stage=STAGE.get(),
        version=version(),
        deadLetters=found["deadLetters"] or [],
        alarms=found["alarms"] or [],
        drift=len(found["drift"] or ()),
        stuck=found["stuck"] or [],
        unknown=unknown or UNSET,
    )


def _try(look: Callable[[], list[Any]]) -> list[Any] | None:
    try:
        return look()
    except Exception:
        logger.exception("the system's state cannot be read")
        return None

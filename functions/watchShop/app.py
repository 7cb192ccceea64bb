"""watchShop: looks around once a minute, for dead letters, for groups that are about to fail, and
for flash sales that begin."""

from __future__ import annotations

from shop.alerts.watching import look_around
from wxcloud.fields import Request
from wxcloud.triggers import timer


class WatchShop(Request):
    """Nothing is needed."""


@timer(WatchShop)
def main(data: WatchShop) -> None:
    look_around()

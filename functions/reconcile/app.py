"""reconcile: once a day our orders are compared with WeChat's books."""

from __future__ import annotations

from shop.groups import settling
from shop.orders import reconciling
from wxcloud import clock
from wxcloud.fields import Request
from wxcloud.triggers import timer


class Reconcile(Request):
    pass


@timer(Reconcile)
def main(data: Reconcile) -> None:
    reconciling.run(clock.now(), settling.overdue)

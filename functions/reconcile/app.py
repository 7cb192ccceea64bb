"""reconcile: once a day all orders are compared with WeChat's records."""

from __future__ import annotations

from shop.reconciling import run
from wxcloud import clock
from wxcloud.fields import Request
from wxcloud.triggers import timer


class Reconcile(Request):
    """Nothing is needed."""


@timer(Reconcile)
def main(data: Reconcile) -> None:
    run(clock.now())

"""reconcile: once a day all orders are compared with WeChat's records, in runs of ten minutes."""

from __future__ import annotations

from shop.reconciling import Reconcile, run
from wxcloud import clock
from wxcloud.triggers import timer


@timer(Reconcile)
def main(data: Reconcile) -> None:
    run(clock.now(), data.after)

"""runDeskJob: does the next piece of an export of orders, or of the rebuild of the desk."""

from __future__ import annotations

from shop.desk import exports, rebuild
from shop.desk.jobs import JOBS, DeskJob
from wxcloud.triggers import queue


@queue(JOBS)
def main(data: DeskJob) -> None:
    go_on = {"export": exports.go_on, "rebuild": rebuild.go_on}[data.job]
    go_on(data.id)

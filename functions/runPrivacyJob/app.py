"""runPrivacyJob: does the next piece of an erasure, or of a large export of a user's data."""

from __future__ import annotations

from shop.privacy import erasing, exporting
from shop.privacy.jobs import JOBS, PrivacyJob
from wxcloud.triggers import queue


@queue(JOBS)
def main(data: PrivacyJob) -> None:
    go_on = {"erase": erasing.go_on, "export": exporting.go_on}[data.job]
    go_on(data.id)

"""noteExposure: keeps that a user got a version of a page, once per user, experiment and day."""

from __future__ import annotations

from shop.experiments.exposures import EXPOSURES, NoteExposure
from shop.experiments.noting import note
from wxcloud.triggers import queue


@queue(EXPOSURES)
def main(data: NoteExposure) -> None:
    note(data)

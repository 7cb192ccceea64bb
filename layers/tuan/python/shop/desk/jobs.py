"""Work of the desk that takes longer than a call: a message for each piece of it.

A piece writes how far it came, and sends the message for the next piece. A message that comes twice
does its piece once: what it writes is conditional on how far the work was.
"""

from __future__ import annotations

from typing import Literal

from wxcloud.fields import Id, Request
from wxcloud.queues import Queue


class DeskJob(Request):
    """Do the next piece of an export, or of the rebuild."""

    job: Literal["export", "rebuild"]
    id: Id


JOBS = Queue("DESK_QUEUE_URL", DeskJob)

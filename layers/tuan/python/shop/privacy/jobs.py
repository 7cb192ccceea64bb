"""Work on a user's data that takes longer than a call: a message for each piece of it."""

from __future__ import annotations

from typing import Literal

from wxcloud.fields import Id, Request
from wxcloud.queues import Queue


class PrivacyJob(Request):
    """Go on with an erasure, or with an export of a user's data. The id is the erasure's or the
    export's: no message has an openid."""

    job: Literal["erase", "export"]
    id: Id


JOBS = Queue("PRIVACY_QUEUE_URL", PrivacyJob)

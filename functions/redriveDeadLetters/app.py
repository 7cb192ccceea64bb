"""redriveDeadLetters: sends messages that have failed for good back to where they came from.

Correct first what made them fail. The functions that process them are idempotent, so a repeat is
safe. At most 100 messages a call: call again while some are `left`. Messages of timers, and the
positions in a stream, cannot be sent back: docs/operations.md says what to do with them.
"""

from __future__ import annotations

from shop.roles import OPERATOR
from shop.system import redriving
from shop.system.views import QueueName, Redriven
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class RedriveDeadLetters(Request):
    queue: QueueName


@cloud_function(RedriveDeadLetters, only=OPERATOR)
def main(data: RedriveDeadLetters, wx: WXContext) -> Redriven:
    return redriving.redrive(data.queue)

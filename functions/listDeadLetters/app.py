"""listDeadLetters: how many messages have failed for good in which queue, and what they are about.

docs/operations.md says what a message in each queue means. Reading removes nothing.
"""

from __future__ import annotations

from shop.roles import OPERATOR
from shop.system import dead_letters
from shop.system.views import DeadLetters, QueueName
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListDeadLetters(Request):
    """With `queue`, some messages of that queue, too."""

    queue: QueueName | None = None


@cloud_function(ListDeadLetters, only=OPERATOR, keeps_answer=False)
def main(data: ListDeadLetters, wx: WXContext) -> DeadLetters:
    return dead_letters.look(data.queue)

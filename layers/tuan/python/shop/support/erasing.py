"""A user's data is erased: the conversation, and what was said in it."""

from __future__ import annotations

from shop.support.conversations import Conversation
from wxcloud.batch import some
from wxcloud.transaction import commit_one, delete


def erase(openid: str, gone: str, most: int) -> int:
    """Delete up to `most` items of the user; how many."""
    items = Conversation.query(f"user#{openid}", consistent_read=True)
    return some(items, most, lambda item: commit_one(delete(Conversation(pk=item.pk, sk=item.sk))))

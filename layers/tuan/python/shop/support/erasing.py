"""A user's data is erased: the conversation, and what was said in it."""

from __future__ import annotations

from shop.support.conversations import Conversation
from wxcloud.transaction import commit_one, delete


def erase(openid: str, most: int) -> int:
    """Delete up to `most` items of the user; how many."""
    done = 0
    for item in Conversation.query(f"user#{openid}", consistent_read=True):
        if done == most:
            break
        commit_one(delete(Conversation(pk=item.pk, sk=item.sk)))
        done += 1
    return done

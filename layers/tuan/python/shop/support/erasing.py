"""A user's data is erased: the conversation, and the answers to their messages."""

from __future__ import annotations

from collections.abc import Iterator

from shop.support.answering import Answer
from shop.support.conversations import Conversation
from wxcloud.transaction import commit_one, delete


def answers_of(openid: str) -> Iterator[Answer]:
    return iter(Answer.query(f"user#{openid}", Answer.sk.startswith("message#")))


def erase(openid: str, most: int) -> int:
    """Delete up to `most` items of the user; how many."""
    done = 0
    for item in Conversation.query(f"user#{openid}", consistent_read=True):
        if done == most:
            break
        commit_one(delete(Conversation(pk=item.pk, sk=item.sk)))
        done += 1
    return done

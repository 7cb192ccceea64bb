"""Pseudonyms of users in events."""

from __future__ import annotations

from wxcloud import pseudonyms


def pseudonym(openid: str) -> str:
    """What stands for the user in events: 16 characters; "" for a guest."""
    return pseudonyms.member_id(openid) if openid else ""

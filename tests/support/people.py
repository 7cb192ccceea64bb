"""Users as other users see them."""

from __future__ import annotations

from wxcloud.pseudonyms import member_id


def ids(*openids: str) -> list[str]:
    """The `memberId` of each."""
    return [member_id(openid) for openid in openids]

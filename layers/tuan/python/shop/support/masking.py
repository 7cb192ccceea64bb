"""Phone numbers in what users write, without their middle. A pure function of the text.

What is kept of a conversation is read by agents, and they need no number to answer. A number counts
only where no other digit or Latin letter touches it: order and tracking numbers stay as they are.
"""

from __future__ import annotations

import re

_GAP = r"[ \-—－]?"
_DIGIT = "[0-9０-９]"
_MOBILE = (
    rf"(?:(?:\+|＋|00)?86{_GAP})?[1１][3-9３-９]{_DIGIT}{_GAP}{_DIGIT}{{4}}{_GAP}{_DIGIT}{{4}}"
)
_LANDLINE = rf"[(（]?[0０]{_DIGIT}{{2,3}}[)）]?{_GAP}[2-9２-９]{_DIGIT}{{6,7}}"
_PHONE = re.compile(
    rf"(?<![0-9０-９A-Za-z+＋])(?:{_MOBILE}|{_LANDLINE})(?![0-9０-９A-Za-z])"
)  # fmt: skip


def mask_phones(text: str) -> str:
    """138****5678 in place of 138 1234 5678."""
    return _PHONE.sub(lambda found: _masked(found[0]), text)


def _masked(number: str) -> str:
    digits = "".join(character for character in number if character.isdigit())
    return f"{digits[-11:-8]}****{digits[-4:]}" if len(digits) > 10 else f"****{digits[-4:]}"

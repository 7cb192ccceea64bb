"""Share codes: ten characters that nobody can guess. Pure functions.

A code is made from sharer, kind, target and channel with the shop's key of people, which stays when
session keys are rotated. So the same share always gets the same code. It fits WeChat's `scene` (32
characters).
Source: mini-program docs, server/API/qrcode-link/qr-code/api_getunlimitedqrcode (`scene`).
"""

from __future__ import annotations

import hashlib
import hmac

LENGTH = 10
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # no 0, O, I, l


def make(key: str, *facts: str) -> str:
    """The code of those facts. Another last fact, as the number of an attempt, gives another."""
    digest = hmac.digest(f"share#{key}".encode(), "\n".join(facts).encode(), hashlib.sha256)
    number = int.from_bytes(digest[:16], "big")
    letters = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)

"""Whether the keys in the pay secret can be loaded, and are the right ones.

This is found out before anything is held: `wxcloud.wechat.pay.merchant`.
"""

from __future__ import annotations

from collections.abc import Mapping

from wxcloud.wechat.pay import crypto
from wxcloud.wechat.pay.account import Problem

_LEAST_BITS = 2048  # WeChat Pay's keys and those of merchants


def problems(private_pem: str, keys: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the merchant's key and WeChat Pay's keys, which are PEM already. An empty
    text is no problem here: it is a missing field."""
    found = []
    own = None
    if private_pem:
        own = crypto.public_of(private_pem)
        if own is None or own[0].bit_length() < _LEAST_BITS:
            found.append(Problem("privateKey", f"is not an RSA key of {_LEAST_BITS} bits"))
    for serial, pem in keys.items():
        why = _why_not(serial, pem, own)
        if why:
            found.append(Problem(f"keys.{serial}", why))
    return found


def _why_not(serial: str, pem: str, own: tuple[int, int] | None) -> str:
    numbers = crypto.numbers(pem)
    if numbers is None or numbers[0].bit_length() < _LEAST_BITS:
        return f"is not an RSA key of {_LEAST_BITS} bits"
    if numbers == own:
        return "is the merchant's own: it must be WeChat Pay's"
    if not crypto.is_certificate(pem):
        return ""
    if serial.startswith("PUB_KEY_ID_"):
        return "is a certificate: it must be WeChat Pay's public key"
    if crypto.serial_of(pem) != int(serial, 16):
        return "is a certificate with another serial"
    return ""

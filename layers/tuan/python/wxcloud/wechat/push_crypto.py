"""Signatures and encryption of WeChat's message push.

Source: mini-program docs, framework/server-ability/message-push. Padding and layout: the sample
code of the official message encryption kit.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Any

import msgspec

from wxcloud.wechat.credentials import Credentials

_BLOCK = 32  # PKCS#7 over 32 bytes, although an AES block has 16
_RANDOM = 16
_LENGTH = 4
_HEAD = _RANDOM + _LENGTH


class EncryptedMessage(msgspec.Struct, frozen=True, rename="pascal"):
    """An encrypted answer to a push, with WeChat's field names: Encrypt, MsgSignature, TimeStamp
    (seconds UTC), Nonce."""

    encrypt: str
    msg_signature: str
    time_stamp: int
    nonce: str


def signature(*texts: str) -> str:
    """WeChat's signature: SHA-1 over the sorted texts; the token is one of them."""
    joined = "".join(sorted(texts)).encode(errors="replace")
    return hashlib.sha1(joined).hexdigest()  # noqa: S324 - WeChat's choice


def encrypt(
    message: bytes, ours: Credentials, timestamp: int, nonce: str, random16: bytes | None = None
) -> EncryptedMessage:
    """The message, encrypted and signed with our current key and token."""
    head = random16 or secrets.token_hex(_RANDOM // 2).encode()
    plain = head + len(message).to_bytes(_LENGTH, "big") + message + ours.appid.encode()
    count = _BLOCK - len(plain) % _BLOCK
    encryptor = _cipher(ours.aes_keys[0]).encryptor()
    padded = plain + bytes([count]) * count
    encrypted = base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()
    return EncryptedMessage(
        encrypt=encrypted,
        msg_signature=signature(ours.token, str(timestamp), nonce, encrypted),
        time_stamp=timestamp,
        nonce=nonce,
    )


def decrypt(encrypted: str, ours: Credentials) -> bytes | None:
    """The message in an Encrypt value, by the current key or by the previous one; None if it was
    not encrypted with our keys for our AppID."""
    for key in ours.aes_keys:
        message = _decrypt(encrypted, key, ours.appid)
        if message is not None:
            return message
    return None


def _decrypt(encrypted: str, key: str, appid: str) -> bytes | None:
    try:
        decryptor = _cipher(key).decryptor()
        padded: bytes = decryptor.update(base64.b64decode(encrypted, validate=True))
        padded += decryptor.finalize()
    except (binascii.Error, ValueError):
        return None
    count = padded[-1] if padded else 0
    if not 1 <= count <= _BLOCK or padded[-count:] != bytes([count]) * count:
        return None
    plain = padded[:-count]
    end = _HEAD + int.from_bytes(plain[_RANDOM:_HEAD], "big")
    if len(plain) < _HEAD or not hmac.compare_digest(plain[end:], appid.encode()):
        return None
    return plain[_HEAD:end]


def _cipher(encoding_aes_key: str) -> Any:
    # Imported here: it takes 20 ms, and plain messages do not need it.
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = base64.b64decode(encoding_aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))

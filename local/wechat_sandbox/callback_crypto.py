"""Signatures and encryption of message pushes
[mini-program docs: framework/server-ability/message-push]."""

import base64
import hashlib
import secrets
import struct

_BLOCK = 32  # PKCS#7 over 32 bytes, although an AES block has 16


def signature(*texts: str) -> str:
    """SHA-1 in hex over the sorted texts: token, timestamp, nonce and, if there is one, Encrypt."""
    return hashlib.sha1("".join(sorted(texts)).encode(), usedforsecurity=False).hexdigest()


def pad(plain: bytes) -> bytes:
    count = _BLOCK - len(plain) % _BLOCK
    return plain + bytes([count]) * count


def envelope(message: bytes, appid: str, random16: bytes | None = None) -> bytes:
    """16 random bytes, the message's length (4 bytes, big-endian), message, appid; padded."""
    # WeChat's 16 bytes are printable; in the documentation they are 16 hex digits.
    head = random16 if random16 is not None else secrets.token_hex(8).encode()
    return pad(head + struct.pack(">I", len(message)) + message + appid.encode())


def encrypt(padded: bytes, encoding_aes_key: str) -> str:
    """AES-256-CBC without further padding, in base64."""
    encryptor = _cipher(encoding_aes_key).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def decrypt(encrypted: str, encoding_aes_key: str) -> tuple[bytes, str]:
    """(message, appid) of an Encrypt value; ValueError if it is not a valid one."""
    decryptor = _cipher(encoding_aes_key).decryptor()
    data = base64.b64decode(encrypted, validate=True)
    padded = decryptor.update(data) + decryptor.finalize()
    count = padded[-1] if padded else 0
    if not 1 <= count <= _BLOCK or padded[-count:] != bytes([count]) * count:
        raise ValueError("padding")
    plain = padded[:-count]
    if len(plain) < 20:
        raise ValueError("too short")
    (length,) = struct.unpack(">I", plain[16:20])
    if 20 + length > len(plain):
        raise ValueError("length")
    return plain[20 : 20 + length], plain[20 + length :].decode()


def _cipher(encoding_aes_key: str):  # type: ignore[no-untyped-def]  # the type needs the lazy import
    # Imported on first use: loading cryptography takes longer than starting the sandbox.
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = base64.b64decode(encoding_aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))

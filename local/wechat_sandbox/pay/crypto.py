"""RSA signatures and AES-256-GCM of WeChat Pay v3 [pay.weixin.qq.com 4012365342, 4012071382]."""

import base64
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey


def request_text(method: str, target: str, timestamp: str, nonce: str, body: bytes) -> bytes:
    """The text that a merchant signs. `target` is the path with its query, as it is sent."""
    return f"{method}\n{target}\n{timestamp}\n{nonce}\n".encode() + body + b"\n"


def answer_text(timestamp: str, nonce: str, body: bytes) -> bytes:
    """The text that WeChat Pay signs, for answers and for notifications."""
    return f"{timestamp}\n{nonce}\n".encode() + body + b"\n"


def sign(private_pem: str, text: bytes) -> str:
    """SHA256 with RSA, PKCS#1 v1.5, in base64."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    return base64.b64encode(_private(private_pem).sign(text, PKCS1v15(), SHA256())).decode()


def verify(public_pem: str, text: bytes, signature: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        raw = base64.b64decode(signature, validate=True)
        _public(public_pem).verify(raw, text, PKCS1v15(), SHA256())
    except (ValueError, InvalidSignature):
        return False
    return True


def seal(key: str, plain: bytes, associated_data: str, nonce: str | None = None) -> dict[str, str]:
    """The encrypted text as notifications and certificates have it: {"algorithm", "ciphertext",
    "associated_data", "nonce"}."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = nonce or secrets.token_hex(6)
    sealed = AESGCM(key.encode()).encrypt(nonce.encode(), plain, associated_data.encode())
    return {
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": base64.b64encode(sealed).decode(),
        "associated_data": associated_data,
        "nonce": nonce,
    }


@lru_cache(maxsize=32)
def _private(pem: str) -> "RSAPrivateKey":
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return cast("RSAPrivateKey", load_pem_private_key(pem.encode(), password=None))


@lru_cache(maxsize=32)
def _public(pem: str) -> "RSAPublicKey":
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    return cast("RSAPublicKey", load_pem_public_key(pem.encode()))


@lru_cache(maxsize=1)
def stranger() -> str:
    """A private key that no shop knows, for forged notifications."""
    from cryptography.hazmat.primitives import serialization as to
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(to.Encoding.PEM, to.PrivateFormat.PKCS8, to.NoEncryption())
    return pem.decode()

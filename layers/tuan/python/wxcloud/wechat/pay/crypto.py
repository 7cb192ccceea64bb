"""RSA signatures and AES-GCM, as WeChat Pay v3 uses them.

`cryptography` takes 50 ms to import, so it is imported by the first call that signs, verifies or
decrypts.
"""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache
from typing import Any


def sign(private_pem: str, text: bytes) -> str:
    """The signature in base64: SHA256 with RSA, PKCS#1 v1.5."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    return base64.b64encode(_private(private_pem).sign(text, PKCS1v15(), SHA256())).decode()


def verify(public_pem: str, text: bytes, signature: str) -> bool:
    """Whether that key made the signature. The PEM is of a public key or of a certificate."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        given = base64.b64decode(signature, validate=True)
        _public(public_pem).verify(given, text, PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def decrypt(key: str, nonce: str, ciphertext: str, associated_data: str) -> bytes | None:
    """The plaintext of AES-GCM with the tag at the end; None if the key is another one."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        data = base64.b64decode(ciphertext, validate=True)
        return AESGCM(key.encode()).decrypt(nonce.encode(), data, associated_data.encode())
    except (InvalidTag, binascii.Error, ValueError):
        return None


def public_of(private_pem: str) -> tuple[int, int] | None:
    """The modulus and the exponent of an RSA private key; None if it is not one."""
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        numbers = _private(private_pem).public_key().public_numbers()
        return numbers.n, numbers.e
    except (ValueError, TypeError, AttributeError, UnsupportedAlgorithm):
        return None


def numbers(public_pem: str) -> tuple[int, int] | None:
    """The modulus and the exponent of an RSA public key, or of a certificate's; None if it is not
    one."""
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        found = _public(public_pem).public_numbers()
        return found.n, found.e
    except (ValueError, TypeError, AttributeError, UnsupportedAlgorithm):
        return None


def is_certificate(pem: str) -> bool:
    return "BEGIN CERTIFICATE" in pem


def serial_of(certificate_pem: str) -> int:
    """The serial of a certificate that can be loaded."""
    from cryptography.x509 import load_pem_x509_certificate

    return load_pem_x509_certificate(certificate_pem.encode()).serial_number


@lru_cache(maxsize=4)
def _private(pem: str) -> Any:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    # The key is our own. Checking its primes takes longer than everything else in a first payment,
    # and with a wrong key WeChat Pay refuses the signature anyway.
    return load_pem_private_key(pem.encode(), None, unsafe_skip_rsa_key_validation=True)


@lru_cache(maxsize=8)
def _public(pem: str) -> Any:
    if is_certificate(pem):
        from cryptography.x509 import load_pem_x509_certificate

        return load_pem_x509_certificate(pem.encode()).public_key()
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    return load_pem_public_key(pem.encode())

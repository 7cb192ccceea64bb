"""Make the accounts and keys of a local stack: python -m local.wechat_sandbox.credentials FILE."""

import argparse
import json
import os
import secrets
import string
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from .config import Config

_ALNUM = string.ascii_letters + string.digits


def _text(length: int, alphabet: str = _ALNUM) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


def _key_pair() -> tuple[str, str]:
    """(private, public) PEM of a fresh RSA-2048 key."""
    from cryptography.hazmat.primitives import serialization as to
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(to.Encoding.PEM, to.PrivateFormat.PKCS8, to.NoEncryption())
    public = key.public_key().public_bytes(to.Encoding.PEM, to.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def _certificate(private_pem: str, serial: int) -> str:
    """A self-signed platform certificate, valid for five years like WeChat's."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    key = cast(
        RSAPrivateKey, serialization.load_pem_private_key(private_pem.encode(), password=None)
    )
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Tenpay.com sandbox")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=5 * 365))
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def generate() -> Config:
    """New accounts and keys. They have nothing to do with any real WeChat account."""
    merchant_private, merchant_public = _key_pair()
    platform_private, _ = _key_pair()
    pubkey_private, pubkey_public = _key_pair()
    # The first digit is 5: the first bit is 0, and the number has exactly 40 hex digits.
    serial = int("5" + _text(39, string.hexdigits.lower()), 16)
    mchid = "19" + _text(8, string.digits)
    return Config(
        appid="wx" + secrets.token_hex(8),
        app_secret=secrets.token_hex(16),
        original_id="gh_" + secrets.token_hex(6),
        message_token=_text(24),
        # Only 4 bits of the last character count, so not every character may stand there; "A" may.
        encoding_aes_key=_text(42) + "A",
        message_mode="secure",
        mchid=mchid,
        merchant_serial=secrets.token_hex(20).upper(),
        merchant_public_key=merchant_public,
        merchant_private_key=merchant_private,
        apiv3_key=_text(32),
        platform_serial=f"{serial:040X}",
        platform_certificate=_certificate(platform_private, serial),
        platform_private_key=platform_private,
        public_key_id="PUB_KEY_ID_01" + mchid + _text(22, string.digits),
        public_key=pubkey_public,
        public_key_private_key=pubkey_private,
        robot_key=str(uuid.uuid4()),
    )


def write(path: Path) -> Config:
    """Write new credentials to `path`, readable only by its owner."""
    config = generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(config.as_json(), file, ensure_ascii=False, indent=2)
        file.write("\n")
    return config


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the WeChat credentials of a local stack.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--force", action="store_true", help="replace a file that exists")
    options = parser.parse_args()
    if options.file.exists() and not options.force:
        parser.error(f"{options.file} exists; --force replaces it")
    write(options.file)
    print(options.file)


if __name__ == "__main__":
    main()

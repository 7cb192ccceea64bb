"""What WeChat knows about one merchant: accounts, keys and callback URLs."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Literal

from .shapes import JSON


@dataclass(frozen=True)
class Config:
    """The credentials file, one field per key. It has what the merchant sets in the two consoles
    (mp and pay). The shop's secrets are made from the same file, so the merchant's private key is
    in it, too."""

    appid: str
    app_secret: str
    original_id: str  # gh_..., ToUserName of every push
    message_token: str
    encoding_aes_key: str  # 43 characters
    message_mode: Literal["plain", "secure"]
    mchid: str
    merchant_serial: str  # of the merchant's API certificate, 40 hex digits
    merchant_public_key: str  # PEM
    merchant_private_key: str  # PEM; for the shop, the sandbox never uses it
    apiv3_key: str  # 32 ASCII characters
    platform_serial: str  # of the platform certificate, 40 hex digits
    platform_certificate: str  # PEM
    platform_private_key: str  # PEM
    public_key_id: str  # PUB_KEY_ID_...
    public_key: str  # PEM of the "WeChat Pay public key"
    public_key_private_key: str  # PEM of the private key that belongs to it
    callback_url: str = ""  # csReply
    robot_key: str = ""  # of the webhook of the staff's group robot; empty: there is none
    templates: dict[str, list[str]] = field(default_factory=dict)  # subscribe messages: id -> keys

    def __post_init__(self) -> None:
        if len(self.encoding_aes_key) != 43:
            raise ValueError("encoding_aes_key must have 43 characters")
        if self.message_mode not in ("plain", "secure"):
            raise ValueError("message_mode must be plain or secure")
        if len(self.apiv3_key.encode()) != 32:
            raise ValueError("apiv3_key must have 32 bytes")

    @classmethod
    def of(cls, values: JSON) -> "Config":
        """The Config of a parsed credentials file; ValueError names missing and unknown keys."""
        known = {one.name for one in fields(cls)}
        optional = {"callback_url", "robot_key", "templates"}
        missing = known - optional - values.keys()
        unknown = values.keys() - known
        if missing or unknown:
            raise ValueError(f"credentials: missing {sorted(missing)}, unknown {sorted(unknown)}")
        return cls(**values)

    @classmethod
    def read(cls, path: Path) -> "Config":
        return cls.of(json.loads(path.read_text(encoding="utf-8")))

    def as_json(self) -> JSON:
        return asdict(self)

"""The mini program's own credentials: the appid from the settings, the rest from the secret."""

from __future__ import annotations

from dataclasses import dataclass, field

from wxcloud.settings import secret, settings


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the mp console shows under development settings. Nothing secret is in its repr.

    `aes_keys` are EncodingAESKeys, the current one first; the one before it stays for messages
    that were in flight when the key was changed. `secure` is the message push mode.
    """

    appid: str
    app_secret: str = field(repr=False)
    token: str = field(repr=False)
    aes_keys: tuple[str, ...] = field(repr=False)
    secure: bool = True


def credentials() -> Credentials:
    kept = secret(settings().need("wechat_secret_id"))
    keys = (kept.get("encodingAESKey"), kept.get("previousEncodingAESKey"))
    return Credentials(
        appid=settings().need("wechat_appid"),
        app_secret=str(kept["appSecret"]),
        token=str(kept.get("token", "")),
        aes_keys=tuple(str(key) for key in keys if key),
        secure=kept.get("messageMode") != "plain",
    )

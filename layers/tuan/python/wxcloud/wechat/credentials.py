"""The mini-program's credentials: the AppID from the settings, the rest from the secret."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from wxcloud.errors import Refusal
from wxcloud.secrets_manager import LIFE_S, secret
from wxcloud.settings import WECHAT_APPID, Setting
from wxcloud.value import Value

WECHAT_SECRET_ID = Setting("WECHAT_SECRET_ID")

T = TypeVar("T")

_FRESH_S = 1.0  # credentials that fail are read again, but not more often than this


class Credentials(Value):
    """The development settings of the mp console. The repr contains nothing secret.

    `aes_keys` are EncodingAESKeys: the current one, then the previous one, for messages that were
    sent before the key was changed. `secure` is the message push mode.
    """

    appid: str
    app_secret: str
    token: str
    aes_keys: tuple[str, ...]
    secure: bool = True

    def __repr__(self) -> str:
        return f"Credentials({self.appid})"


def credentials(*, max_age_s: float = LIFE_S) -> Credentials:
    kept = secret(WECHAT_SECRET_ID.need(), max_age_s=max_age_s)
    keys = (kept.get("encodingAESKey"), kept.get("previousEncodingAESKey"))
    return Credentials(
        appid=WECHAT_APPID.need(),
        app_secret=str(kept["appSecret"]).strip(),
        token=str(kept.get("token", "")).strip(),
        aes_keys=tuple(str(key).strip() for key in keys if key),
        secure=kept.get("messageMode") != "plain",
    )


def with_credentials(work: Callable[[Credentials], T], outdated: Callable[[Refusal], bool]) -> T:
    """The result of `work` with the credentials in memory. If its refusal may mean that those are
    `outdated`, and the secret has newer ones by now, the work is done again with the newer ones."""
    held = credentials()
    try:
        return work(held)
    except Refusal as refusal:
        newest = credentials(max_age_s=_FRESH_S) if outdated(refusal) else held
        if newest == held:
            raise
    return work(newest)

"""The merchant's WeChat Pay account, which is in one secret:

    {"mchid", "serial", "privateKey", "apiV3Key", "previousApiV3Key"?, "keys": {serial: PEM, ...},
     "notifyUrl"}

`serial` and `privateKey` are the merchant's own. `keys` are WeChat Pay's: platform certificates (a
hex serial) and public keys (`PUB_KEY_ID_...`).

To change keys without an interruption: add WeChat Pay's new key to `keys` before WeChat Pay signs
with it. Keep the old APIv3 key as `previousApiV3Key`, for notifications that are still to come.
WeChat Pay accepts the old merchant key until it is revoked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from wxcloud.log import logger
from wxcloud.secrets_manager import secret
from wxcloud.settings import Setting
from wxcloud.wechat.pay.model import PAY_NOT_SET, PayRefusal

PAY_SECRET_ID = Setting("PAY_SECRET_ID")


@dataclass(frozen=True, slots=True)
class Merchant:
    """The account. The repr contains nothing secret."""

    mchid: str
    serial: str
    notify_url: str
    private_key: str = field(repr=False)
    api_keys: tuple[str, ...] = field(repr=False)
    keys: Mapping[str, str] = field(repr=False)


def merchant() -> Merchant:
    """The account in the secret; PAY_NOT_SET if something is missing there."""
    kept = secret(PAY_SECRET_ID.need())
    api_keys = (kept.get("apiV3Key"), kept.get("previousApiV3Key"))
    ours = Merchant(
        mchid=kept.get("mchid", ""),
        serial=kept.get("serial", ""),
        notify_url=kept.get("notifyUrl", ""),
        private_key=kept.get("privateKey", ""),
        api_keys=tuple(str(key) for key in api_keys if key),
        keys=kept.get("keys") or {},
    )
    missing = [each.name for each in fields(ours) if not getattr(ours, each.name)]
    if missing:
        logger.error("the pay secret is not complete", extra={"missing": missing})
        raise PayRefusal(PAY_NOT_SET)
    return ours

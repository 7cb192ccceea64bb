"""The merchant's WeChat Pay account, which is in one secret:

    {"mchid", "serial", "privateKey", "apiV3Key", "previousApiV3Key"?, "keys": {serial: PEM, ...},
     "notifyUrl"}

`serial` and `privateKey` are the merchant's own. `keys` are WeChat Pay's: platform certificates (a
hex serial) and public keys (`PUB_KEY_ID_...`).

A secret that cannot work is refused as a whole, before anything is held: a shop that could take
payments, but not read their notifications, would be worse than one that takes none.

To change keys without an interruption: add WeChat Pay's new key to `keys` before WeChat Pay signs
with it. Keep the old APIv3 key as `previousApiV3Key`, for notifications that are still to come.
WeChat Pay accepts the old merchant key until it is revoked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from wxcloud.log import logger
from wxcloud.secrets_manager import secret
from wxcloud.settings import Setting
from wxcloud.value import Value
from wxcloud.wechat.pay import account
from wxcloud.wechat.pay.account import Problem
from wxcloud.wechat.pay.model import PAY_NOT_SET, PayRefusal

PAY_SECRET_ID = Setting("PAY_SECRET_ID")


class Merchant(Value):
    """The account. The repr contains nothing secret."""

    mchid: str
    serial: str
    notify_url: str
    private_key: str
    api_keys: tuple[str, ...]
    keys: Mapping[str, str]

    def __repr__(self) -> str:
        return f"Merchant({self.mchid})"


_last: tuple[Mapping[str, Any], Merchant] | None = None  # the secret that was read last


def merchant() -> Merchant:
    """The account in the secret; PAY_NOT_SET if it cannot work."""
    global _last
    kept = _secret()
    last = _last
    if last is not None and last[0] is kept:
        return last[1]
    ours, problems = read(kept)
    if problems:
        raise _not_set(problems)
    _last = kept, ours
    return ours


def mchid() -> str:
    """The merchant's number alone; PAY_NOT_SET. No key is loaded."""
    found, problems = account.read(_secret())
    if not found.mchid:
        raise _not_set(problems)
    return found.mchid


def read(kept: Mapping[str, Any]) -> tuple[Merchant, list[Problem]]:
    """The account in the pay secret, and what is wrong with it; the keys are loaded."""
    from wxcloud.wechat.pay import keys

    found, problems = account.read(kept)
    ours = Merchant(
        mchid=found.mchid,
        serial=found.serial,
        notify_url=found.notify_url,
        private_key=found.private_key,
        api_keys=tuple(key for key in (found.api_key, found.previous_api_key) if key),
        keys=found.keys,
    )
    if found.serial and found.serial in found.keys:
        problems.append(Problem("serial", "is WeChat Pay's: it must be the merchant's own"))
    return ours, problems + keys.problems(found.private_key, found.keys)


def _secret() -> Mapping[str, Any]:
    try:
        return secret(PAY_SECRET_ID.need())
    except (msgspec.MsgspecError, KeyError):
        raise _not_set([Problem("(the secret)", "is not a JSON object")]) from None


def _not_set(problems: list[Problem]) -> PayRefusal:
    logger.error(
        "the pay secret cannot be used",
        extra={"problems": [f"{each.field} {each.why}" for each in problems]},
    )
    return PayRefusal(PAY_NOT_SET)

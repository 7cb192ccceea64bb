"""Secrets: JSON objects in AWS Secrets Manager, kept in memory for five minutes.

Source: Secrets Manager API Reference, GetSecretValue.
"""

from __future__ import annotations

from typing import Any

import msgspec

from wxcloud import aws
from wxcloud.cache import Cache

LIFE_S = 300.0

_kept: Cache[dict[str, Any]] = Cache(LIFE_S, size=32)


def secret(secret_id: str, *, max_age_s: float = LIFE_S) -> dict[str, Any]:
    """The JSON object of that secret, at most `max_age_s` seconds old. It is never written down."""
    return _kept.get(secret_id, lambda: _load(secret_id), max_age_s=max_age_s)


def _load(secret_id: str) -> dict[str, Any]:
    answer = aws.client("secretsmanager").get_secret_value(SecretId=secret_id)
    return msgspec.json.decode(answer["SecretString"], type=dict[str, Any])


def reset() -> None:
    """Forget all secrets: for tests that change them."""
    _kept.clear()

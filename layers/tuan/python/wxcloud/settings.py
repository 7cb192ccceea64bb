"""Settings from the environment, and secrets from Secrets Manager: both read on first use."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import msgspec

from wxcloud import aws

SECRET_LIFE_S = 300.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What template.yaml gives a function, which reads only what it uses: all may be empty."""

    stage: str = ""
    table_prefix: str = ""
    wechat_appid: str = ""
    wechat_api: str = ""
    wechat_secret_id: str = ""
    session_secret_id: str = ""
    wechat_pay_api: str = ""
    pay_secret_id: str = ""
    notice_queue_url: str = ""
    support_queue_url: str = ""
    push_queue_url: str = ""
    push_due_queue_url: str = ""
    close_order_queue_url: str = ""
    refund_queue_url: str = ""
    ship_queue_url: str = ""
    seat_queue_url: str = ""
    schedule_group: str = ""
    schedule_role_arn: str = ""
    schedule_dead_letter_arn: str = ""
    expire_group_arn: str = ""
    push_goods_arn: str = ""
    websocket_endpoint: str = ""
    aws_endpoint_url: str = ""
    clock_url: str = ""

    def need(self, name: str) -> str:
        """The setting `name`, or a RuntimeError that says which variable template.yaml must set."""
        value: str = getattr(self, name)
        if not value:
            raise RuntimeError(f"the environment variable {name.upper()} is not set")
        return value


@cache
def settings() -> Settings:
    return Settings(**{f.name: os.environ.get(f.name.upper(), "") for f in fields(Settings)})


_secrets: dict[str, tuple[float, dict[str, Any]]] = {}


def secret(secret_id: str, *, max_age_s: float = SECRET_LIFE_S) -> dict[str, Any]:
    """The JSON object kept in Secrets Manager under `secret_id`, at most `max_age_s` seconds old.

    Lives in memory only. Source: Secrets Manager API Reference, GetSecretValue.
    """
    held = _secrets.get(secret_id)
    if held and time.monotonic() - held[0] < max_age_s:
        return held[1]
    answer = aws.client("secretsmanager").get_secret_value(SecretId=secret_id)
    value: dict[str, Any] = msgspec.json.decode(answer["SecretString"])
    _secrets[secret_id] = (time.monotonic(), value)
    return value


def reset() -> None:
    """Forget what was read: for tests that change the environment."""
    settings.cache_clear()
    _secrets.clear()

"""Give this process the settings of the local shop's functions, so that it can use their code."""

from __future__ import annotations

import os
from typing import Any


def enter(stack: dict[str, Any]) -> None:
    """Set the environment from .local/stack.json. Then the code of `shop` uses the local tables."""
    os.environ.update(
        {
            "STAGE": "local",
            "TABLE_PREFIX": f"{stack['stack']}-",
            "WECHAT_APPID": stack["appid"],
            "WECHAT_API": stack["sandbox"],
            "CLOCK_URL": f"{stack['sandbox']}/sandbox/clock",
            "AWS_ENDPOINT_URL": stack["endpoint"],
            "AWS_DEFAULT_REGION": stack["region"],
            "POWERTOOLS_LOG_LEVEL": "WARNING",
        }
    )
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "test")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "test")
    from wxcloud import aws, secrets_manager

    for part in (aws, secrets_manager):
        part.reset()

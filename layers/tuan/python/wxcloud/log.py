"""The one logger: JSON lines on stderr. It logs no token, phone number or openid."""

from __future__ import annotations

import hashlib
import sys

from aws_lambda_powertools import Logger

from wxcloud.settings import WECHAT_APPID, Setting

# `service` in each line is the Lambda function's own name: all functions share one log group.
# Lambda sets this variable itself.
_FUNCTION = Setting("AWS_LAMBDA_FUNCTION_NAME")
logger = Logger(service=_FUNCTION.get() or None, stream=sys.stderr, utc=True, use_rfc3339=True)


def pseudonym(openid: str) -> str:
    """What logs call a user: the same text in every line about one user."""
    if not openid:
        return ""
    return hashlib.sha256(f"{WECHAT_APPID.get()}:{openid}".encode()).hexdigest()[:12]

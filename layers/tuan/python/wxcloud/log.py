"""The one logger: JSON lines on stderr. It logs no token, phone number or openid."""

from __future__ import annotations

import hashlib
import sys

from aws_lambda_powertools import Logger

from wxcloud.settings import WECHAT_APPID

# The service is the Lambda function's own name, unless POWERTOOLS_SERVICE_NAME is set.
logger = Logger(stream=sys.stderr, utc=True, use_rfc3339=True)


def pseudonym(openid: str) -> str:
    """What logs call a user: the same text in every line about one user."""
    if not openid:
        return ""
    return hashlib.sha256(f"{WECHAT_APPID.get()}:{openid}".encode()).hexdigest()[:12]

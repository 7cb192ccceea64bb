"""The one logger: JSON lines on stderr, with no token, phone number or openid in them."""

from __future__ import annotations

import hashlib
import sys

from aws_lambda_powertools import Logger

from wxcloud.settings import settings

# The service is the Lambda function's own name unless POWERTOOLS_SERVICE_NAME says otherwise.
logger = Logger(stream=sys.stderr, utc=True, use_rfc3339=True)


def pseudonym(openid: str) -> str:
    """What logs call a user: the same for every line of one user, and not to be turned back."""
    if not openid:
        return ""
    return hashlib.sha256(f"{settings().wechat_appid}:{openid}".encode()).hexdigest()[:12]

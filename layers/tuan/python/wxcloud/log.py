"""The one logger: JSON lines on stderr. It logs no token, phone number or openid: users have
pseudonyms there (`wxcloud.pseudonyms`)."""

from __future__ import annotations

import sys

from aws_lambda_powertools import Logger

from wxcloud.settings import Setting

# `service` in each line is the Lambda function's own name: all functions share one log group.
# Lambda sets this variable itself. Tools and tests, which are no function, log as "tuan".
_FUNCTION = Setting("AWS_LAMBDA_FUNCTION_NAME")
logger = Logger(service=_FUNCTION.get() or "tuan", stream=sys.stderr, utc=True, use_rfc3339=True)

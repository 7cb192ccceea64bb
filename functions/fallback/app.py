"""fallback: what a caller of a function that does not exist hears: 404, FUNCTION_NOT_FOUND."""

from __future__ import annotations

from typing import Any

from wxcloud.errors import FUNCTION_NOT_FOUND
from wxcloud.http import HttpRequest
from wxcloud.webhook import webhook


@webhook
def main(request: HttpRequest) -> dict[str, Any]:
    raise FUNCTION_NOT_FOUND()

"""fallback: answers every route that no function has: 404, FUNCTION_NOT_FOUND."""

from __future__ import annotations

from typing import NoReturn

from wxcloud.errors import FUNCTION_NOT_FOUND
from wxcloud.http import HttpRequest
from wxcloud.webhook import webhook


@webhook
def main(request: HttpRequest) -> NoReturn:
    raise FUNCTION_NOT_FOUND()

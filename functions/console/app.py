"""console: serves the page of the merchant's console: GET /console/ and the files below it.

The page calls the same functions as the mini-program. Where there is CloudFront it serves the same
files out of a bucket, with the same headers.
"""

from __future__ import annotations

from typing import Any

from shop.console import page
from wxcloud.http import HttpRequest
from wxcloud.webhook import webhook


@webhook
def main(request: HttpRequest) -> dict[str, Any]:
    _, slash, below = request.path.partition("/console/")
    return page.serve(request, below) if slash else page.address_of_page(request.path)

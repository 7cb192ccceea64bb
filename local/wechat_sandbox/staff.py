"""A member of the staff with their phone: signs a browser on this machine in to the console.

GET /sandbox/console does what a browser and a phone do together: the browser asks the shop for a
code, the member logs in to the mini-program and approves it, and the browser goes to the console
with the code and its secret behind the `#`, where it gets its session. There is no such thing on
AWS: nobody there can log in without WeChat.
"""

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode

from .codes import Codes
from .errors import ControlError
from .settings import Settings
from .web import Reply, Request

OPERATOR = "operator-1"  # of the demo data
_TIMEOUT_S = 30


class Staff:
    def __init__(self, settings: Settings, codes: Codes) -> None:
        self._settings = settings
        self._codes = codes

    def open_console(self, request: Request) -> Reply:
        """GET /sandbox/console?openid=operator-1: sends the browser to the console."""
        unknown = set(request.query) - {"openid"}
        if unknown:
            raise ControlError("unknown parameter: " + ", ".join(sorted(unknown)))
        openid = request.query.get("openid", OPERATOR)
        agent = request.headers.get("user-agent", "")
        started = self._call("startConsole", {}, {"user-agent": agent})
        login = self._call("login", {"code": self._codes.make({"openid": openid})["code"]})
        approval = {"code": started["code"], "confirm": True}
        self._call("approveConsole", approval, {"authorization": f"Bearer {login['token']}"})
        both = urlencode({"code": started["code"], "secret": started["secret"]})
        return Reply(302, b"", {"Location": f"{self._settings.api_url}/console/#{both}"})

    def _call(self, name: str, data: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
        if not self._settings.api_url:
            raise ControlError("api_url is not set: POST /sandbox/config {api_url}")
        sent = urllib.request.Request(
            f"{self._settings.api_url}/{name}",
            json.dumps(data).encode(),
            {"content-type": "application/json", **(headers or {})},
        )
        try:
            with urllib.request.urlopen(sent, timeout=_TIMEOUT_S) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise ControlError(f"{name}: {error.read().decode(errors='replace')[:300]}") from None
        except OSError as error:
            raise ControlError(f"{name}: the shop does not answer ({error})") from None

"""The settings that POST /sandbox/config can change while the sandbox runs."""

import threading
from collections.abc import Callable
from typing import Literal

from .config import Config
from .errors import ControlError
from .pages import path_of
from .shapes import JSON, Fields


def _url(fields: Fields, name: str) -> str:
    url = fields.text(name, "")
    if url and not url.startswith(("http://", "https://")):
        raise ControlError(f"{name} must be an http or https URL")
    return url


def _pages(fields: Fields, name: str) -> list[str]:
    pages = fields.any(name)
    if not isinstance(pages, list) or not all(path_of(page) == page for page in pages):
        raise ControlError("pages must be a list of texts such as pages/index/index")
    return pages


def _timeout(fields: Fields, name: str) -> int:
    return fields.integer(name, least=1, most=60_000)


def _pause(fields: Fields, name: str) -> int:
    return fields.integer(name, most=600_000)


_READERS: dict[str, Callable[[Fields, str], object]] = {
    "api_url": _url,
    "callback_url": _url,
    "message_mode": lambda fields, name: fields.choice(name, ("plain", "secure")),
    "push_timeout_ms": _timeout,
    "token_life_s": lambda fields, name: fields.integer(name, least=1, most=7200),
    "pages": _pages,
    "notify_url": _url,
    "notify_timeout_ms": _timeout,
    "retry_factor": lambda fields, name: fields.number(name, least=0.0001),
    "refund_delay_ms": _pause,
    "refund_gap_s": _pause,
    "sign_with": lambda fields, name: fields.choice(name, ("public_key", "certificate")),
    "serve_certificates": lambda fields, name: fields.flag(name),
}


class Settings:
    """Settings of the account, and the sandbox's own times. Reading one needs no lock."""

    def __init__(self, config: Config) -> None:
        self._lock = threading.Lock()
        self.api_url = ""  # of the shop's functions, which the staff's phones call
        self.callback_url = config.callback_url  # csReply
        self.message_mode: Literal["plain", "secure"] = config.message_mode
        self.push_timeout_ms = 5000  # WeChat's 5 s rule for message pushes
        self.token_life_s = 7200
        self.pages: list[str] = []  # the mini program's pages; empty: any well-formed page
        self.notify_url = ""  # for payments without a prepay
        self.notify_timeout_ms = 5000  # WeChat Pay's 5 s rule for notifications
        self.retry_factor = 0.01  # of WeChat Pay's real retry times
        self.refund_delay_ms = 200  # from an accepted refund to its final state
        self.refund_gap_s = 0  # WeChat Pay requires 60 s between refunds of one payment
        self.sign_with: Literal["public_key", "certificate"] = "public_key"
        self.serve_certificates = False  # new merchants get 404 from /v3/certificates

    def change(self, body: JSON) -> JSON:
        """POST /sandbox/config: change the given settings, all or none; all settings."""
        fields = Fields(body)
        values: JSON = {}
        for name in fields.names():
            read = _READERS.get(name)
            if read:
                values[name] = read(fields, name)
        fields.done()
        with self._lock:
            for name, value in values.items():
                setattr(self, name, value)
        return self.dump()

    def dump(self) -> JSON:
        with self._lock:
            return {name: value for name, value in vars(self).items() if name[0] != "_"}

    def load(self, saved: JSON) -> None:
        with self._lock:
            for name, value in saved.items():
                setattr(self, name, value)

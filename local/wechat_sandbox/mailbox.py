"""All subscribe and customer-service messages that users have received, oldest first."""

import threading

from .shapes import JSON


class Mailbox:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._messages: list[JSON] = []

    def put(self, kind: str, at: int, body: JSON, raw: bytes) -> None:
        """`raw` is the exact text that was sent: a user would see \\uXXXX escapes in it."""
        text = raw.decode("utf-8")
        message: JSON = {
            **body,
            "kind": kind,
            "at": at,
            "openid": body["touser"],
            "body": body,
            "raw": text,
            "escaped": "\\u" in text,
        }
        with self._lock:
            self._messages.append(message)

    def find(self, openid: str | None) -> JSON:
        with self._lock:
            return {
                "messages": [
                    one for one in self._messages if openid is None or one["openid"] == openid
                ]
            }

    def reset(self) -> None:
        with self._lock:
            self._messages.clear()

    def dump(self) -> JSON:
        return self.find(None)

    def load(self, saved: JSON) -> None:
        with self._lock:
            self._messages = saved["messages"]

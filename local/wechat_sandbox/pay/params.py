"""The fields of a merchant's request; a wrong field is a PARAM_ERROR that names it."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from ..errors import PayError
from ..shapes import JSON
from ..web import Request, read_object

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_LOOPBACK = ("localhost", "127.0.0.1", "::1", "host.docker.internal")


def wrong(field: str, value: object, issue: str, location: str = "body") -> PayError:
    detail = {"field": field, "value": value, "issue": issue, "location": location}
    return PayError(400, "PARAM_ERROR", f"参数错误：{field} {issue}", detail)


class Params:
    """Takes the fields of a body one by one; `done` refuses all that are left."""

    def __init__(self, given: JSON, path: str = "") -> None:
        self._given = dict(given)
        self._path = path

    @classmethod
    def read(cls, request: Request) -> "Params":
        try:
            return cls(read_object(request.body))
        except ValueError:
            raise PayError(400, "PARAM_ERROR", "请求体不是合法的JSON对象") from None

    def _wrong(self, name: str, issue: str) -> PayError:
        return wrong(f"{self._path}/{name}", self._given.get(name), issue)

    def text(
        self, name: str, most: int, least: int = 1, pattern: str = "", needed: bool = True
    ) -> str:
        """A text of `least` to `most` bytes in UTF-8; "" if it is optional and not given."""
        if name not in self._given and not needed:
            return ""
        value = self._given.get(name)
        if not isinstance(value, str) or not least <= len(value.encode()) <= most:
            raise self._wrong(name, f"字节数必须是{least}到{most}")
        if pattern and not re.fullmatch(pattern, value):
            raise self._wrong(name, "含有不允许的字符")
        return str(self._given.pop(name))

    def amount(self, name: str) -> int:
        """Fen, above zero."""
        value = self._given.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
            raise self._wrong(name, "必须是大于0的整数，单位为分")
        return int(self._given.pop(name))

    def maybe_object(self, name: str) -> "Params | None":
        return self.object(name) if name in self._given else None

    def object(self, name: str) -> "Params":
        value = self._given.get(name)
        if not isinstance(value, dict):
            raise self._wrong(name, "必须是对象")
        return Params(self._given.pop(name), f"{self._path}/{name}")

    def any(self, name: str, kind: type) -> Any:
        """An optional value of that JSON kind; its content is not checked."""
        value = self._given.pop(name, None)
        if value is not None and not isinstance(value, kind):
            raise wrong(f"{self._path}/{name}", value, "类型错误")
        return value

    def currency(self) -> None:
        if self.text("currency", 16, needed=False) not in ("", "CNY"):
            raise self._wrong("currency", "只支持CNY")

    def url(self, name: str, most: int, needed: bool) -> str:
        """An https URL without a query; http only for this machine."""
        value = self.text(name, most, needed=needed)
        parts = urlsplit(value)
        host = parts.hostname or ""
        here = host in _LOOPBACK or host.endswith(".localhost")
        schemes = ("https", "http") if here else ("https",)
        if value and (parts.scheme not in schemes or not host or "?" in value or "#" in value):
            raise wrong(f"{self._path}/{name}", value, "必须是外网可访问的https地址，不能携带参数")
        return value

    def time(self, name: str) -> int | None:
        """UTC ms of an optional RFC3339 text with an offset."""
        value = self.text(name, 64, needed=False)
        if not value:
            return None
        try:
            if _RFC3339.fullmatch(value):
                return int(datetime.fromisoformat(value).timestamp() * 1000)
        except ValueError:
            pass
        raise wrong(f"{self._path}/{name}", value, "必须遵循RFC3339标准格式")

    def done(self) -> None:
        for name, value in self._given.items():
            raise wrong(f"{self._path}/{name}", value, "不支持的参数")

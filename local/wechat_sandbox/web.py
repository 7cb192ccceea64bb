"""HTTP requests, replies and routes. Nothing here is specific to WeChat."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias
from urllib.parse import unquote

from .shapes import JSON

Area: TypeAlias = Literal["weixin", "pay", "control"]


@dataclass(frozen=True)
class Request:
    """One HTTP request. `target` and `body` are exactly as sent: signatures cover them."""

    method: str
    target: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    parts: Mapping[str, str] = field(default_factory=dict)  # what {name} in the route matches


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, value: Any, status: int = 200) -> "Reply":
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return cls(status, body, {"Content-Type": "application/json; charset=utf-8"})

    def with_headers(self, more: Mapping[str, str]) -> "Reply":
        return replace(self, headers={**self.headers, **more})


Handler: TypeAlias = Callable[[Request], Reply]


@dataclass(frozen=True)
class Route:
    method: str
    path: str  # {name} stands for one segment
    area: Area
    handler: Handler


class Routes:
    """Finds the routes of a path; a path can have several methods."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._exact: dict[str, dict[str, Route]] = {}
        self._patterns: list[tuple[re.Pattern[str], dict[str, Route]]] = []
        patterns: dict[str, dict[str, Route]] = {}
        for route in routes:
            table = patterns if "{" in route.path else self._exact
            table.setdefault(route.path, {})[route.method] = route
        for path, methods in patterns.items():
            pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)
            self._patterns.append((re.compile(pattern + r"\Z"), methods))

    def find(self, path: str) -> tuple[dict[str, Route], dict[str, str]] | None:
        """The routes of a path by method, and the parts that match {name} (unquoted)."""
        methods = self._exact.get(path)
        if methods:
            return methods, {}
        for pattern, methods in self._patterns:
            match = pattern.match(path)
            if match:
                return methods, {name: unquote(part) for name, part in match.groupdict().items()}
        return None


def read_object(body: bytes) -> JSON:
    """The JSON object in `body`, strict UTF-8 JSON; ValueError for anything else."""

    def no_constant(name: str) -> Any:
        raise ValueError(name)

    value = json.loads(body.decode("utf-8"), parse_constant=no_constant)
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value

"""The control endpoints for tests: POST and GET /sandbox/...; they refuse unknown fields."""

from collections.abc import Callable

from .errors import ControlError
from .shapes import JSON
from .web import Handler, Reply, Request, Route, read_object


def post(path: str, action: Callable[[JSON], object]) -> Route:
    """A control endpoint that takes a JSON object; without a body it takes {}."""

    def handler(request: Request) -> Reply:
        try:
            body = read_object(request.body or b"{}")
        except ValueError as error:
            raise ControlError(f"the body must be a JSON object: {error}") from None
        return Reply.json(action(body))

    return Route("POST", path, "control", handler)


def get(path: str, answer: Callable[[str | None], object], name: str | None = None) -> Route:
    """A control endpoint that shows data: all, or those of the query parameter `name`."""

    def handler(request: Request) -> Reply:
        unknown = set(request.query) - {name}
        if unknown:
            raise ControlError("unknown parameter: " + ", ".join(sorted(unknown)))
        return Reply.json(answer(request.query.get(name) if name else None))

    return Route("GET", path, "control", handler)


def platform(method: str, path: str, handler: Handler) -> Route:
    """The route of a call of api.weixin.qq.com."""
    return Route(method, path, "weixin", handler)


def merchant(method: str, path: str, handler: Handler) -> Route:
    """The route of a call of api.mch.weixin.qq.com."""
    return Route(method, path, "pay", handler)

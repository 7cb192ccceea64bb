"""The cloud functions: the input, the results, the description and the callers of each."""

from __future__ import annotations

import importlib.util
import inspect
import re
import sys
import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from tools.api import ROOT
from wxcloud.websocket import SocketEvent


@dataclass(frozen=True)
class Function:
    """A function that mini-programs call, or a WebSocket that they connect to.

    `request` is None for a WebSocket. `results` are the Structs that it can return, nearly always
    one. `summary` is the first paragraph of its docstring, `text` the rest. If there are `roles`, a
    caller needs one of them.
    """

    name: str
    request: type[Any] | None
    results: Sequence[type[Any]]
    summary: str
    text: str
    guests: bool
    roles: tuple[str, ...]

    @property
    def is_socket(self) -> bool:
        return self.request is None

    @property
    def description(self) -> str:
        return f"{self.summary}\n\n{self.text}".strip()

    @property
    def callers(self) -> str:
        """Who may call it, as text."""
        if self.roles:
            return "users with the role " + " or ".join(f"`{role}`" for role in self.roles)
        return "everybody, without a session too" if self.guests else "signed-in users"


def functions(folder: Path = ROOT / "functions") -> tuple[list[Function], list[str]]:
    """All cloud functions in a folder, sorted by name, and complaints about gaps."""
    found, complaints = [], []
    for path in sorted(folder.glob("*/app.py")):
        name, module = path.parent.name, _load(path)
        if not hasattr(module.main, "request") and not _is_socket(module.main):
            continue  # a timer, a queue or a webhook: mini-programs do not call it
        wrong = [*_wrong_docstring(name, module), *_wrong_types(module.main)]
        complaints += [f"functions/{name}/app.py: {each}" for each in wrong]
        if not wrong:
            found.append(_function(name, module))
    return found, complaints


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"functions.{path.parent.name}.app", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # annotations are resolved through sys.modules
    spec.loader.exec_module(module)
    return module


def _function(name: str, module: ModuleType) -> Function:
    first, _, rest = _docstring(module).removeprefix(f"{name}: ").partition("\n\n")
    summary, only = " ".join(first.split()), getattr(module.main, "only", ())
    return Function(
        name=name,
        request=getattr(module.main, "request", None),
        results=_results(module.main.main),
        summary=summary[:1].upper() + summary[1:],
        text=rest.strip(),
        guests=getattr(module.main, "guests", False),
        roles=(only,) if isinstance(only, str) else tuple(only),
    )


def _is_socket(handler: Any) -> bool:
    main = getattr(handler, "main", None)
    return main is not None and SocketEvent in typing.get_type_hints(main).values()


def _docstring(module: ModuleType) -> str:
    return inspect.cleandoc(module.__doc__ or "")


def _wrong_docstring(name: str, module: ModuleType) -> Iterator[str]:
    if not _docstring(module).startswith(f"{name}: "):
        yield f"the docstring does not begin with `{name}: ` and what the function does"
    if re.search(r"^Gives `\{", _docstring(module), re.MULTILINE):
        yield "the docstring lists the fields of the result, which is the task of its type"


def _wrong_types(handler: Any) -> Iterator[str]:
    try:
        kinds = _results(handler.main)
    except NameError as error:
        yield f"the result of main: {error}"
        return
    if not kinds or not all(_is_struct(kind) for kind in kinds):
        declared = handler.main.__annotations__.get("return", "not declared")
        yield f"the result of main is {declared}; declare a msgspec.Struct"
        return
    try:
        msgspec.json.schema_components([getattr(handler, "request", None), *kinds])
    except TypeError as error:
        yield f"a type that msgspec does not take: {error}"


def _results(main: Any) -> tuple[Any, ...]:
    """The return annotation, or the members of a union. A WebSocket may also return None."""
    hints = typing.get_type_hints(main)
    result = hints.get("return")
    union = typing.get_origin(result) in (typing.Union, types.UnionType)
    kinds = typing.get_args(result) if union else (result,)
    nothing = (types.NoneType,) if SocketEvent in hints.values() else ()
    return tuple(kind for kind in kinds if kind not in nothing)


def _is_struct(kind: Any) -> bool:
    kind = typing.get_origin(kind) or kind  # the class of a generic type
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)

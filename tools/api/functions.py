"""The cloud functions, as their modules tell of themselves."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from tools.api import ROOT
from tools.api.shapes import GIVES, Shape, parse


class Undocumented(Exception):
    """Some functions do not say what they do, or what they give back."""

    def __init__(self, complaints: Sequence[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


@dataclass(frozen=True)
class Function:
    """A function that takes a typed `request`: what it does, what it gives back and in words, and
    to whom it is open."""

    name: str
    request: type[Any]
    does: str
    gives: str
    shapes: Sequence[Shape]
    guests: bool
    open_to: str


def functions() -> list[Function]:
    """All functions that are called as cloud functions, by name; Undocumented."""
    found, complaints = [], []
    for path in sorted((ROOT / "functions").glob("*/app.py")):
        module = _load(path)
        if not hasattr(module.main, "request"):
            continue
        try:
            found.append(_function(path.parent.name, module))
        except ValueError as error:
            complaints.append(f"{path.relative_to(ROOT)}: the docstring: {error}")
    if complaints:
        raise Undocumented(complaints)
    return found


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"functions.{path.parent.name}.app", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where msgspec looks up the names in annotations
    spec.loader.exec_module(module)
    return module


def _function(name: str, module: ModuleType) -> Function:
    said = inspect.cleandoc(module.__doc__ or "")
    if not said.startswith(f"{name}: "):
        raise ValueError(f"it does not begin with: {name}: what it does")
    said, shapes = said.removeprefix(f"{name}: "), parse(said)
    at = next(GIVES.finditer(said)).start()
    main = module.main
    return Function(
        name=name,
        request=main.request,
        does=said[:1].upper() + said[1:at].rstrip(),
        gives=said[at:],
        shapes=shapes,
        guests=main.guests,
        open_to=_who(main),
    )


def _who(main: Any) -> str:
    if main.only:
        return " or ".join((main.only,) if isinstance(main.only, str) else main.only)
    return "everybody" if main.guests else "signed-in users"

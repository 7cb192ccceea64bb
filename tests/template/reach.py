"""What the code of a cloud function can reach: functions, classes and objects of our own.

The search begins at the names in a function's file. It reads the source of each function that it
reaches, follows what that names into `shop` and `wxcloud`, and looks into collections and objects.
A method is reached if its class or an object of it is reached and its name is said; a method that
overrides one of a library's is reached with its class. So it finds everything that can happen, and
a little more: it does not know which values meet which branch.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import FunctionType, MethodType, ModuleType
from typing import Any

from tests.support.cloud import handler
from tests.support.template import ROOT

HOME = ROOT / "layers" / "tuan" / "python"
OURS = ("shop", "wxcloud", "functions")
UNKNOWN = object()


@dataclass(frozen=True, eq=False)
class Said:
    """A function that was reached, and its source."""

    function: FunctionType
    node: ast.AST
    imported: dict[str, Any]  # by the function itself

    def meaning(self, node: ast.expr) -> Any:
        """What `name` or `name.attribute` is; UNKNOWN if that depends on values."""
        if isinstance(node, ast.Attribute):
            return _attribute(self.meaning(node.value), node.attr)
        if not isinstance(node, ast.Name):
            return UNKNOWN
        if node.id in self.imported:
            return self.imported[node.id]
        code = self.function.__code__
        held = dict(zip(code.co_freevars, self.function.__closure__ or (), strict=False))
        if node.id in held:
            return held[node.id].cell_contents
        if node.id in code.co_varnames:
            return UNKNOWN
        return self.function.__globals__.get(node.id, UNKNOWN)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Its source, without annotations."""
        return list(_walk(self.node))

    @property
    def expressions(self) -> Iterator[ast.expr]:
        return (node for node in self.nodes if isinstance(node, ast.expr))

    @cached_property
    def named(self) -> list[Any]:
        """Everything that it names."""
        meant = (self.meaning(node) for node in self.expressions)
        return [thing for thing in meant if thing is not UNKNOWN]

    @cached_property
    def words(self) -> set[str]:
        """What it says behind a dot of things that depend on values: names of methods."""
        return {
            node.attr
            for node in self.expressions
            if isinstance(node, ast.Attribute) and self.meaning(node) is UNKNOWN
        }


@dataclass
class Reach:
    """All that was found on the way."""

    functions: list[Said] = field(default_factory=list)
    objects: list[Any] = field(default_factory=list)


@cache
def reach(name: str) -> Reach:
    """What the cloud function of that name can reach."""
    handler(name)
    import_all()
    found = Reach()
    words: set[str] = set()
    waiting: list[tuple[str, Any]] = []  # methods whose names nobody has said yet
    ahead = [*vars(sys.modules[f"functions.{name}.app"]).values()]
    seen: set[int] = set()
    while ahead:
        thing = ahead.pop()
        if id(thing) in seen or not _is_ours(thing):
            continue
        seen.add(id(thing))
        found.objects.append(thing)
        if isinstance(thing, FunctionType) and (said := _said(thing)):
            found.functions.append(said)
            words |= said.words
            ahead += said.named
        if isinstance(thing, type):
            waiting += _methods(thing)
        ahead += _inside(thing)
        ahead += [method for word, method in waiting if word in words]
        waiting = [each for each in waiting if each[0] not in words]
    return found


@cache
def import_all() -> None:
    for path in HOME.rglob("*.py"):
        importlib.import_module(".".join(path.relative_to(HOME).with_suffix("").parts))


def _is_ours(thing: Any) -> bool:
    if isinstance(thing, ModuleType):
        return False  # what is meant in it is named beside it
    module = getattr(thing, "__module__", None) or ""
    return isinstance(thing, dict | list | tuple) or str(module).partition(".")[0] in OURS


def _inside(thing: Any) -> list[Any]:
    """What a function closes over or has as attributes, a class's bases, a collection's members, an
    object's class and attributes."""
    if isinstance(thing, type):
        return [*thing.__bases__]
    if isinstance(thing, Mapping):
        return [*thing.keys(), *thing.values()]
    if isinstance(thing, Sequence):
        return list(thing)
    if isinstance(thing, FunctionType):
        return [*(cell.cell_contents for cell in thing.__closure__ or ()), *vars(thing).values()]
    if isinstance(thing, MethodType):
        return [thing.__func__, thing.__self__]
    slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
    return [
        type(thing),
        *getattr(thing, "__dict__", {}).values(),
        *(getattr(thing, name, None) for name in slots),
    ]


def _methods(kind: type) -> Iterator[tuple[str, Any]]:
    """A class's methods, each with the word that reaches it; that is the class's own name for those
    which Python or a library calls."""
    foreign = [each for each in kind.__mro__ if not _is_ours(each)]
    for name, member in vars(kind).items():
        method = getattr(member, "__func__", None) or getattr(member, "fget", None) or member
        if isinstance(method, FunctionType):
            called_by_others = any(hasattr(each, name) for each in foreign)
            yield (kind.__name__ if called_by_others else name), method


# --- source ---------------------------------------------------------------------------------------


def said_by(function: FunctionType) -> Said:
    """The function with its source. LookupError if it has none."""
    found = _said(function)
    if found is None:
        raise LookupError(function)
    return found


@cache
def _said(function: FunctionType) -> Said | None:
    """The function with its source; None if it has none, as what dataclasses make."""
    code = function.__code__
    node = _nodes(code.co_filename).get(code.co_firstlineno)
    if node is None:
        return None
    return Said(function, node, dict(_imported(node)))


@cache
def _nodes(filename: str) -> dict[int, ast.AST]:
    """The functions of a file, by their first lines: decorators count, as in code objects."""
    path = Path(filename)
    if not path.exists():
        return {}
    found: dict[int, ast.AST] = {}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            first = [each.lineno for each in getattr(node, "decorator_list", [])]
            found.setdefault(min([node.lineno, *first]), node)
    return found


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below, but annotations, which nothing evaluates."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                yield from _walk(each)


def _imported(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """What a function imports itself, under the name that it has there."""
    for each in ast.walk(node):
        if isinstance(each, ast.ImportFrom):
            home = sys.modules.get(each.module or "")
            for alias in each.names:
                yield alias.asname or alias.name, _attribute(home, alias.name)
        elif isinstance(each, ast.Import):
            for alias in each.names:
                yield alias.asname or alias.name, sys.modules.get(alias.name, UNKNOWN)


def _attribute(thing: Any, name: str) -> Any:
    if isinstance(thing, ModuleType):
        return getattr(thing, name, sys.modules.get(f"{thing.__name__}.{name}", UNKNOWN))
    if isinstance(thing, type) and _is_ours(thing):
        return getattr(thing, name, UNKNOWN)
    return UNKNOWN

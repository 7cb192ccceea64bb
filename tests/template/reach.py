"""What the code of a cloud function can reach: functions, classes and objects of our own.

The search begins at the names in a function's file and follows every name that a reached function
says: through `shop` and `wxcloud`, into what it closes over, into classes with their methods and
into objects with their attributes. It finds everything that can happen, and a little more.
"""

from __future__ import annotations

import dis
import importlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from tests.support.cloud import handler
from tests.support.template import ROOT

HOME = ROOT / "layers" / "tuan" / "python"
OURS = ("shop", "wxcloud", "functions")


@dataclass(frozen=True)
class Said:
    """A function that was reached, the names that it says, and what these names mean."""

    function: FunctionType
    names: set[str]
    meant: list[Any]


@dataclass
class Reach:
    """All that was found on the way."""

    functions: list[Said] = field(default_factory=list)
    objects: list[Any] = field(default_factory=list)


@cache
def reach(name: str) -> Reach:
    """What the cloud function of that name can reach."""
    handler(name)
    _import_all()
    found = Reach()
    ahead: list[Any] = [*vars(sys.modules[f"functions.{name}.app"]).values()]
    seen: set[int] = set()
    while ahead:
        thing = ahead.pop()
        if id(thing) in seen or not _is_ours(thing):
            continue
        seen.add(id(thing))
        found.objects.append(thing)
        if isinstance(thing, FunctionType):
            names = _names_in(thing.__code__)
            said = Said(thing, names, list(_meant(thing, names)))
            found.functions.append(said)
            ahead += said.meant
        ahead += _inside(thing)
    return found


@cache
def _import_all() -> None:
    for path in HOME.rglob("*.py"):
        importlib.import_module(".".join(path.relative_to(HOME).with_suffix("").parts))


def _is_ours(thing: Any) -> bool:
    if isinstance(thing, ModuleType):
        return False  # what is meant in it is named beside it
    module = getattr(thing, "__module__", None) or ""
    return isinstance(thing, dict | list | tuple) or str(module).partition(".")[0] in OURS


def _inside(thing: Any) -> list[Any]:
    """What a function closes over or wraps, a class's methods, a collection's members, an object's
    class and attributes."""
    if isinstance(thing, type):
        return [getattr(each, "fget", None) or each for each in _unbound(vars(thing).values())]
    if isinstance(thing, Mapping):
        return [*thing.keys(), *thing.values()]
    if isinstance(thing, Sequence):
        return list(thing)
    if isinstance(thing, FunctionType):
        held = [cell.cell_contents for cell in thing.__closure__ or ()]
        return [*held, *vars(thing).values()]
    if isinstance(thing, MethodType):
        return [thing.__func__, thing.__self__]
    return [type(thing), *_attributes(thing)]


def _attributes(thing: Any) -> list[Any]:
    slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
    return [*getattr(thing, "__dict__", {}).values(), *(getattr(thing, s, None) for s in slots)]


def _unbound(members: Iterable[Any]) -> Iterator[Any]:
    for each in members:
        yield each.__func__ if isinstance(each, classmethod | staticmethod) else each


def _codes_in(code: CodeType) -> Iterator[CodeType]:
    """A function's code, and that of the functions that it makes."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes_in(constant)


def _names_in(code: CodeType) -> set[str]:
    """Every name that a function says."""
    return {name for each in _codes_in(code) for name in each.co_names}


def _globals_in(code: CodeType) -> set[str]:
    """Those of them that stand alone, not behind a dot."""
    return {
        str(said.argval)
        for each in _codes_in(code)
        for said in dis.get_instructions(each)
        if said.opname == "LOAD_GLOBAL"
    }


def _meant(function: FunctionType, names: set[str]) -> Iterator[Any]:
    """What the names can mean: in the function's module, or in modules named beside them."""
    home = function.__globals__
    ahead = [home[name] for name in _globals_in(function.__code__) if name in home]
    ahead += [sys.modules[name] for name in names if name.startswith(OURS) and name in sys.modules]
    modules = set()
    while ahead:
        thing = ahead.pop()
        if not isinstance(thing, ModuleType):
            yield thing
        elif thing.__name__.startswith(OURS) and thing not in modules:
            modules.add(thing)
            ahead += [vars(thing)[name] for name in names if name in vars(thing)]


def calls_in(function: FunctionType) -> dict[str, set[str]]:
    """What a function says behind a name and a dot: `Order.get` is {"Order": {"get"}}."""
    said: dict[str, set[str]] = {}
    for code in _codes_in(function.__code__):
        before = ""
        for each in dis.get_instructions(code):
            if each.opname in ("LOAD_ATTR", "LOAD_METHOD") and before:
                said.setdefault(before, set()).add(str(each.argval))
            named = each.opname.startswith(("LOAD_GLOBAL", "LOAD_ATTR", "LOAD_DEREF"))
            before = str(each.argval) if named else ""
    return said

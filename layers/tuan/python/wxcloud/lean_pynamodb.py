"""PynamoDB without botocore's client. `wxcloud.model` imports this before it imports PynamoDB.

`pynamodb.connection.base` imports four modules at its top: botocore's client, configuration and
session, and a description of botocore's client for type checkers. With what they load, they are a
third of a cold start, and no code of ours reaches them: `wxcloud.model` replaces the one property
that makes a client. So while that module is imported, empty modules stand in their place.

Afterwards they are gone: whoever imports botocore's modules gets botocore's, and PynamoDB's own
connections work as before. tests/unit/test_lean_pynamodb.py checks both.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

import botocore
from botocore.exceptions import ClientError

_BASE = "pynamodb.connection.base"


class _Lazy:
    """A package whose modules are imported when they are used."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return importlib.import_module(f"{self._name}.{name}")


def _get_session(*arguments: Any, **named: Any) -> Any:
    """botocore's."""
    return importlib.import_module("botocore.session").get_session(*arguments, **named)


_STAND_INS: dict[str, dict[str, Any]] = {
    "botocore.config": {},
    "botocore.client": {"ClientError": ClientError},
    "botocore.session": {"get_session": _get_session, "Session": object},
    "pynamodb.connection._botocore_private": {"BotocoreBaseClientPrivate": object},
}


def _load() -> None:
    """Import PynamoDB's connection, with stand-ins for what is not loaded already."""
    if _BASE in sys.modules:
        return
    stand_ins = {name: ModuleType(name) for name in _STAND_INS if name not in sys.modules}
    for name, module in stand_ins.items():
        vars(module).update(_STAND_INS[name])
    sys.modules.update(stand_ins)
    annotated = "session" not in vars(botocore)  # PynamoDB's annotations name botocore.session
    if annotated:
        vars(botocore)["session"] = stand_ins.get("botocore.session")
    try:
        base = importlib.import_module(_BASE)
    finally:
        for name in stand_ins:
            del sys.modules[name]
        if annotated:
            del vars(botocore)["session"]
    vars(base)["botocore"] = _Lazy("botocore")


_load()

"""Values: objects that are compared by their fields and never changed.

They are msgspec's Structs and not dataclasses: Python compiles the methods of a dataclass when its
module is imported, which takes about a millisecond of each cold start.
"""

from __future__ import annotations

from typing import dataclass_transform

import msgspec


# msgspec inherits `frozen`; the decorator tells type checkers.
@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Value(msgspec.Struct, frozen=True):
    """A base class. Change a copy of a value by `msgspec.structs.replace`."""


__all__ = ["Value"]

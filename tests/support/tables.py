"""What helpers of tests read: a shop of the tests has tables, and so has the local stack."""

from __future__ import annotations

from typing import Any, Protocol


class Tables(Protocol):
    def items(self, table: str) -> list[dict[str, Any]]:
        """All items of a table, as plain Python values."""
        ...

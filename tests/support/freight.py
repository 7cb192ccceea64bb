"""Freight templates in tests."""

from __future__ import annotations

from typing import Any

from tests.support.cloud import Answer, call
from tests.support.orders import OPERATOR

TERMS: dict[str, Any] = {
    "title": "全国",
    "by": "count",
    "first": 1,
    "firstFen": 1000,
    "further": 1,
    "furtherFen": 200,
}


def call_save_freight(freight_id: str = "f-1", **more: Any) -> Answer:
    form = {**TERMS, "freightId": freight_id, **more}
    return call("saveFreight", form, "operator-1", OPERATOR)


def save_freight(freight_id: str = "f-1", **more: Any) -> str:
    """Save a freight template and assert that it succeeds. Returns its id."""
    answer = call_save_freight(freight_id, **more)
    assert answer.ok, answer
    return freight_id

"""The table `scores`: its keys and its index. Each kind of item is a subclass of `ScoreItem`.

Keys, per openid:

    ledger#<number>   an entry, with the whole account after it; the last entry is the account
    event#<key>       a business event that is counted only once, and how it changed each lot
    <action>          of the openid `#rules`: a rule
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import Attribute, UnicodeAttribute
from pynamodb.constants import MAP
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from wxcloud.model import Table, TableMeta


class _ByExpiry(GlobalSecondaryIndex["ScoreItem"]):
    """The entries that opened a lot, by what is to do about it next: a sparse index of keys."""

    class Meta:
        index_name = "byExpiry"
        projection = KeysOnlyProjection()

    expiry = UnicodeAttribute(hash_key=True)
    openid = UnicodeAttribute(range_key=True)


class ScoreItem(Table):
    class Meta(TableMeta):
        name = "scores"

    openid = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    expiry = UnicodeAttribute(null=True)  # see `shop.points.expiry`

    by_expiry = _ByExpiry()


class Numbers(Attribute[Mapping[str, int]]):
    """A map of names to integers."""

    attr_type = MAP

    def serialize(self, value: Mapping[str, int]) -> dict[str, Any]:
        return {name: {"N": str(number)} for name, number in value.items()}

    def deserialize(self, value: Mapping[str, Any]) -> dict[str, int]:
        return {name: int(number["N"]) for name, number in value.items()}

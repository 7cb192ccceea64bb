"""The table `scores`: its keys and its index. Each kind of item is a subclass of Row."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from wxcloud.model import Table, TableMeta


class _ByExpiry(GlobalSecondaryIndex["Row"]):
    """Who has a lot that lapses, by `<month>#<shard>`: sparse, and of keys alone."""

    class Meta:
        index_name = "byExpiry"
        projection = KeysOnlyProjection()

    expiry = UnicodeAttribute(hash_key=True)
    openid = UnicodeAttribute(range_key=True)


class Row(Table):
    class Meta(TableMeta):
        name = "scores"

    openid = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    expiry = UnicodeAttribute(null=True)

    by_expiry = _ByExpiry()

"""The base of every table: a PynamoDB model on one shared DynamoDB client, which is our own.

PynamoDB makes a botocore client for every model class (its issues #876 and #1245), which costs a
function about 100 ms and 10 MiB a table. Here all models share the client of `wxcloud.aws`.
That touches private names of PynamoDB 6.1, so its minor version is pinned and tests watch.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Generic, Self, TypeVar

import msgspec

from wxcloud import lean_pynamodb  # noqa: F401 - it comes before PynamoDB

# isort: split
from pynamodb.attributes import Attribute
from pynamodb.connection import TableConnection
from pynamodb.connection.base import Connection, MetaTable
from pynamodb.constants import (
    ATTR_DEFINITIONS,
    GLOBAL_SECONDARY_INDEXES,
    INDEX_NAME,
    KEY_SCHEMA,
    NUMBER,
    STRING,
    TABLE_NAME,
)
from pynamodb.exceptions import DoesNotExist
from pynamodb.indexes import GlobalSecondaryIndex
from pynamodb.models import Model

from wxcloud import aws
from wxcloud.settings import TABLE_PREFIX

T = TypeVar("T")


class _SharedConnection(Connection):
    """PynamoDB's request builder, over the one client."""

    @property
    def client(self) -> Any:
        return aws.client("dynamodb")


@cache
def connection() -> Connection:
    """A connection that belongs to no table, for what is built already."""
    return _SharedConnection()


class Table(Model):
    """A table. A subclass declares its attributes and `class Meta(TableMeta): name = "groups"`."""

    @classmethod
    def _get_connection(cls) -> TableConnection:
        table_name = TABLE_PREFIX.get() + cls.Meta.name  # type: ignore[attr-defined]
        held = cls.__dict__.get("_connection")
        if held is None or held.table_name != table_name:
            cls.Meta.table_name = table_name
            held = TableConnection(table_name=table_name)
            held.connection = _SharedConnection()
            held.connection.add_meta_table(_meta_table(cls, table_name))
            cls._connection = held
        return held

    @classmethod
    def get(  # type: ignore[override] # PynamoDB's raises; in this code `get` gives None
        cls, hash_key: str, range_key: str | None = None, *, consistent: bool = False
    ) -> Self | None:
        """The item of that key, or None. Half a read unit per 4 KB; a whole one if `consistent`."""
        try:
            return super().get(hash_key, range_key, consistent_read=consistent)
        except DoesNotExist:
            return None

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """The instance of an item in DynamoDB's own JSON: a stream image, or an old item."""
        return cls.from_raw_data(dict(raw))


class Integer(Attribute[int]):
    """A whole number. PynamoDB's NumberAttribute is typed as a float."""

    attr_type = NUMBER

    def serialize(self, value: Any) -> str:
        return str(int(value))

    def deserialize(self, value: str) -> int:
        return int(value)


class Json(Attribute[T], Generic[T]):
    """A value of the type `kind`, kept as compact JSON in one string attribute."""

    attr_type = STRING

    def __init__(self, kind: type[T], **arguments: Any) -> None:
        super().__init__(**arguments)
        self._decode = msgspec.json.Decoder(kind).decode

    def serialize(self, value: Any) -> str:
        return msgspec.json.encode(value).decode()

    def deserialize(self, value: str) -> T:
        return self._decode(value)


class TableMeta:
    """What all tables share; the name comes from `name`, the prefix from the environment."""

    name: ClassVar[str]
    table_name: ClassVar[str] = "named on first use"


def _meta_table(model: type[Table], table_name: str) -> MetaTable:
    schema = model._get_schema()
    return MetaTable(
        {
            TABLE_NAME: table_name,
            KEY_SCHEMA: schema["key_schema"],
            ATTR_DEFINITIONS: schema["attribute_definitions"],
            GLOBAL_SECONDARY_INDEXES: [
                {INDEX_NAME: index["index_name"], KEY_SCHEMA: index["key_schema"]}
                for index in schema["global_secondary_indexes"]
            ],
        }
    )


__all__ = ["GlobalSecondaryIndex", "Integer", "Json", "Table", "TableMeta", "connection"]

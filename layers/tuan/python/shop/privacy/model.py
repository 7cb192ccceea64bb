"""Erasures and exports of a user's data, and their keys.

Keys in the table `users`, beside the users:

    erasure#<erasureId>   an erasure, and how far it is
    export#<exportId>     an export of a user's data, and how far it is
    exported#<openid>     the id of the user's export

While an erasure runs, `person` is the openid. When it is done, nothing says who it was: the item
stays as the proof that it was done, and when.
"""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from wxcloud import clock
from wxcloud.ids import new_id
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.pseudonyms import ERASED

ME = "user"  # who asked for it: the user, not an operator


class Erasure(Table):
    """An erasure. `step` is the one that is done next; "" before the first. `after` is the key of
    the last order that a step has looked at which leaves no trace in orders. Times are ms UTC."""

    class Meta(TableMeta):
        name = "users"

    openid = UnicodeAttribute(hash_key=True)
    erasureId = UnicodeAttribute()
    person = UnicodeAttribute(null=True)
    by = UnicodeAttribute()
    step = UnicodeAttribute()
    after = UnicodeAttribute(null=True)
    startedAt = Integer()
    doneAt = Integer(null=True)

    @classmethod
    def key(cls, erasure_id: str) -> Erasure:
        """The key alone."""
        return cls(openid=f"erasure#{erasure_id}")

    @classmethod
    def new(cls, openid: str, by: str) -> Erasure:
        erasure_id = new_id()
        erasure = cls.key(erasure_id)
        erasure.erasureId, erasure.person, erasure.by = erasure_id, openid, by
        erasure.step, erasure.startedAt = "", clock.now()
        return erasure

    @property
    def gone(self) -> str:
        """What stands for the user in what is kept."""
        return ERASED + self.erasureId


class DataExport(Table):
    """An export of a user's data. `done` items of `total` were read; `total` is an estimate until
    it is done. `file` is the key of the file, once it is there. A user has one export: it takes
    the place of the one before."""

    class Meta(TableMeta):
        name = "users"

    openid = UnicodeAttribute(hash_key=True)
    exportId = UnicodeAttribute()
    person = UnicodeAttribute()
    done = Integer()
    total = Integer()
    file = UnicodeAttribute(null=True)
    startedAt = Integer()
    updatedAt = Integer()

    @classmethod
    def key(cls, export_id: str) -> DataExport:
        """The key alone."""
        return cls(openid=f"export#{export_id}")

    @classmethod
    def new(cls, person: str, *, done: int, total: int) -> DataExport:
        export_id = new_id()
        now = clock.now()
        export = cls.key(export_id)
        export.exportId, export.person = export_id, person
        export.done, export.total, export.startedAt, export.updatedAt = done, total, now, now
        return export

    @property
    def key_of_file(self) -> str:
        """Where the file is, or will be: nothing but the id is needed to find it."""
        return self.file or file_of(self.exportId)


class LastExport(Table):
    """Which export is the user's."""

    class Meta(TableMeta):
        name = "users"

    openid = UnicodeAttribute(hash_key=True)
    exportId = UnicodeAttribute()

    @classmethod
    def key(cls, openid: str) -> LastExport:
        """The key alone."""
        return cls(openid=f"exported#{openid}")


def file_of(export_id: str) -> str:
    """The key of an export's file. It is the same whoever makes it, and however often."""
    return f"exports/mine/{export_id}.json"


def get_erasure(erasure_id: str) -> Erasure | None:
    return Erasure.get(Erasure.key(erasure_id).openid, consistent=True)


def get_export(export_id: str) -> DataExport | None:
    return DataExport.get(DataExport.key(export_id).openid, consistent=True)


def last_export(openid: str) -> DataExport | None:
    """The user's export. Two read units."""
    export_id = last_export_id(openid)
    return get_export(export_id) if export_id is not None else None


def last_export_id(openid: str) -> str | None:
    """The id of the user's export. A read unit."""
    last = LastExport.get(LastExport.key(openid).openid, consistent=True)
    return last.exportId if last is not None else None

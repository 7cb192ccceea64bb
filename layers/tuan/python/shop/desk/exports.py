"""Exports: a CSV of the orders of some time, made in pieces.

`exportOrders` notes the export and sends a message. Each message makes the next piece of up to
PIECE orders, writes it to a file of its own, and then notes how far the export is. The last piece
joins the files. A piece that was made twice, or by two at once, counts once: its file has a name of
its own, and the export names the files that belong to it. The bucket removes exports after a week.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from msgspec import UNSET, UnsetType
from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.update import Action

from shop.desk.jobs import JOBS, DeskJob
from shop.desk.keys import Filter, oldest_first
from shop.desk.model import DeskItem, id_in
from shop.desk.search import shown
from shop.desk.views import DeskOrder, ExportStarted, ExportState, ExportView
from shop.orders import model as orders
from shop.orders.states import OrderStatus
from wxcloud import clock, files
from wxcloud.errors import NOT_FOUND, Code, Refusal
from wxcloud.ids import new_id
from wxcloud.model import Integer, Json
from wxcloud.transaction import ALREADY_SO, Outcome, Refuse, commit_one, put, update

PIECE = 1000  # orders of one message
_AT_ONCE = 100  # orders that are read at once
MOST = 100_000  # orders of one export: the last piece has the whole file in memory
STALLED = 20 * clock.MINUTE  # five attempts of a piece take a quarter of an hour
URL_S = 900
_KEPT_S = 7 * 24 * 3600
_TYPE = "text/csv; charset=utf-8"

EXPORT_TOO_LARGE = Code(
    "EXPORT_TOO_LARGE",
    409,
    "There are more than 100000 orders in this time. Export them in several parts.",
)


# Refused internally: another message has done this piece. It is final, so this message ends.
EXPORT_MOVED = Code("EXPORT_MOVED", 409, "Another message has gone on with this export.")


class Export(DeskItem):
    """An export. `position` is the key of the last order that was read, `parts` are the files of
    the pieces. `total` is None until the orders were counted."""

    exportId = UnicodeAttribute()
    by = UnicodeAttribute()
    wanted = Json(Filter)
    total = Integer(null=True)
    done = Integer()
    position = UnicodeAttribute()
    parts = Json(list[str])
    file = UnicodeAttribute(null=True)
    tooLarge = Integer(null=True)
    createdAt = Integer()
    updatedAt = Integer()

    @classmethod
    def key(cls, export_id: str) -> Export:
        """The key alone."""
        return cls(pk=f"export#{export_id}", sk="export")

    @classmethod
    def new(cls, by: str, wanted: Filter, at: int) -> Export:
        export_id = new_id()
        key = cls.key(export_id)
        return cls(
            pk=key.pk,
            sk=key.sk,
            ttl=at // clock.SECOND + _KEPT_S,
            exportId=export_id,
            by=by,
            wanted=wanted,
            done=0,
            position="",
            parts=[],
            createdAt=at,
            updatedAt=at,
        )

    @property
    def is_over(self) -> bool:
        return self.file is not None or bool(self.tooLarge)

    def state(self, now: int) -> ExportState:
        if self.file is not None:
            return "DONE"
        if self.tooLarge or self.updatedAt + STALLED <= now:
            return "FAILED"
        return "WAITING" if self.total is None else "RUNNING"


def start(by: str, start_at: int, end_at: int, status: OrderStatus | None) -> ExportStarted:
    """Begin an export of the orders that were placed in this time (ms UTC, both included)."""
    export = Export.new(by, Filter(status=status, start=start_at, end=end_at), clock.now())
    commit_one(put(export, otherwise=ALREADY_SO))
    JOBS.send(DeskJob(job="export", id=export.exportId))
    return ExportStarted(exportId=export.exportId)


def view(export_id: str) -> ExportView:
    """How far the export is, with the URL of its file when it is done. NOT_FOUND;
    EXPORT_TOO_LARGE."""
    export = _get(export_id)
    if export is None:
        raise _no_export()
    if export.tooLarge:
        raise EXPORT_TOO_LARGE()
    url: str | UnsetType = UNSET
    if export.file is not None:
        name = f"订单 {clock.day_of(export.createdAt)}.csv"
        url = files.download_url(export.file, URL_S, filename=name)
    state = export.state(clock.now())
    return ExportView(state=state, done=export.done, total=export.total or 0, url=url)


def go_on(export_id: str) -> None:
    """Do the next piece of an export, and send the message for the one after it. EXPORT_MOVED if
    another message has done the same piece: that one goes on."""
    export = _get(export_id)
    if export is None or export.is_over:
        return
    now = _count(export) if export.total is None else _make(export, export.total)
    if now is not None and not now.is_over:
        JOBS.send(DeskJob(job="export", id=export_id))


def _count(export: Export) -> Export | None:
    """How many orders there are. Costs half a read unit for about 40 orders."""
    keys = oldest_first(export.wanted, page_size=2000)
    total = sum(1 for _ in islice(keys, MOST + 1))
    large = [Export.tooLarge.set(1)] if total > MOST else []
    return _note(export, lambda now: now.total == total, Export.total.set(total), *large)


def _make(export: Export, total: int) -> Export | None:
    """The next piece; the file, if there are no more."""
    from shop.desk import spreadsheet  # the other functions do not need it

    keys = list(islice(oldest_first(export.wanted, export.position, PIECE), PIECE))
    if not keys:
        return _join(export, spreadsheet.headings())
    found = [order for at in range(0, len(keys), _AT_ONCE) for order in _read(export, keys, at)]
    part = f"exports/{export.exportId}/{len(export.parts):05d}-{new_id()}.csv"
    files.put(part, spreadsheet.lines(found), _TYPE)
    done = export.done + len(found)
    return _note(
        export,
        lambda now: part in now.parts,
        Export.position.set(keys[-1]),
        Export.parts.set([*export.parts, part]),
        Export.done.set(done),
        Export.total.set(max(total, done)),
    )


def _read(export: Export, keys: list[str], at: int) -> list[DeskOrder]:
    """Some of these orders: those that are wanted as they are now."""
    ids = [id_in(key) for key in keys[at : at + _AT_ONCE]]
    there = orders.get_all(ids)
    found = [there[each] for each in ids if each in there]
    return shown([order for order in found if export.wanted.takes(order)])


def _join(export: Export, headings: bytes) -> Export | None:
    file = f"exports/{export.exportId}/{new_id()}.csv"
    files.put(file, b"".join([headings, *(files.get(part) for part in export.parts)]), _TYPE)
    return _note(
        export,
        lambda now: now.file == file,
        Export.file.set(file),
        Export.total.set(export.done),
    )


def _note(export: Export, is_mine: Callable[[Export], bool], *actions: Action) -> Export | None:
    """Note how far the export is; the export as it is then. EXPORT_MOVED, unless what is noted
    already `is_mine`: then the answer to this write was lost."""

    def otherwise(now: Export | None) -> Outcome:
        return ALREADY_SO if now is not None and is_mine(now) else Refuse(EXPORT_MOVED)

    counted = Export.total.does_not_exist() if export.total is None else Export.total.exists()
    return commit_one(
        update(
            Export.key(export.exportId),
            *actions,
            Export.updatedAt.set(clock.now()),
            where=(Export.position == export.position) & counted & Export.file.does_not_exist(),
            otherwise=otherwise,
        )
    )


def _get(export_id: str) -> Export | None:
    key = Export.key(export_id)
    return Export.get(key.pk, key.sk, consistent=True)


def _no_export() -> Refusal:
    return NOT_FOUND("There is no such export, or it is older than a week.")

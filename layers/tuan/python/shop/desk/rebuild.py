"""The rebuild: the whole read model made again.

It makes a new generation of rows and numbers from the orders (`shop.desk.generations`), notes the
groups, the SKUs with few units and the goods that are not shown, lets readers read the new
generation, and removes the old one. It goes page by page, a message for each; a page that is done
twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.pagination import ResultIterator

from shop.catalog import unshown
from shop.catalog.goods import Goods
from shop.desk import ending_groups, generations, group_lists, low_stock
from shop.desk.jobs import JOBS, DeskJob
from shop.desk.model import DeskItem, generation_of
from shop.desk.rows import follow
from shop.desk.views import RebuildState, RebuildView
from shop.groups.model import OPEN, Group
from shop.orders import retention
from shop.orders.model import Order, Row
from shop.stock.model import Sku
from wxcloud import clock
from wxcloud.errors import NOT_FOUND, Code
from wxcloud.ids import new_id
from wxcloud.model import Integer, Json
from wxcloud.transaction import (
    ALREADY_SO,
    Outcome,
    Part,
    Refuse,
    as_read,
    commit,
    commit_one,
    delete,
    put,
)

REBUILD_RUNS = Code(
    "REBUILD_RUNS", 409, "The desk is being rebuilt already. Wait until it is done."
)
# Refused internally: another message has done this page. It is final, so this message ends.
REBUILD_MOVED = Code("REBUILD_MOVED", 409, "Another message has gone on with the rebuild.")

PAGE = 500  # items of one message
THREADS = 16
STALLED = 20 * clock.MINUTE
WAIT_S = 10  # until all processes know the new generation; see LIFE_S

_STEPS = ("orders", "groups", "stock", "goods", "switch", "clean", "done")
Position = dict[str, Any]


class Rebuild(DeskItem):
    """The rebuild, and how far it is: `position` is where the scan of this `step` goes on."""

    rebuildId = UnicodeAttribute()
    generation = Integer()
    step = UnicodeAttribute()
    position = Json(Position, null=True)
    done = Integer()
    version = Integer()
    writer = UnicodeAttribute()
    startedAt = Integer()
    updatedAt = Integer()

    @classmethod
    def key(cls) -> Rebuild:
        """The key alone."""
        return cls(pk="rebuild", sk="rebuild")

    def runs(self, now: int) -> bool:
        return self.step != "done" and self.updatedAt + STALLED > now


def start() -> RebuildView:
    """Begin a rebuild. REBUILD_RUNS."""
    now, last = clock.now(), _get()
    if last is not None and last.runs(now):
        raise REBUILD_RUNS()
    known = generations.fresh()
    key = Rebuild.key()
    new = Rebuild(
        pk=key.pk,
        sk=key.sk,
        rebuildId=new_id(),
        generation=max(known.live) + 1,
        step=_STEPS[0],
        done=0,
        version=last.version + 1 if last is not None else 1,
        writer=new_id(),
        startedAt=now,
        updatedAt=now,
    )
    is_as_read = as_read(Rebuild.version, last and last.version)
    begun = put(new, where=is_as_read, otherwise=REBUILD_RUNS)
    commit(begun, generations.build_part(new.generation))
    generations.forget()
    JOBS.send(DeskJob(job="rebuild", id=new.rebuildId), delay_s=WAIT_S)
    return _view(new, now)


def view() -> RebuildView:
    """How far the last rebuild is. NOT_FOUND."""
    last = _get()
    if last is None:
        raise NOT_FOUND("The desk was never rebuilt.")
    return _view(last, clock.now())


def _view(rebuild: Rebuild, now: int) -> RebuildView:
    over: RebuildState = "DONE" if rebuild.step == "done" else "STOPPED"
    return RebuildView(
        state="RUNNING" if rebuild.runs(now) else over,
        step=rebuild.step,
        done=rebuild.done,
        startedAt=rebuild.startedAt,
        updatedAt=rebuild.updatedAt,
    )


def go_on(rebuild_id: str) -> None:
    """Do the next page, and send the message for the one after it. REBUILD_MOVED if another message
    has done the same page: that one goes on."""
    rebuild = _get()
    if rebuild is None or rebuild.rebuildId != rebuild_id or rebuild.step == "done":
        return
    if rebuild.step == "switch":
        now = _note(rebuild, None, 1, generations.switch_part(rebuild.generation, ALREADY_SO))
        generations.forget()
    else:
        found, position = _PAGES[rebuild.step](rebuild)
        now = _note(rebuild, position, found)
    if now.step != "done":
        # What handlers still write to the old generation is to be removed with it.
        wait = WAIT_S if (now.step, now.done) == ("clean", 0) else 0
        JOBS.send(DeskJob(job="rebuild", id=rebuild_id), delay_s=wait)


def _note(rebuild: Rebuild, position: Position | None, found: int, *more: Part[Any]) -> Rebuild:
    """Note how far the rebuild is: at `position`, or at the next step if there is none."""
    writer = new_id()

    def otherwise(now: Rebuild | None) -> Outcome:
        is_mine = now is not None and now.writer == writer  # the answer to this write was lost
        return ALREADY_SO if is_mine else Refuse(REBUILD_MOVED)

    key = Rebuild.key()
    new = Rebuild(
        pk=key.pk,
        sk=key.sk,
        rebuildId=rebuild.rebuildId,
        generation=rebuild.generation,
        step=rebuild.step if position else _STEPS[_STEPS.index(rebuild.step) + 1],
        position=position,
        done=rebuild.done + found if position else 0,
        version=rebuild.version + 1,
        writer=writer,
        startedAt=rebuild.startedAt,
        updatedAt=clock.now(),
    )
    commit(put(new, where=Rebuild.version == rebuild.version, otherwise=otherwise), *more)
    return new


# --- the pages of each step ----------------------------------------------------------------------


def _orders(rebuild: Rebuild) -> tuple[int, Position | None]:
    scan = Row.scan(Row.sk.startswith("order#"), **_from(rebuild))

    def again(raw: Mapping[str, Any]) -> None:
        order = Order.of(raw)
        retention.note_over(order)
        follow(rebuild.generation, order.orderId)

    return _each(scan, again)


def _groups(rebuild: Rebuild) -> tuple[int, Position | None]:
    scan = Group.scan(Group.status.exists(), **_from(rebuild))

    def note(raw: Mapping[str, Any]) -> None:
        group = Group.of(raw)
        if group.status == OPEN:
            ending_groups.note(group.groupId, group.expiresAt)
        else:
            ended_at = group.endedAt or group.expiresAt
            group_lists.note(group.status, ended_at, group.groupId, group.goodsId)

    return _each(scan, note)


def _stock(rebuild: Rebuild) -> tuple[int, Position | None]:
    scan = Sku.scan(Sku.skuId.exists(), **_from(rebuild))
    return _each(scan, lambda raw: low_stock.look_at([raw["skuId"]["S"]]))


def _goods(rebuild: Rebuild) -> tuple[int, Position | None]:
    scan = Goods.scan(Goods.sk == "goods", **_from(rebuild))
    return _each(scan, lambda raw: unshown.note(Goods.of(raw)))


def _clean(rebuild: Rebuild) -> tuple[int, Position | None]:
    scan = DeskItem.scan(**_from(rebuild))

    def remove(raw: Mapping[str, Any]) -> None:
        pk = raw["pk"]["S"]
        generation = generation_of(pk)
        if generation is not None and generation < rebuild.generation:
            commit_one(delete(DeskItem(pk=pk, sk=raw["sk"]["S"])))

    return _each(scan, remove)


_PAGES: dict[str, Callable[[Rebuild], tuple[int, Position | None]]] = {
    "orders": _orders,
    "groups": _groups,
    "stock": _stock,
    "goods": _goods,
    "clean": _clean,
}


def _from(rebuild: Rebuild) -> dict[str, Any]:
    return {"page_size": PAGE, "last_evaluated_key": rebuild.position}


def _each(
    scan: ResultIterator[Any], job: Callable[[Mapping[str, Any]], object]
) -> tuple[int, Position | None]:
    """Do the job for the items of one page of the scan. How many there were, and where the next
    page begins."""
    page = next(scan.page_iter)
    with ThreadPoolExecutor(THREADS) as pool:
        done = len(list(pool.map(job, page["Items"])))
    return done, page.get("LastEvaluatedKey")


def _get() -> Rebuild | None:
    key = Rebuild.key()
    return Rebuild.get(key.pk, key.sk, consistent=True)

"""A user's data is erased.

`begin` refuses while money or goods are under way. It ends the user's sessions, and nobody can log
in as the user until all is done. The work begins QUIET_S after that: by then no process takes the
old sessions any more, and streams and queues have delivered what they had of the user. It looks
again whether something is under way; if so, it gives up, and the user can log in as before.

Each step finds its work by what is there still, and what it has done it does not find again (or it
notes how far it is). So a step that stops half-way, or that two messages do at once, is simply done
again. Orders come late, because other steps need to know them; the user's record is the last.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from shop.addresses.model import AddressBook
from shop.aftersale import erasing as after_sales
from shop.analytics import visitors
from shop.groups import erasing as groups
from shop.notices import erasing as notices
from shop.orders import erasing as orders
from shop.orders.model import Order
from shop.orders.refund import Refund
from shop.points import erasing as points
from shop.points import ledger
from shop.privacy import exporting
from shop.privacy.jobs import JOBS, PrivacyJob
from shop.privacy.model import ME, Erasure, get_erasure
from shop.privacy.views import ErasureView
from shop.sales import erasing as sales
from shop.shares import erasing as shares
from shop.support import erasing as support
from wxcloud import clock, revocations, users
from wxcloud.batch import some
from wxcloud.errors import Code, Refusal
from wxcloud.log import logger
from wxcloud.transaction import ALREADY_SO, commit, commit_one, delete, put, retry, update
from wxcloud.users import ERASURE_MOVED, User

UNDER_WAY = Code(
    "UNDER_WAY",
    409,
    "Money or goods are still under way: finish or cancel your orders, groups and after-sales"
    " first.",
)

_QUIET_S = 900  # the longest delay that SQS takes; a handler's retries end in eight minutes
_QUIET_LOCAL_S = 30  # where the clock can be moved: longer than a process keeps an old session
_LOOKED_AT = 300  # orders, refunds and groups that a call looks at; the work looks at all
PIECE = 200  # items of one message, and of one step
_ALL = 1_000_000
_USUALLY = 5 * clock.MINUTE


def preview(openid: str) -> ErasureView:
    """What an erasure would take. UNDER_WAY; nothing is written."""
    _check(openid, _LOOKED_AT)
    return ErasureView(state="READY", points=ledger.balance(openid))


def begin(openid: str, by: str = ME) -> ErasureView:
    """Begin to erase the user's data; a repeat begins nothing new. UNDER_WAY, STAFF_STAYS."""
    points = ledger.balance(openid)
    erasure = retry(lambda: _begun(openid, by), on=[ERASURE_MOVED])
    ended = _ended(erasure)
    if ended is None:
        revocations.end_sessions(openid)
        ended = clock.now()
    done_by = ended + quiet_s() * clock.SECOND + _USUALLY
    return ErasureView(state="ERASING", points=points, doneBy=done_by)


def _begun(openid: str, by: str) -> Erasure:
    user = User.get(openid, consistent=True)
    known = get_erasure(user.erasure) if user is not None and user.erasure else None
    if known is None:
        _check(openid, _LOOKED_AT)
        known = Erasure.new(openid, by)
    # First the message: alone it does nothing, but an item without it would wait for ever.
    JOBS.send(PrivacyJob(job="erase", id=known.erasureId), delay_s=quiet_s())
    if user is None or not user.erasure:
        commit(
            users.begin_erasure(openid, known.erasureId),
            put(known, otherwise=ERASURE_MOVED),
        )
    return known


def _ended(erasure: Erasure) -> int | None:
    """When the sessions were ended for this erasure (ms UTC). They are ended once: the work waits
    from then on."""
    ended = revocations.ended_at(str(erasure.person))
    return ended if ended is not None and ended >= erasure.startedAt else None


def _check(openid: str, most: int) -> None:
    found = [
        *orders.under_way(openid, most),
        *after_sales.under_way(openid),
        *groups.under_way(openid, most),
    ]
    if found:
        raise UNDER_WAY(f"Still under way: {', '.join(found[:10])}")


def quiet_s() -> int:
    return _QUIET_LOCAL_S if clock.movable() else _QUIET_S


# --- the work ------------------------------------------------------------------------------------


def go_on(erasure_id: str) -> None:
    """Do the next piece of an erasure, and send the message for the one after it."""
    erasure = get_erasure(erasure_id)
    if erasure is None or erasure.person is None:
        return
    if not erasure.step and not _may_start(erasure):
        return
    names = list(_STEPS)
    step = erasure.step or names[0]
    left = PIECE
    while True:
        left -= _STEPS[step](erasure, left)
        if left <= 0:
            break
        if step == names[-1]:
            _end(erasure)
            return
        step = names[names.index(step) + 1]
    so_far = [Erasure.after.set(erasure.after)] if erasure.after is not None else []
    commit_one(update(Erasure.key(erasure_id), Erasure.step.set(step), *so_far))
    JOBS.send(PrivacyJob(job="erase", id=erasure_id))


def _may_start(erasure: Erasure) -> bool:
    """Whether the sessions have ended long enough ago, and nothing is under way. From then on there
    is no way back."""
    openid = str(erasure.person)
    job, quiet = PrivacyJob(job="erase", id=erasure.erasureId), quiet_s()
    ended = _ended(erasure)
    if ended is None:  # `begin` stopped half-way
        revocations.end_sessions(openid)
        JOBS.send(job, delay_s=quiet)
        return False
    left_s = ceil((ended + quiet * clock.SECOND - clock.now()) / clock.SECOND)
    if left_s > 0:  # the message was sent before the sessions were ended, perhaps long before
        JOBS.send(job, delay_s=min(left_s, quiet))
        return False
    try:
        _check(openid, _ALL)
    except Refusal as refusal:
        if refusal.code is not UNDER_WAY:
            raise
        logger.warning("an erasure was given up", extra={"detail": refusal.detail})
        commit(
            users.give_up_erasure(openid, erasure.erasureId),
            delete(Erasure.key(erasure.erasureId)),
        )
        return False
    commit_one(update(Erasure.key(erasure.erasureId), Erasure.step.set(next(iter(_STEPS)))))
    return True


def _small(openid: str, gone: str, most: int) -> int:
    """What is one item each."""
    sales.erase(openid)
    commit_one(visitors.forget(openid))
    commit_one(delete(AddressBook.at(openid)))
    orders.forget_unpaid(openid)
    exporting.erase(openid)
    return 0


def _invitations(erasure: Erasure, most: int) -> int:
    """Others have points for orders of the user: their ledgers name the user. The orders do not
    tell which of them were done, so `after` does."""
    openid = str(erasure.person)

    def rename(item: Order | Refund) -> None:
        if isinstance(item, Order) and item.paidAt is not None:
            shares.rename_bought(item.orderId, openid, erasure.gone)
        erasure.after = item.sk

    return some(orders.items_of(openid, erasure.after), most, rename)


def _end(erasure: Erasure) -> None:
    """The user's record goes, and with it what says who it was."""
    openid = str(erasure.person)
    revocations.end_sessions(openid)
    done = update(
        Erasure.key(erasure.erasureId),
        Erasure.person.remove(),
        Erasure.after.remove(),
        Erasure.step.set("done"),
        Erasure.doneAt.set(clock.now()),
        where=Erasure.person == openid,
        otherwise=ALREADY_SO,
    )
    commit(users.end_erasure(openid, erasure.erasureId), done)
    logger.info("erased", extra={"erasureId": erasure.erasureId})


_Step = Callable[[Erasure, int], int]


def _of(erase: Callable[[str, str, int], int]) -> _Step:
    return lambda erasure, most: erase(str(erasure.person), erasure.gone, most)


# Each puts a name in the place of the user, or deletes, in up to so many items; in how many.
_STEPS: dict[str, _Step] = {
    "groups": _of(groups.erase),
    "small": _of(_small),
    "shares": _of(shares.erase),
    "invitations": _invitations,
    "afterSales": _of(after_sales.erase),
    "orders": _of(orders.erase),
    "points": _of(points.erase),
    "notices": _of(notices.erase),
    "support": _of(support.erase),
}

"""The unpaid orders of a user: at most five, with a bounded number of units, so that nobody can
hold the whole stock; at most three of them with a seat in a group, so that nobody can hold the last
seats of all groups.

One item of the user lists them. An order is added under the condition that the list is as it was
seen: at the first attempt it is expected to be empty, which needs no read. A refused condition
returns the list as it is, and the next attempt goes by that.

An order of a group campaign with a limit per buyer is in the list with its `campaign`, and counts
in that limit (`shop.groups.limits`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from pynamodb.attributes import Attribute
from pynamodb.constants import MAP
from pynamodb.expressions.condition import Condition, size

from shop.orders.model import Row, get
from shop.orders.states import PENDING
from wxcloud.errors import Code, Refusal
from wxcloud.model import Integer
from wxcloud.settings import Setting
from wxcloud.transaction import ALREADY_SO, Instead, Outcome, Part, Refuse, commit_one, update

TOO_MANY_UNPAID = Code(
    "TOO_MANY_UNPAID", 409, "You have too many unpaid orders. Pay or cancel some of them first."
)
TOO_MANY_SEATS = Code(
    "TOO_MANY_SEATS",
    409,
    "You hold seats in too many groups that you have not paid for. Pay for one or leave one first.",
)
UNITS_LIMIT = Code(
    "UNITS_LIMIT", 409, "One buyer cannot order that many units at once. Order fewer units."
)
# Refused internally: the list has changed since it was read.
UNPAID_MOVED = Code("UNPAID_MOVED", 503, "Your unpaid orders are changing. Try again.")

MAX_UNPAID = 5
MAX_SEATS = 3  # of them
# Units of one SKU that one buyer can order, and that all unpaid orders of the buyer can hold. They
# can hold MAX_UNPAID times as many of all SKUs. A flash sale has its own limit instead.
MAX_UNITS_PER_SKU = Setting("MAX_UNITS_PER_SKU")
_DEFAULT_UNITS = 20


class Held(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an unpaid order holds: SKU → units; whether it holds a seat in a group, and the group's
    campaign, if that has a limit."""

    units: dict[str, int] = {}
    seat: bool = False
    campaign: str = ""


class _HeldByOrder(Attribute[dict[str, Held]]):
    """Order id → Held, as a map of strings, so that a condition can name one order."""

    attr_type = MAP

    def serialize(self, value: Mapping[str, Held]) -> dict[str, Any]:
        return {order_id: {"S": _packed(held)} for order_id, held in value.items()}

    def deserialize(self, value: Mapping[str, Any]) -> dict[str, Held]:
        return {key: msgspec.json.decode(raw["S"], type=Held) for key, raw in value.items()}


class UnpaidOrders(Row):
    """The user's unpaid orders. The item stays when there are none. `version` changes with each
    order that is added, and when a seat in a campaign is paid."""

    orders = _HeldByOrder(null=True)
    version = Integer(default=0)

    def in_campaign(self, campaign: str) -> set[str]:
        """The unpaid orders with a seat in that campaign."""
        return {key for key, held in (self.orders or {}).items() if held.campaign == campaign}


# --- adding --------------------------------------------------------------------------------------


def check_units(units: Mapping[str, int]) -> None:
    """UNITS_LIMIT if one order has more units of a SKU than a buyer may order."""
    most = max_units()
    if any(n > most for n in units.values()):
        raise UNITS_LIMIT(f"One buyer can order {most} units of a SKU at once. Order fewer units.")


def add(openid: str, order_id: str, held: Held) -> Part[UnpaidOrders | None]:
    """One more unpaid order; TOO_MANY_UNPAID, TOO_MANY_SEATS, UNITS_LIMIT."""

    def otherwise(found: UnpaidOrders | None) -> Outcome:
        if found is not None and order_id in (found.orders or {}):
            return ALREADY_SO
        why = too_many(found, held)
        if why is not None:
            return Refuse(why)
        return Instead(_added(openid, order_id, held, found, _as_seen(found), otherwise))

    why = too_many(None, held)
    if why is not None:
        raise why
    orders = UnpaidOrders.orders
    empty = orders.does_not_exist() | (size(orders) == 0)
    return _added(openid, order_id, held, None, empty, otherwise)


def add_seen(
    openid: str, order_id: str, held: Held, seen: UnpaidOrders | None
) -> Part[UnpaidOrders | None]:
    """As `add`, if the list is as it was `seen`; UNPAID_MOVED if not."""
    why = too_many(seen, held)
    if why is not None:
        raise why

    def otherwise(found: UnpaidOrders | None) -> Outcome:
        has = found is not None and order_id in (found.orders or {})
        return ALREADY_SO if has else Refuse(UNPAID_MOVED)

    return _added(openid, order_id, held, seen, _as_seen(seen), otherwise)


def too_many(found: UnpaidOrders | None, new: Held) -> Refusal | None:
    """Why an order cannot be added to these; None if it can."""
    known = list((found.orders or {}).values()) if found is not None else []
    if len(known) >= MAX_UNPAID:
        return TOO_MANY_UNPAID()
    if new.seat and sum(held.seat for held in known) >= MAX_SEATS:
        return TOO_MANY_SEATS()
    most = max_units()
    all_held = [*known, new]
    of_sku = max(
        (sum(held.units.get(sku_id, 0) for held in all_held) for sku_id in new.units), default=0
    )
    in_all = sum(n for held in all_held for n in held.units.values())
    if of_sku > most or in_all > most * MAX_UNPAID:
        if not known:
            return UNITS_LIMIT()
        return TOO_MANY_UNPAID(
            "Your unpaid orders hold too many units. Pay or cancel some of them first."
        )
    return None


def max_units() -> int:
    return int(MAX_UNITS_PER_SKU.get() or _DEFAULT_UNITS)


def _added(
    openid: str,
    order_id: str,
    held: Held,
    seen: UnpaidOrders | None,
    where: Condition,
    otherwise: Callable[[UnpaidOrders | None], Outcome],
) -> Part[UnpaidOrders | None]:
    orders = UnpaidOrders.orders
    has_others = seen is not None and seen.orders
    change = orders[order_id].set(_packed(held)) if has_others else orders.set({order_id: held})
    return update(
        key_of(openid), change, UnpaidOrders.version.add(1), where=where, otherwise=otherwise
    )


def _as_seen(seen: UnpaidOrders | None) -> Condition:
    """No order was added since. (Orders may have been removed: that leaves more room.)"""
    if seen is None:
        return UnpaidOrders.version.does_not_exist()
    same: Condition = UnpaidOrders.version == seen.version
    return same if seen.version else same | UnpaidOrders.version.does_not_exist()


# --- removing ------------------------------------------------------------------------------------


def remove(openid: str, order_id: str) -> Part[UnpaidOrders | None]:
    """The order is not unpaid any more. A repeat changes nothing."""
    own = UnpaidOrders.orders[order_id]
    return update(key_of(openid), own.remove(), where=own.exists(), otherwise=ALREADY_SO)


def remove_once(openid: str, order_id: str, gone: Code) -> Part[UnpaidOrders]:
    """As `remove`, with a new version; refused with `gone` if the order was removed before."""
    own = UnpaidOrders.orders[order_id]
    return update(
        key_of(openid),
        own.remove(),
        UnpaidOrders.version.add(1),
        where=own.exists(),
        otherwise=gone,
    )


def recount(openid: str, remove_paid: Callable[[str, str, Held], None]) -> bool:
    """Remove the orders that are not unpaid any more, though their event is still under way.
    Whether there were any. `remove_paid` removes one that was not closed."""
    seen = read(openid)
    over = []
    for order_id, held in sorted((seen.orders or {}).items()) if seen is not None else ():
        order = get(order_id)
        if order is None:
            commit_one(remove(openid, order_id))
        elif order.status != PENDING:
            remove_paid(openid, order_id, held)
        else:
            continue
        over.append(order_id)
    return bool(over)


def read(openid: str) -> UnpaidOrders | None:
    """The user's unpaid orders as they are now. One read unit."""
    key = key_of(openid)
    return UnpaidOrders.get(key.pk, key.sk, consistent=True)


def _packed(held: Held) -> str:
    return msgspec.json.encode(held).decode()


def key_of(openid: str) -> UnpaidOrders:
    """The key alone."""
    return UnpaidOrders(pk=f"user#{openid}", sk="open")

"""The end of a group: WeChat is asked for the seats that could still fill it.

A payment counts for a group if it was made before the group's deadline, even if we hear of it
later. So before a group fails, WeChat is asked for the payment of each held seat.
"""

from __future__ import annotations

from shop.checkout.payments import take_payment
from shop.groups import deadline, rules, seats
from shop.groups.model import Group, Seat
from shop.orders import model as orders
from shop.orders.states import PAID, PENDING
from wxcloud import clock
from wxcloud.batch import run_batch
from wxcloud.transaction import commit_one
from wxcloud.wechat.pay import calls


def end(group_id: str) -> Group | None:
    """End a group whose deadline has passed; the group as it is then. Raises while WeChat does not
    say whether a seat is paid that could fill the group."""
    group = deadline.expire(group_id)
    if group is None or not group.is_late(clock.now()):
        return group

    def ask(held: tuple[str, Seat]) -> None:
        _ask(group_id, *held)

    run_batch(rules.held_seats(group), ask, "held seats asked after")
    return commit_one(seats.end(group_id, clock.now(), was_asked=True))


def _ask(group_id: str, openid: str, seat: Seat) -> None:
    """The seat is paid if its order was paid in time."""
    order = orders.get(seat.by)
    if order is not None and order.status == PENDING:
        payment = calls.get(order.orderId)
        if payment is not None:
            take_payment(payment)
            order = orders.get(seat.by)
    if order is not None and order.status == PAID:
        paid_at = order.paidAt or order.createdAt
        commit_one(seats.pay(group_id, openid, order.orderId, paid_at))

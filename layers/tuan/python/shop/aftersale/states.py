"""The states of an after-sale, the moves between them, and what time does. Pure rules.

                     refund only            return and refund
    ASKED            the shop decides       the shop decides
      agree          AGREED, money          AGREED
      deny           DENIED                 DENIED
      withdraw       WITHDRAWN              WITHDRAWN
    AGREED           the money is under way the buyer sends the goods back
      send           –                      SENT
      receive        –                      RECEIVED, money    (brought back to the shop)
      withdraw       –                      WITHDRAWN
      run out        –                      EXPIRED
      pay back       REFUNDED               –
    SENT                                    the shop looks at the goods
      send           –                      SENT               (another tracking number)
      receive        –                      RECEIVED, money
      deny           –                      DENIED
    RECEIVED                                the money is under way
      pay back       –                      REFUNDED

DENIED, WITHDRAWN, EXPIRED and REFUNDED are final. "Money" says that the move grants the refund; it
is REFUNDED when WeChat has paid it back.
"""

from __future__ import annotations

from typing import Literal

from shop.orders.states import COMPLETED, PAID, SHIPPED
from wxcloud import clock

Kind = Literal["refund", "return"]
AfterSaleStatus = Literal[
    "ASKED", "AGREED", "SENT", "RECEIVED", "REFUNDED", "DENIED", "WITHDRAWN", "EXPIRED"
]
Action = Literal["agree", "deny", "withdraw", "send", "receive", "run_out", "pay_back"]
WhoActs = Literal["shop", "buyer", "wechat"]

REFUND: Kind = "refund"
RETURN: Kind = "return"
ASKED: AfterSaleStatus = "ASKED"
AGREED: AfterSaleStatus = "AGREED"
SENT: AfterSaleStatus = "SENT"
RECEIVED: AfterSaleStatus = "RECEIVED"
REFUNDED: AfterSaleStatus = "REFUNDED"
DENIED: AfterSaleStatus = "DENIED"
WITHDRAWN: AfterSaleStatus = "WITHDRAWN"
EXPIRED: AfterSaleStatus = "EXPIRED"
FINAL = frozenset({REFUNDED, DENIED, WITHDRAWN, EXPIRED})

_MOVES: dict[Kind, dict[tuple[str, Action], AfterSaleStatus]] = {
    REFUND: {
        (ASKED, "agree"): AGREED,
        (ASKED, "deny"): DENIED,
        (ASKED, "withdraw"): WITHDRAWN,
        (AGREED, "pay_back"): REFUNDED,
    },
    RETURN: {
        (ASKED, "agree"): AGREED,
        (ASKED, "deny"): DENIED,
        (ASKED, "withdraw"): WITHDRAWN,
        (AGREED, "send"): SENT,
        (AGREED, "receive"): RECEIVED,
        (AGREED, "withdraw"): WITHDRAWN,
        (AGREED, "run_out"): EXPIRED,
        (SENT, "send"): SENT,
        (SENT, "receive"): RECEIVED,
        (SENT, "deny"): DENIED,
        (RECEIVED, "pay_back"): REFUNDED,
    },
}
_GRANTS: dict[Kind, Action] = {REFUND: "agree", RETURN: "receive"}
_WHO: dict[tuple[Kind, str], WhoActs] = {
    (REFUND, ASKED): "shop",
    (REFUND, AGREED): "wechat",
    (RETURN, ASKED): "shop",
    (RETURN, AGREED): "buyer",
    (RETURN, SENT): "shop",
    (RETURN, RECEIVED): "wechat",
}

TO_DECIDE = 48 * clock.HOUR  # the shop has that long
TO_SEND_BACK = 7 * clock.DAY  # and the buyer
TO_ASK = 7 * clock.DAY  # after the order was completed


def after(kind: Kind, status: str, action: Action) -> AfterSaleStatus | None:
    """The status after the action; None if there is no such move."""
    return _MOVES[kind].get((status, action))


def grants(kind: Kind, action: Action) -> bool:
    """Whether the action gives the money back: the refund is granted in the same transaction."""
    return _GRANTS[kind] == action


def waits_for(kind: Kind, status: str) -> WhoActs | None:
    """Who has to act next; None if it is over."""
    return _WHO.get((kind, status))


def deadline(kind: Kind, status: str, since: int) -> int | None:
    """Until when the one who has to act has time (ms UTC), if the status began at `since`."""
    if status == ASKED:
        return since + TO_DECIDE
    return since + TO_SEND_BACK if kind == RETURN and status == AGREED else None


def when_late(kind: Kind, status: str, *, is_shipped: bool) -> Action | None:
    """What happens by itself after the deadline; None if it goes on waiting.

    As large shops do: what was not shipped is refunded, and a return is agreed to, because the shop
    still looks at the goods before money moves. Money for goods that stay with the buyer moves only
    if the shop says so: such an after-sale is late, and goes on waiting.
    """
    if status == ASKED:
        return None if kind == REFUND and is_shipped else "agree"
    return "run_out" if after(kind, status, "run_out") else None


def may_ask(order_status: str, completed_at: int | None, now: int) -> bool:
    """Whether an after-sale of an order can be asked for: while it is paid for, and for 7 days
    after it was completed."""
    if order_status == COMPLETED:
        return completed_at is None or now <= completed_at + TO_ASK
    return order_status in (PAID, SHIPPED)

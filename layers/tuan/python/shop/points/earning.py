"""Earning points: actions that a client claims, and events that the shop itself counts."""

from __future__ import annotations

from shop.points import ledger, rules
from shop.points.account import month_after
from shop.points.ledger import ALREADY_COUNTED, Book, post
from shop.points.rules import CHECK_IN, Rule
from shop.points.views import ScoreChange
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code, Refusal

LIMIT_REACHED = Code("LIMIT_REACHED", 409, "This earns no more points today. Come back tomorrow.")

SHARE_NOT_OPENED = Code(
    "SHARE_NOT_OPENED",
    409,
    "A share earns points when a friend opens it. Send the share of createShare to a friend.",
)


def claim(openid: str, rule: Rule, goods_id: str | None = None) -> ScoreChange:
    """Count an action that a client reports of its user. `rule` is from `rules.claimable`.

    Raises ALREADY_COUNTED, LIMIT_REACHED, BAD_REQUEST if the rule needs goods, and SHARE_NOT_OPENED
    if the rule counts a share when a friend opens it, and none has.
    """
    if rule.per in ("goods_day", "goods") and goods_id is None:
        raise BAD_REQUEST("goodsId: Say which goods", field="goodsId")
    if rule.when_opened:
        event = rule.event(goods_id or "", clock.today())
        raise ALREADY_COUNTED() if ledger.get_event(openid, event) else SHARE_NOT_OPENED()
    return _earn(openid, rule, goods_id or "")


def share_opened(sharer: str, goods_id: str) -> None:
    """A friend has opened a share of these goods. The sharer earns points for it, at most once per
    goods and day and up to the day's limit, unless the rule believes the sharer's client."""
    rule = rules.get(rules.SHARE)
    if rule is None or not rule.when_opened:
        return
    try:
        _earn(sharer, rule, goods_id)
    except Refusal as refusal:
        if refusal.code not in (ALREADY_COUNTED, LIMIT_REACHED):
            raise


def earn(
    openid: str, action: str, about: str = "", amount: int = 0, *, order_id: str | None = None
) -> ScoreChange:
    """Count something that the shop itself knows, such as the `purchase` of the order `about` for
    `amount` fen. `order_id`: the order that shows it, if `about` is something else.

    Raises ALREADY_COUNTED if it was counted before, and LIMIT_REACHED.
    """
    return _earn(openid, rules.get(action) or Rule(action), about, amount, order_id)


def _earn(
    openid: str, rule: Rule, about: str, amount: int = 0, order_id: str | None = None
) -> ScoreChange:
    earned = 0

    def make(book: Book) -> None:
        nonlocal earned
        account = book.account
        event = rule.event(about, account.day)
        _check_limits(book, rule, event)
        account, earned = account.count(rule.action), rule.worth(amount)
        if rule.action == CHECK_IN:
            account = account.check_in()
            earned += rule.streak.get(account.streak, 0)
        account = account.receive({month_after(account.month, rule.months): earned})
        book.enter(
            rule.action,
            event,
            account,
            once=rule.per != "day",
            for_amount=rule.for_amount(amount),
            order_id=order_id,
        )

    book = post(openid, make)
    return ScoreChange(score=book.account.balance, earned=earned)


def _check_limits(book: Book, rule: Rule, event: str) -> None:
    """Raises ALREADY_COUNTED if today's action was counted, LIMIT_REACHED at the daily cap."""
    times = book.account.counts.get(rule.action, 0)
    if rule.per == "day" and times:
        raise ALREADY_COUNTED()
    if rule.daily_cap and times >= rule.daily_cap:
        again = ledger.get_event(book.openid, event) is not None
        raise ALREADY_COUNTED() if again else LIMIT_REACHED()

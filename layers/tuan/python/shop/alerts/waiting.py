"""Users who wait for an agent: the staff is told when the bot hands a user over, and again when
nobody has answered for the minutes of the service's settings.

Nothing in an alert says who the user is, or what they wrote.
"""

from __future__ import annotations

from shop.alerts.model import ALERTS, Alert
from shop.support import service
from shop.support.answering import Waits
from shop.support.conversations import QUEUE, Conversation
from shop.texts import moment
from wxcloud import clock
from wxcloud.pseudonyms import counted

_LOOKS = 3 * clock.MINUTE  # `look` is called once a minute; an alert that is sent again is not told
_MOST = 50  # users of one look


def tell(waits: Waits) -> None:
    """A user waits for an agent from now on. A repeat is not told."""
    line = f"顾客从 {moment(waits.since)} 起等待人工客服"
    if not waits.is_open:
        line += "（非工作时间，问题已记下）"
    ALERTS.send(Alert("customerWaiting", _event("waiting", waits.openid, waits.since), line))


def look(now: int) -> None:
    """Who has waited for as long as the settings say, in opening hours: once for each wait."""
    rules = service.rules()
    if not rules.is_open(now):
        return
    late = now - rules.wait
    waited = Conversation.since.between(late - _LOOKS, late)
    for row in Conversation.by_queue.query(QUEUE, waited, limit=_MOST):
        line = f"顾客从 {moment(row.since)} 起还没有得到人工客服的回复"
        event = _event("unanswered", row.openid, row.since)
        ALERTS.send(Alert("customerWaiting", event, line))


def _event(what: str, openid: str, since: int) -> str:
    return f"{what}#{counted(openid)}#{since}"

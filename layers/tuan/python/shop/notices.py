"""Notices: what members are told through WeChat's subscribe messages.

Keys of the table `notices`:

    notice           <name>                the merchant's template for a notice, and what goes in it
    user#<openid>    consent#<templateId>  how many messages of a template the user will still take
    user#<openid>    sent#<event>          that event's message: being sent, sent, or given up

A user's tap on "accept" pays for one message of one template. WeChat keeps the account; ours keeps
us from asking in vain. A user of whom we know nothing is tried once, and WeChat decides.

**One message per member and event.** Whoever sends first claims the event and spends the consent,
in one transaction; everybody else finds it claimed. A claim that is not settled within LEASE was
dropped in a crash and is taken up again, without spending a second consent. WeChat itself knows no
such key: if we fall between its answer and our note of it, the message may come twice, where the
user has consented to two.

Source: mini-program docs, server/API/mp-message-management/subscribe-message/api_sendmessage;
api/open-api/subscribe-message/wx.requestSubscribeMessage.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Literal

import msgspec
from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, BUSY, WECHAT_TIMEOUT, Code
from wxcloud.log import logger
from wxcloud.model import Table, TableMeta
from wxcloud.queues import Queue
from wxcloud.settings import TABLE_PREFIX
from wxcloud.transaction import Part, commit, put, update
from wxcloud.wechat import values

NO_CONSENT = Code("NO_CONSENT", 409, "The user has not agreed to another of these messages.")
NOTICE_NOT_SET = Code("NOTICE_NOT_SET", 409, "This notice has no template yet: call saveNotice.")
NOTICE_DONE = Code("NOTICE_DONE", 409, "This message is dealt with already.")

Name = Literal["groupSuccess", "groupFailed", "orderShipped", "orderRefunded", "pointsExpiring"]

# The facts that each notice can tell, with an example of each to try a template on.
_GROUP = {
    "goods": "明前龙井",
    "groupId": "01kac3v7m4e6t8n0x2r5w9y1bz",
    "size": "3",
    "joined": "2",
    "missing": "1",
    "price": "12.30",
    "time": "2026-11-22 19:30",
}
_SHIPPED = {
    "goods": "明前龙井",
    "orderId": "01kac3v7m4e6t8n0x2r5w9y1bz",
    "carrier": "SF",
    "number": "SF1234567890",
    "time": "2026-11-22 19:30",
}
_REFUNDED = {
    "goods": "明前龙井",
    "orderId": "01kac3v7m4e6t8n0x2r5w9y1bz",
    "amount": "12.30",
    "reason": "拼团未成功，款项退回",
    "time": "2026-11-22 19:30",
}
_POINTS = {"points": "120", "date": "2026-11-30", "score": "560"}
FACTS: Mapping[Name, Mapping[str, str]] = {
    "groupSuccess": _GROUP,
    "groupFailed": _GROUP,
    "orderShipped": _SHIPPED,
    "orderRefunded": _REFUNDED,
    "pointsExpiring": _POINTS,
}

ACCEPTED = frozenset({"accept", "acceptWithAudio"})
ANSWERS = ACCEPTED | {"reject", "ban", "filter"}

SENDING, SENT, DROPPED = "SENDING", "SENT", "DROPPED"
LEASE = clock.MINUTE  # longer than a call of sendNotice may take
LIFE = 60 * clock.DAY  # longer than a message can lie in a queue and then in its dead letters
MOST_CREDITS = 50
NOT_SUBSCRIBED = 43101
_FRESH_S = 60.0  # how old a merchant's template from memory may be
_NAME = re.compile(r"\{(\w*)\}")


class Notice(msgspec.Struct, frozen=True):
    """A message on the notice queue: tell `openid` of `event`, whose `facts` fill the template."""

    notice: str
    openid: str
    event: str
    facts: dict[str, str]


NOTICES = Queue("NOTICE_QUEUE_URL", Notice)


class Template(Table):
    """A merchant's template: its id, the page it opens, and `data`: key → text with {facts}."""

    class Meta(TableMeta):
        name = "notices"

    pk = UnicodeAttribute(hash_key=True, default="notice")
    sk = UnicodeAttribute(range_key=True)
    templateId = UnicodeAttribute()
    page = UnicodeAttribute(null=True)
    data = JSONAttribute()


class Consent(Table):
    """How many messages of a template a user will still take, and since when (ms UTC)."""

    class Meta(TableMeta):
        name = "notices"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    credits = NumberAttribute()
    at = NumberAttribute()


class Delivery(Table):
    """One event's message to one user. While SENDING it belongs to attempt `by`, until `until`."""

    class Meta(TableMeta):
        name = "notices"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute()
    by = UnicodeAttribute()
    claimedAt = NumberAttribute()
    until = NumberAttribute()
    errcode = NumberAttribute(null=True)
    ttl = NumberAttribute()


# --- use cases -----------------------------------------------------------------------------------


def tell(notices: Iterable[Notice]) -> None:
    """Put messages on the notice queue; each will go out once, however often it is told."""
    NOTICES.send_all(notices)


def save(name: Name, template_id: str, page: str | None, data: Mapping[str, str]) -> None:
    """Set which template a notice uses and what its fields say: `{"thing1": "{goods}"}`.

    Functions that keep templates in memory follow within a minute.
    """
    for field, text in {**data, "page": page or ""}.items():
        _try_on(field, text, FACTS[name])
    commit(
        update(
            Template(sk=name),
            Template.templateId.set(template_id),
            Template.page.set(page) if page else Template.page.remove(),
            Template.data.set(dict(data)),
            where=None,
            otherwise=BUSY,
        )
    )
    _templates.pop((TABLE_PREFIX.get(), name), None)


def allow(openid: str, answers: Mapping[str, str]) -> None:
    """Note a user's answers, by template id: an accept is one message more, a reject is none.

    `ban` and `filter` are not the user's words and change nothing.
    """
    now = clock.now()
    parts = [_credit(openid, each, now) for each, said in answers.items() if said in ACCEPTED]
    parts += [_forfeit(openid, each, now) for each, said in answers.items() if said == "reject"]
    if parts:
        commit(*parts)


def deliver(notice: Notice) -> None:
    """Send a notice, once. A refusal that is `passing` is worth another try, any other is final.

    Repeats are told NOTICE_DONE, or BUSY while somebody else is sending.
    """
    from wxcloud.wechat import messages  # on no request path
    from wxcloud.wechat.client import WeChatRefusal

    template = _template(notice.notice)
    if template is None:
        raise NOTICE_NOT_SET()
    data = {key: _fill(text, notice.facts) for key, text in template.data.items()}
    page = _fill(template.page or "", notice.facts)
    claim = _claim(notice, template.templateId)
    try:
        messages.send_subscribe(notice.openid, template.templateId, data, page)
    except WeChatRefusal as refusal:
        if refusal.retryable and not (refusal.unsure and refusal.code is WECHAT_TIMEOUT):
            commit(_release(claim))
            raise
        # Refused for good; or not answered in time, and then they have it, most likely.
        logger.warning("notice given up", extra={"notice": notice.notice, "error": str(refusal)})
        parts = [_settle(claim, DROPPED, refusal.errcode)]
        if refusal.errcode == NOT_SUBSCRIBED:
            parts.append(_forfeit(notice.openid, template.templateId, int(claim.claimedAt)))
        commit(*parts)
    else:
        commit(_settle(claim, SENT))


# --- texts ---------------------------------------------------------------------------------------


def yuan(fen: int) -> str:
    """An amount as WeChat's `amount` and `number` fields take it: 12.30."""
    return f"{int(fen) // 100}.{int(fen) % 100:02d}"


def moment(at: int) -> str:
    """A time in Shanghai as WeChat's `time` and `date` fields take it: 2026-11-22 19:30."""
    return datetime.fromtimestamp(at / 1000, clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _try_on(field: str, text: str, facts: Mapping[str, str]) -> None:
    """Refuse a template's text that knows facts we do not tell, or that WeChat would refuse."""
    for fact in _NAME.findall(text):
        if fact not in facts:
            known = ", ".join(sorted(facts))
            raise BAD_REQUEST(f"{field}: {{{fact}}} is none of {known}", field=field)
    if field != "page":
        try:
            values.fit(field, _fill(text, facts))
        except ValueError as error:
            raise BAD_REQUEST(f"{field}: {error}", field=field) from None


def _fill(text: str, facts: Mapping[str, str]) -> str:
    return _NAME.sub(lambda name: facts.get(name[1], ""), text)


_templates: dict[tuple[str, str], tuple[float, Template]] = {}


def _template(name: str) -> Template | None:
    """A notice's template, from memory if it is younger than a minute."""
    key = TABLE_PREFIX.get(), name
    held = _templates.get(key)
    if held is not None and time.monotonic() - held[0] < _FRESH_S:
        return held[1]
    found = Template.find("notice", name)
    if found is not None:
        _templates[key] = time.monotonic(), found
    return found


# --- parts ---------------------------------------------------------------------------------------


def _credit(openid: str, template_id: str, now: int) -> Part:
    """One message more; beyond MOST_CREDITS it is not worth counting."""
    return update(
        _consent(openid, template_id),
        Consent.credits.set((Consent.credits | 0) + 1),
        Consent.at.set(now),
        where=Consent.credits.does_not_exist() | (Consent.credits < MOST_CREDITS),
        otherwise=lambda _: None,
    )


def _forfeit(openid: str, template_id: str, asked: int) -> Part:
    """No message more, unless the user has agreed to another since we `asked`."""
    return update(
        _consent(openid, template_id),
        Consent.credits.set(0),
        Consent.at.set(asked),
        where=Consent.at.does_not_exist() | (Consent.at <= asked),
        otherwise=lambda _: None,
    )


def _spend(openid: str, template_id: str) -> Part:
    """One message less. A user of whom we know nothing may be tried."""
    return update(
        _consent(openid, template_id),
        Consent.credits.set(Consent.credits - 1),
        where=Consent.credits > 0,
        otherwise=lambda consent: None if consent is None else NO_CONSENT,
    )


def _claim(notice: Notice, template_id: str) -> Delivery:
    """Make an event's message ours to send: a new one with its consent, or one that was dropped."""
    now = clock.now()
    mine = Delivery(
        pk=f"user#{notice.openid}",
        sk=f"sent#{notice.event}",
        state=SENDING,
        by=secrets.token_urlsafe(8),
        claimedAt=now,
        until=now + LEASE,
        ttl=(now + LIFE) // 1000,
    )
    try:
        commit(put(mine, otherwise=partial(_standing, now)), _spend(notice.openid, template_id))
    except _Dropped as dropped:
        commit(_take_up(mine, dropped.claim))
    return mine


class _Dropped(Exception):
    """The event is claimed, and whoever claimed it is gone."""

    def __init__(self, claim: Delivery) -> None:
        self.claim = claim


def _standing(now: int, claim: Delivery | None) -> Code:
    if claim is None or (claim.state == SENDING and claim.until > now):
        return BUSY
    if claim.state == SENDING:
        raise _Dropped(claim)
    return NOTICE_DONE


def _take_up(mine: Delivery, dropped: Delivery) -> Part:
    """Go on where another attempt stopped; its consent is spent already."""
    return put(
        mine,
        where=(Delivery.state == SENDING)
        & (Delivery.by == dropped.by)
        & (Delivery.until == dropped.until),
        otherwise=BUSY,
    )


def _release(claim: Delivery) -> Part:
    """Leave the message to the next attempt."""
    return _ours(claim, Delivery.until.set(0))


def _settle(claim: Delivery, state: str, errcode: int = 0) -> Part:
    """The last word on a message."""
    return _ours(claim, Delivery.state.set(state), Delivery.errcode.set(errcode))


def _ours(claim: Delivery, *changes: Any) -> Part:
    return update(claim, *changes, where=Delivery.by == claim.by, otherwise=lambda _: None)


def _consent(openid: str, template_id: str) -> Consent:
    return Consent(pk=f"user#{openid}", sk=f"consent#{template_id}")

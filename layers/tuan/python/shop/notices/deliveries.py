"""Deliveries: each event's message to each user is claimed, sent and finished, once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from shop.notices import consents, templates
from shop.notices.model import Notice
from wxcloud import clock
from wxcloud.errors import BUSY, WECHAT_TIMEOUT, Code, Refusal
from wxcloud.log import logger
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.pseudonyms import is_erased
from wxcloud.transaction import ALREADY_SO, Part, Refuse, commit, commit_one, delete, put, update
from wxcloud.wechat import messages
from wxcloud.wechat.client import WeChatRefusal
from wxcloud.wechat.messages import SubscribeMessage

NOTICE_NOT_SET = Code("NOTICE_NOT_SET", 409, "This notice has no template yet. Call saveNotice.")
NOTICE_DONE = Code("NOTICE_DONE", 409, "This message was sent, or given up, before.")
NOTICE_CLAIM_EXPIRED = Code(
    "NOTICE_CLAIM_EXPIRED", 503, "The last attempt to send this message did not finish. Try again."
)

SENDING, SENT, DROPPED = "SENDING", "SENT", "DROPPED"
LEASE = clock.MINUTE  # longer than one call of sendNotice may take
LIFE = 60 * clock.DAY  # longer than a message may stay in the queue and in its dead-letter queue


class NoticeDelivery(Table):
    """One event's message to one user. While it is SENDING, it belongs to the attempt `by`, until
    `until`. An attempt that WeChat surely did not take leaves nothing. Times are ms UTC; `errcode`
    is WeChat's, 0 if there was none."""

    class Meta(TableMeta):
        name = "notices"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute()
    by = UnicodeAttribute()
    claimedAt = Integer()
    until = Integer()
    errcode = Integer(null=True)  # absent while the message is SENDING
    ttl = Integer()  # seconds UTC

    @classmethod
    def begin(cls, notice: Notice) -> NoticeDelivery:
        """A new attempt to send the notice."""
        now = clock.now()
        return cls(
            pk=f"user#{notice.openid}",
            sk=f"sent#{notice.event}",
            state=SENDING,
            by=secrets.token_urlsafe(8),
            claimedAt=now,
            until=now + LEASE,
            ttl=(now + LIFE) // 1000,
        )


def deliver(notice: Notice, conditions: Sequence[Part[Any]] = ()) -> None:
    """Send a notice, once. A `retryable` Refusal is worth another attempt; others are final.

    The `conditions` are checked in the transaction that claims the notice, which is the last thing
    before WeChat is called. If one does not hold, nothing is sent and no consent is spent.

    NOTICE_NOT_SET if the notice has no template; MESSAGE_REFUSED if WeChat would refuse the
    message; NO_CONSENT; NOTICE_DONE if it was sent or dropped before; BUSY while another attempt is
    sending it. A message that WeChat refuses spends no consent, also while it waits for another
    attempt: that one may never be made.
    """
    if is_erased(notice.openid):
        return
    template = templates.get(notice.notice)
    if template is None:
        raise NOTICE_NOT_SET()
    message = _message(template, notice)
    claim = _claim(notice, template.templateId, conditions)
    try:
        messages.send_subscribe(message)
    except WeChatRefusal as refusal:
        if refusal.retryable and not (refusal.may_have_happened and refusal.code is WECHAT_TIMEOUT):
            if refusal.may_have_happened:
                commit_one(_release(claim))
            else:
                spent_at = claim.claimedAt
                back = consents.give_back(notice.openid, template.templateId, spent_at)
                commit(_take_back(claim), back)
            raise
        # WeChat refused it, or did not answer in time: then the user has it, most likely.
        logger.warning("notice dropped", extra={"notice": notice.notice, "error": str(refusal)})
        parts: list[Part[Any]] = [_finish(claim, DROPPED, refusal.errcode)]
        if refusal.code is messages.NOT_SUBSCRIBED:
            parts.append(consents.forfeit(notice.openid, template.templateId, claim.claimedAt))
        elif not refusal.may_have_happened:  # WeChat has not spent the consent, so nor have we
            parts.append(consents.give_back(notice.openid, template.templateId, claim.claimedAt))
        commit(*parts)
    else:
        commit_one(_finish(claim, SENT))


def _message(template: templates.Template, notice: Notice) -> SubscribeMessage:
    """The message, before a consent is spent on it. If there is none, the notice is dropped: what
    has happened will never fit this template."""
    try:
        return templates.message(template, notice)
    except ValueError as error:
        logger.error(
            "notice dropped: WeChat would refuse its message",
            extra={"notice": notice.notice, "event": notice.event, "reason": str(error)},
        )
        raise messages.MESSAGE_REFUSED(str(error)) from None


def _claim(notice: Notice, template_id: str, conditions: Sequence[Part[Any]]) -> NoticeDelivery:
    """The attempt that may send the message now: the first one, which also spends a consent, or one
    that takes over an expired claim."""
    mine = NoticeDelivery.begin(notice)

    def standing(delivery: NoticeDelivery | None) -> Refuse:
        if delivery is None:
            return Refuse(BUSY)
        if delivery.state != SENDING:
            return Refuse(NOTICE_DONE)
        return Refuse(NOTICE_CLAIM_EXPIRED if delivery.until <= mine.claimedAt else BUSY)

    try:
        spent = consents.spend(notice.openid, template_id)
        commit(put(mine, otherwise=standing), spent, *conditions)
    except Refusal as refusal:
        if refusal.code is not NOTICE_CLAIM_EXPIRED:
            raise
        # The consent was spent with the claim that expired.
        expired = (NoticeDelivery.state == SENDING) & (NoticeDelivery.until <= mine.claimedAt)
        commit(put(mine, where=expired, otherwise=standing), *conditions)
    return mine


# --- parts ---------------------------------------------------------------------------------------


def _release(claim: NoticeDelivery) -> Part[NoticeDelivery | None]:
    """End the claim, so that the next attempt can take it over, with the consent that is spent;
    unless another one has."""
    return update(
        claim,
        NoticeDelivery.until.set(0),
        where=NoticeDelivery.by == claim.by,
        otherwise=ALREADY_SO,
    )


def _take_back(claim: NoticeDelivery) -> Part[None]:
    """There was no attempt: the next one claims the notice, and spends a consent, as the first.
    BUSY if another attempt has taken the claim over, and with it the consent."""
    return delete(
        NoticeDelivery(pk=claim.pk, sk=claim.sk),
        where=NoticeDelivery.by == claim.by,
        otherwise=BUSY,
    )


def _finish(claim: NoticeDelivery, state: str, errcode: int = 0) -> Part[NoticeDelivery]:
    """The end of the delivery. NOTICE_DONE if another attempt has taken it over."""
    return update(
        claim,
        NoticeDelivery.state.set(state),
        NoticeDelivery.errcode.set(errcode),
        where=NoticeDelivery.by == claim.by,
        otherwise=NOTICE_DONE,
    )


__all__ = ["DROPPED", "LEASE", "LIFE", "NOTICE_DONE", "NOTICE_NOT_SET", "SENDING", "SENT"]
__all__ += ["NoticeDelivery", "deliver"]

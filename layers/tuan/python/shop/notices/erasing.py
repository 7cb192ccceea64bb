"""A user's data is erased: consents, and what was sent."""

from __future__ import annotations

from collections.abc import Iterator

from shop.notices.consents import Consent
from shop.notices.deliveries import NoticeDelivery
from wxcloud.batch import some
from wxcloud.transaction import commit_one, delete


def consents_of(openid: str) -> Iterator[Consent]:
    return iter(Consent.query(f"user#{openid}", Consent.sk.startswith("consent#")))


def deliveries_of(openid: str) -> Iterator[NoticeDelivery]:
    return iter(NoticeDelivery.query(f"user#{openid}", NoticeDelivery.sk.startswith("sent#")))


def erase(openid: str, gone: str, most: int) -> int:
    """Delete up to `most` items of the user; how many."""
    items = Consent.query(f"user#{openid}", consistent_read=True)
    return some(items, most, lambda item: commit_one(delete(Consent(pk=item.pk, sk=item.sk))))

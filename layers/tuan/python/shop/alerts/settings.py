"""Which kinds of alerts are on: an item that operators change. All are on until they do."""

from __future__ import annotations

from collections.abc import Mapping

from pynamodb.attributes import BooleanAttribute

from shop.alerts import robot
from shop.alerts.model import ABOUT, KINDS, AlertItem, Kind
from shop.alerts.views import AlertKind, AlertList
from wxcloud.transaction import commit_one, update


class AlertRules(AlertItem):
    """Each kind: whether it is on. A kind that nobody has set is on."""

    newOrder = BooleanAttribute(null=True)
    refundAsked = BooleanAttribute(null=True)
    customerWaiting = BooleanAttribute(null=True)
    groupEnding = BooleanAttribute(null=True)
    lowStock = BooleanAttribute(null=True)
    deadLetter = BooleanAttribute(null=True)

    @classmethod
    def key(cls) -> AlertRules:
        """The key alone."""
        return cls(pk="rules", sk="rules")


def save(kinds: Mapping[Kind, bool]) -> AlertList:
    """Switch these kinds on or off, and no others. It takes effect with the next message."""
    changes = [getattr(AlertRules, kind).set(is_on) for kind, is_on in kinds.items()]
    return _shown(commit_one(update(AlertRules.key(), *changes)))


def list_kinds() -> AlertList:
    """All kinds of alerts, and whether they are told."""
    return _shown(_read())


def kinds_on() -> frozenset[Kind]:
    """The kinds that the staff wants to be told of. One read unit."""
    return _on(_read())


def _read() -> AlertRules | None:
    key = AlertRules.key()
    return AlertRules.get(key.pk, key.sk, consistent=True)


def _on(rules: AlertRules | None) -> frozenset[Kind]:
    return frozenset(kind for kind in KINDS if getattr(rules, kind, None) is not False)


def _shown(rules: AlertRules | None) -> AlertList:
    on = _on(rules)
    return AlertList(
        items=[AlertKind(kind=kind, on=kind in on, about=ABOUT[kind]) for kind in KINDS],
        robot=robot.seen(),
    )

"""The catalogue of events: which there are, and whether an event fits it.

The built-in kinds are `shop.analytics.kinds.BUILT_IN`. Operators add kinds of client events with
`saveEvent`. A process sees a change within 30 seconds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Meta
from pynamodb.attributes import UnicodeAttribute

from shop.analytics.kinds import BUILT_IN, COMMON, EventKind, PropertyType, Source
from shop.analytics.lines import COLUMN_OF, NUMBERS
from shop.analytics.model import AnalyticsItem
from wxcloud import clock
from wxcloud.cache import Cache
from wxcloud.errors import Code
from wxcloud.fields import Result, Time, tidy
from wxcloud.model import Integer, Json
from wxcloud.transaction import as_read, commit_one, put

EVENT_FIXED = Code(
    "EVENT_FIXED",
    409,
    "This event, or the type of one of its properties, cannot be changed. Use another name.",
)
EVENTS_FULL = Code("EVENTS_FULL", 409, "There are 300 events of your own already.")
EVENT_MOVED = Code("EVENT_MOVED", 503, "Another operator has just saved this event. Try again.")
EVENT_UNKNOWN = Code("EVENT_UNKNOWN", 404, "There is no event with this name in the catalogue.")
EVENT_PROPERTY = Code(
    "EVENT_PROPERTY", 400, "A property of this event is not in the catalogue, or has another type."
)

MOST = 300
_FRESH_S = 30.0
_PK = "events"
_kept: Cache[dict[str, EventKind]] = Cache(_FRESH_S)

Name = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]{0,39}(?![\s\S])",
        description="small letters, digits and _, as `goods_click`",
    ),
]
PropertyName = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}(?![\s\S])")]


class SavedEvent(AnalyticsItem):
    """A kind of event that an operator has added. `savedAt` is ms UTC."""

    title = UnicodeAttribute()
    props = Json(dict[str, PropertyType])
    savedBy = UnicodeAttribute()
    savedAt = Integer()
    version = Integer()

    @classmethod
    def new(
        cls, name: str, title: str, props: Mapping[str, PropertyType], by: str, version: int
    ) -> SavedEvent:
        return cls(
            pk=_PK,
            sk=name,
            title=title,
            props=dict(props),
            savedBy=by,
            savedAt=clock.now(),
            version=version,
        )

    def kind(self) -> EventKind:
        return EventKind(self.sk, self.title, "client", self.props)


class EventView(Result):
    """A kind of event."""

    name: Name
    title: Annotated[str, Meta(description="what pictures call it")]
    source: Annotated[
        Source, Meta(description="server: the shop notes it itself; clients cannot send it")
    ]
    props: Annotated[
        dict[str, PropertyType],
        Meta(description="its properties; every event of a client may also have those of `common`"),
    ]
    savedAt: Annotated[Time | None, Meta(description="ms UTC; null: it is built in")]


class EventList(Result):
    """The catalogue of events."""

    items: list[EventView]
    common: Annotated[
        dict[str, PropertyType], Meta(description="properties that every client event may have")
    ]


def all_kinds() -> dict[str, EventKind]:
    """Name → kind. From memory for 30 seconds; then one query."""
    return _kept.get(_PK, lambda: {**BUILT_IN, **{each.sk: each.kind() for each in _saved()}})


def listing() -> EventList:
    """The catalogue as it is now."""
    built_in = [_view(kind, None) for kind in BUILT_IN.values()]
    return EventList(
        items=[*built_in, *(_view(each.kind(), each.savedAt) for each in _saved())],
        common=dict(COMMON),
    )


def save(name: str, title: str, props: Mapping[str, PropertyType], by: str) -> EventView:
    """Add a kind of client event, or properties to one. EVENT_FIXED if it is built in, or if a
    property would change its type or go: lines of it are kept already. EVENTS_FULL, EVENT_MOVED."""
    if name in BUILT_IN or any(_clashes(each, kind) for each, kind in props.items()):
        raise EVENT_FIXED()
    known = SavedEvent.get(_PK, name, consistent=True)
    if known is None and len(list(_saved())) >= MOST:
        raise EVENTS_FULL()
    before = known.props if known is not None else {}
    if any(props.get(each) != kind for each, kind in before.items()):
        raise EVENT_FIXED()
    version = known.version if known is not None else 0
    new = SavedEvent.new(name, title, props, by, version + 1)
    is_as_read = as_read(SavedEvent.version, known and known.version)
    commit_one(put(new, where=is_as_read, otherwise=EVENT_MOVED))
    _kept.clear()
    return _view(new.kind(), new.savedAt)


def _clashes(name: str, kind: PropertyType) -> bool:
    """Whether a property would be a column, or a common one, of another type."""
    if name in COMMON:
        return kind != COMMON[name]
    if name in COLUMN_OF:
        return kind != ("int" if COLUMN_OF[name] in NUMBERS else "id")
    return False


def _saved() -> list[SavedEvent]:
    return list(SavedEvent.query(_PK))


def _view(kind: EventKind, saved_at: int | None) -> EventView:
    return EventView(
        name=kind.name,
        title=kind.title,
        source=kind.source,
        props=dict(kind.props),
        savedAt=saved_at,
    )


# --- does an event fit? --------------------------------------------------------------------------

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_MAX_TEXT = 200
_MAX_NUMBER = 2**53


def problem(name: str, props: Mapping[str, Any]) -> Code | None:
    """Why a client may not send this event; None if it may."""
    kind = all_kinds().get(name)
    if kind is None or kind.source != "client":
        return EVENT_UNKNOWN
    for each, value in props.items():
        wanted = kind.props.get(each) or COMMON.get(each)
        if wanted is None or not fits(value, wanted):
            return EVENT_PROPERTY
    return None


def fits(value: Any, kind: str) -> bool:
    """Whether a value is of that type of a property."""
    match kind:
        case "id":
            return isinstance(value, str) and _ID.fullmatch(value) is not None
        case "text":
            return (
                isinstance(value, str)
                and len(value) <= _MAX_TEXT
                and value == tidy(value)
                and not _CONTROLS.search(value)
            )
        case "bool":
            return isinstance(value, bool)
    is_number = isinstance(value, int if kind == "int" else int | float)
    if not is_number or isinstance(value, bool):
        return False
    return math.isfinite(value) and abs(value) <= _MAX_NUMBER


def reset() -> None:
    """Forget what was read: for tests."""
    _kept.clear()

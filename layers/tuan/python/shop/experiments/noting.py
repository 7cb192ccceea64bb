"""An exposure becomes an event. It is apart from `exposures`, so that a page does not load what
analytics needs."""

from __future__ import annotations

from shop.analytics import visitors
from shop.analytics.intake import ServerEvent, record
from shop.experiments.exposures import NoteExposure
from wxcloud import clock

EXPOSURE = "exposure"


def note(exposure: NoteExposure) -> None:
    """Keep the event. A repeat of the same variant on the same day counts once."""
    user, day = visitors.pseudonym(exposure.openid), clock.day_of(exposure.at)
    event = ServerEvent(
        insertId=f"exposure:{exposure.experiment}:{exposure.variant}:{user}:{day}",
        event=EXPOSURE,
        at=exposure.at,
        openid=exposure.openid,
        props={"experiment": exposure.experiment, "variant": exposure.variant},
    )
    record([event])

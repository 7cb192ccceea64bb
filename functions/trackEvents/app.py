"""trackEvents: takes a batch of what a user or a guest has done.

An event that does not fit the catalogue (listEvents), is more than 72 hours old or lies in the
future is rejected by its insertId; the others are taken. Send a batch again if there was no answer:
an `insertId` counts once.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.analytics.intake import AnonymousId, Tracked, TrackedEvent, track
from shop.experiments.serving import arms_of
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class TrackEvents(Request):
    """`anonymousId` is for guests, and for events that a user's device has kept since before the
    login."""

    events: Annotated[list[TrackedEvent], Meta(min_length=1, max_length=100)]
    anonymousId: AnonymousId | None = None


@cloud_function(TrackEvents, guests=True, keeps_answer=False)
def main(data: TrackEvents, wx: WXContext) -> Tracked:
    return track(data.events, wx.OPENID, data.anonymousId or "", arms=arms_of(wx.OPENID))

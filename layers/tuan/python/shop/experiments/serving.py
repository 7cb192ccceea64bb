"""A user gets a version of a page."""

from __future__ import annotations

from shop.experiments import exposures, reads
from shop.experiments.assignment import assign, assign_default
from shop.experiments.views import PageVersion
from wxcloud import clock


def arms_of(openid: str) -> dict[str, str]:
    """The variants of the experiments that the user is in: experiment → variant. Nothing is noted.
    No read unit when warm."""
    if not openid:
        return {}
    now = clock.now()
    got = {each.key: assign(each, openid, now) for each in reads.saved()}
    return {key: each.variant.name for key, each in got.items() if each.counts}


def page_version(key: str, openid: str) -> PageVersion:
    """The version for a user, and the exposure noted. No read unit when warm."""
    experiment = reads.get(key)
    if experiment is None:
        got = assign_default(key, openid)
    else:
        got = assign(experiment, openid, clock.now())
    if got.counts:
        exposures.note_later(key, got.variant.name, openid)
    return PageVersion(
        variant=got.variant.name, config=dict(got.variant.config), inExperiment=got.counts
    )

"""Which version a user gets. Pure rules.

The order of the rules is that of GrowthBook's SDKs: testers, the time, the layer, the bucket. A
user whom no rule gives a version gets the control, and is not in the experiment.
"""

from __future__ import annotations

from collections.abc import Sequence

from shop.experiments.hashing import (
    Range,
    bucket_of,
    bucket_ranges,
    choose_variation,
    in_namespace,
)
from shop.experiments.model import DEFAULT_VARIANTS, Experiment, PageVariant
from wxcloud.value import Value


class Assigned(Value):
    """The version that a user gets, and whether the user is in the experiment."""

    variant: PageVariant
    counts: bool


def assign(experiment: Experiment, openid: str, now: int) -> Assigned:
    """The version for a user. Testers get what is said of them, and do not count."""
    forced = experiment.testers.get(openid)
    if forced is not None:
        return Assigned(_named(experiment, forced), counts=False)
    if now < experiment.start:
        return Assigned(experiment.control, counts=False)
    if now >= experiment.stop:
        return Assigned(_named(experiment, experiment.winner), counts=False)
    layer = experiment.layer
    if layer is not None and not in_namespace(openid, layer.name, layer.start, layer.end):
        return Assigned(experiment.control, counts=False)
    ranges = ranges_of(experiment.variants, experiment.audience.coverage)
    arm = choose_variation(bucket_of(experiment.key, openid), ranges)
    if arm < 0:
        return Assigned(experiment.control, counts=False)
    return Assigned(experiment.variants[arm], counts=True)


def assign_default(key: str, openid: str) -> Assigned:
    """The version for a user of an experiment that nobody has saved: `v1` or `v2`, by the hash of
    the openid."""
    arm = choose_variation(bucket_of(key, openid), ranges_of(DEFAULT_VARIANTS))
    return Assigned(DEFAULT_VARIANTS[max(0, arm)], counts=True)


def ranges_of(variants: Sequence[PageVariant], coverage: float = 1.0) -> list[Range]:
    """The range of buckets of each variant, by its weight."""
    total = sum(variant.weight for variant in variants)
    weights = [variant.weight / total for variant in variants]
    return bucket_ranges(len(variants), coverage, weights)


def _named(experiment: Experiment, name: str | None) -> PageVariant:
    """The variant of that name; the control if there is none."""
    return next((each for each in experiment.variants if each.name == name), experiment.control)

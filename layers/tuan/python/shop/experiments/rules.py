"""What an experiment must be like. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shop.experiments.model import Experiment, Layer, Slice
from wxcloud import clock
from wxcloud.errors import BAD_REQUEST, Code

LAYER_TAKEN = Code(
    "LAYER_TAKEN",
    409,
    "Another experiment has this part of the layer at that time. Choose another part or time.",
)
VARIANTS_FIXED = Code(
    "VARIANTS_FIXED",
    409,
    "This experiment has started: its variants keep their names and order. Change the weights, or"
    " make a new experiment.",
)

LONGEST = 180 * clock.DAY
LONGEST_NAME = 40  # of a property: as `shop.analytics.catalogue` has them


def check(experiment: Experiment) -> None:
    """BAD_REQUEST if the experiment makes no sense."""
    names = [variant.name for variant in experiment.variants]
    _once(names, "variants")
    _once([metric.name for metric in experiment.metrics], "metrics")
    if any(len(metric.value or "") > LONGEST_NAME for metric in experiment.metrics):
        raise BAD_REQUEST(
            f"metrics: A property has a name of at most {LONGEST_NAME} characters", field="metrics"
        )
    if not sum(variant.weight for variant in experiment.variants) > 0:
        raise BAD_REQUEST("variants: At least one weight is above 0", field="variants")
    if experiment.stop <= experiment.start:
        raise BAD_REQUEST("stop: It must be after start", field="stop")
    if experiment.stop - experiment.start > LONGEST:
        raise BAD_REQUEST("stop: At most 180 days after start", field="stop")
    layer = experiment.layer
    if layer is not None and layer.end <= layer.start:
        raise BAD_REQUEST("layer: end must be above start", field="layer")
    if not set(experiment.testers.values()) <= set(names):
        raise BAD_REQUEST("testers: There is no such variant", field="testers")
    if experiment.winner is not None and experiment.winner not in names:
        raise BAD_REQUEST("winner: There is no such variant", field="winner")


def check_change(before: Experiment, after: Experiment, now: int) -> None:
    """VARIANTS_FIXED if the names of the variants change after the start: users would change their
    version, and events would tell of variants that are not there."""
    names = [variant.name for variant in before.variants]
    if now >= before.start and names != [variant.name for variant in after.variants]:
        raise VARIANTS_FIXED()


def divides_as(before: Experiment, after: Experiment) -> bool:
    """Whether both divide the users in the same way."""
    return (
        [variant.weight for variant in before.variants]
        == [variant.weight for variant in after.variants]
        and before.audience == after.audience
        and before.layer == after.layer
    )


def slice_of(experiment: Experiment, layer: Layer) -> Slice:
    """The part of the layer that the experiment needs while it runs."""
    return Slice(
        experiment=experiment.key,
        begin=layer.start,
        end=layer.end,
        start=experiment.start,
        stop=experiment.stop,
    )


def others(slices: Iterable[Slice], key: str, now: int) -> list[Slice]:
    """The parts that other experiments have now or later."""
    return [each for each in slices if each.experiment != key and each.stop > now]


def check_free(slices: Sequence[Slice], mine: Slice) -> None:
    """LAYER_TAKEN if one of the parts is needed at the same time."""
    for each in slices:
        shares_users = each.begin < mine.end and mine.begin < each.end
        shares_time = each.start < mine.stop and mine.start < each.stop
        if shares_users and shares_time:
            raise LAYER_TAKEN(f"{each.experiment} has {each.begin:g} to {each.end:g}.")


def _once(names: Sequence[str], field: str) -> None:
    if len(set(names)) != len(names):
        raise BAD_REQUEST(f"{field}: Give each name only once", field=field)

"""An operator saves an experiment. The experiment and its part of a layer are one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from shop.experiments import model, reads, rules
from shop.experiments.model import Experiment, ExperimentItem, LayerItem, Slice
from wxcloud import clock
from wxcloud.errors import Code
from wxcloud.transaction import Part, as_read, commit, put, retry

EXPERIMENT_MOVED = Code(
    "EXPERIMENT_MOVED", 503, "This experiment or its layer is being changed. Try again."
)


def save(experiment: Experiment, by: str) -> str:
    """Save an experiment, new or with all its fields; its key. BAD_REQUEST, LAYER_TAKEN,
    VARIANTS_FIXED."""
    rules.check(experiment)
    retry(lambda: _save(experiment, by), on=[EXPERIMENT_MOVED])
    reads.forget(experiment.key)
    return experiment.key


def _save(experiment: Experiment, by: str) -> None:
    now = clock.now()
    seen = model.get(experiment.key)
    if seen is not None:
        rules.check_change(seen.terms, experiment, now)
        if seen.terms == experiment:
            return
    commit(_written(experiment, by, seen, now), *_layers(experiment, seen, now))


def _written(
    experiment: Experiment, by: str, seen: ExperimentItem | None, now: int
) -> Part[ExperimentItem]:
    item = ExperimentItem.at(experiment.key)
    item.terms, item.savedAt, item.savedBy = experiment, now, by
    is_same = seen is not None and rules.divides_as(seen.terms, experiment)
    item.weightsSince = 0 if seen is None else seen.weightsSince if is_same else now
    item.version = seen.version + 1 if seen is not None else 1
    is_as_seen = as_read(ExperimentItem.version, seen and seen.version)
    return put(item, where=is_as_seen, otherwise=EXPERIMENT_MOVED)


def _layers(
    experiment: Experiment, seen: ExperimentItem | None, now: int
) -> Sequence[Part[LayerItem]]:
    """The layer that the experiment leaves, and the one that it is in. LAYER_TAKEN."""
    before = seen.terms.layer if seen is not None else None
    parts = []
    if before is not None and (experiment.layer is None or experiment.layer.name != before.name):
        parts.append(_layer(before.name, experiment.key, None, now))
    if experiment.layer is not None:
        mine = rules.slice_of(experiment, experiment.layer)
        parts.append(_layer(experiment.layer.name, experiment.key, mine, now))
    return parts


def _layer(name: str, key: str, mine: Slice | None, now: int) -> Part[LayerItem]:
    seen = model.get_layer(name)
    others = rules.others(seen.slices if seen is not None else [], key, now)
    if mine is not None:
        rules.check_free(others, mine)
    item = LayerItem.at(name)
    item.slices = [*others, mine] if mine is not None else others
    item.version = seen.version + 1 if seen is not None else 1
    is_as_seen = as_read(LayerItem.version, seen and seen.version)
    return put(item, where=is_as_seen, otherwise=EXPERIMENT_MOVED)

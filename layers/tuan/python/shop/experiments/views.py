"""What clients and operators see of experiments."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.experiments.model import Config, Experiment, ExperimentItem, Key, list_items
from shop.experiments.reads import MAX_LISTED
from wxcloud.fields import Id, Result, Time


class PageVersion(Result):
    """The version of a page that the caller gets."""

    variant: Annotated[Id, Meta(description="the variant's name, as v1")]
    config: Config
    inExperiment: Annotated[
        bool,
        Meta(
            description="false: the caller does not count, because the experiment does not run, or"
            " the caller is a tester or not in its layer or audience"
        ),
    ]


class ExperimentSaved(Result):
    """An experiment was saved."""

    key: Key


class ExperimentView(Result):
    """An experiment, as it was saved."""

    experiment: Experiment
    state: Annotated[str, Meta(description="planned, running or stopped")]
    savedAt: Time


class ExperimentList(Result):
    """The experiments, at most 200."""

    items: list[ExperimentView]


def experiment_view(item: ExperimentItem, now: int) -> ExperimentView:
    terms = item.terms
    state = "planned" if now < terms.start else "running" if now < terms.stop else "stopped"
    return ExperimentView(experiment=terms, state=state, savedAt=item.savedAt)


def list_experiments(now: int) -> ExperimentList:
    """The experiments, by key. One query."""
    return ExperimentList(items=[experiment_view(each, now) for each in list_items(MAX_LISTED)])

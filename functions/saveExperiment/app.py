"""saveExperiment: an operator saves an experiment: a new one, or all fields of one that exists.

Users are divided by a hash of their openid and the experiment's key, as GrowthBook's SDKs do it. If
weights change, a user whose bucket stays in the same variant keeps it. Once the experiment has
started, its variants keep their names and order; a weight of 0 ends one. Functions that have the
old experiment in memory use the new one within 30 seconds.
"""

from __future__ import annotations

from msgspec import convert

from shop.experiments.model import Experiment
from shop.experiments.saving import save
from shop.experiments.views import ExperimentSaved
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.function import cloud_function


class SaveExperiment(Experiment):
    """The experiment."""


@cloud_function(SaveExperiment, only=OPERATOR)
def main(data: SaveExperiment, wx: WXContext) -> ExperimentSaved:
    experiment = convert(data, Experiment, from_attributes=True)
    return ExperimentSaved(key=save(experiment, wx.OPENID))

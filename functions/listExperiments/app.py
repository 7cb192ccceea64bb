"""listExperiments: all experiments, for operators."""

from __future__ import annotations

from shop.experiments.views import ExperimentList, list_experiments
from shop.roles import OPERATOR
from wxcloud import clock
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListExperiments(Request):
    """Nothing needs to be said."""


@cloud_function(ListExperiments, only=OPERATOR, keeps_answer=False)
def main(data: ListExperiments, wx: WXContext) -> ExperimentList:
    return list_experiments(clock.now())

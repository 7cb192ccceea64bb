"""analyzeExperiment: what an experiment has shown so far, and what to do now.

`words` says it in one paragraph. It can be asked every day: the always-valid p value decides, and
it stays right however often one looks. If the answer takes long, there is only a `queryId`: ask
getAnalysis.
"""

from __future__ import annotations

from shop.analytics.ranges import Format
from shop.experiments.answers import ExperimentAnswer
from shop.experiments.reads import need_item
from shop.experiments.trial import Trial
from shop.questions import ask
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class AnalyzeExperiment(Request):
    experiment: Id
    format: Format = "json"


@cloud_function(AnalyzeExperiment, only=OPERATOR, keeps_answer=False)
def main(data: AnalyzeExperiment, wx: WXContext) -> ExperimentAnswer:
    trial = Trial.of(need_item(data.experiment), english=wx.ENGLISH)
    return ask(trial, wx.OPENID, data.format)

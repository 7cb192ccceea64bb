"""Which questions of analytics there are: the only place where that is said.

A new question is a msgspec Struct with `sql` and `answer` (`shop.analytics.asking.Question`), one
line here, and its picture.
"""

from __future__ import annotations

import msgspec

from shop.analytics import asking
from shop.analytics.answers import Answered
from shop.analytics.asking import Kinds, Question
from shop.analytics.broadcasts import LiveAnswer, LiveQuestion
from shop.analytics.funnel import Funnel, FunnelAnswer
from shop.analytics.goods import GoodsAnswer, GoodsQuestion
from shop.analytics.ranges import Format
from shop.analytics.retention import Retention, RetentionAnswer
from shop.analytics.sharing import SharesAnswer, SharesQuestion
from shop.experiments.answers import ExperimentAnswer
from shop.experiments.trial import Trial
from shop.roles import OPERATOR
from wxcloud.context import WXContext

KINDS: Kinds = {
    question.kind: question
    for question in (Funnel, Retention, GoodsQuestion, SharesQuestion, LiveQuestion, Trial)
}
OF_HOSTS: Kinds = {LiveQuestion.kind: LiveQuestion}
AnyAnswer = (
    FunnelAnswer | RetentionAnswer | GoodsAnswer | SharesAnswer | LiveAnswer | ExperimentAnswer
)


def ask(question: Question, by: str, wanted: Format) -> Answered:
    """The answer, or how far it is. BAD_REQUEST, ANALYSIS_BUDGET."""
    return _drawn(asking.ask(question, by), wanted)


def look(analysis_id: str, wx: WXContext, wanted: Format) -> Answered:
    """How far a question is, with its answer if it is done. Whoever is no operator sees their own
    ones alone. NOT_FOUND."""
    if OPERATOR in wx.ROLES:
        return _drawn(asking.look(analysis_id, KINDS), wanted)
    return _drawn(asking.look(analysis_id, OF_HOSTS, wx.OPENID), wanted)


def _drawn(answer: Answered, wanted: Format) -> Answered:
    if wanted != "svg" or answer.state != "DONE":
        return answer
    if isinstance(answer, ExperimentAnswer):
        from shop.experiments import drawing as experiments  # the pictures' layer is slow to load

        return msgspec.structs.replace(answer, svg=experiments.draw(answer))
    from shop.analytics import drawing

    return msgspec.structs.replace(answer, svg=drawing.draw(answer))

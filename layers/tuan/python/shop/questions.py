"""Which questions of analytics there are: the only place where that is said.

A new question is a msgspec Struct with `sql` and `answer` (`shop.analytics.asking.Question`), one
line here, and its picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from shop.analytics import asking
from shop.analytics.answers import Answered
from shop.analytics.asking import Question
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

A = TypeVar("A", bound=Answered)
AnyAnswer = (
    FunnelAnswer | RetentionAnswer | GoodsAnswer | SharesAnswer | LiveAnswer | ExperimentAnswer
)
Kinds = Mapping[str, type[Question[AnyAnswer]]]  # the name of a kind of question → its class
_ALL: tuple[type[Question[AnyAnswer]], ...] = (
    Funnel,
    Retention,
    GoodsQuestion,
    SharesQuestion,
    LiveQuestion,
    Trial,
)
KINDS: Kinds = {question.kind: question for question in _ALL}
OF_HOSTS: Kinds = {LiveQuestion.kind: LiveQuestion}


def ask(question: Question[A], by: str, wanted: Format) -> A:
    """The answer, or how far it is. BAD_REQUEST, ANALYSIS_BUDGET."""
    return _drawn(asking.ask(question, by), wanted)


def look(analysis_id: str, wx: WXContext, wanted: Format) -> AnyAnswer:
    """How far a question is, with its answer if it is done. Whoever is no operator sees their own
    ones alone. NOT_FOUND."""
    if OPERATOR in wx.ROLES:
        return _drawn(asking.look(analysis_id, KINDS), wanted)
    return _drawn(asking.look(analysis_id, OF_HOSTS, wx.OPENID), wanted)


def _drawn(answer: A, wanted: Format) -> A:
    if wanted != "svg" or answer.state != "DONE":
        return answer
    if isinstance(answer, ExperimentAnswer):
        from shop.experiments import drawing as experiments  # the pictures' layer is slow to load

        return msgspec.structs.replace(answer, svg=experiments.draw(answer))
    from shop.analytics import drawing

    return msgspec.structs.replace(answer, svg=drawing.draw(answer))

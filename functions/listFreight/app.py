"""listFreight: the freight templates, for operators."""

from __future__ import annotations

from shop.freight import reads
from shop.freight.views import FreightList
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListFreight(Request):
    """Nothing needs to be said."""


@cloud_function(ListFreight, only=OPERATOR, keeps_answer=False)
def main(data: ListFreight, wx: WXContext) -> FreightList:
    return reads.list_templates()

"""getExport: how far an export is, and where to download it, for operators."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.desk.exports import view
from shop.desk.views import ExportView
from shop.roles import OPERATOR
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetExport(Request):
    exportId: Annotated[Id, Meta(description="what exportOrders has given")]


@cloud_function(GetExport, only=OPERATOR, keeps_answer=False)
def main(data: GetExport, wx: WXContext) -> ExportView:
    return view(data.exportId)

"""exportMyData: all that the shop knows of the caller, as a file.

If there is much of it, `state` is RUNNING: call again after some seconds, until `url` is there. The
URL works for five minutes, the file is removed after a day.
"""

from __future__ import annotations

from shop.privacy.exporting import export
from shop.privacy.views import DataExportView
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ExportMyData(Request):
    """Nothing is needed."""


@cloud_function(ExportMyData, keeps_answer=False)
def main(data: ExportMyData, wx: WXContext) -> DataExportView:
    return export(wx.OPENID)

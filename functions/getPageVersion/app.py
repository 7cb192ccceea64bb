"""getPageVersion: which version of a page the caller gets, with its configuration.

The caller always gets the same version, unless an operator changes the weights. An experiment that
nobody has saved has the versions `v1` and `v2`. Once a day the server notes that the caller got it.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.experiments.serving import page_version
from shop.experiments.views import PageVersion
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class GetPageVersion(Request):
    experiment: Annotated[Id, Meta(description="the experiment's key")] = "page"


@cloud_function(GetPageVersion, keeps_answer=False)
def main(data: GetPageVersion, wx: WXContext) -> PageVersion:
    return page_version(data.experiment, wx.OPENID)

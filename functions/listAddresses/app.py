"""listAddresses: the caller's address book: the default first, then the last saved ones."""

from __future__ import annotations

from shop.addresses import reads
from shop.addresses.views import AddressList
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListAddresses(Request):
    """Nothing needs to be said."""


@cloud_function(ListAddresses, keeps_answer=False)
def main(data: ListAddresses, wx: WXContext) -> AddressList:
    return reads.list_addresses(wx.OPENID)

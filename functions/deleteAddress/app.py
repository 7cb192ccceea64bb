"""deleteAddress: take an address out of the caller's address book. Orders keep their copy."""

from __future__ import annotations

from shop.addresses import saving
from shop.addresses.views import AddressDeleted
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class DeleteAddress(Request):
    """The address to delete."""

    addressId: Id


@cloud_function(DeleteAddress)
def main(data: DeleteAddress, wx: WXContext) -> AddressDeleted:
    saving.delete(wx.OPENID, data.addressId)
    return AddressDeleted(addressId=data.addressId)

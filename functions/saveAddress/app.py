"""saveAddress: save an address in the caller's address book: a new one, or all fields of one.

It takes what `wx.chooseAddress` gives, as it gives it. An address that the book has already gets no
second entry. The first address of a book becomes the default. Orders keep the address that they
were placed with (`changeAddress` changes it).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.addresses import saving
from shop.addresses.forms import AddressForm
from shop.addresses.views import AddressSaved
from wxcloud.context import WXContext
from wxcloud.fields import Id
from wxcloud.function import cloud_function


class SaveAddress(AddressForm):
    """An address, as `wx.chooseAddress` gives it."""

    addressId: Annotated[Id, Meta(description="without it, this is a new address")] | None = None
    isDefault: (
        Annotated[bool, Meta(description="the default among the caller's addresses")] | None
    ) = None


@cloud_function(SaveAddress)
def main(data: SaveAddress, wx: WXContext) -> AddressSaved:
    address_id = saving.save(wx.OPENID, data.address(), data.addressId, data.isDefault)
    return AddressSaved(addressId=address_id)

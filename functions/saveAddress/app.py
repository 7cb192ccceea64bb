"""saveAddress: save an address in the caller's address book: a new one, or all fields of one.

It takes what `wx.chooseAddress` gives, as it gives it. An address that the book has already gets no
second entry. The first address of a book becomes the default. Orders keep the address that they
were placed with (`changeAddress` changes it).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, convert

from shop.addresses import saving
from shop.addresses.model import Address
from shop.addresses.views import AddressSaved
from wxcloud.context import WXContext
from wxcloud.fields import Id, MaybeText50, MaybeText120, Request, Text50, Text120
from wxcloud.function import cloud_function

Phone = Annotated[
    str,
    Meta(max_length=32, pattern=r"^[+(]?[0-9][0-9 ()#*-]{4,31}(?![\s\S])", description="a phone"),
]
AreaCode = Annotated[
    str, Meta(max_length=12, pattern=r"^[0-9]*(?![\s\S])", description="as 440105; or empty")
]


class SaveAddress(Request):
    """An address, as `wx.chooseAddress` gives it."""

    userName: Annotated[Text50, Meta(description="who receives the goods")]
    telNumber: Annotated[Phone, Meta(description="their phone number")]
    provinceName: Text50
    cityName: MaybeText50
    countyName: MaybeText50
    detailInfo: Annotated[Text120, Meta(description="street and house")]
    nationalCode: Annotated[
        AreaCode,
        Meta(description="the area's code (GB/T 2260), for areas that are not served"),
    ] = ""
    postalCode: MaybeText50 = ""
    streetName: MaybeText50 = ""
    detailInfoNew: MaybeText120 = ""
    nationalCodeFull: Annotated[MaybeText50, Meta(description="not used")] = ""
    errMsg: Annotated[MaybeText120, Meta(description="not used")] = ""
    addressId: Annotated[Id, Meta(description="without it, this is a new address")] | None = None
    isDefault: (
        Annotated[bool, Meta(description="the default among the caller's addresses")] | None
    ) = None


@cloud_function(SaveAddress)
def main(data: SaveAddress, wx: WXContext) -> AddressSaved:
    address = convert(data, Address, from_attributes=True)
    address_id = saving.save(wx.OPENID, address, data.addressId, data.isDefault)
    return AddressSaved(addressId=address_id)

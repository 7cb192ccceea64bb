"""An address as a person types it, or as `wx.chooseAddress` gives it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, convert

from shop.addresses.model import Address
from wxcloud.fields import MaybeText50, MaybeText120, Request, Text50, Text120

Phone = Annotated[
    str,
    Meta(max_length=32, pattern=r"^[+(]?[0-9][0-9 ()#*-]{4,31}(?![\s\S])", description="a phone"),
]
AreaCode = Annotated[
    str, Meta(max_length=12, pattern=r"^[0-9]*(?![\s\S])", description="as 440105; or empty")
]


class AddressForm(Request):
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

    def address(self) -> Address:
        return convert(self, Address, from_attributes=True)

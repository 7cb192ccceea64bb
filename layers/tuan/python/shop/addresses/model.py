"""The address, the address book of a user, and the keys of the table `addresses`.

user#<openid>      the address book of the user
order#<orderId>    where an order goes, and the buyer's remark (`shop.orders.delivery`)
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta
from pynamodb.attributes import UnicodeAttribute

from wxcloud.errors import Code
from wxcloud.fields import Id, Result
from wxcloud.model import Integer, Json, Table, TableMeta

ADDRESS_NOT_FOUND = Code(
    "ADDRESS_NOT_FOUND", 404, "This address is not in your address book. Choose another one."
)
ADDRESS_LIMIT = Code(
    "ADDRESS_LIMIT", 409, "Your address book is full. Delete an address that you do not need."
)
BOOK_MOVED = Code("BOOK_MOVED", 503, "Your address book is being changed. Try again.")

MAX_ADDRESSES = 20


class Address(Result, omit_defaults=True):
    """An address as `wx.chooseAddress` gives it. What it does not say is left out."""

    userName: Annotated[str, Meta(description="who receives the goods")]
    telNumber: Annotated[str, Meta(description="their phone number")]
    provinceName: str
    cityName: str
    countyName: str
    detailInfo: Annotated[str, Meta(description="street and house")]
    nationalCode: Annotated[
        str, Meta(description="the area's code (GB/T 2260), as 440105; absent if nobody has said")
    ] = ""
    postalCode: Annotated[str, Meta(description="absent if nobody has said")] = ""
    streetName: Annotated[str, Meta(description="absent if nobody has said")] = ""
    detailInfoNew: Annotated[
        str, Meta(description="as WeChat's newer page has it; absent if nobody has said")
    ] = ""


class SavedAddress(Address, kw_only=True, omit_defaults=True):
    """An address of an address book."""

    addressId: Id
    isDefault: bool

    def copied(self) -> Address:
        """The address alone, for an order: later changes of the book do not change it."""
        return Address(**{name: getattr(self, name) for name in Address.__struct_fields__})


class AddressRow(Table):
    """An item of the table `addresses`. Each kind of item is a subclass."""

    class Meta(TableMeta):
        name = "addresses"

    pk = UnicodeAttribute(hash_key=True)


class AddressBook(AddressRow):
    """The addresses of a user, the last saved one first. `version` counts the changes."""

    addresses = Json(list[SavedAddress])
    version = Integer()

    @classmethod
    def at(cls, openid: str) -> AddressBook:
        """The key alone."""
        return cls(pk=f"user#{openid}")


def get(openid: str) -> AddressBook | None:
    """The user's address book as it is now. One read unit per 4 KB."""
    return AddressBook.get(AddressBook.at(openid).pk, consistent=True)

"""What users see of their address books: the results of functions."""

from __future__ import annotations

from shop.addresses.model import SavedAddress
from wxcloud.fields import Id, Result


class AddressSaved(Result):
    """An address was saved."""

    addressId: Id


class AddressDeleted(Result):
    """An address is not in the book any more."""

    addressId: Id


class AddressList(Result):
    """All addresses of the caller: the default first, then the last saved ones. At most 20."""

    items: list[SavedAddress]

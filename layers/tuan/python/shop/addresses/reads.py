"""The addresses of a user."""

from __future__ import annotations

from shop.addresses import book
from shop.addresses.model import SavedAddress, get
from shop.addresses.views import AddressList


def need(openid: str, address_id: str) -> SavedAddress:
    """The address of that id in the user's book. ADDRESS_NOT_FOUND, also for another user's."""
    found = get(openid)
    return book.find(found.addresses if found is not None else [], address_id)


def list_addresses(openid: str) -> AddressList:
    """The user's addresses: the default first, then the last saved ones."""
    found = get(openid)
    addresses = found.addresses if found is not None else []
    return AddressList(items=sorted(addresses, key=lambda each: not each.isDefault))

"""Saving and deleting addresses. A book is one item: each change is one write, under the condition
that the book is as it was read."""

from __future__ import annotations

from collections.abc import Sequence

from shop.addresses import book as rules
from shop.addresses.model import BOOK_MOVED, Address, AddressBook, SavedAddress, get
from wxcloud.ids import new_id
from wxcloud.transaction import as_read, commit_one, put, retry


def save(openid: str, address: Address, address_id: str | None, is_default: bool | None) -> str:
    """Save a new address, or all fields of one that is in the book; its id. An address that the
    book has already gets no second entry. ADDRESS_NOT_FOUND, ADDRESS_LIMIT."""
    return retry(lambda: _save(openid, address, address_id, is_default), on=[BOOK_MOVED])


def _save(openid: str, address: Address, address_id: str | None, is_default: bool | None) -> str:
    seen = get(openid)
    book = seen.addresses if seen is not None else []
    if address_id is not None:
        rules.find(book, address_id)
    else:
        same = rules.known(book, address)
        address_id = same.addressId if same is not None else new_id()
    _write(openid, seen, rules.saved(book, address_id, address, is_default))
    return address_id


def delete(openid: str, address_id: str) -> None:
    """Take an address out of the book. A repeat changes nothing; orders keep their copy."""
    retry(lambda: _delete(openid, address_id), on=[BOOK_MOVED])


def _delete(openid: str, address_id: str) -> None:
    seen = get(openid)
    if seen is not None:
        _write(openid, seen, rules.without(seen.addresses, address_id))


def _write(openid: str, seen: AddressBook | None, addresses: Sequence[SavedAddress]) -> None:
    """The book has these addresses. BOOK_MOVED if it was changed since it was `seen`."""
    if seen is not None and seen.addresses == addresses:
        return
    new = AddressBook.at(openid)
    new.addresses = list(addresses)
    new.version = seen.version + 1 if seen is not None else 1
    is_as_seen = as_read(AddressBook.version, seen and seen.version)
    commit_one(put(new, where=is_as_seen, otherwise=BOOK_MOVED))

"""What saving and deleting do to an address book. Pure rules."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import asdict, replace

from shop.addresses.model import ADDRESS_LIMIT, ADDRESS_NOT_FOUND, MAX_ADDRESSES, Address
from shop.addresses.model import SavedAddress as Saved


def find(book: Sequence[Saved], address_id: str) -> Saved:
    """The address of that id. ADDRESS_NOT_FOUND."""
    for each in book:
        if each.addressId == address_id:
            return each
    raise ADDRESS_NOT_FOUND()


def known(book: Sequence[Saved], address: Address) -> Saved | None:
    """The same address, if the book has it already."""
    return next((each for each in book if each.copied() == address), None)


def saved(
    book: Sequence[Saved], address_id: str, address: Address, is_default: bool | None
) -> list[Saved]:
    """The book with this address first. There is at most one default; without a word about it, an
    address stays what it was, and the first one of a book becomes the default. ADDRESS_LIMIT."""
    others = [each for each in book if each.addressId != address_id]
    before = next((each for each in book if each.addressId == address_id), None)
    if before is None and len(book) >= MAX_ADDRESSES:
        raise ADDRESS_LIMIT()
    if is_default is None:
        is_default = before.isDefault if before is not None else not book
    if is_default:
        others = [replace(each, isDefault=False) for each in others]
    return [Saved(**asdict(address), addressId=address_id, isDefault=is_default), *others]


def without(book: Sequence[Saved], address_id: str) -> list[Saved]:
    """The book without this address."""
    return [each for each in book if each.addressId != address_id]

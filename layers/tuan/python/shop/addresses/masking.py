"""An address as others may see it than its owner and the operators who send the goods."""

from __future__ import annotations

from msgspec.structs import replace

from shop.addresses.model import Address

_HIDDEN = "***"


def masked(address: Address) -> Address:
    """The area, the first character of the name, and four digits of the phone number at most."""
    return replace(
        address,
        userName=address.userName[:1] + "**",
        telNumber=masked_phone(address.telNumber),
        detailInfo=_HIDDEN,
        streetName="",
        detailInfoNew="",
        postalCode="",
    )


def masked_phone(number: str) -> str:
    """138****5678; of a short number, only stars."""
    digits = "".join(filter(str.isdigit, number))
    if len(digits) < 8:
        return "*" * len(digits)
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 11 else f"****{digits[-4:]}"

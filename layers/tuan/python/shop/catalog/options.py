"""The options of SKUs, such as colour and size: rules about values, without a store.

All SKUs of goods have the same options, and no two SKUs have the same values: a buyer who chooses a
value of each option has chosen one SKU, or none. Two texts that differ only in width or in case
("XL" and "ＸＬ") are the same here, as they are for a buyer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from shop.catalog.titles import fold
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import tidy

Options = Mapping[str, str]  # the option's name → the SKU's value


def check(skus: Sequence[Options]) -> None:
    """Refuse options that do not lead to at most one SKU; BAD_REQUEST with the field."""
    names = {_names(each) for each in skus}
    if len(names) > 1:
        raise _wrong("All SKUs must have the same options.")
    chosen = [frozenset((fold(name), fold(value)) for name, value in sku.items()) for sku in skus]
    if any(chosen) and len(set(chosen)) < len(chosen):
        raise _wrong("Two SKUs have the same options.")


def tidied(options: Options) -> dict[str, str]:
    """The options with their names as other texts are kept; BAD_REQUEST if two have one name."""
    found = {tidy(name): value for name, value in options.items()}
    if len({fold(name) for name in found}) < len(options):
        raise _wrong("A SKU has the same option twice.")
    return found


def as_title(options: Options) -> str:
    return " ".join(options.values())


def choices(skus: Iterable[Options]) -> dict[str, list[str]]:
    """The options and their values, in the order of the SKUs."""
    found: dict[str, dict[str, None]] = {}
    for options in skus:
        for name, value in options.items():
            found.setdefault(name, {})[value] = None
    return {name: list(values) for name, values in found.items()}


def _names(options: Options) -> frozenset[str]:
    return frozenset(map(fold, options))


def _wrong(rule: str) -> Exception:
    return BAD_REQUEST(f"skus: {rule}", field="skus")

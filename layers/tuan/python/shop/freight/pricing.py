"""The freight of an order. Pure rules.

The lines of one template are sent together: their units, their weights and their amounts are added
up before the template's terms are applied. Lines of different templates pay separately. The area
decides only whether the goods are sent there, never the price: so a change of the address never
changes what was paid.
"""

from __future__ import annotations

from collections.abc import Iterable

from shop.freight.model import FreightTerms
from wxcloud.value import Value


class FreightLine(Value):
    """What is sent of one SKU: units, their grams and their price (fen), all of them together."""

    freight_id: str
    terms: FreightTerms
    units: int
    grams: int
    amount: int


def freight(lines: Iterable[FreightLine]) -> int:
    """The freight in fen."""
    together: dict[str, list[FreightLine]] = {}
    for line in lines:
        together.setdefault(line.freight_id, []).append(line)
    return sum(map(_of_template, together.values()))


def serves(terms: FreightTerms, region: str) -> bool:
    """Whether goods are sent to the area of that code. Without a code (""), only goods that are
    sent everywhere are."""
    if not region:
        return not terms.notTo
    return not region.startswith(tuple(terms.notTo))


def charge(terms: FreightTerms, *, units: int, grams: int, amount: int) -> int:
    """What the terms ask for so many units, of that weight and that price."""
    if terms.freeFrom is not None and amount >= terms.freeFrom:
        return 0
    size = units if terms.by == "count" else grams
    steps = -(-max(0, size - terms.first) // terms.further)
    return terms.firstFen + steps * terms.furtherFen


def _of_template(lines: Iterable[FreightLine]) -> int:
    several = list(lines)
    return charge(
        several[0].terms,
        units=sum(line.units for line in several),
        grams=sum(line.grams for line in several),
        amount=sum(line.amount for line in several),
    )

"""What an order costs: one pure function, for quoteOrder and for placeOrder. The order is made of
its lines, so what is shown and what is ordered cannot differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import field

from shop.freight.model import FreightTerms
from shop.freight.pricing import FreightLine, freight, serves
from shop.money import split
from shop.points.rules import Rule
from shop.stock.model import Delivery
from wxcloud.errors import BAD_REQUEST
from wxcloud.value import Value

MAX_FEN = 100_000_000  # a million yuan: a larger order is a mistake

# Why a line cannot be ordered: the code with which placeOrder refuses it.
Trouble = Literal["SKU_NOT_FOUND", "UNITS_LIMIT", "SALE_LIMIT", "SOLD_OUT", "NOT_DELIVERED"]


class Offer(Value):
    """Units of a SKU, at the price that counts for this buyer: the SKU's own, or the sale's, or the
    campaign's (fen per unit).

    `weight` is grams per unit. `delivery` is None where the shop has not said: as express, but it
    needs no address. `freight_id` and `freight_terms` say what sending costs. `trouble` is why it
    cannot be ordered.
    """

    sku_id: str
    goods_id: str
    title: str
    price: int
    quantity: int
    weight: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    delivery: Delivery | None = None
    freight_id: str = ""
    freight_terms: FreightTerms | None = None
    trouble: Trouble | None = None

    @property
    def amount(self) -> int:
        return self.price * self.quantity

    @property
    def is_sent(self) -> bool:
        """Whether a carrier brings it."""
        return self.delivery in (None, "express")


class QuoteLine(Value):
    """An offer with its `amount` before discounts (fen), and its share of the discount that points
    give (fen) and of the points. `trouble` is why it cannot be ordered."""

    offer: Offer
    amount: int
    discount: int
    points: int
    trouble: Trouble | None = None


class Quote(Value):
    """What is to be paid: `total` = `goods_total` − `discount` + `freight`, all in fen. Lines in
    trouble are in the sums, too."""

    lines: Sequence[QuoteLine]
    goods_total: int
    discount: int
    points: int
    freight: int
    total: int

    @property
    def delivery(self) -> Delivery:
        """How the order comes to the buyer: express if a carrier brings anything of it."""
        ways = {"express" if line.offer.is_sent else line.offer.delivery for line in self.lines}
        if "express" in ways:
            return "express"
        return "pickup" if "pickup" in ways else "virtual"

    @property
    def needs_address(self) -> bool:
        """Whether anything is sent of which the shop has said so."""
        return any(line.offer.delivery == "express" for line in self.lines)

    @property
    def trouble(self) -> Trouble | None:
        """Why the order cannot be placed: the trouble of the first line that has any."""
        return next((line.trouble for line in self.lines if line.trouble), None)


def quote(
    offers: Sequence[Offer], points: int, redeem: Rule | None, region: str | None = None
) -> Quote:
    """The price of these offers with these points. `redeem` is the rule that says what points are
    worth; it is needed if there are points. Points that are worth less than a fen are not spent.
    `region` is the code of the area that they are sent to ("": the address has none; None: no
    address).

    Points pay for goods, not for freight. BAD_REQUEST if the sum is too large; POINTS_LIMIT if
    points would pay too large a share.
    """
    amounts = [offer.amount for offer in offers]
    goods_total = sum(amounts)
    discount = redeem.redeemed(points, goods_total) if redeem is not None and points else 0
    points = redeem.needed(discount) if redeem is not None else 0
    fen = freight(_sent(offers))
    if goods_total + fen > MAX_FEN:
        raise BAD_REQUEST("items: One order can cost at most a million yuan.", field="items")
    shares = zip(offers, amounts, split(discount, amounts), split(points, amounts), strict=True)
    lines = [QuoteLine(*share, trouble=_trouble(share[0], region)) for share in shares]
    return Quote(lines, goods_total, discount, points, fen, goods_total - discount + fen)


def _sent(offers: Sequence[Offer]) -> Iterator[FreightLine]:
    """What is sent of the offers, and costs freight."""
    for offer in offers:
        if offer.is_sent and offer.freight_terms is not None:
            yield FreightLine(
                offer.freight_id,
                offer.freight_terms,
                offer.quantity,
                offer.weight * offer.quantity,
                offer.amount,
            )


def _trouble(offer: Offer, region: str | None) -> Trouble | None:
    if offer.trouble is not None:
        return offer.trouble
    terms = offer.freight_terms if offer.is_sent else None
    is_refused = terms is not None and region is not None and not serves(terms, region)
    return "NOT_DELIVERED" if is_refused else None

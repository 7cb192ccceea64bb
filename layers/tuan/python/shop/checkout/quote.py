"""What an order costs: one pure function. The order is made of its lines, so the two cannot
differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.money import split
from shop.points.rules import Rule
from wxcloud.errors import BAD_REQUEST

MAX_FEN = 100_000_000  # a million yuan: a larger order is a mistake


@dataclass(frozen=True)
class Offer:
    """Units of a SKU, at the price that counts for this buyer: the SKU's own, or the sale's, or the
    campaign's (fen per unit)."""

    sku_id: str
    goods_id: str
    title: str
    price: int
    quantity: int


@dataclass(frozen=True)
class QuoteLine:
    """An offer with its `amount` before discounts (fen), and its share of the discount that points
    give (fen) and of the points."""

    offer: Offer
    amount: int
    discount: int
    points: int


@dataclass(frozen=True)
class Quote:
    """What is to be paid: `total` = `goods_total` − `discount`, all in fen."""

    lines: Sequence[QuoteLine]
    goods_total: int
    discount: int
    points: int
    total: int


def quote(offers: Sequence[Offer], points: int, redeem: Rule | None) -> Quote:
    """The price of these offers with these points. `redeem` is the rule that says what points are
    worth; it is needed if there are points. Points that are worth less than a fen are not spent.

    BAD_REQUEST if the sum is too large; POINTS_LIMIT if points would pay too large a share.
    """
    amounts = [offer.price * offer.quantity for offer in offers]
    goods_total = sum(amounts)
    if goods_total > MAX_FEN:
        raise BAD_REQUEST("items: One order can cost at most a million yuan.", field="items")
    discount = redeem.redeemed(points, goods_total) if redeem is not None and points else 0
    points = redeem.needed(discount) if redeem is not None else 0
    shares = zip(offers, amounts, split(discount, amounts), split(points, amounts), strict=True)
    lines = [QuoteLine(*share) for share in shares]
    return Quote(lines, goods_total, discount, points, goods_total - discount)

"""Flash sales and stock."""

from __future__ import annotations

import secrets

from shop.sales import saving
from shop.sales.model import SaleTerms
from shop.stock import reads as stock
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from wxcloud import clock
from wxcloud.clock import HOUR, SECOND

NAMED = "sale-event-1"  # the id in the event files
SALE = f"sale-{secrets.token_hex(4)}"  # earlier runs have changed the stock of theirs


def save_sale(shop: LocalShop, price: int) -> None:
    """Save an open sale of 5 units."""
    now = clock.now()
    terms = SaleTerms(
        skuId="goods-demo-1",
        price=price,
        limit=1,
        startAt=now - SECOND,
        endAt=now + HOUR,
        stock=5,
    )
    saving.save(terms, SALE)


@expects("saveSale.json", "saveSale.http.json")
def a_sale_is_saved_with_its_price_and_stock(shop: LocalShop) -> Effect:
    save_sale(shop, price=1)
    answer = yield {NAMED: SALE}
    assert answer["saleId"] == SALE
    sale = shop.row("stock", pk=f"sale#{SALE}")
    assert sale is not None and (sale["price"], sale["limit"]) == (3900, 1)
    assert sale["wanted"] == sale["initial"] == 10
    listed = [row["card"] for row in shop.rows("stock", pk="sales") if SALE in row["sk"]]
    assert len(listed) == 1 and "3900" in listed[0]


@expects("listSales.json", "listSales.http.json")
def sales_are_returned(shop: LocalShop) -> Effect:
    save_sale(shop, price=4900)
    answer = yield
    (card,) = [card for card in answer["items"] if card["saleId"] == SALE]
    assert (card["price"], card["stock"]) == (4900, 5)


@expects("getStock.json", "getStock.http.json")
def stock_is_returned(shop: LocalShop) -> Effect:
    answer = yield
    assert answer["initial"] == stock.look("goods-demo-1", fresh=True).view().initial
    assert answer["initial"] == answer["remaining"] + answer["held"] + answer["sold"]

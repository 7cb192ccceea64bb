"""A shop with goods to sell, and buyers who order and pay: what tests about money stand on."""

from __future__ import annotations

from typing import Any

from tests.support.cloud import Answer, LambdaContext, Shop, call, handler, sqs_event

OPERATOR = ("operator",)
SKU = "tea-1"


def save(stock: int = 10, price: int = 100, sku: str = SKU, **more: Any) -> Answer:
    """Save goods of one SKU; the SKU's id is the goods'."""
    form = {
        "goodsId": sku,
        "title": "红茶",
        "cover": "https://img.example.com/tea.png",
        "price": price,
        "category": "tea",
        "rank": 1,
        "stock": stock,
        **more,
    }
    return call("saveGoods", form, "operator-1", OPERATOR)


def stocked(stock: int = 10, price: int = 100, sku: str = SKU, **more: Any) -> str:
    """The same, and it went well."""
    answer = save(stock, price, sku, **more)
    assert answer.ok, answer
    return sku


def on_sale(shop: Shop, sku: str = SKU, **more: Any) -> str:
    """A flash sale that is on for an hour."""
    now = shop.clock.now
    form = {"skuId": sku, "price": 50, "stock": 10, "limit": 1, "startAt": now - 1000}
    form |= {"endAt": now + 3_600_000, **more}
    answer = call("saveSale", form, "operator-1", OPERATOR)
    assert answer.ok, answer
    return str(answer["saleId"])


def place(buyer: str = "u1", quantity: int = 1, sku: str = SKU, **more: Any) -> Answer:
    return call("placeOrder", {"items": [{"skuId": sku, "quantity": quantity}], **more}, buyer)


def order(order_id: str) -> dict[str, Any]:
    answer = call("getOrder", {"orderId": order_id}, "operator-1", OPERATOR)
    assert answer.ok, answer
    return dict(answer.body)


def stock(sku: str = SKU) -> dict[str, int]:
    answer = call("getStock", {"skuId": sku}, "operator-1", OPERATOR)
    assert answer.ok, answer
    return dict(answer.body)


def counts(initial: int, remaining: int, held: int, sold: int) -> dict[str, int]:
    return {"initial": initial, "remaining": remaining, "held": held, "sold": sold}


def pay(shop: Shop, order_id: str, **how: Any) -> dict[str, Any]:
    """The user pays, and WeChat tells the shop."""
    return dict(shop.sandbox.post("/sandbox/pay", {"out_trade_no": order_id, **how}))


def payments(shop: Shop, order_id: str) -> list[dict[str, Any]]:
    found = shop.sandbox.get(f"/sandbox/payments?out_trade_no={order_id}")
    return list(found["payments"] if isinstance(found, dict) else found)


def close(*order_ids: str) -> list[str]:
    """The messages that orders are due; the ids of those that failed."""
    event = sqs_event(*({"orderId": each} for each in order_ids))
    return [
        f["itemIdentifier"]
        for f in handler("closeOrder")(event, LambdaContext())["batchItemFailures"]
    ]


class Follower:
    """Plays the table's stream and the queues behind it, as AWS would."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.seen = shop, 0

    def news(self) -> list[dict[str, Any]]:
        records = self.shop.stream_records("orders")
        fresh, self.seen = records[self.seen :], len(records)
        return fresh

    def follow(self, records: list[dict[str, Any]] | None = None) -> None:
        """Deliver what happened, and let the queues work it off, until nothing more follows."""
        records = self.news() if records is None else records
        while records:
            outcome = handler("onOrderChange")({"Records": records}, LambdaContext())
            assert outcome == {"batchItemFailures": []}, outcome
            assert self.shop.work("order_event", "onOrderChange") == []
            assert self.shop.work("refund", "sendRefund") == []
            assert self.shop.work("ship", "uploadShipping") == []
            records = self.news()

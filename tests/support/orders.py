"""Orders in tests: save goods and flash sales, place orders, pay, and deliver stream records."""

from __future__ import annotations

from typing import Any

from tests.support.cloud import Answer, LambdaContext, Shop, call, handler, sqs_event

OPERATOR = ("operator",)
SKU = "tea-1"


def call_save_goods(stock: int = 10, price: int = 100, sku: str = SKU, **more: Any) -> Answer:
    """Call saveGoods for goods of one SKU. The goods and the SKU have the same id."""
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


def save_goods(stock: int = 10, price: int = 100, sku: str = SKU, **more: Any) -> str:
    """Save goods of one SKU and assert that it succeeds. Returns the SKU's id."""
    answer = call_save_goods(stock, price, sku, **more)
    assert answer.ok, answer
    return sku


def save_sale(shop: Shop, sku: str = SKU, **more: Any) -> str:
    """Save a flash sale that is open now and ends in an hour. Returns its id."""
    now = shop.clock.now
    form = {"skuId": sku, "price": 50, "stock": 10, "limit": 1, "startAt": now - 1000}
    form |= {"endAt": now + 3_600_000, **more}
    answer = call("saveSale", form, "operator-1", OPERATOR)
    assert answer.ok, answer
    return str(answer["saleId"])


def place(buyer: str = "u1", quantity: int = 1, sku: str = SKU, **more: Any) -> Answer:
    return call("placeOrder", {"items": [{"skuId": sku, "quantity": quantity}], **more}, buyer)


def get_order(order_id: str) -> dict[str, Any]:
    answer = call("getOrder", {"orderId": order_id}, "operator-1", OPERATOR)
    assert answer.ok, answer
    return dict(answer.body)


def get_stock(sku: str = SKU) -> dict[str, int]:
    answer = call("getStock", {"skuId": sku}, "operator-1", OPERATOR)
    assert answer.ok, answer
    return dict(answer.body)


def stock_counts(initial: int, remaining: int, held: int, sold: int) -> dict[str, int]:
    """What getStock returns for these numbers."""
    return {"initial": initial, "remaining": remaining, "held": held, "sold": sold}


def pay(shop: Shop, order_id: str, **how: Any) -> dict[str, Any]:
    """Make the user pay. WeChat then notifies the shop."""
    return dict(shop.sandbox.post("/sandbox/pay", {"out_trade_no": order_id, **how}))


def report_payment(shop: Shop, order_id: str, total: int = 100, number: str = "") -> None:
    """The shop hears of a payment of which the sandbox knows nothing; `number` is WeChat's."""
    from shop.checkout.payments import take_payment
    from wxcloud.wechat.pay.model import Amount, Payer, Transaction

    take_payment(
        Transaction(
            appid=shop.sandbox.appid,
            mchid=shop.sandbox.config.mchid,
            out_trade_no=order_id,
            trade_state="SUCCESS",
            transaction_id=number or f"42{order_id}",
            amount=Amount(total),
            payer=Payer("u1"),
        )
    )


def payments(shop: Shop, order_id: str) -> list[dict[str, Any]]:
    """WeChat's records of the payments of an order, with their refunds."""
    found = shop.sandbox.get(f"/sandbox/payments?out_trade_no={order_id}")
    return list(found["payments"] if isinstance(found, dict) else found)


def confirm_in_wechat(shop: Shop, order_id: str) -> None:
    """The buyer confirms the receipt in WeChat, whose event is late: a client reports it first."""
    shop.sandbox.post("/sandbox/receipt", {"out_trade_no": order_id, "silent": True})


def run_close_order(*order_ids: str) -> list[str]:
    """Call closeOrder with a message for each order. Returns the ids of messages that failed."""
    event = sqs_event(*({"orderId": each} for each in order_ids))
    return [
        f["itemIdentifier"]
        for f in handler("closeOrder")(event, LambdaContext())["batchItemFailures"]
    ]


class OrderStream:
    """Deliver the records of the orders stream and the queue messages, as AWS does."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.delivered = shop, 0

    def new_records(self) -> list[dict[str, Any]]:
        """The records of the stream since the last call."""
        records = self.shop.stream_records("orders")
        new, self.delivered = records[self.delivered :], len(records)
        return new

    def deliver_all(self, records: list[dict[str, Any]] | None = None) -> None:
        """Deliver `records` (default: the new ones), then new records and queue messages until
        there are no more."""
        records = self.new_records() if records is None else records
        while records:
            outcome = handler("onOrderChange")({"Records": records}, LambdaContext())
            assert outcome == {"batchItemFailures": []}, outcome
            assert self.shop.run_queue("order_event", "onOrderChange") == []
            assert self.shop.run_queue("refund", "sendRefund") == []
            assert self.shop.run_queue("ship", "uploadShipping") == []
            records = self.new_records()

"""An order from payment to receipt, and a flash sale with more buyers than units."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from local.client import Refused, Shopper, until
from local.day.cast import Cast, Step, expect, yuan

# What wx.chooseAddress gives in the developer tools.
CHOSEN = {
    "errMsg": "chooseAddress:ok",
    "userName": "张三",
    "postalCode": "510000",
    "provinceName": "广东省",
    "cityName": "广州市",
    "countyName": "海珠区",
    "detailInfo": "新港中路397号",
    "nationalCode": "440105",
    "telNumber": "020-81167888",
}


def order(cast: Cast) -> str:
    items = [{"skuId": "goods-demo-2", "quantity": 2}]
    address_id = cast.mei.call("saveAddress", **CHOSEN)["addressId"]
    quoted = cast.mei.call("quoteOrder", items=items, addressId=address_id)
    placed = cast.mei.call(
        "placeOrder",
        items=items,
        addressId=address_id,
        remark="放门口",
        expectTotal=quoted["total"],
    )
    cast.notes["order"] = placed["orderId"]
    goes = cast.mei.call("getOrder", orderId=placed["orderId"])
    expect(goes["address"]["userName"] == CHOSEN["userName"], "the address that mei has chosen")
    expect(placed["status"] == "PENDING", "an order to be paid")
    expect(placed["payment"]["paySign"], "what wx.requestPayment needs")
    return f"{yuan(placed['total'])}, to pay with wx.requestPayment"


def pay(cast: Cast) -> str:
    cast.wechat.pay(cast.notes["order"])
    paid = until(lambda: _order(cast.mei, cast.notes["order"], "PAID"))
    expect(paid, "a paid order")
    points = until(lambda: [e for e in _entries(cast.mei) if e["action"] == "purchase"])
    expect(points, "points for the purchase")
    return f"PAID by WeChat's signed notification; +{points[0]['points']} points"


def ship(cast: Cast) -> str:
    cast.operator.login()
    cast.operator.call(
        "shipOrder", orderId=cast.notes["order"], carrier="ZTO", trackingNumber="75312345678901"
    )
    known = until(lambda: cast.wechat.payments(cast.notes["order"])[0]["shipments"])
    expect(known, "the shipping information at WeChat")
    return "SHIPPED; WeChat has the shipping information"


def receive(cast: Cast) -> str:
    cast.mei.call("confirmReceipt", orderId=cast.notes["order"])
    expect(_order(cast.mei, cast.notes["order"], "COMPLETED"), "a completed order")
    return "COMPLETED"


def flash_sale(cast: Cast) -> str:
    now = int(time.time() * 1000)
    sale = cast.operator.call(
        "saveSale",
        skuId="goods-demo-4",
        price=990,
        stock=3,
        limit=1,
        startAt=now - 1000,
        endAt=now + 3_600_000,
    )["saleId"]
    buyers = [cast.shopper("flash") for _ in range(8)]

    def buy(buyer: Shopper) -> str:
        buyer.login()
        try:
            item = {"skuId": "goods-demo-4", "quantity": 1}
            buyer.call("placeOrder", saleId=sale, items=[item])
        except Refused as refusal:
            return refusal.code
        return "BOUGHT"

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(buy, buyers))
    counts = {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}
    expect(counts == {"BOUGHT": 3, "SOLD_OUT": 5}, f"3 orders and 5 refusals, not {counts}")
    return "8 buyers for 3 units: 3 orders, 5 × SOLD_OUT"


def _order(shopper: Shopper, order_id: str, status: str) -> dict[str, Any] | None:
    """The order if it has that status, else None."""
    found: dict[str, Any] = shopper.call("getOrder", orderId=order_id)
    return found if found["status"] == status else None


def _entries(shopper: Shopper) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = shopper.call("listScore")["items"]
    return entries


STEPS: list[Step] = [
    ("Mei orders two boxes of apples", order),
    ("Mei pays", pay),
    ("the operator ships the order", ship),
    ("Mei confirms receipt", receive),
    ("a flash sale sells out", flash_sale),
]

"""An after-sale: goods that were shipped come back, and the money too."""

from __future__ import annotations

from local.client import until
from local.day.cast import Cast, Step, expect, yuan

PARCEL = {"carrier": "ZTO", "trackingNumber": "75312345670001"}


def buy(cast: Cast) -> str:
    kai = cast.notes["returner"] = cast.shopper("kai")
    kai.login()
    placed = kai.call("placeOrder", items=[{"skuId": "goods-demo-2", "quantity": 1}])
    order_id = cast.notes["returned"] = placed["orderId"]
    cast.wechat.pay(order_id)
    until(lambda: kai.call("getOrder", orderId=order_id)["status"] == "PAID")
    shipped = cast.operator.call("shipOrder", orderId=order_id, parcels=[PARCEL])
    expect(shipped["status"] == "SHIPPED", "a shipped order")
    return f"{yuan(placed['total'])}, SHIPPED"


def ask(cast: Cast) -> str:
    form = {"orderId": cast.notes["returned"], "kind": "return", "reason": "颜色与描述不符"}
    asked = cast.notes["returner"].call("askAfterSale", **form)
    cast.notes["afterSale"] = asked["afterSaleId"]
    expect(asked["status"] == "ASKED", "an after-sale")
    waiting = cast.operator.call("listAfterSales", status="ASKED")["items"]
    expect(asked["afterSaleId"] in {each["afterSaleId"] for each in waiting}, "it in the list")
    return "ASKED; the operator sees it"


def send_back(cast: Cast) -> str:
    after_sale = {"afterSaleId": cast.notes["afterSale"]}
    agreed = cast.operator.call("decideAfterSale", **after_sale, agree=True, note="请寄回仓库")
    expect(agreed["status"] == "AGREED", "an agreement")
    sent = cast.notes["returner"].call("sendBack", **after_sale, **PARCEL)
    expect(sent["status"] == "SENT", "goods on their way back")
    return "AGREED, SENT"


def refund(cast: Cast) -> str:
    after_sale = {"afterSaleId": cast.notes["afterSale"]}
    cast.operator.call("receiveReturn", **after_sale, resaleable=True)
    kai = cast.notes["returner"]
    until(lambda: kai.call("getAfterSale", **after_sale)["status"] == "REFUNDED", 60)
    refunded = kai.call("getOrder", orderId=cast.notes["returned"])["refunded"]
    expect(refunded, "money back")
    return f"REFUNDED: {yuan(refunded)}; the box can be sold again"


STEPS: list[Step] = [
    ("Kai buys apples; they are shipped", buy),
    ("Kai wants to send them back", ask),
    ("the operator agrees; Kai sends them", send_back),
    ("they arrive, and the money goes back", refund),
]

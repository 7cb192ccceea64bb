"""Points: a check-in, a payment with points, and expiry after the clock is moved by a year."""

from __future__ import annotations

from local.client import until
from local.day.cast import Cast, Step, expect, refused, yuan

YEAR = 400 * 24 * 3_600_000


def check_in(cast: Cast) -> str:
    answer = cast.mei.call("updateScore", action="daily_checkin")
    expect(answer["earned"] == 10, "10 points")
    code = refused(lambda: cast.mei.call("updateScore", action="daily_checkin"), "ALREADY_COUNTED")
    return f"+{answer['earned']} points, {answer['score']} in all; second time: {code}"


def redeem(cast: Cast) -> str:
    kai = cast.notes["kai"] = cast.shopper("kai")
    kai.login()
    cast.operator.call(
        "adjustScore", openid=kai.openid, key="late-parcel", points=500, reason="物流延误补偿"
    )
    placed = kai.call("placeOrder", items=[{"skuId": "goods-demo-3", "quantity": 1}], points=500)
    expect(placed["total"] == 6990 - 500, "5 yuan off")
    expect(kai.call("getScore")["score"] == 0, "no points left")
    return f"500 points for 5 yuan: {yuan(placed['total'])} instead of {yuan(6990)}"


def give_back(cast: Cast) -> str:
    kai = cast.notes["kai"]
    (order,) = kai.call("listOrders", status="PENDING")["items"]
    kai.call("cancelOrder", orderId=order["orderId"])
    back = until(lambda: int(kai.call("getScore")["score"]))
    expect(back == 500, "all points back")
    return f"{back} points returned"


def expire(cast: Cast) -> str:
    before = cast.mei.call("getScore")["score"]
    cast.wechat.move_clock(YEAR)
    try:
        cast.mei.login()  # the session has expired by then
        after = cast.mei.call("getScore")["score"]
        expired = [e for e in cast.mei.call("listScore")["items"] if e["action"] == "expire"]
    finally:
        cast.wechat.move_clock(0)
        cast.mei.login()
    expect(before > 0 and after == 0 and expired, "an account without points")
    return f"{before} points expired; the ledger says {expired[0]['points']}"


STEPS: list[Step] = [
    ("Mei checks in twice; only one counts", check_in),
    ("Kai pays part of an order with points", redeem),
    ("Kai cancels; the points are returned", give_back),
]
LATER: list[Step] = [("after 400 days Mei's points have expired", expire)]

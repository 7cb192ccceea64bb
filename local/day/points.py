"""Points: a check-in, a redemption, and an expiry with the shop's clock moved a year on."""

from __future__ import annotations

from local.client import until
from local.day.cast import Cast, Step, expect, refused, yuan

YEAR = 400 * 24 * 3_600_000


def check_in(cast: Cast) -> str:
    answer = cast.mei.call("updateScore", action="daily_checkin")
    expect(answer["earned"] == 10, "10 points")
    code = refused(lambda: cast.mei.call("updateScore", action="daily_checkin"), "ALREADY_COUNTED")
    return f"+{answer['earned']} points, {answer['score']} in all; again: {code}"


def redeem(cast: Cast) -> str:
    kai = cast.notes["kai"] = cast.shopper("kai")
    kai.login()
    cast.operator.call(
        "adjustScore", openid=kai.openid, key="late-parcel", points=500, reason="包裹晚到，致歉"
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
    return f"{back} points are back"


def expire(cast: Cast) -> str:
    before = cast.mei.call("getScore")["score"]
    cast.wechat.move_clock(YEAR)
    try:
        cast.mei.login()  # a session is long over then
        after = cast.mei.call("getScore")["score"]
        lapsed = [e for e in cast.mei.call("listScore")["items"] if e["action"] == "expire"]
    finally:
        cast.wechat.move_clock(0)
        cast.mei.login()
    expect(before > 0 and after == 0 and lapsed, "an account that has lapsed")
    return f"{before} points have lapsed, as {lapsed[0]['points']} in the ledger says"


STEPS: list[Step] = [
    ("Mei checks in, and cannot twice", check_in),
    ("Kai pays with points, too", redeem),
    ("he cancels, and has them back", give_back),
]
LATER: list[Step] = [("400 days later her points have lapsed", expire)]

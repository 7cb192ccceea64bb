"""payOrder: fresh payment fields for an order that is still to be paid.

Gives `{orderId, total, status, payment: {timeStamp, nonceStr, package, signType, paySign},
payBefore}`: as `placeOrder` did; `status` is `PENDING`.
"""

from __future__ import annotations

from typing import Any

from shop.orders import placing
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class PayOrder(Request):
    orderId: Id


@cloud_function(PayOrder)
def main(data: PayOrder, wx: WXContext) -> dict[str, Any]:
    return placing.pay_again(data.orderId, wx.OPENID)

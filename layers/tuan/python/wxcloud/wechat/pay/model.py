"""What WeChat Pay tells of payments and refunds, and what a client needs to pay."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wxcloud.errors import Code, Refusal
from wxcloud.fields import Result

PAY_NOT_SET = Code("PAY_NOT_SET", 502, "This shop cannot take payments yet. Try again later.")


class PayRefusal(Refusal):
    """A call that WeChat Pay refused, or did not answer. `reason` is WeChat Pay's own code, "" if
    there is none.

    WeChat Pay spells some codes in several ways (ORDERPAID and ORDER_PAID; ORDER_NOT_EXIST,
    ORDERNOTEXIST and RESOURCE_NOT_EXISTS), so ask the properties.
    """

    def __init__(self, code: Code, reason: str = "") -> None:
        super().__init__(code, code.message)
        self.reason = reason

    @property
    def is_paid(self) -> bool:
        """The order is paid already."""
        return self._says("ORDERPAID")

    @property
    def is_closed(self) -> bool:
        """The order is closed, so nobody can pay it."""
        return self._says("ORDERCLOSED")

    @property
    def is_unknown(self) -> bool:
        """WeChat Pay knows no order or refund of that number."""
        return self._says("ORDERNOTEXIST", "RESOURCENOTEXIST", "REFUNDNOTEXIST", "TRADENOTEXIST")

    def _says(self, *reasons: str) -> bool:
        return self.reason.upper().replace("_", "").removesuffix("S") in reasons


class PaymentFields(Result):
    """What `wx.requestPayment` takes, signed by the shop: pass it on unchanged."""

    timeStamp: Annotated[
        str,
        Meta(description="when it was signed, seconds UTC; a text, because iOS takes no number"),
    ]
    nonceStr: Annotated[str, Meta(description="random characters")]
    package: Annotated[str, Meta(description="`prepay_id=...`: the payment, for two hours")]
    signType: Annotated[Literal["RSA"], Meta(description="SHA256 with RSA")]
    paySign: Annotated[str, Meta(description="the signature, in base64")]


class Amount(msgspec.Struct, frozen=True):
    """Fen: of the payment, and of the refund if it is about one."""

    total: int
    currency: str = "CNY"
    refund: int = 0


class Payer(msgspec.Struct, frozen=True):
    openid: str = ""


class Transaction(msgspec.Struct, frozen=True):
    """A payment, as a query answers it and a notification tells it.

    `trade_state` is SUCCESS, REFUND (some of it was paid back), NOTPAY or CLOSED.
    """

    appid: str
    mchid: str
    out_trade_no: str
    trade_state: str
    transaction_id: str = ""
    amount: Amount = Amount(0)
    payer: Payer = Payer()
    success_time: str = ""

    @property
    def paid_at(self) -> int:
        """When the user paid, ms UTC; 0 if WeChat Pay does not tell it."""
        try:
            at = datetime.fromisoformat(self.success_time)
        except ValueError:
            return 0
        return int(at.timestamp() * 1000) if at.tzinfo else 0


class RefundState(msgspec.Struct, frozen=True):
    """A refund, as the answer to applying for it, or to a query, tells it. `status` is PROCESSING,
    SUCCESS, CLOSED or ABNORMAL."""

    out_refund_no: str
    status: str
    transaction_id: str = ""
    amount: Amount = Amount(0)


class RefundResult(msgspec.Struct, frozen=True):
    """A refund, as a notification tells it. `refund_status` is SUCCESS, CLOSED or ABNORMAL."""

    mchid: str
    out_trade_no: str
    out_refund_no: str
    refund_status: str
    transaction_id: str = ""

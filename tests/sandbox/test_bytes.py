"""WeChat Pay counts the length of texts in bytes."""

import pytest


@pytest.mark.parametrize(
    ("field", "most"), [("description", 127), ("attach", 128), ("goods_tag", 32)]
)
def test_texts_of_an_order_are_counted_in_bytes(merchant, field, most):
    fits = "长" * (most // 3)
    assert merchant.prepay("order-1", **{field: fits})[0] == 200
    status, answer = merchant.prepay("order-2", **{field: fits + "长"})
    assert (status, answer["code"]) == (400, "PARAM_ERROR")


def test_the_reason_of_a_refund_is_counted_in_bytes(merchant):
    merchant.prepay("order-1")
    paid = merchant.wx.post("/sandbox/pay", {"out_trade_no": "order-1"})["transaction_id"]
    status, answer = merchant.refund("refund-1", 100, transaction_id=paid, reason="长" * 27)
    assert (status, answer["code"]) == (400, "PARAM_ERROR")
    assert merchant.refund("refund-1", 100, transaction_id=paid, reason="长" * 26)[0] == 200

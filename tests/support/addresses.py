"""Addresses in tests."""

from __future__ import annotations

from typing import Any

from tests.support.cloud import Answer, call

# What wx.chooseAddress gives in the developer tools.
CHOSEN = {
    "errMsg": "chooseAddress:ok",
    "userName": "张三",
    "postalCode": "510000",
    "provinceName": "广东省",
    "cityName": "广州市",
    "countyName": "海珠区",
    "streetName": "",
    "detailInfo": "新港中路397号",
    "detailInfoNew": "",
    "nationalCode": "440105",
    "telNumber": "020-81167888",
}

# Another one, as an operator types it.
TYPED = {
    "userName": "李四",
    "telNumber": "13900139000",
    "provinceName": "广东省",
    "cityName": "广州市",
    "countyName": "天河区",
    "detailInfo": "体育西路1号",
    "nationalCode": "440106",
}


def call_save_address(openid: str = "u1", **more: Any) -> Answer:
    return call("saveAddress", {**CHOSEN, **more}, openid)


def save_address(openid: str = "u1", **more: Any) -> str:
    """Save an address and assert that it succeeds. Returns its id."""
    answer = call_save_address(openid, **more)
    assert answer.ok, answer
    return str(answer["addressId"])


def addresses(openid: str = "u1") -> list[dict[str, Any]]:
    answer = call("listAddresses", {}, openid)
    assert answer.ok, answer
    return list(answer["items"])

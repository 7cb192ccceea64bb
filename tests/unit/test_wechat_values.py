"""Values of subscribe messages: cut or refused, depending on the prefix of their key."""

from __future__ import annotations

import pytest

from local.wechat_sandbox import values as wechat
from wxcloud.wechat import values


@pytest.mark.parametrize(
    ("key", "given", "sent"),
    [
        ("thing1", "高山云雾茶", "高山云雾茶"),
        ("thing12", "一" * 20, "一" * 20),
        ("thing1", "一" * 21, "一" * 19 + "…"),
        ("thing1", " a\tb\nc\x00 ", "a b c"),
        ("thing1", "x" * 18 + "👩‍👩‍👧" + "y", "x" * 18 + "…"),
        ("thing1", "x" * 18 + "👍🏽" + "y", "x" * 18 + "…"),
        ("thing1", "x" * 18 + "e\u0301" + "y", "x" * 18 + "…"),
        ("name3", "王小明王小明王小明王小明", "王小明王小明王小明王"),
        ("name3", "Alexandrina Katharina", "Alexandrina Katharin"),
        ("phrase2", "拼团已经成功", "拼团已经成"),
        ("character_string4", "A" * 40, "A" * 32),
        ("letter1", "abcXYZ", "abcXYZ"),
        ("amount5", "¥12.30", "¥12.30"),
        ("amount5", "12.30元", "12.30元"),
        ("number6", "3", "3"),
        ("time7", "2026-11-22 19:30", "2026-11-22 19:30"),
        ("date8", "2026年11月22日", "2026年11月22日"),
        ("phone_number1", "+86-10-1234", "+86-10-1234"),
        ("car_number1", "粤A12345", "粤A12345"),
        ("symbol1", "!?", "!?"),
        ("enum1", "已发货", "已发货"),
    ],
)
def test_a_value_is_cut_to_what_its_key_allows(key, given, sent):
    assert values.fit(key, given) == sent
    assert wechat.fits(key, sent)


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("thing1", ""),
        ("thing1", " \n\x00"),
        ("phrase2", "done"),
        ("amount5", "twelve"),
        ("amount5", "12345678901"),
        ("number6", "1,000"),
        ("number6", "１"),
        ("time7", "tomorrow"),
        ("date8", "22/11/2026"),
        ("letter1", "a1"),
        ("character_string4", "订单"),
        ("phone_number1", "1" * 18),
        ("unknown1", "x"),
    ],
)
def test_a_value_that_cannot_be_cut_to_fit_is_refused(key, given):
    with pytest.raises(ValueError, match=key):
        values.fit(key, given)

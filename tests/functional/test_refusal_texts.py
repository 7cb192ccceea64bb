"""What a refusal says, to users and to developers."""

from __future__ import annotations

import importlib
import re

import pytest

from tests.support.cloud import Shop, call, direct, webhook
from tests.support.template import ROOT
from tools.api.functions import functions
from wxcloud.errors import Code, chinese

HAN = re.compile("[\u4e00-\u9fff]")


def test_every_code_has_a_chinese_text_and_every_text_has_a_code() -> None:
    functions()
    known: set[str] = set()
    layer = ROOT / "layers/tuan/python"
    for path in (*layer.glob("shop/**/*.py"), *layer.glob("wxcloud/**/*.py")):
        name = ".".join(path.relative_to(layer).with_suffix("").parts)
        module = importlib.import_module(name.removesuffix(".__init__"))
        known |= {code.name for code in vars(module).values() if isinstance(code, Code)}
    assert known - chinese().keys() == set(), "add them to layers/tuan/python/refusals/zh.json"
    assert chinese().keys() - known == set(), "no code has these names"
    for name, text in chinese().items():
        assert HAN.match(text), name
        assert "'" not in text and text == text.strip(), name


@pytest.mark.parametrize(
    ("languages", "is_english"),
    [
        (None, False),
        ("", False),
        ("*", False),
        ("zh-CN,zh;q=0.9,en;q=0.8", False),
        ("en", True),
        ("en-US,en;q=0.9", True),
        ("en-US,en;q=0.9,zh-CN;q=0.8", True),
        ("en;q=0.3, zh-Hans-CN;q=0.9", False),
        ("fr, de;q=0.5", False),
        ("en;q=0", False),
        ("den, zhen", False),
        ("en;q=9999999999", True),
        (";;;q=,,,\u00e9", False),
    ],
)
def test_the_language_is_the_callers(shop: Shop, languages: str | None, is_english: bool) -> None:
    headers = {} if languages is None else {"accept-language": languages}
    answer = call("getGoods", {"goodsId": "none"}, "", headers=headers)
    english = "These goods do not exist or are not shown now."
    assert answer["errMsg"] == (english if is_english else "商品不存在或已下架")
    assert (answer.status, answer.code) == (404, "GOODS_NOT_FOUND")


def test_what_a_schema_says_never_reaches_a_user(shop: Shop) -> None:
    for function in functions()[0]:
        role = function.roles[:1]
        for data in ({"noSuchField": 1}, {"goodsId": ""}, {"code": 1}, "{", "[]", '{"a": NaN}'):
            if function.is_socket:
                continue
            for language in ("zh", "en"):
                answer = call(
                    function.name, data, "u1", role, headers={"accept-language": language}
                )
                assert answer.code == "BAD_REQUEST"
                assert not re.search("`|Expected|JSON|field|str", answer["errMsg"])
                assert bool(HAN.search(answer["errMsg"])) is (language == "zh")
                assert answer["detail"]


def test_a_direct_caller_and_a_webhook_get_the_same_texts(shop: Shop) -> None:
    assert direct("getGoods", {"goodsId": "none"})["errMsg"] == "商品不存在或已下架"
    status, text = webhook("csReply", "{}")
    assert status == 403 and "消息签名无效" in text

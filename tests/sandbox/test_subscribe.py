"""POST /cgi-bin/message/subscribe/send, and users' consents."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

SEND = "/cgi-bin/message/subscribe/send"
GROUP = {"tmpl-group": ["thing1", "amount2", "time3"]}


@pytest.fixture
def send(wx):
    wx.post("/sandbox/templates", GROUP)
    token = wx.token()

    def call(**change):
        body = {
            "touser": "buyer-1",
            "template_id": "tmpl-group",
            "page": "pages/group/group?id=g1",
            "miniprogram_state": "formal",
            "lang": "zh_CN",
            "data": {
                "thing1": {"value": "两人成团的苹果"},
                "amount2": {"value": "￥19.90"},
                "time3": {"value": "2026-11-22 18:30"},
            },
        } | change
        body = {name: value for name, value in body.items() if value is not None}
        return wx.post(f"{SEND}?access_token={token}", body)

    return call


def test_message_reaches_the_user_as_it_was_sent(wx, send):
    answer = send()
    assert (answer["errcode"], answer["errmsg"]) == (0, "ok")
    (message,) = wx.get("/sandbox/messages", openid="buyer-1")["messages"]
    assert message["kind"] == "subscribe"
    assert message["template_id"] == "tmpl-group"
    assert message["data"]["thing1"]["value"] == "两人成团的苹果"
    assert message["page"] == "pages/group/group?id=g1"
    assert json.loads(message["raw"]) == message["body"]
    assert "两人成团的苹果" in message["raw"]
    assert message["escaped"] is False
    assert wx.get("/sandbox/messages", openid="buyer-2") == {"messages": []}


def test_escaped_chinese_is_marked(wx, send):
    token = wx.token()
    body = json.dumps(
        {
            "touser": "u",
            "template_id": "tmpl-group",
            "miniprogram_state": "formal",
            "lang": "zh_CN",
            "data": {
                "thing1": {"value": "苹果"},
                "amount2": {"value": "1"},
                "time3": {"value": "1:00"},
            },
        }
    )
    assert wx.post(f"{SEND}?access_token={token}", body.encode())["errcode"] == 0
    assert wx.get("/sandbox/messages", openid="u")["messages"][0]["escaped"] is True


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"touser": None}, 40003),
        ({"touser": "no spaces please"}, 40003),
        ({"touser": 7}, 40003),
        ({"template_id": "unknown"}, 40037),
        ({"template_id": ["x"]}, 40037),
        ({"page": "/pages/index"}, 41030),
        ({"page": "https://example.com"}, 41030),
        ({"page": 5}, 41030),
        ({"page": "pages/group/group?goods=红茶"}, 41030),
        ({"page": "pages/group/group?goods=a b"}, 41030),
        ({"page": "pages/group/group?rate=100%"}, 41030),
        ({"page": "pages/group/group?goods=%E7%BA"}, 41030),
        ({"page": "pages/group/group?id=g1#top"}, 41030),
        ({"miniprogram_state": None}, 40097),
        ({"miniprogram_state": "release"}, 40097),
        ({"lang": None}, 40097),
        ({"lang": "zh"}, 40097),
        ({"data": '{"thing1":{"value":"x"}}'}, 47003),
        ({"data": None}, 47003),
    ],
)
def test_refusals(wx, send, change, errcode):
    assert send(**change)["errcode"] == errcode
    assert wx.get("/sandbox/messages") == {"messages": []}


def test_page_must_be_one_of_the_mini_programs_if_they_are_known(wx, send):
    wx.post("/sandbox/config", {"pages": ["pages/group/group"]})
    assert send()["errcode"] == 0
    assert send(page=None)["errcode"] == 0
    assert send(page="pages/other")["errcode"] == 41030
    assert send(page="pages/group/group?a=%E7%BA%A2%26b&c")["errcode"] == 0


GOOD = [
    ("thing1", "a" * 20),
    ("thing1", "团" * 20),
    ("number1", "12.50"),
    ("number1", "9" * 32),
    ("letter1", "abcXYZ"),
    ("symbol1", "+-*"),
    ("character_string1", "order-20261122_001"),
    ("time1", "18:30"),
    ("time1", "2026年11月22日 18:30:05"),
    ("time1", "2026-11-22 18:30~2026-11-22 19:30"),
    ("date1", "2026年11月22日"),
    ("date1", "2026-11-22 18:30"),
    ("date1", "2026/11/22~2026/11/25"),
    ("amount1", "￥12345678.90"),
    ("amount1", "19.9元"),
    ("phone_number1", "+86-138-0000-0000"),
    ("car_number1", "粤A8Z888挂"),
    ("name1", "张三"),
    ("name1", "A" * 20),
    ("phrase1", "拼团成功"),
    ("name1", "Zoë O'Neil"),
    ("enum1", "已发货"),
    ("const1", "配送中"),
]
BAD = [
    ("thing1", ""),
    ("thing1", "   "),
    ("thing1", "a" * 21),
    ("thing1", "line\nbreak"),
    ("thing1", 5),
    ("thing1", None),
    ("number1", "12a"),
    ("number1", "9" * 33),
    ("number1", "-1"),
    ("number1", "٣"),
    ("number1", "1,000"),
    ("thing1", "\u200b\u3000"),
    ("thing1", "a\u2028b"),
    ("letter1", "ab1"),
    ("letter1", "a" * 33),
    ("symbol1", "ab"),
    ("symbol1", "!" * 6),
    ("character_string1", "订单1"),
    ("character_string1", "a" * 33),
    ("time1", "24:00"),
    ("time1", "2026-11-22"),
    ("time1", "2026-02-30 10:00"),
    ("date1", "18:30"),
    ("date1", "2026-13-01"),
    ("date1", "2026-11/22"),
    ("amount1", "19.90 yuan"),
    ("amount1", "￥￥19"),
    ("amount1", "123456789.90"),
    ("phone_number1", "1" * 18),
    ("phone_number1", "call me"),
    ("phone_number1", "+()"),
    ("car_number1", "粤A8888888"),
    ("name1", "张" * 11),
    ("name1", "A" * 21),
    ("name1", "Wang2"),
    ("name1", "A" * 10 + "张"),
    ("phrase1", "ok"),
    ("phrase1", "一二三四五六"),
    ("phrase1", "云南蓝莓 125g"),
    ("phrase1", "成团！"),
    ("time1", "２０:30"),
    ("const1", "字" * 21),
]


@pytest.mark.parametrize(("key", "value"), GOOD)
def test_values_that_fit(wx, send, key, value):
    wx.post("/sandbox/templates", {"tmpl-one": [key]})
    assert send(template_id="tmpl-one", data={key: {"value": value}})["errcode"] == 0


@pytest.mark.parametrize(("key", "value"), BAD)
def test_values_that_do_not_fit_are_named(wx, send, key, value):
    wx.post("/sandbox/templates", {"tmpl-one": [key]})
    answer = send(template_id="tmpl-one", data={key: {"value": value}})
    assert answer["errcode"] == 47003
    assert f"data.{key}.value" in answer["errmsg"]


def test_all_keys_of_the_template_and_no_other(wx, send):
    wx.post("/sandbox/templates", {"tmpl-two": ["thing1", "thing2"]})
    one = {"thing1": {"value": "x"}}
    missing = send(template_id="tmpl-two", data=one)
    assert (missing["errcode"], "data.thing2" in missing["errmsg"]) == (47003, True)
    other = send(template_id="tmpl-two", data=one | {"thing2": {"value": "y"}, "thing3": {}})
    assert (other["errcode"], "data.thing3" in other["errmsg"]) == (47003, True)
    assert send(template_id="tmpl-two", data={"thing1": "x", "thing2": "y"})["errcode"] == 47003


def test_consent_is_unlimited_unless_a_limit_is_set(wx, send):
    assert [send()["errcode"] for _ in range(3)] == [0, 0, 0]
    wx.post("/sandbox/consent", {"openid": "buyer-1", "template_id": "tmpl-group", "count": 2})
    assert [send()["errcode"] for _ in range(3)] == [0, 0, 43101]
    assert send(touser="buyer-2")["errcode"] == 0
    wx.post("/sandbox/consent", {"openid": "buyer-1", "template_id": "tmpl-group", "count": None})
    assert send()["errcode"] == 0


def test_parallel_messages_use_a_limited_consent_once(wx, send):
    wx.post("/sandbox/consent", {"openid": "buyer-1", "template_id": "tmpl-group", "count": 3})
    with ThreadPoolExecutor(16) as pool:
        codes = list(pool.map(lambda _: send()["errcode"], range(30)))
    assert sorted(codes) == [0] * 3 + [43101] * 27
    assert len(wx.get("/sandbox/messages", openid="buyer-1")["messages"]) == 3


@pytest.mark.parametrize(
    "body",
    [
        {"t": "thing1"},
        {"t": []},
        {"t": ["thing"]},
        {"t": ["unknown1"]},
        {"t": [1]},
    ],
)
def test_templates_must_be_lists_of_keys(wx, body):
    assert "error" in wx.post("/sandbox/templates", body, expect=400)
    assert wx.get("/sandbox/templates") == {"templates": {}}

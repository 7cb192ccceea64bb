"""GET /sns/jscode2session."""

import base64
import re
from concurrent.futures import ThreadPoolExecutor

import pytest


def session(wx, code, **change):
    query = {
        "appid": wx.config.appid,
        "secret": wx.config.app_secret,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    query = {name: text for name, text in (query | change).items() if text is not None}
    return wx.get("/sns/jscode2session", **query)


def code_for(wx, **user):
    return wx.post("/sandbox/code", user)["code"]


def test_code_becomes_openid_and_session_key(wx):
    answer = session(wx, code_for(wx, openid="buyer-1"))
    assert answer.keys() == {"openid", "session_key"}
    assert answer["openid"] == "buyer-1"
    assert len(base64.b64decode(answer["session_key"], validate=True)) == 16


def test_unionid_only_when_the_user_has_one(wx):
    assert session(wx, code_for(wx, openid="u", unionid="union-7"))["unionid"] == "union-7"


def test_each_login_has_its_own_session_key(wx):
    keys = {session(wx, code_for(wx, openid="u"))["session_key"] for _ in range(3)}
    assert len(keys) == 3


def test_code_works_once(wx):
    code = code_for(wx, openid="u")
    session(wx, code)
    answer = session(wx, code)
    assert answer["errcode"] == 40163
    assert re.search(r" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$", answer["errmsg"])


def test_code_works_once_even_for_many_at_once(wx):
    code = code_for(wx, openid="u")
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: session(wx, code), range(40)))
    assert sum("openid" in answer for answer in answers) == 1
    assert {answer["errcode"] for answer in answers if "errcode" in answer} == {40163}


def test_code_is_valid_for_five_minutes(wx):
    early, late = code_for(wx, openid="u"), code_for(wx, openid="u")
    wx.clock(4 * 60_000 + 50_000)
    assert session(wx, early)["openid"] == "u"
    wx.clock(5 * 60_000 + 1)
    assert session(wx, late)["errcode"] == 40029


def test_code_of_another_mini_program(wx):
    assert session(wx, code_for(wx, openid="u", appid="wxother"))["errcode"] == 40029


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"appid": None}, 41002),
        ({"secret": None}, 41004),
        ({"js_code": None}, 41008),
        ({"appid": "wx0"}, 40013),
        ({"secret": "wrong"}, 40125),
        ({"grant_type": "client_credential"}, 40002),
        ({"js_code": "made-up"}, 40029),
    ],
)
def test_refusals_have_http_200_and_do_not_use_up_the_code(wx, change, errcode):
    code = code_for(wx, openid="u")
    assert session(wx, code, **change)["errcode"] == errcode
    assert session(wx, code)["openid"] == "u"


def test_wrong_method(wx):
    assert wx.post("/sns/jscode2session", {})["errcode"] == 43001

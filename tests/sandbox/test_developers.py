"""Logins from the developer tools, and the page on which a developer pays."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from local.wechat_sandbox import Sandbox

STAFF = {"operator": "operator-1", "host": "host-1", "agent": "agent-1"}


def session(wx, code):
    query = {
        "appid": wx.config.appid,
        "secret": wx.config.app_secret,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    return wx.get("/sns/jscode2session", **query)


def page(wx, path, **query):
    status, body, headers = wx.http("GET", f"{path}?{urlencode(query)}")
    assert headers["content-type"].startswith("text/html" if status == 200 else "application/json")
    return status, body.decode()


def send(wx, path, **form):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    status, body, names = wx.http("POST", path, urlencode(form).encode(), headers)
    return status, body.decode(), names


@pytest.fixture
def developers(wx):
    """Developer logins are on, as `make up` switches them on."""
    wx.post("/sandbox/config", {"developers": STAFF})


def test_without_developers_a_code_that_was_not_made_here_is_refused(wx):
    for code in ("dev.phone-1", "made-up", "the"):
        assert session(wx, code)["errcode"] == 40029
    for path in ("/sandbox/dev", "/sandbox/dev/pay"):
        assert page(wx, path)[0] == 400
        assert send(wx, path, device="d", role="operator")[0] == 400


@pytest.mark.usefixtures("developers")
def test_a_device_is_the_same_new_shopper_at_each_login(wx):
    one = {session(wx, "dev.phone-1")["openid"] for _ in range(3)}
    other = session(wx, "dev.phone-2")["openid"]
    assert len(one) == 1 and other not in one
    assert all(re.fullmatch(r"dev-[0-9a-f]{16}", openid) for openid in {*one, other})


@pytest.mark.usefixtures("developers")
def test_codes_of_the_tools_themselves_are_one_device(wx):
    openids = {session(wx, code)["openid"] for code in ("0a1Fxl0w3X", "0b9kkkPl2Z")}
    assert len(openids) == 1


@pytest.mark.usefixtures("developers")
def test_a_role_that_was_chosen_is_that_of_the_staff_until_another_is_chosen(wx):
    shopper = session(wx, "dev.phone-1")["openid"]
    for role, openid in [*STAFF.items(), ("shopper", shopper)]:
        status, _, headers = send(wx, "/sandbox/dev", device="phone-1", role=role)
        assert (status, headers["location"]) == (303, "/sandbox/dev")
        assert session(wx, "dev.phone-1")["openid"] == openid
    assert session(wx, "dev.phone-2")["openid"] not in {shopper, *STAFF.values()}


@pytest.mark.usefixtures("developers")
def test_a_role_that_nobody_has_is_refused(wx):
    for form in ({"role": "owner", "device": "d"}, {"role": "operator"}, {"device": "d"}, {}):
        assert send(wx, "/sandbox/dev", **form)[0] == 400


@pytest.mark.usefixtures("developers")
def test_codes_that_were_made_here_are_as_strict_as_before(wx):
    code = wx.post("/sandbox/code", {"openid": "u"})["code"]
    assert session(wx, code)["openid"] == "u"
    assert session(wx, code)["errcode"] == 40163
    late = wx.post("/sandbox/code", {"openid": "u"})["code"]
    foreign = wx.post("/sandbox/code", {"openid": "u", "appid": "wxother"})["code"]
    assert session(wx, foreign)["errcode"] == 40029
    wx.clock(5 * 60_000)
    assert session(wx, late)["errcode"] == 40029
    assert wx.post("/sandbox/config", {"developers": {}})["developers"] == {}
    assert session(wx, "dev.phone-1")["errcode"] == 40029


@pytest.mark.usefixtures("developers")
def test_the_page_shows_each_device_with_its_role(wx):
    assert "devtools" in page(wx, "/sandbox/dev")[1]
    session(wx, "dev.<script>")
    send(wx, "/sandbox/dev", device="phone-2", role="host")
    status, text = page(wx, "/sandbox/dev")
    assert status == 200
    assert "&lt;script&gt;" in text and "<script" not in text
    assert "openid：host-1" in text
    assert re.search(r"<button name=role value=host class=on>主播</button>", text)


@pytest.mark.parametrize("staff", [{"operator": 1}, [], "operator-1", {"operator": ""}])
def test_developers_are_roles_with_openids(wx, staff):
    wx.post("/sandbox/config", {"developers": staff}, expect=400)


def test_roles_survive_a_restart(config, caller, tmp_path: Path):
    state = tmp_path / "state.json"
    for turn in range(2):
        with Sandbox(config, state=state) as running:
            wx = caller(running.url, config)
            if turn == 0:
                wx.post("/sandbox/config", {"developers": STAFF})
                send(wx, "/sandbox/dev", device="phone-1", role="agent")
            assert session(wx, "dev.phone-1")["openid"] == "agent-1"
    with Sandbox(config, state=state) as running:
        caller(running.url, config).post("/sandbox/reset", {})
        assert session(caller(running.url, config), "dev.phone-1")["openid"].startswith("dev-")


@pytest.mark.usefixtures("developers")
def test_a_developer_pays_on_a_page_and_the_shop_is_notified(wx, merchant, shop):
    prepay = merchant.prepay("order-1", description="<b>苹果</b>")[1]["prepay_id"]
    home = page(wx, "/sandbox/dev")[1]
    assert f"/sandbox/dev/pay?prepay={prepay}" in home and "¥19.90" in home
    status, text = page(wx, "/sandbox/dev/pay", prepay=prepay)
    assert status == 200
    assert "¥19.90" in text and "&lt;b&gt;苹果&lt;/b&gt;" in text
    status, text, _ = send(wx, "/sandbox/dev/pay", prepay=prepay)
    assert (status, "支付成功" in text) == (200, True)
    assert merchant.decrypted(shop.received[0])[1]["out_trade_no"] == "order-1"
    assert "没有待付款的订单" in page(wx, "/sandbox/dev")[1]


@pytest.mark.usefixtures("developers")
def test_what_cannot_be_paid_is_not_offered_and_not_paid(wx, merchant, shop):
    prepay = merchant.prepay("order-1")[1]["prepay_id"]
    send(wx, "/sandbox/dev/pay", prepay=prepay)
    assert "订单已支付" in page(wx, "/sandbox/dev/pay", prepay=prepay)[1]
    assert send(wx, "/sandbox/dev/pay", prepay=prepay)[0] == 400
    closed = merchant.prepay("order-2")[1]["prepay_id"]
    merchant.close("order-2")
    assert "订单已关闭" in page(wx, "/sandbox/dev/pay", prepay=closed)[1]
    assert send(wx, "/sandbox/dev/pay", prepay=closed)[0] == 400
    assert page(wx, "/sandbox/dev/pay", prepay="wx-unknown")[0] == 400
    assert send(wx, "/sandbox/dev/pay", prepay="")[0] == 400
    assert len(shop.received) == 1

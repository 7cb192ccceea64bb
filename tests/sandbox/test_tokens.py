"""access_token: validity, rotation, limits, refusals."""

import pytest

TYPING = "/cgi-bin/message/custom/business/typing"


def use(wx, token):
    """The errcode of a call with this token. 45080 means that the token is valid."""
    path = f"{TYPING}?access_token={token}"
    return wx.post(path, {"touser": "nobody", "command": "Typing"})["errcode"]


def test_stable_token_is_the_same_while_it_is_valid(wx):
    first = wx.post("/cgi-bin/stable_token", wx.stable())
    assert first["expires_in"] == 7200 or first["expires_in"] == 7199
    wx.clock(3600_000)
    second = wx.post("/cgi-bin/stable_token", wx.stable(force_refresh=False))
    assert second["access_token"] == first["access_token"]
    assert 3590 <= second["expires_in"] <= 3600
    assert use(wx, first["access_token"]) == 45080


def test_stable_token_rotates_five_minutes_before_its_end_and_both_work(wx):
    old = wx.token()
    wx.clock(6900_000 + 1000)
    new = wx.post("/cgi-bin/stable_token", wx.stable())
    assert new["access_token"] != old
    assert new["expires_in"] > 7190
    assert use(wx, old) == use(wx, new["access_token"]) == 45080
    wx.clock(7200_000)
    assert use(wx, old) == 42001
    assert use(wx, new["access_token"]) == 45080


def test_force_refresh_invalidates_the_old_token_and_is_limited(wx):
    old = wx.token()
    new = wx.post("/cgi-bin/stable_token", wx.stable(force_refresh=True))["access_token"]
    assert use(wx, old) == 40001
    assert use(wx, new) == 45080
    again = wx.post("/cgi-bin/stable_token", wx.stable(force_refresh=True))
    assert again["errcode"] == 45011
    for number in range(1, 20):
        wx.clock(number * 30_000)
        assert "access_token" in wx.post("/cgi-bin/stable_token", wx.stable(force_refresh=True))
    wx.clock(21 * 30_000)
    over = wx.post("/cgi-bin/stable_token", wx.stable(force_refresh=True))
    assert over["errcode"] == 45009
    wx.clock(24 * 3600_000)
    assert "access_token" in wx.post("/cgi-bin/stable_token", wx.stable(force_refresh=True))


def basic(wx, **change):
    query = {
        "grant_type": "client_credential",
        "appid": wx.config.appid,
        "secret": wx.config.app_secret,
    } | change
    return wx.get("/cgi-bin/token", **{name: text for name, text in query.items() if text})


def test_basic_token_is_new_each_time_and_the_old_one_stays_valid_for_five_minutes(wx):
    stable = wx.token()
    old, new = (basic(wx)["access_token"] for _ in range(2))
    assert old != new
    assert use(wx, old) == 45080
    wx.clock(5 * 60_000 + 1000)
    assert use(wx, old) == 42001
    assert use(wx, new) == use(wx, stable) == 45080


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"grant_type": "authorization_code"}, 40002),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"appid": "wx0"}, 40013),
        ({"secret": "wrong"}, 40125),
    ],
)
def test_refusals_of_both_end_points(wx, change, errcode):
    assert basic(wx, **change)["errcode"] == errcode
    assert wx.post("/cgi-bin/stable_token", wx.stable(**change))["errcode"] == errcode


@pytest.mark.parametrize(
    ("body", "errcode"),
    [(b"", 44002), (b"{", 47001), (b"[]", 47001), (b'{"a":NaN}', 47001), (b'{"a":"\xff"}', 47001)],
)
def test_bodies_that_are_no_json_object(wx, body, errcode):
    assert wx.post("/cgi-bin/stable_token", body)["errcode"] == errcode


def test_wrong_method_and_unknown_path(wx):
    assert wx.get("/cgi-bin/stable_token")["errcode"] == 43002
    assert wx.http("GET", "/cgi-bin/nothing")[0] == 404


def test_calls_with_a_bad_token(wx):
    token = wx.token()
    assert wx.post(TYPING, {})["errcode"] == 41001
    assert use(wx, "short") == 40014
    assert use(wx, token[:-1] + ("A" if token[-1] != "A" else "B")) == 40001
    assert wx.post("/sandbox/revoke", {}) == {"revoked": 1}
    assert use(wx, token) == 40001
    assert wx.token() != token


def test_token_validity_can_be_set_and_calls_are_counted(wx):
    wx.post("/sandbox/config", {"token_life_s": 600})
    token = wx.token()
    wx.clock(599_000)
    assert use(wx, token) == 45080
    wx.clock(600_000)
    assert use(wx, token) == 42001
    wx.token()
    calls = wx.get("/sandbox/calls", path="/cgi-bin/stable_token")
    assert calls["count"] == 2
    assert [call["errcode"] for call in calls["calls"]] == [0, 0]
    assert wx.config.app_secret not in str(calls)


def test_secret_in_a_query_is_not_in_the_journal(wx):
    basic(wx)
    assert wx.config.app_secret not in str(wx.get("/sandbox/calls"))

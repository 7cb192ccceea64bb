"""POST /cgi-bin/message/custom/send, typing, and the windows in which they are allowed."""

import pytest

SEND = "/cgi-bin/message/custom/send"
TYPING = "/cgi-bin/message/custom/business/typing"
HOUR = 3600_000


@pytest.fixture
def send(wx, shop):
    wx.post("/sandbox/config", {"callback_url": shop.url + "/csReply"})

    def call(openid="buyer-1", path=SEND, **change):
        body = {"touser": openid, "msgtype": "text", "text": {"content": "您好"}} | change
        return wx.post(f"{path}?access_token={wx.token()}", body)["errcode"]

    return call


def write(wx, content="在吗", **more):
    return wx.post("/sandbox/push", {"openid": "buyer-1", "content": content} | more)


def test_only_after_the_user_wrote_and_five_times(wx, send):
    assert send() == 45015
    write(wx)
    assert [send() for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    assert send("buyer-2") == 45015
    write(wx)
    assert send() == 0
    messages = wx.get("/sandbox/messages", openid="buyer-1")["messages"]
    assert [one["text"]["content"] for one in messages] == ["您好"] * 6
    assert {one["kind"] for one in messages} == {"custom"}


def test_window_lasts_48_hours(wx, send):
    write(wx)
    wx.clock(48 * HOUR - 5000)
    assert send() == 0
    wx.clock(48 * HOUR)
    assert send() == 45015


def test_entering_allows_two_within_a_minute(wx, send):
    wx.post("/sandbox/push", {"openid": "buyer-1", "event": "user_enter_tempsession"})
    assert [send() for _ in range(3)] == [0, 0, 45047]
    wx.clock(60_000)
    assert send() == 45015


def test_actions_do_not_add_up(wx, send):
    write(wx)
    wx.post("/sandbox/push", {"openid": "buyer-1", "event": "user_enter_tempsession"})
    assert [send() for _ in range(6)] == [0] * 5 + [45047]
    wx.post("/sandbox/push", {"openid": "buyer-1", "event": "user_enter_tempsession"})
    assert [send() for _ in range(3)] == [0, 0, 45047]


def test_other_events_open_no_window(wx, send):
    wx.post("/sandbox/push", {"openid": "buyer-1", "event": "subscribe_msg_change_event"})
    assert send() == 45015


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"msgtype": "image", "image": {"media_id": "m1"}}, 0),
        (
            {
                "msgtype": "link",
                "link": {"title": "t", "description": "d", "url": "https://x", "thumb_url": "y"},
            },
            0,
        ),
        (
            {
                "msgtype": "miniprogrampage",
                "miniprogrampage": {"title": "t", "pagepath": "p", "thumb_media_id": "m"},
            },
            0,
        ),
        ({"aimsgcontext": {"is_ai_msg": 1}}, 0),
        ({"msgtype": "voice", "voice": {"media_id": "m"}}, 40008),
        ({"msgtype": None}, 40008),
        ({"text": "您好"}, 47001),
        ({"text": {"content": ""}}, 44004),
        ({"text": {"content": 5}}, 44004),
        ({"text": {"content": "长" * 700}}, 45002),
        ({"msgtype": "image", "image": {}}, 40007),
        ({"msgtype": "link", "link": {"title": "t"}}, 47001),
        ({"touser": "no such shape!"}, 40003),
        ({"aimsgcontext": {"is_ai_msg": "yes"}}, 47001),
    ],
)
def test_shapes(wx, send, change, errcode):
    write(wx)
    assert send(**change) == errcode


def test_typing(wx, send):
    def typing(command="Typing"):
        return send(path=TYPING, command=command)

    assert typing() == 45080
    write(wx)
    assert typing("typing") == 45072
    assert typing() == 0
    assert typing() == 45081
    assert typing("CancelTyping") == 0
    assert typing() == 0
    wx.clock(15_000)
    assert typing() == 0
    wx.clock(31_000)
    assert typing() == 45080

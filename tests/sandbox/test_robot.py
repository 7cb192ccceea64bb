"""The group robot of WeCom: its webhook, and what the chat shows."""

import json

import pytest

SEND = "/cgi-bin/webhook/send"


@pytest.fixture
def send(wx):
    def call(body, key=None):
        return wx.post(f"{SEND}?key={wx.config.robot_key if key is None else key}", body)

    return call


def markdown(content):
    return {"msgtype": "markdown", "markdown": {"content": content}}


def text(content, **more):
    return {"msgtype": "text", "text": {"content": content, **more}}


def test_the_chat_shows_what_was_sent(wx, send):
    assert send(markdown("**新订单 1 笔**"))["errcode"] == 0
    assert send(text("你好", mentioned_list=["@all"]))["errcode"] == 0
    first, second = wx.get("/sandbox/robot")["messages"]
    assert (first["msgtype"], first["content"]) == ("markdown", "**新订单 1 笔**")
    assert first["bytes"] == len("**新订单 1 笔**".encode()) and first["escaped"] is False
    assert json.loads(second["raw"]) == second["body"] == text("你好", mentioned_list=["@all"])
    assert send(json.dumps(markdown("苹果")).encode())["errcode"] == 0
    assert wx.get("/sandbox/robot")["messages"][2]["escaped"] is True


@pytest.mark.parametrize("key", ["", "another", "x" * 36])
def test_only_the_robots_own_key_is_taken(wx, send, key):
    answer = send(markdown("a"), key)
    assert answer["errcode"] == 93000 and "invalid webhook url" in answer["errmsg"]
    assert wx.post(SEND, markdown("a"))["errcode"] == 93000
    assert wx.get("/sandbox/robot")["messages"] == []


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b"", 44002),
        (b"{", 47001),
        ({}, 40008),
        ({"msgtype": "poem", "poem": {"content": "a"}}, 40008),
        ({"msgtype": "markdown"}, 40058),
        ({"msgtype": "markdown", "markdown": "a"}, 40058),
        ({"msgtype": "markdown", "text": {"content": "a"}}, 40058),
        (markdown("a") | {"text": {"content": "a"}}, 40058),
        ({"msgtype": "markdown", "markdown": {"content": "a", "mentioned_list": []}}, 40058),
        (markdown(1), 40058),
        (text("a", mentioned_list="@all"), 40058),
        (markdown(""), 44004),
        (markdown(" \n"), 44004),
        (markdown("好" * 1366), 40058),
        (text("好" * 683), 40058),
    ],
)
def test_anything_else_is_refused(wx, send, body, errcode):
    assert send(body)["errcode"] == errcode
    assert wx.get("/sandbox/robot")["messages"] == []


def test_the_longest_messages_are_taken(send):
    assert send(markdown("好" * 1365 + "a"))["errcode"] == 0
    assert send(text("好" * 682 + "ab"))["errcode"] == 0


def test_twenty_messages_a_minute_wherever_the_minute_begins(wx, send):
    for n in range(10):
        assert send(markdown(str(n)))["errcode"] == 0
    wx.clock(50_000)
    for n in range(10):
        assert send(markdown(str(n)))["errcode"] == 0
    assert send(markdown("one too many"))["errcode"] == 45009
    wx.clock(70_000)  # the first ten are more than a minute old
    for n in range(10):
        assert send(markdown(str(n)))["errcode"] == 0
    assert send(markdown("one too many"))["errcode"] == 45009
    assert len(wx.get("/sandbox/robot")["messages"]) == 30


def test_a_reset_empties_the_chat(wx, send):
    send(markdown("a"))
    wx.post("/sandbox/reset", {})
    assert wx.get("/sandbox/robot")["messages"] == []

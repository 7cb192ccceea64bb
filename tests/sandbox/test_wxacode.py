"""POST /wxa/getwxacodeunlimit: pictures of mini-program codes."""

import json
import struct
from urllib.request import Request, urlopen

import pytest

PATH = "/wxa/getwxacodeunlimit"


@pytest.fixture
def make(wx):
    token = wx.token()

    def call(**change):
        body = {"scene": "abcDEF1234", "page": "pages/group/index", "check_path": False} | change
        body = {name: value for name, value in body.items() if value is not None}
        return wx.post(f"{PATH}?access_token={token}", body)

    return call


def test_a_code_is_a_picture_of_its_width_with_its_scene(wx):
    body = json.dumps({"scene": "abcDEF1234", "page": "pages/a", "width": 280}).encode()
    url = f"{wx.url}{PATH}?access_token={wx.token()}"
    with urlopen(Request(url, body, {"Content-Type": "application/json"})) as answer:
        picture, kind = answer.read(), answer.headers["content-type"]
    assert kind == "image/png"
    assert struct.unpack(">II", picture[16:24]) == (280, 280)
    assert b"scene\0abcDEF1234" in picture and b"page\0pages/a" in picture


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"scene": None}, 40169),
        ({"scene": ""}, 40169),
        ({"scene": "a" * 33}, 40169),
        ({"scene": 7}, 40169),
        ({"scene": "a%20b"}, 40129),
        ({"scene": "团"}, 40129),
        ({"page": "/pages/group/index"}, 41030),
        ({"page": "pages/group/index?groupId=1"}, 41030),
        ({"width": 279}, 40097),
        ({"width": 1281}, 40097),
        ({"width": "430"}, 40097),
        ({"env_version": "formal"}, 40097),
        ({"check_path": "no"}, 40097),
        ({"line_color": "red"}, 40097),
        ({"secne": "a"}, 47001),
    ],
)
def test_a_wrong_request_is_refused(make, change, errcode):
    assert make(**change)["errcode"] == errcode


def test_the_page_must_be_in_the_released_version_unless_it_is_not_checked(wx, make):
    wx.post("/sandbox/config", {"pages": ["pages/home/index"]})
    assert make(check_path=True)["errcode"] == 41030
    assert make(check_path=None)["errcode"] == 41030


def test_it_needs_a_token(wx):
    assert wx.post(PATH, {"scene": "a"})["errcode"] == 41001

"""Login and the goods feed."""

from __future__ import annotations

import base64
import urllib.request
from typing import Any

import urllib3

from local.day.cast import Cast, Step, expect, refused


def log_in(cast: Cast) -> str:
    answer = cast.mei.login()
    expect(answer["isNew"], "a new shopper")
    return f"openid {answer['openid']}, session for {answer['expiresIn'] // 60} min"


def scroll(cast: Cast) -> str:
    first = cast.mei.call("listGoods", limit=3)
    second = cast.mei.call("listGoods", limit=3, cursor=first["cursor"])
    seen = [goods["goodsId"] for goods in first["items"] + second["items"]]
    expect(len(set(seen)) == len(seen) >= 5, "five goods, none twice")
    return f"{len(seen)} goods in two pages, from “{first['items'][0]['title']}”"


def search(cast: Cast) -> str:
    found = cast.mei.call("searchGoods", text="短袖 Ｔ")["items"]
    expect([goods["goodsId"] for goods in found] == ["goods-demo-6"], "the T-shirt alone")
    page = cast.mei.call("getGoods", goodsId="goods-demo-6")
    choices = [f"{each['name']} {'/'.join(each['values'])}" for each in page["options"]]
    expect(len(page["skus"]) == 6 and len(choices) == 2, "six SKUs of two options")
    return f"“{page['title']}”, {', '.join(choices)}"


def change_goods(cast: Cast) -> str:
    cast.operator.login()
    seen = cast.operator.call("getGoods", goodsId="goods-demo-6")
    patch = {"goodsId": seen["goodsId"], "revision": seen["revision"]}
    cast.operator.call("patchGoods", linePrice=13900, **patch)
    late = refused(lambda: cast.operator.call("patchGoods", linePrice=1, **patch), "GOODS_CHANGED")
    patch["revision"] += 1
    cast.operator.call("patchGoods", linePrice=12900, **patch)
    return f"the line price alone; a colleague with the old revision: {late}"


def upload(cast: Cast) -> str:
    form = cast.operator.call("getUpload", contentType="image/png")
    picture = base64.b64decode(_DOT)
    sent = _send(form["uploadUrl"], form["fields"], picture)
    expect(sent == 204, "a picture that the bucket takes")
    with urllib.request.urlopen(form["url"], timeout=10) as served:
        expect(served.read() == picture, "the picture at its URL, for everybody")
        kind = served.headers["content-type"]
    page = {**form["fields"], "Content-Type": "text/html"}
    expect(_send(form["uploadUrl"], page, picture) == 403, "a form that takes pictures only")
    large = bytes(form["maxBytes"] + 1)
    expect(_send(form["uploadUrl"], form["fields"], large) == 400, "a picture of 5 MB at most")
    return f"{kind} of {len(picture)} bytes, served to everybody; no HTML, no 6 MB"


def _send(url: str, fields: dict[str, str], body: bytes) -> int:
    """What wx.uploadFile does; the status of the answer."""
    form: dict[str, Any] = {**fields, "file": ("picture.png", body, "image/png")}
    return int(urllib3.request("POST", url, fields=form, timeout=10, retries=False).status)


# A picture of one dot.
_DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)

STEPS: list[Step] = [
    ("Mei logs in", log_in),
    ("Mei reads two pages of the feed", scroll),
    ("Mei searches, and opens what she finds", search),
    ("The operator changes one field of goods", change_goods),
    ("The operator uploads a picture", upload),
]

"""Login and the goods feed."""

from __future__ import annotations

from local.day.cast import Cast, Step, expect


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


STEPS: list[Step] = [("Mei logs in", log_in), ("Mei reads two pages of the feed", scroll)]

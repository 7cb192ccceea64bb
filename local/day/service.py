"""Customer service: the bot answers a question."""

from __future__ import annotations

from local.client import until
from local.day.cast import Cast, Step, expect


def ask(cast: Cast) -> str:
    answer = cast.wechat.ask(cast.mei.openid, "请问什么时候发货？")
    expect(answer["body"] == "success", "success at once")
    chat = until(lambda: [m for m in cast.mei.messages() if m["kind"] == "custom"])
    expect(len(chat) == 1, "one answer")
    return str(chat[0]["text"]["content"])


STEPS: list[Step] = [("the bot answers a question", ask)]

"""Greetings and thanks. Pure functions of the text."""

from __future__ import annotations

import re

from shop.support import matching

_HELLO = re.compile(
    r"^(?:(?:(?:你|您|大家|老板|客服)好|哈[喽啰罗]|嗨|在不在|在不|有人在|在|hi|hello|hey|雷猴|亲"
    r"|(?:早上|上午|中午|下午|晚上)好|早安|晚安|good (?:morning|afternoon|evening))"
    r"[呀啊吗么没哈哦噢嘛吖哇咯的了啦]*)+(?:我?想?请?(?:问|咨询)(?:一?下|个事|点事)?)?$"
)
_THANK = "谢谢|多谢|感谢|谢了|谢啦|谢|唔该|3q|tks|thx|thanks|thank you|辛苦了?|蟹蟹"
_THANKS = re.compile(_THANK)
_ONLY_THANKS = re.compile(
    rf"^(?:{_THANK}|好[的嘞吧哒]?|不用了?|老板|嗯+|ok|行|收到了?|知道了|明白了?|没问题了?|没事了"
    r"|已经|解决了|太|那就?|非常|十分|真的?|你们?|您|客服|亲|哈|了|啦|呀|啊|哦|噢|晒"
    r"|so much|very much|a lot| )+$"
)


def greets(text: str) -> bool:
    return _HELLO.match(matching.plain(text)) is not None


def thanks(text: str) -> bool:
    plain = matching.plain(text)
    return bool(_THANKS.search(plain)) and _ONLY_THANKS.match(plain) is not None

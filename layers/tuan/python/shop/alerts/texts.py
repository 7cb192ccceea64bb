"""What the robot writes: many alerts as one message. Pure rules.

WeCom's markdown has headings, bold text, quotes and colours; a message has at most 4096 bytes. A
message says of each kind how many alerts there are, and shows as many of them as fit.
"""

from __future__ import annotations

from collections.abc import Sequence

from shop.alerts.model import Alert, Kind
from shop.texts import yuan
from wxcloud.text import cut_bytes

MAX_LINE_BYTES = 240

# In the order of the message: what somebody has to do something about comes first.
_ORDER: tuple[Kind, ...] = (
    "deadLetter",
    "customerWaiting",
    "refundAsked",
    "groupEnding",
    "lowStock",
    "newOrder",
)
# What WeCom would take for a sign of its markdown, or for the mention of a member.
_PLAIN = str.maketrans("<>[]*`#\n\r\t", "＜＞［］＊｀＃   ")


def fold(alerts: Sequence[Alert], max_bytes: int) -> str:
    """One message about all these alerts."""
    sections = [(kind, [a for a in alerts if a.kind == kind]) for kind in _ORDER]
    found = [(kind, several) for kind, several in sections if several]
    heads = [_head(kind, several) for kind, several in found]
    # Each kind has its heading, and room to say that more are not shown.
    left = max_bytes - sum(_size(head) + _size(_more(len(alerts))) for head in heads)
    parts: list[str] = []
    for number, ((_, several), head) in enumerate(zip(found, heads, strict=True)):
        share = left // (len(found) - number)  # what a short section does not need goes to the next
        shown = _lines(several, share)
        left -= sum(map(_size, shown))
        hidden = len(several) - len(shown)
        parts += [head, *shown, *([_more(hidden)] if hidden else [])]
    return "\n".join(parts)


def plain(text: str) -> str:
    """A text on one line in which WeCom sees no markdown."""
    return cut_bytes(" ".join(text.translate(_PLAIN).split()), MAX_LINE_BYTES, "…")


def _lines(alerts: Sequence[Alert], room: int) -> list[str]:
    """The first alerts, as many as fit."""
    shown: list[str] = []
    for alert in alerts:
        line = f"> {plain(alert.line)}"
        room -= _size(line)
        if room < 0:
            break
        shown.append(line)
    return shown


def _head(kind: Kind, alerts: Sequence[Alert]) -> str:
    n, fen = len(alerts), sum(alert.fen for alert in alerts)
    return {
        "newOrder": f"**新订单 {n} 笔**，共 ¥{yuan(fen)}",
        "refundAsked": f"**退款/售后申请 {n} 笔**，共 ¥{yuan(fen)}，{_warning('请尽快处理')}",
        "customerWaiting": f"**{n} 位顾客在等待人工客服**，{_warning('请尽快接待')}",
        "groupEnding": f"**{n} 个拼团即将到期**，还没有成团",
        "lowStock": f"**{n} 个规格库存不足**，请及时补货",
        "deadLetter": f"**系统任务执行失败**，{_warning('请联系技术同事处理')}",
    }[kind]


def _warning(text: str) -> str:
    return f'<font color="warning">{text}</font>'


def _more(hidden: int) -> str:
    return f"> 另有 {hidden} 条，请到商家后台查看"


def _size(line: str) -> int:
    """The bytes of a line with its line break."""
    return len(line.encode()) + 1

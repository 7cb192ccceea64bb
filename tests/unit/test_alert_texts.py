"""What the robot writes: it fits, and counts every alert."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from shop.alerts.ending_groups import WARNING
from shop.alerts.model import KINDS, Alert
from shop.alerts.pace import PACE
from shop.alerts.texts import MAX_LINE_BYTES, fold, plain
from shop.checkout.reminding import AHEAD
from wxcloud import clock
from wxcloud.clock import MINUTE
from wxcloud.wechat.robot import A_MINUTE, MAX_BYTES

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)
ALERTS = st.builds(
    Alert,
    kind=st.sampled_from(KINDS),
    event=st.just("e"),
    line=TEXTS,
    fen=st.integers(0, 10**9),
)
COUNTED = {
    "newOrder": r"新订单 (\d+) 笔",
    "refundAsked": r"申请 (\d+) 笔",
    "customerWaiting": r"(\d+) 位顾客",
    "groupEnding": r"(\d+) 个拼团",
    "lowStock": r"(\d+) 个规格",
}


@settings(max_examples=200, deadline=None, database=None)
@given(st.lists(ALERTS, min_size=1, max_size=120))
def test_a_message_fits_and_counts_every_alert(alerts: list[Alert]) -> None:
    text = fold(alerts, MAX_BYTES)
    assert 0 < len(text.encode()) <= MAX_BYTES
    shown = [line for line in text.split("\n") if line.startswith(">")]
    hidden = sum(int(n) for n in re.findall(r"^> 另有 (\d+) 条，请到商家后台查看$", text, re.M))
    assert len([line for line in shown if "请到商家后台查看" not in line]) + hidden == len(alerts)
    heads = "\n".join(line for line in text.split("\n") if not line.startswith(">"))
    for kind, pattern in COUNTED.items():
        number = sum(alert.kind == kind for alert in alerts)
        assert re.findall(pattern, heads) == ([str(number)] if number else [])


@settings(max_examples=300, deadline=None, database=None)
@given(TEXTS)
def test_a_line_has_nothing_that_wecom_takes_for_markdown(text: str) -> None:
    line = plain(text)
    assert len(line.encode()) <= MAX_LINE_BYTES
    assert not set("<>[]*`#\n\r\t") & set(line)


def test_what_comes_first_needs_somebody() -> None:
    alerts = [Alert(kind, kind, f"line of {kind}") for kind in KINDS]
    found = re.findall(r"^> line of (\w+)$", fold(alerts, MAX_BYTES), re.M)
    assert found == [
        "deadLetter",
        "customerWaiting",
        "refundAsked",
        "groupEnding",
        "lowStock",
        "newOrder",
    ]


def test_no_minute_touches_more_slots_than_wecom_takes_messages() -> None:
    slots_in_any_minute = MINUTE // PACE + 2  # it may touch the end of one and the start of another
    assert slots_in_any_minute < A_MINUTE


@given(st.integers(0, 10**12), st.integers(1, 10 * 24 * 60), st.sampled_from([WARNING, AHEAD]))
def test_who_can_still_act_is_told_in_the_last_half_of_the_time(
    at: int, minutes: int, ahead: int
) -> None:
    end = at + minutes * MINUTE
    found = clock.ahead_of(end, ahead, since=at)
    assert at < at + (end - at) // 2 <= found < end
    assert found == end - ahead or end - at < 2 * ahead

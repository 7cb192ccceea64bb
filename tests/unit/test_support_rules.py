"""The rules of customer service: who answers, how many replies, and the intent of a text."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.support import human, matching, order_questions
from shop.support.conversations import IDLE, Conversation
from shop.support.model import Kind, UserMessage
from shop.support.windows import ENTERED, WRITTEN
from wxcloud import clock

T0 = 1_795_305_600_000


# --- replies that WeChat allows ------------------------------------------------------------------

ACTS = st.tuples(
    st.sampled_from(["text", "enter", "reply"]),
    st.integers(1, 40 * clock.SECOND) | st.integers(1, 30 * clock.HOUR),
)


def says(at: int, kind: Kind = "text") -> UserMessage:
    return UserMessage("u1", f"{at}", kind, "您好", at)


@settings(deadline=None, database=None)
@given(st.lists(ACTS, max_size=40))
def test_replies_never_exceed_what_the_last_message_or_entry_allows(
    acts: list[tuple[Kind | Literal["reply"], int]],
) -> None:
    talk, now = Conversation.key("u1"), T0
    wrote = entered = 0
    sent: list[int] = []
    for act, pause in acts:
        now += pause
        if act == "reply":
            after_message, after_entry = (
                max(0, most - len([at for at in sent if at > since]))
                if since and now < since + life
                else 0
                for since, (life, most) in ((wrote, WRITTEN), (entered, ENTERED))
            )
            left = talk.left(now)
            assert left.count == max(after_message, after_entry)
            assert (left.until > now) == bool(left.count)
            if left.count:
                talk.answer(now, missed=False)
                sent.append(now)
        else:
            talk.receive(says(now, act), "", now)
            wrote, entered = (now, entered) if act == "text" else (wrote, now)
    assert len(talk.sentAt) <= WRITTEN[1]


def test_a_message_received_late_does_not_set_the_time_back() -> None:
    talk = Conversation.key("u1")
    talk.receive(says(T0), "", T0)
    talk.receive(says(T0 - 5), "", T0)
    assert (talk.wroteAt, talk.enteredAt) == (T0, 0)


# --- bot or human --------------------------------------------------------------------------------


def test_misses_are_counted_in_a_row_and_start_again_with_a_human() -> None:
    talk = Conversation.key("u1")
    counts = []
    for missed, to_human in ((True, False), (False, False), (True, False), (True, True)):
        talk.answer(T0, missed=missed)
        if to_human:
            talk.hand_over(T0, in_queue=True, is_open=True)
        counts.append(talk.misses)
    assert counts == [1, 0, 1, 0]
    assert talk.human and talk.humanAt == T0


@pytest.mark.parametrize(("silence", "human"), [(IDLE - 1, True), (IDLE, False)])
def test_the_bot_answers_again_when_the_user_writes_after_half_an_hour(
    silence: int, human: bool
) -> None:
    talk = Conversation.key("u1")
    talk.hand_over(T0, in_queue=True, is_open=True)
    talk.owner = "agent-1"
    assert talk.is_silent(T0 + silence) == human

    talk.receive(says(T0 + silence), "", T0 + silence)

    assert (talk.human, talk.owner) == (human, "agent-1" if human else None)
    assert talk.is_silent(T0 + silence) == human
    assert talk.since == T0  # nobody has answered: the user still waits


# --- the intent of a text ------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["转人工", "人工客服在吗", "I want a HUMAN", "real person please"])
def test_a_user_who_asks_for_a_human_is_understood(text):
    assert human.wants_human(text)


@pytest.mark.parametrize(
    "text",
    [
        "你好",
        "humane",
        "magenta",
        "这款Type-C转接头有货吗",
        "这顶假发是真人发吗",
        "大闸蟹是野生的还是人工养殖的",
        "不用转人工",
        "does it contain any bleaching agent?",
    ],
)
def test_other_texts_do_not_ask_for_a_human(text):
    assert not human.wants_human(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("订单号TUAN-88", "TUAN-88"),
        ("order 12 or 123456", ""),
        ("01kb2c3d4e5f6g7h8j9kmnpqrs", "01kb2c3d4e5f6g7h8j9kmnpqrs"),
        ("2026-11-22 可以吗", ""),
        ("一共 1234 元", ""),
        ("订单", ""),
        ("新手机号13800005678", ""),
        ("订单里的iphone15壳", ""),
        ("订单的128GB换成256GB", ""),
        ("订单128GB换成256GB", ""),
        ("订单20261122下的", ""),
        ("快递单号YT8837465920174", ""),
        ("０１ＫＢ２Ｃ３Ｄ４Ｅ５Ｆ６Ｇ７Ｈ８Ｊ９ＫＭＮＰＱＲＳ", "01kb2c3d4e5f6g7h8j9kmnpqrs"),
        ("OlKB2C3D4E5F6G7H8J9KMNPQRS", "01kb2c3d4e5f6g7h8j9kmnpqrs"),
    ],
)
def test_an_order_number_is_found_and_a_date_or_an_amount_is_not(text, number):
    assert order_questions.number_in(text) == number


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("我的快递到哪了", True),
        ("查一下订单", True),
        ("track order", True),
        ("我的订单怎么退", False),
        ("这床单会不会起球", False),
        ("菜单上那个柠檬茶还有吗", False),
        ("in order to fit", False),
        ("不用查订单了，我收到了", False),
        ("一般几天发货", False),
    ],
)
def test_asking_where_an_order_is_differs_from_asking_how_to_return_it(text, asks):
    assert order_questions.asks_where(text) == asks


# --- how texts are compared ----------------------------------------------------------------------


def test_case_width_punctuation_and_synonyms_make_no_difference():
    assert matching.plain("ＳＨＩＰＰＩＮＧ, When？ 什么 时候！") == "shipping when什么时候"
    assert matching.fold("你们多久能寄出呀") == matching.fold("你们，多久能发货呀？")
    assert matching.fold("ships") == "ships", "a Latin word matches only as a whole"


def test_keywords_and_similarity_give_a_score_and_longer_keywords_a_higher_one():
    text = matching.fold("拼团失败了怎么办")
    assert matching.score(text, "怎么退款？", ["退款"]) == 0
    short = matching.score(text, "", ["拼团"])
    assert 0 < short < matching.score(text, "", ["拼团失败"])
    assert matching.score(text, "拼团失败怎么办？", ["没有"]) > 0


@settings(deadline=None, database=None)
@given(st.text("aZ9 ,.!？，。什么时候发货ＡＢ１２寄出ship", max_size=60))
def test_folding_a_folded_text_changes_nothing(text):
    assert matching.plain(matching.plain(text)) == matching.plain(text)


@settings(deadline=None, database=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_similarity_is_symmetric_and_between_0_and_1(one, other):
    likeness = matching.likeness(one, other)
    assert 0 <= likeness <= 1
    assert likeness == matching.likeness(other, one)
    assert matching.likeness(one, one) == (1 if len(one) > 1 else 0)

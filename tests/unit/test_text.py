"""Texts are cut between two characters as people see them, by code points or by bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wxcloud.text import cut, cut_bytes

WHOLE = {
    "family": "👨‍👩‍👧‍👦",
    "flag": "🇨🇳",
    "keycap": "1️⃣",
    "skin tone": "👍🏽",
    "flag of a region": "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "heart": "❤️",
    "accent": "e\u0301",
    "han with selector": "葛\U000e0100",
    "korean": "\u1112\u1161\u11ab",
    "thai": "กำ"[:1] + "\u0e33"[:0] + "\u0e34",
    "devanagari": "न\u093f",
}


@pytest.mark.parametrize("character", WHOLE.values(), ids=WHOLE)
def test_a_character_is_whole_or_absent_wherever_the_text_is_cut(character: str):
    text = "茶" + character * 3
    for size in range(1, len(text) + 1):
        kept = cut(text, size)
        assert kept in ["茶" + character * n for n in range(4)], size
        assert len(kept) <= size
    for size in range(3, len(text.encode()) + 1):
        kept = cut_bytes(text, size)
        assert kept in ["茶" + character * n for n in range(4)], size
        assert len(kept.encode()) <= size


def test_flags_are_cut_between_two_flags():
    assert cut("🇨🇳🇯🇵🇰🇷", 3) == "🇨🇳"
    assert cut("🇨🇳🇯🇵🇰🇷", 5) == "🇨🇳🇯🇵"


def test_an_ending_counts_and_shows_that_the_text_was_cut():
    assert cut("一" * 21, 20, "…") == "一" * 19 + "…"
    assert cut_bytes("一" * 40, 80, "…") == "一" * 25 + "…"
    assert cut_bytes("一" * 25, 80, "…") == "一" * 25
    assert cut("ab cd", 4, "…") == "ab…"


def test_one_character_that_is_too_long_is_cut_all_the_same():
    assert cut("e" + "\u0301" * 50, 10) == "e" + "\u0301" * 9
    assert cut_bytes("👨‍👩‍👧‍👦", 10) == "👨‍👩"[:2]


@given(
    st.text(alphabet=st.sampled_from("a茶🇨🇳👍🏽\u200d👩\ufe0f\u20e3\u0301 "), max_size=40),
    st.data(),
)
def test_a_cut_text_is_a_beginning_and_not_longer_than_allowed(text: str, data: st.DataObject):
    most = data.draw(st.integers(1, 60))
    for kept, size in ((cut(text, most), len), (cut_bytes(text, most), lambda t: len(t.encode()))):
        assert size(kept) <= most
        assert text.startswith(kept)
        assert kept == text or size(text) > most

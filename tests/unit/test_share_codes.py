"""Share codes: short, stable, and different for different shares."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from shop.shares import codes

FACTS = ("mei", "goods", "tea", "")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=20)


@settings(deadline=None, database=None)
@given(st.tuples(TEXT, TEXT, TEXT, TEXT))
def test_a_code_has_ten_characters_that_cannot_be_confused(facts):
    code = codes.make("key", *facts)
    assert len(code) == 10
    assert set(code) <= set(codes.ALPHABET)
    assert not set(code) & set("0OIl")
    assert codes.make("key", *facts) == code


def test_another_key_fact_or_attempt_gives_another_code():
    made = {
        codes.make("key", *FACTS, "0"),
        codes.make("other", *FACTS, "0"),
        codes.make("key", *FACTS, "1"),
        codes.make("key", "lan", *FACTS[1:], "0"),
        codes.make("key", *FACTS[:3], "timeline", "0"),
    }
    assert len(made) == 5


def test_codes_do_not_change_between_versions():
    """Cards that users have sent contain codes. The code is computed again to find a share."""
    assert codes.make("key", *FACTS, "0") == "FFPRgARbuR"

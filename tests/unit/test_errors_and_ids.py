"""Codes, ids, days, and the pseudonyms of users in logs."""

import re

import pytest

from wxcloud import clock, ids
from wxcloud.errors import BAD_REQUEST, CODES, Code
from wxcloud.log import pseudonym


def test_a_code_makes_a_refusal_that_carries_its_status_and_field():
    refusal = BAD_REQUEST("price: too low", field="price")
    assert (refusal.code.status, refusal.message, refusal.field) == (400, "price: too low", "price")
    assert not refusal.retryable


def test_a_code_cannot_be_defined_twice():
    with pytest.raises(ValueError, match="declared twice"):
        Code("BAD_REQUEST", 418, "another meaning")
    assert CODES["BAD_REQUEST"] is BAD_REQUEST


def test_every_code_has_a_text_for_the_caller():
    for code in CODES.values():
        assert re.fullmatch(r"[A-Z][A-Z_]+", code.name)
        assert 400 <= code.status < 600
        assert code.message.endswith((".", "!", "。"))


def test_ids_sort_by_their_time_and_are_valid_in_every_use():
    clock.set_clock(lambda: 1_000_000)
    early = ids.new_id()
    clock.set_clock(lambda: 1_000_001)
    late = ids.new_id()
    clock.set_clock(None)
    assert early < late
    assert re.fullmatch(r"[0-9a-z]{26}", early)


def test_ids_of_one_millisecond_differ():
    assert len({ids.new_id() for _ in range(10_000)}) == 10_000


def test_a_day_is_a_day_in_shanghai():
    midnight = 1_795_276_800_000  # 2026-11-22 00:00 in Shanghai, still the 21st in London
    assert clock.day_of(midnight) == "2026-11-22"
    assert clock.day_of(midnight - 1) == "2026-11-21"


def test_logs_contain_a_stable_pseudonym_and_never_the_openid():
    assert pseudonym("oABC") == pseudonym("oABC") != pseudonym("oABD")
    assert "oABC" not in pseudonym("oABC")
    assert pseudonym("") == ""

"""Which texts are in a title, and which options lead to a SKU, without a store."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalog import options
from shop.catalog.titles import MAX_TERM, MAX_TEXT, endings, fold, folded_title, terms
from wxcloud.errors import Refusal

texts = st.text(max_size=60)
names = st.sampled_from(["颜色", "尺码", "ｓｉｚｅ", "Size"])
values = st.sampled_from(["红", "M", "ｍ", "XL", "蓝"])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ　１２３", "abc 123"),
        ("  红\u00a0\u2003茶 ", "红 茶"),
        ("Straße", "strasse"),
        ("㎏", "kg"),
        ("ｶﾞ", "ガ"),
        ("é", "e\u0301"),
        ("İ", "i\u0307"),
    ],
)
def test_a_text_is_compared_as_people_mean_it(text: str, folded: str) -> None:
    assert fold(text) == fold(folded)


@given(texts)
def test_to_fold_twice_is_to_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_every_text_in_a_title_is_the_beginning_of_an_ending(title: str) -> None:
    folded = folded_title(title)
    found = endings(folded)
    for start, end in ((0, 3), (2, 4), (5, 45), (0, 60)):
        part = folded[start:end].strip()
        for term in part.split(" "):
            if term:
                beginning = term[:MAX_TERM]
                places = [at for each, at in found.items() if each.startswith(beginning)]
                assert folded.find(beginning) in places


@given(texts)
def test_endings_are_bounded(title: str) -> None:
    found = endings(folded_title(title * 10))
    assert len(found) <= MAX_TEXT
    assert all(0 < len(each) <= MAX_TERM and each[0] != " " for each in found)


def test_one_character_may_become_many() -> None:
    assert len(folded_title("ﷺ" * 120)) == MAX_TEXT


@given(texts)
def test_terms_are_the_longest_first_and_each_one_once(text: str) -> None:
    found = terms(text)
    assert sorted(map(len, found), reverse=True) == list(map(len, found))
    assert set(found) == set(fold(text).split())
    assert len(found) == len(set(found))


@given(st.lists(st.dictionaries(names, values, min_size=1, max_size=2), max_size=4))
def test_options_that_are_accepted_lead_to_at_most_one_sku(skus: list[dict[str, str]]) -> None:
    try:
        tidy = [options.tidied(sku) for sku in skus]
        options.check(tidy)
    except Refusal as refused:
        assert refused.field == "skus"
        return
    choices = options.choices(tidy)
    seen = [tuple(sorted((fold(n), fold(v)) for n, v in sku.items())) for sku in skus]
    assert len(seen) == len(set(seen))
    assert len({frozenset(fold(name) for name in sku) for sku in skus}) <= 1
    assert all(value in choices[name] for sku in tidy for name, value in sku.items())

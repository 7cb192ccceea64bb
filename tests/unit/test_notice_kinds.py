"""Facts in the texts of templates: what was checked fits WeChat's keys whatever the facts are."""

from __future__ import annotations

import re
from typing import get_args
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.wechat_sandbox import pages as wechat_pages
from local.wechat_sandbox import values as wechat
from shop.notices import pages, texts
from shop.notices.kinds import DAY, MOMENT, TEXT, Fact, FactType
from shop.notices.model import FACTS, Name
from shop.texts import moment, yuan
from wxcloud.wechat import values
from wxcloud.wechat.messages import PAGE

NAMES: tuple[Name, ...] = get_args(Name)
ALL: dict[str, Fact] = {name: fact for notice in FACTS.values() for name, fact in notice.items()}

# --- what facts and texts can be -----------------------------------------------------------------

# All that a title can have: emoji, joiners, marks of other scripts, what shows nothing; and one
# character that shows.
ANY = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=119)
TITLES = st.builds(
    lambda a, b, where: a[:where] + b + a[where:],
    ANY,
    st.sampled_from("茶W👍🏽3"),
    st.integers(0, 119),
)
DAYS = st.dates().map(str)
CLOCKS = st.times().map(lambda each: each.strftime("%H:%M"))


def facts_of(kind: FactType) -> st.SearchStrategy[str]:
    if kind is TEXT:
        return TITLES
    if kind is DAY:
        return DAYS
    if kind is MOMENT:
        return st.builds("{} {}".format, DAYS, CLOCKS)
    return st.from_regex(kind.pattern, fullmatch=True)


WORDS = [
    "您的",
    "-",
    " ",
    "¥",
    "元",
    "~",
    "2026-11-22",
    "19:30",
    "12",
    "A",
    "(",
    "拼团成功",
    "👨‍👩‍👧",
    "e\u0301",
    "\u200b",
]


@st.composite
def keys_and_texts(draw: st.DrawFn) -> tuple[str, str]:
    """A key, and a text of words and facts. Most of the facts are ones that the key holds."""
    holders = [kind for fact in ALL.values() for kind in fact.type.kinds]
    kind = draw(st.sampled_from(sorted(wechat.RULES) + holders))
    fitting = [name for name, fact in ALL.items() if kind in fact.type.kinds]
    named = st.sampled_from(fitting * 9 + list(ALL)).map("{{{}}}".format)
    parts = draw(st.lists(named | named | st.sampled_from(WORDS), min_size=1, max_size=3))
    return f"{kind}1", "".join(parts)


def refusal(key: str, text: str) -> str:
    """Why a text is refused; "" if it is not."""
    try:
        texts.check(key, text, ALL)
    except ValueError as error:
        return str(error)
    return ""


# --- properties ----------------------------------------------------------------------------------


@settings(max_examples=600, deadline=None, database=None)
@given(keys_and_texts(), st.data())
def test_wechat_accepts_every_message_of_a_text_that_was_checked(
    field: tuple[str, str], data: st.DataObject
) -> None:
    key, text = field
    if refusal(key, text):
        return
    around, names = texts.split(text, ALL)
    told = {name: data.draw(facts_of(ALL[name].type)) for name in dict.fromkeys(names)}
    value = texts.fill(key, text, ALL, told)
    assert wechat.fits(key, value), value
    whole = [told[name] for name in names if not ALL[name].type.may_be_cut]
    for part in [*map(values.tidy, around), *whole]:
        assert part in value, "an operator's words and a whole fact are never cut"


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=30, deadline=None, database=None)
@given(data=st.data())
def test_every_kind_that_a_fact_names_holds_it(name: str, data: st.DataObject) -> None:
    fact = ALL[name].type
    told = {name: data.draw(facts_of(fact))}
    assert len(told[name]) <= fact.most
    for kind in fact.kinds:
        assert refusal(f"{kind}1", f"{{{name}}}") == ""
        value = texts.fill(f"{kind}1", f"{{{name}}}", ALL, told)
        assert wechat.fits(f"{kind}1", value)
        assert fact.may_be_cut or value == told[name]


@pytest.mark.parametrize("name", ALL)
def test_every_other_kind_is_refused_with_those_that_fit(name: str) -> None:
    fact = ALL[name].type
    for kind in wechat.RULES.keys() - set(fact.kinds):
        why = refusal(f"{kind}1", f"{{{name}}}")
        assert f"A {kind} takes" in why
        assert f"{{{name}}} is {fact.about}" in why
        assert all(each in why for each in fact.kinds)


@settings(max_examples=300, deadline=None, database=None)
@given(st.sampled_from(sorted(wechat.RULES)), st.text(max_size=40))
def test_what_fits_is_what_wechat_accepts(kind: str, text: str) -> None:
    try:
        value = values.fit(f"{kind}1", text)
    except ValueError:
        return
    assert wechat.fits(f"{kind}1", value)
    assert values.fit(f"{kind}1", value) == value


@settings(max_examples=300, deadline=None, database=None)
@given(TITLES, st.sampled_from(["pages/x?a={goods}", "/pages/x?a=%E7%BA%A2{goods}&b={goods}"]))
def test_a_page_says_the_fact_and_nothing_else(goods: str, page: str) -> None:
    filled = pages.fill(page, ALL, {"goods": goods})
    assert wechat_pages.path_of(filled) == "pages/x"
    assert PAGE.fullmatch(filled)
    assert unquote(filled.rpartition("=")[2]).endswith(values.tidy(goods))
    assert filled.count("&") == page.count("&")


# --- examples ------------------------------------------------------------------------------------


def test_the_two_know_the_same_kinds() -> None:
    assert values.KINDS.keys() == wechat.RULES.keys()


@pytest.mark.parametrize("name", ALL)
def test_examples_and_types_agree(name: str) -> None:
    fact = ALL[name]
    assert re.fullmatch(fact.type.pattern, fact.example)
    assert len(fact.example) <= fact.type.most
    assert all(each[name].type == fact.type for each in FACTS.values() if name in each)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("thing1", "{goods}"),
        ("thing1", "{goods}{reason}"),
        ("thing1", "¥{price} 的{goods}"),
        ("thing1", "{time}"),
        ("character_string1", "{orderId}"),
        ("character_string1", "{points} {score}"),
        ("number1", "{price}"),
        ("amount1", "￥{price}元"),
        ("amount1", "{score}"),
        ("time1", "{time} ~ {time}"),
        ("time1", "2026-11-22 08:00~{time}"),
        ("date1", "{time}~{date}"),
        ("date1", "2026年11月22日"),
        ("phrase1", "拼团成功"),
        ("const1", "已发货"),
        ("phone_number1", "+86-10-1234"),
    ],
)
def test_texts_that_are_accepted(key: str, text: str) -> None:
    assert refusal(key, text) == ""


def test_two_facts_share_the_room() -> None:
    told = {"goods": "短", "reason": "长" * 30}
    assert texts.fill("thing1", "{goods}：{reason}", ALL, told) == "短：" + "长" * 17 + "…"
    told = {"goods": "茶" * 30, "reason": "长" * 30}
    assert texts.fill("thing1", "{goods}{reason}", ALL, told) == "茶" * 9 + "…" + "长" * 9 + "…"


def test_a_fact_is_cut_between_characters() -> None:
    told = {"goods": "茶" * 15 + "👨‍👩‍👧‍👦" + "茶", "missing": "3"}
    assert texts.fill("thing1", "{goods}差{missing}", ALL, told) == "茶" * 15 + "…差3"


@pytest.mark.parametrize("facts", [{}, {"goods": ""}, {"goods": "\u2028\u200b"}])
def test_a_fact_that_shows_nothing_makes_no_message(facts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="goods"):
        texts.fill("thing1", "{goods}", ALL, facts)
    with pytest.raises(ValueError, match="goods"):
        pages.fill("pages/x?a={goods}", ALL, facts)


def test_a_group_tells_what_its_facts_are_declared_to_be() -> None:
    for fen in (0, 1_000_000_000):
        assert re.fullmatch(ALL["price"].type.pattern, yuan(fen))
    assert re.fullmatch(MOMENT.pattern, moment(4_102_444_800_000))

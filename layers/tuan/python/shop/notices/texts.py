"""The texts of a template's fields. A text names facts in braces: `还差{missing}人`.

`check` refuses a text that WeChat would refuse for some facts, so WeChat accepts everything that
`fill` makes of a text that was checked. Pure rules, without I/O.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from shop.notices.kinds import Fact, FactType
from wxcloud.text import cut
from wxcloud.wechat import values
from wxcloud.wechat.values import Kind

LEAST_ROOM = 4  # characters for a fact that may be cut; fewer would say nothing

_FACT = re.compile(r"\{([^{}]*)\}")
_MIXED = frozenset({"thing", "character_string"})  # kinds whose texts mix facts with other text
_MARK = "\0"  # in the place of a fact
_ALONE = {"number": _MARK, "amount": f"[¥￥$€£₩]?{_MARK}元?"}


def split(text: str, known: Collection[str]) -> tuple[list[str], list[str]]:
    """The text around the facts, and the facts' names: n + 1 texts around n names.

    ValueError for a name that is not `known`, and for a brace that belongs to no fact.
    """
    parts = _FACT.split(text)
    around, names = parts[::2], parts[1::2]
    for name in names:
        if name not in known:
            facts = ", ".join(sorted(known))
            raise ValueError(f"{{{name}}} is not a fact of this notice. It has: {facts}.")
    if any(brace in each for each in around for brace in "{}"):
        raise ValueError("A brace belongs to no fact. Write a fact as {goods}, and no other brace.")
    return around, names


def join(around: Sequence[str], facts: Sequence[str]) -> str:
    """The opposite of `split`."""
    return "".join(a + b for a, b in zip(around, [*facts, ""], strict=True))


def tell(name: str, facts: Mapping[str, str]) -> str:
    """What a fact is, on one line. ValueError if there is nothing to show."""
    told = values.tidy(facts.get(name, ""))
    if not told:
        raise ValueError(f"{{{name}}} is missing or empty.")
    return told


def check(key: str, text: str, known: Mapping[str, Fact]) -> None:
    """ValueError unless WeChat accepts the text for the key, whatever its facts are."""
    kind = values.kind_of(key)
    around, names = split(text, known)
    for name in names:
        fact = known[name].type
        if kind.name not in fact.kinds:
            raise ValueError(
                f"{_takes(kind)}. {{{name}}} is {fact.about}, at most {fact.most} characters: it"
                f" fits in a {' or '.join(fact.kinds)}."
            )
    if not names:
        _check_words(kind, text)
    elif kind.name in _MIXED:
        _check_room(kind, around, [(name, known[name].type) for name in names])
    else:
        _check_form(kind, _MARK.join(around))


def fill(key: str, text: str, known: Mapping[str, Fact], facts: Mapping[str, str]) -> str:
    """What a message says for the key: the text with the facts in place of their names. Facts that
    may be cut are cut to the room that the rest leaves. ValueError if WeChat would refuse it, or if
    it would show another fact only in part."""
    kind = values.kind_of(key)
    around, names = split(text, known)
    told = [tell(name, facts) for name in names]
    cuttable = [i for i, name in enumerate(names) if known[name].type.may_be_cut]
    room = kind.size - sum(map(len, around))
    value = values.fit(key, join(around, _shortened(told, cuttable, room, kind.ending or "")))
    for i, whole in enumerate(told):
        if i not in cuttable and whole not in value:
            raise ValueError(f"{{{names[i]}}} does not fit and must not be cut.")
    return value


def _takes(kind: Kind) -> str:
    return f"A {kind.name} takes {kind.holds}"


def _check_words(kind: Kind, text: str) -> None:
    """Words of the operator are never cut."""
    words = values.tidy(text)
    if not words or not kind.accepts(words):
        raise ValueError(f"{_takes(kind)}. This text is something else, or too long.")


def _check_room(kind: Kind, around: Sequence[str], facts: Sequence[tuple[str, FactType]]) -> None:
    with_facts = values.tidy("0".join(around))  # each of these kinds takes a 0
    if not kind.accepts(with_facts[: kind.size]):
        raise ValueError(f"{_takes(kind)}. The text around the facts is something else.")
    needs = {name: LEAST_ROOM if fact.may_be_cut else fact.most for name, fact in facts}
    own = sum(map(len, around))
    if own + sum(needs[name] for name, _ in facts) > kind.size:
        each = ", ".join(
            f"{{{name}}} {'at least ' if fact.may_be_cut else 'up to '}{needs[name]}"
            for name, fact in facts
        )
        raise ValueError(
            f"{_takes(kind)}. That is too short for this text: the facts have {each} characters,"
            f" and the text around them {own}. The facts must not be cut further."
        )


def _check_form(kind: Kind, text: str) -> None:
    """A text with _MARK for each fact: a number or an amount is one fact; of a time or a date, each
    of the ends is a fact or has none."""
    if kind.name in _ALONE:
        fits = re.fullmatch(_ALONE[kind.name], text.strip()) is not None
    else:
        ends = [end.strip() for end in text.split("~")]
        fits = len(ends) <= 2 and all(end == _MARK or kind.accepts(end) for end in ends)
    if not fits:
        raise ValueError(f"{_takes(kind)}. With the text around it, the fact is something else.")


def _shortened(told: Sequence[str], cuttable: Collection[int], room: int, ending: str) -> list[str]:
    """The facts, in `room` characters together if that is possible. Those that may be cut share
    what the others leave; what a short one does not need is for the longer ones."""
    shown = list(told)
    left = room - sum(len(each) for i, each in enumerate(told) if i not in cuttable)
    for number, i in enumerate(sorted(cuttable, key=lambda i: len(told[i]))):
        shown[i] = cut(told[i], max(left // (len(cuttable) - number), len(ending)), ending)
        left -= len(shown[i])
    return shown

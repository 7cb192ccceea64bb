"""Templates: which subscribe-message template a notice uses, and what its fields say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated
from urllib.parse import quote

from msgspec import Meta
from pynamodb.attributes import UnicodeAttribute

from shop.notices.model import FACTS, Fact, Name
from wxcloud.cache import Cache
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Id, Result
from wxcloud.model import Json, Table, TableMeta
from wxcloud.transaction import commit_one, update
from wxcloud.wechat import values

_FACT = re.compile(r"\{(\w*)\}")
# What encodeURIComponent of JavaScript leaves as it is. The page decodes with decodeURIComponent.
_UNRESERVED = "!'()*-._~"
_PAGE = re.compile(
    r"[0-9A-Za-z_-]+(?:/[0-9A-Za-z_-]+)*"
    r"(?:\?(?:[0-9A-Za-z.~!*'();:@&=+$,/?-]|_|%[0-9A-Fa-f]{2})*)?"
)


class Template(Table):
    """A merchant's template: its id at WeChat, the page that a tap opens, and each field's text.

    A text may name facts in braces: `{"thing1": "{goods}"}`.
    """

    class Meta(TableMeta):
        name = "notices"

    pk = UnicodeAttribute(hash_key=True, default="notice")
    sk = UnicodeAttribute(range_key=True)
    templateId = UnicodeAttribute()
    page = UnicodeAttribute(null=True)
    data = Json(dict[str, str])


class NoticeSaved(Result):
    """A notice, and the template that it uses from now on."""

    notice: Name
    templateId: Annotated[Id, Meta(description="the id of the template at WeChat")]


class NoticeTemplate(Result):
    """A notice, the facts that it can tell, and the template that it uses."""

    notice: Name
    facts: Annotated[dict[str, str], Meta(description="the name of each fact, with an example")]
    templateId: Annotated[
        Id | None, Meta(description="null: it has none yet, so nobody gets this notice")
    ]
    page: Annotated[str | None, Meta(description="the page that a tap opens")]
    data: Annotated[dict[str, str], Meta(description="what each key of the template shows")]


class NoticeList(Result):
    """All notices."""

    items: list[NoticeTemplate]


_templates: Cache[Template] = Cache(60)
_used: Cache[frozenset[str]] = Cache(60)
_LOOK_AGAIN_S = 1.0


def save(name: Name, template_id: str, page: str | None, data: Mapping[str, str]) -> NoticeSaved:
    """Set which template a notice uses, the page that a tap opens, and what its fields say.

    BAD_REQUEST if a text names a fact that this notice does not have, or if there is a value of a
    fact with which WeChat would refuse it. A slash before the page is left out, as WeChat wants.
    Functions that have the old template in memory use the new one within a minute.
    """
    page = page.removeprefix("/") if page else None
    for field, text in data.items():
        _try(field, text, FACTS[name])
    if page is not None:
        _try_page(page, FACTS[name])
    commit_one(
        update(
            Template(sk=name),
            Template.templateId.set(template_id),
            Template.page.set(page) if page else Template.page.remove(),
            Template.data.set(dict(data)),
        )
    )
    _templates.forget(name)
    _used.clear()
    return NoticeSaved(notice=name, templateId=template_id)


def get(name: Name) -> Template | None:
    """A notice's template, at most a minute old; None if it has none. No read while it is fresh."""
    template = _templates.peek(name)
    if template is None:
        template = Template.get("notice", name)
        if template is not None:  # a template that is saved later is used at once
            _templates.set(name, template)
    return template


def list_templates() -> NoticeList:
    """All notices with their templates as they are now. One query."""
    saved = {each.sk: each for each in Template.query("notice", consistent_read=True)}
    return NoticeList(items=[_shown(name, saved.get(name)) for name in FACTS])


def _shown(name: Name, template: Template | None) -> NoticeTemplate:
    return NoticeTemplate(
        notice=name,
        facts={fact: each.example for fact, each in FACTS[name].items()},
        templateId=None if template is None else template.templateId,
        page=None if template is None else template.page,
        data={} if template is None else template.data,
    )


def used(wanted: Collection[str]) -> frozenset[str]:
    """The ids of the templates that notices use, at most a minute old; a second, if one of `wanted`
    seems to be unknown. Half a read unit when it is read."""

    def load() -> frozenset[str]:
        return frozenset(template.templateId for template in Template.query("notice"))

    known = _used.get("all", load)
    if not known.issuperset(wanted):
        known = _used.get("all", load, max_age_s=_LOOK_AGAIN_S)
    return known


def fill(text: str, facts: Mapping[str, str]) -> str:
    """The text with the facts in place of their names. A fact that is missing leaves a gap."""
    return _FACT.sub(lambda name: facts.get(name[1], ""), text)


def fill_page(page: str, facts: Mapping[str, str]) -> str:
    """The page with the facts in its query, encoded as encodeURIComponent of JavaScript does."""
    return fill(page, {name: quote(fact, safe=_UNRESERVED) for name, fact in facts.items()})


# --- checks of a template ------------------------------------------------------------------------


def _try(field: str, text: str, facts: Mapping[str, Fact]) -> None:
    """Refuse a text that names an unknown fact, that WeChat would refuse with a value that a fact
    can have, or that would show a part of a fact of which each part counts."""
    names = _names(field, text, facts)
    for values_of_facts in _values(names, facts):
        try:
            fitting = values.fit(field, fill(text, values_of_facts))
        except ValueError as error:
            shown = ", ".join(f"{{{name}}} “{value}”" for name, value in values_of_facts.items())
            with_them = f" It can be filled with {shown}." if shown else ""
            raise BAD_REQUEST(f"{field}: {error}.{with_them}", field=field) from None
        for name in names:
            if facts[name].whole and values_of_facts[name] not in fitting:
                raise BAD_REQUEST(
                    f"{field}: {{{name}}} does not fit and must not be cut. Use a character_string"
                    " for it alone.",
                    field=field,
                )


def _try_page(page: str, facts: Mapping[str, Fact]) -> None:
    for values_of_facts in _values(_names("page", page, facts), facts):
        if not _PAGE.fullmatch(fill_page(page, values_of_facts)):
            raise BAD_REQUEST(
                "page: WeChat opens no such page. It is a path of app.json, and a query if it needs"
                " one: pages/group/index?groupId={groupId}",
                field="page",
            )


def _names(field: str, text: str, facts: Mapping[str, Fact]) -> list[str]:
    """The facts that a text names. BAD_REQUEST if the notice does not have one of them."""
    names = list(dict.fromkeys(_FACT.findall(text)))
    for name in names:
        if name not in facts:
            known = ", ".join(sorted(facts))
            raise BAD_REQUEST(
                f"{field}: {{{name}}} is not a fact of this notice. It has: {known}.", field=field
            )
    return names


def _values(names: list[str], facts: Mapping[str, Fact]) -> Iterator[dict[str, str]]:
    """Values of these facts, so that each value that is known of a fact is among them."""
    known = {name: (facts[name].example, *facts[name].others) for name in names}
    for turn in range(max(map(len, known.values()), default=1)):
        yield {name: each[min(turn, len(each) - 1)] for name, each in known.items()}

"""Templates: which subscribe-message template a notice uses, and what its fields say."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Annotated

from msgspec import Meta
from pynamodb.attributes import UnicodeAttribute

from shop.notices.model import FACTS, Name
from wxcloud.cache import Cache
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Id, Result
from wxcloud.model import Json, Table, TableMeta
from wxcloud.transaction import commit_one, update
from wxcloud.wechat import values

_FACT = re.compile(r"\{(\w*)\}")
_NEVER_CUT = frozenset({"orderId", "groupId", "number"})
_LONGEST = {"number": "7" * 32}  # a tracking number can be so long


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


_templates: Cache[Template] = Cache(60)
_used: Cache[frozenset[str]] = Cache(60)
_LOOK_AGAIN_S = 1.0


def save(name: Name, template_id: str, page: str | None, data: Mapping[str, str]) -> NoticeSaved:
    """Set which template a notice uses, the page that a tap opens, and what its fields say.

    BAD_REQUEST if a text names a fact that this notice does not have, or if WeChat would refuse it.
    Functions that have the old template in memory use the new one within a minute.
    """
    for field, text in {**data, "page": page or ""}.items():
        _try(field, text, FACTS[name])
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


def _try(field: str, text: str, facts: Mapping[str, str]) -> None:
    """Refuse a text that names an unknown fact, that WeChat would refuse, or that would show the
    number of an order, a group or a parcel only in part."""
    for fact in _FACT.findall(text):
        if fact not in facts:
            known = ", ".join(sorted(facts))
            raise BAD_REQUEST(
                f"{field}: {{{fact}}} is not a fact of this notice. It has: {known}.", field=field
            )
    if field != "page":
        try:
            fitting = values.fit(field, fill(text, {**facts, **_LONGEST}))
        except ValueError as error:
            raise BAD_REQUEST(f"{field}: {error}", field=field) from None
        for fact in _NEVER_CUT.intersection(_FACT.findall(text)):
            if fill(f"{{{fact}}}", {**facts, **_LONGEST}) not in fitting:
                raise BAD_REQUEST(
                    f"{field}: {{{fact}}} does not fit and must not be cut. Use a character_string"
                    " for it alone.",
                    field=field,
                )

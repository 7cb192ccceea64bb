"""Templates: which subscribe-message template a notice uses, and what its fields say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated

from msgspec import Meta
from pynamodb.attributes import UnicodeAttribute

from shop.notices import pages, texts
from shop.notices.model import FACTS, Name, Notice
from wxcloud.cache import Cache
from wxcloud.errors import BAD_REQUEST
from wxcloud.fields import Id, Result
from wxcloud.model import Json, Table, TableMeta
from wxcloud.transaction import commit_one, update
from wxcloud.wechat.messages import SubscribeMessage, subscribe_message


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

    A slash in front of the page is removed. BAD_REQUEST if a text or the page names a fact that
    this notice does not have, or if WeChat would refuse it for some facts. Functions that have the
    old template in memory use the new one within a minute.
    """
    facts = FACTS[name]
    for key, text in data.items():
        with _refused(key):
            texts.check(key, text, facts)
    with _refused("page"):
        page = pages.normal(page, facts) if page else None
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


def message(template: Template, notice: Notice) -> SubscribeMessage:
    """The whole message, as WeChat accepts it; ValueError with the reason if there is none: a fact
    is missing."""
    known, facts = FACTS[notice.notice], notice.facts
    return subscribe_message(
        notice.openid,
        template.templateId,
        {key: texts.fill(key, text, known, facts) for key, text in template.data.items()},
        pages.fill(template.page, known, facts) if template.page else "",
    )


@contextmanager
def _refused(field: str) -> Iterator[None]:
    """Says which field is wrong."""
    try:
        yield
    except ValueError as error:
        raise BAD_REQUEST(f"{field}: {error}", field=field) from None

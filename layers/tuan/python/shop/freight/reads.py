"""The freight templates."""

from __future__ import annotations

from shop.freight.model import FREIGHT_NOT_FOUND, FreightTemplate, FreightTerms
from shop.freight.views import FreightList, freight_view
from wxcloud.cache import Cache

_MAX_LISTED = 200
_terms: Cache[FreightTerms] = Cache(1.0)


def need(freight_id: str) -> FreightTerms:
    """The terms of the template, at most a second old. FREIGHT_NOT_FOUND. One read unit; none from
    memory."""
    return _terms.get(freight_id, lambda: _need(freight_id))


def forget(freight_id: str) -> None:
    """Read the template again at the next use."""
    _terms.forget(freight_id)


def list_templates() -> FreightList:
    """The templates, by id. One query."""
    found = FreightTemplate.query("freight", limit=_MAX_LISTED)
    return FreightList(items=[freight_view(each) for each in found])


def _need(freight_id: str) -> FreightTerms:
    found = FreightTemplate.get("freight", freight_id, consistent=True)
    if found is None:
        raise FREIGHT_NOT_FOUND()
    return found.terms

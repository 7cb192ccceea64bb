"""An operator saves a freight template."""

from __future__ import annotations

from shop.freight import reads
from shop.freight.model import FreightTemplate, FreightTerms
from wxcloud import clock
from wxcloud.ids import new_id
from wxcloud.transaction import commit_one, update


def save(terms: FreightTerms, by: str, freight_id: str | None = None) -> str:
    """Save a template under this id, or under a new one; its id. All its terms are replaced: what
    was ordered before stays as it was."""
    kept_id = freight_id or new_id()
    commit_one(
        update(
            FreightTemplate(sk=kept_id),
            FreightTemplate.terms.set(terms),
            FreightTemplate.savedAt.set(clock.now()),
            FreightTemplate.savedBy.set(by),
        )
    )
    reads.forget(kept_id)
    return kept_id

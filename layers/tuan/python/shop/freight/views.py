"""What operators see of freight templates: the results of functions."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from shop.freight.model import By, FreightTemplate
from wxcloud.fields import Fen, Id, Result, Time


class FreightSaved(Result):
    """A template was saved."""

    freightId: Id


class FreightView(Result):
    """A freight template."""

    freightId: Id
    title: str
    by: Annotated[By, Meta(description="what `first` and `further` count: units, or grams")]
    first: Annotated[int, Meta(ge=1, description="units or grams that cost `firstFen`")]
    firstFen: Fen
    further: Annotated[int, Meta(ge=1, description="units or grams of each further step")]
    furtherFen: Annotated[Fen, Meta(description="fen for each further step that is begun")]
    notTo: Annotated[list[str], Meta(description="beginnings of area codes that are not served")]
    savedAt: Time
    freeFrom: (
        Annotated[Fen, Meta(description="goods of that price are sent for nothing; absent: never")]
        | UnsetType
    ) = UNSET


class FreightList(Result):
    """The freight templates, at most 200."""

    items: list[FreightView]


def freight_view(template: FreightTemplate) -> FreightView:
    terms = template.terms
    return FreightView(
        freightId=template.sk,
        title=terms.title,
        by=terms.by,
        first=terms.first,
        firstFen=terms.firstFen,
        further=terms.further,
        furtherFen=terms.furtherFen,
        freeFrom=UNSET if terms.freeFrom is None else terms.freeFrom,
        notTo=terms.notTo,
        savedAt=template.savedAt,
    )

"""What users see of the work on their data: the results of functions."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from wxcloud.fields import Count, Result, Time


class ErasureView(Result):
    """The erasure of a user's data."""

    state: Annotated[
        Literal["READY", "ERASING"],
        Meta(description="READY: a preview, nothing is erased; ERASING: it has begun, for good"),
    ]
    points: Annotated[
        int, Meta(ge=0, description="points that can be spent now, and are gone with the rest")
    ]
    doneBy: (
        Annotated[
            Time,
            Meta(
                description="ms UTC: when it is done, if all goes well; until then nobody can log"
                " in; absent in a preview"
            ),
        ]
        | UnsetType
    ) = UNSET


class DataExportView(Result):
    """All that the shop knows of the user, as a file; or how far it is."""

    state: Annotated[
        Literal["RUNNING", "DONE"], Meta(description="RUNNING: call again after some seconds")
    ]
    done: Annotated[int, Meta(ge=0, description="items that were read")]
    total: Annotated[Count, Meta(description="items to read, at least, while it runs")]
    url: (
        Annotated[
            str,
            Meta(description="where to download the JSON, for five minutes; once it is DONE"),
        ]
        | UnsetType
    ) = UNSET

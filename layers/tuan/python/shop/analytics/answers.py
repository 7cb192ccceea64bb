"""What all answers of questions have in common."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from wxcloud.athena import State
from wxcloud.fields import Id, Result


class Answered(Result):
    """A question that was asked, and how far its answer is."""

    queryId: Annotated[Id, Meta(description="for getAnalysis, for a week")] = ""
    state: Annotated[
        State, Meta(description="WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again")
    ] = "DONE"
    done: Annotated[int, Meta(ge=0, description="queries that are done, of `total`")] = 1
    total: Annotated[int, Meta(ge=1)] = 1
    scannedBytes: (
        Annotated[int, Meta(ge=0, description="bytes that were read from S3; once DONE")]
        | UnsetType
    ) = UNSET
    usd: (
        Annotated[float, Meta(ge=0, description="what Athena bills for it; once DONE")] | UnsetType
    ) = UNSET
    svg: (
        Annotated[str, Meta(description='the picture, with `format: "svg"`; once DONE')] | UnsetType
    ) = UNSET

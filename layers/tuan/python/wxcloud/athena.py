"""Athena: SQL over files in S3.

Source: Athena API Reference, StartQueryExecution, GetQueryExecution, GetQueryResults.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from wxcloud import aws
from wxcloud.settings import Setting

ATHENA_WORKGROUP = Setting("ATHENA_WORKGROUP")
ATHENA_DATABASE = Setting("ATHENA_DATABASE")

State = Literal["WAITING", "RUNNING", "DONE", "FAILED"]
_STATES: dict[str, State] = {
    "QUEUED": "WAITING",
    "RUNNING": "RUNNING",
    "SUCCEEDED": "DONE",
    "FAILED": "FAILED",
    "CANCELLED": "FAILED",
}
Row = dict[str, str | None]


class Execution(NamedTuple):
    """A query: how far it is, the bytes that it has read, and why it failed."""

    state: State
    scanned: int
    reason: str


def start(sql: str, token: str) -> str:
    """Begin a query; its id. The same `token` (32 to 128 characters) begins it once."""
    answer = aws.client("athena").start_query_execution(
        QueryString=sql,
        ClientRequestToken=token,
        QueryExecutionContext={"Database": ATHENA_DATABASE.need()},
        WorkGroup=ATHENA_WORKGROUP.need(),
    )
    return str(answer["QueryExecutionId"])


def look(query_id: str) -> Execution:
    """How far a query is."""
    told = aws.client("athena").get_query_execution(QueryExecutionId=query_id)["QueryExecution"]
    status: dict[str, Any] = told["Status"]
    scanned = int(told.get("Statistics", {}).get("DataScannedInBytes") or 0)
    reason = str(status.get("StateChangeReason") or "")
    return Execution(_STATES[status["State"]], scanned, reason)


def rows(query_id: str) -> Iterator[Row]:
    """The rows of a query that is DONE, as texts by column."""
    pages = aws.client("athena").get_paginator("get_query_results")
    names: list[str] = []
    for page in pages.paginate(QueryExecutionId=query_id):
        for row in page["ResultSet"]["Rows"]:
            values = [cell.get("VarCharValue") for cell in row["Data"]]
            if names:
                yield dict(zip(names, values, strict=True))
            else:
                names = [str(value) for value in values]


def stop(query_id: str) -> None:
    """End a query that nobody waits for."""
    aws.client("athena").stop_query_execution(QueryExecutionId=query_id)

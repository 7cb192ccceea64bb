"""Events in tests: what was kept, and Athena's part, played by DuckDB."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest

from shop.analytics.lines import EventLine
from tests.support.cloud import Shop
from tests.support.template import resources
from wxcloud import clock


def kept(shop: Shop) -> list[dict[str, Any]]:
    """All lines that Firehose has written, repeats included, in the order of their arrival."""
    s3, bucket = shop.aws("s3"), f"{shop.prefix}events"
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="events/")
    keys = [each["Key"] for page in pages for each in page.get("Contents", [])]
    bodies = [s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys]
    found = [json.loads(line) for body in bodies for line in body.splitlines()]
    return sorted(found, key=lambda line: line["received_ms"])


def once(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines without repeats."""
    return list({line["insertid"]: line for line in reversed(lines)}.values())[::-1]


# --- DuckDB in Athena's place ---------------------------------------------------------------------


def columns() -> dict[str, str]:
    """The columns of the Glue table, and their types in DuckDB."""
    (table,) = resources("AWS::Glue::Table").values()
    told = table["TableInput"]
    listed = [*told["StorageDescriptor"]["Columns"], *told["PartitionKeys"]]
    kinds = {"string": "VARCHAR", "bigint": "BIGINT"}
    return {each["Name"]: kinds[each["Type"]] for each in listed}


class Duck:
    """A database with the table `lines`, which answers as Athena does: rows of texts."""

    def __init__(self) -> None:
        import duckdb

        self.connection = duckdb.connect(":memory:", config={"threads": 1})
        made = ", ".join(f"{name} {kind}" for name, kind in columns().items())
        self.connection.execute(f"CREATE TABLE lines ({made})")
        self.asked: list[str] = []

    def fill(self, lines: Iterable[Mapping[str, Any]]) -> Duck:
        """Put these lines in the place of all others. A line without `day` arrived when it says."""
        self.connection.execute("DELETE FROM lines")
        names = list(columns())
        rows = [
            [
                {**line, "day": line.get("day") or clock.day_of(line["received_ms"])}[n]
                for n in names
            ]
            for line in lines
        ]
        if rows:
            places = ", ".join("?" for _ in names)
            self.connection.executemany(f"INSERT INTO lines VALUES ({places})", rows)
        return self

    def rows(self, query: str) -> list[dict[str, str | None]]:
        self.asked.append(query)
        found = self.connection.execute(query)
        names = [each[0] for each in found.description or ()]
        return [
            {
                name: None if value is None else _said(value)
                for name, value in zip(names, row, strict=True)
            }
            for row in found.fetchall()
        ]


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def line(number: int, who: str, event: str, at: int, **more: Any) -> dict[str, Any]:
    """A line as it is kept."""
    made = EventLine(
        insertid=f"i{number}",
        who=who,
        event=event,
        at_ms=at,
        received_ms=at,
        source="client",
    )
    return {**msgspec.to_builtins(made), **more}


@contextmanager
def athena_is_duck(shop: Shop) -> Iterator[Duck]:
    """Let DuckDB answer what the shop asks Athena, from the lines that Firehose has written."""
    from wxcloud import athena

    duck = Duck()
    asked: dict[str, list[dict[str, str | None]]] = {}

    def start(query: str, token: str) -> str:
        asked.setdefault(token, duck.fill(kept(shop)).rows(query))
        return token

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(athena, "start", start)
        patch.setattr(athena, "look", lambda query_id: athena.Execution("DONE", 12_345_678, ""))
        patch.setattr(athena, "rows", lambda query_id: iter(asked[query_id]))
        yield duck


def open_athena(shop: Shop) -> None:
    """Make the table and the work group, as template.yaml has them."""
    name = f"{shop.prefix}events"
    (table,) = resources("AWS::Glue::Table").values()
    form = {**table["TableInput"]}
    form["StorageDescriptor"] = {**form["StorageDescriptor"], "Location": f"s3://{name}/events/"}
    form["Parameters"] = {
        key: value if isinstance(value, str) else f"s3://{name}/events/day=${{day}}/"
        for key, value in form["Parameters"].items()
    }
    glue = shop.aws("glue")
    glue.create_database(DatabaseInput={"Name": name})
    glue.create_table(DatabaseName=name, TableInput=form)
    shop.aws("athena").create_work_group(
        Name=name,
        Configuration={"ResultConfiguration": {"OutputLocation": f"s3://{name}/answers/"}},
    )

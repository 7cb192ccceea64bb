"""Events in tests: what was kept, and Athena's part, played by DuckDB."""

from __future__ import annotations

import json
from typing import Any

from tests.support.cloud import Shop


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

"""Copy lost items from a restored table back into the table that lost them.

    python -m tools.restore tuan-orders-restored tuan-orders            # only counts
    python -m tools.restore tuan-orders-restored tuan-orders --write    # copies

An item that the target still has is never overwritten: the shop may have changed it since. Such
items are counted as `different`, and their keys are printed, for a human to compare. A repeat
copies nothing twice. Credentials and region are those of the AWS CLI; `--local` is for the local
stack. Whoever runs it needs dynamodb:DescribeTable, Scan, GetItem and PutItem on the two tables.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

import botocore.session
from botocore.exceptions import ClientError

Outcome = Literal["missing", "different", "same"]


def main() -> int:
    parser = argparse.ArgumentParser(description="Copy lost items back into a table.")
    parser.add_argument("source", help="the restored table")
    parser.add_argument("target", help="the table that lost items")
    parser.add_argument("--write", action="store_true", help="copy; without it, only count")
    parser.add_argument("--local", action="store_true", help="the tables are in the local stack")
    options = parser.parse_args()
    if options.local:
        from local.client import read_stack
        from local.shop_environment import enter

        enter(read_stack())
    found = restore(client(), options.source, options.target, write=options.write)
    print(
        ", ".join(f"{n} {outcome}" for outcome, n in sorted(found.items())) or "the table is empty"
    )
    return 0


def client() -> Any:
    url = os.environ.get("AWS_ENDPOINT_URL")
    return botocore.session.get_session().create_client("dynamodb", endpoint_url=url)


def restore(dynamodb: Any, source: str, target: str, *, write: bool) -> Counter[Outcome]:
    """Copy the items of `source` that `target` does not have; how many items of each outcome."""
    described = dynamodb.describe_table(TableName=target)["Table"]
    keys = [each["AttributeName"] for each in described["KeySchema"]]
    found: Counter[Outcome] = Counter()
    for item in _items(dynamodb, source):
        key = {name: item[name] for name in keys}
        there = dynamodb.get_item(TableName=target, Key=key, ConsistentRead=True).get("Item")
        outcome: Outcome = "missing" if there is None else "same" if there == item else "different"
        if outcome == "missing" and write and not _copy(dynamodb, target, item, keys[0]):
            outcome = "different"
        if outcome == "different":
            print("different:", " ".join(next(iter(value.values())) for value in key.values()))
        found[outcome] += 1
    return found


def _items(dynamodb: Any, table: str) -> Iterator[dict[str, Any]]:
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def _copy(dynamodb: Any, table: str, item: dict[str, Any], key: str) -> bool:
    """Whether the item was put; False if there is one by now."""
    try:
        dynamodb.put_item(
            TableName=table,
            Item=item,
            ConditionExpression="attribute_not_exists(#key)",
            ExpressionAttributeNames={"#key": key},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main())

"""Firehose: records on their way to S3.

A call is made once and waits two seconds at most, because its callers have another way to keep what
Firehose does not take. Source: Firehose API Reference, PutRecordBatch.
"""

from __future__ import annotations

from collections.abc import Sequence

from botocore.exceptions import BotoCoreError, ClientError

from wxcloud import aws
from wxcloud.log import logger

BATCH = 30  # records of one call, of 100 KB at most: below the 4 MiB of a call


def put(stream: str, records: Sequence[bytes]) -> list[bytes]:
    """Give the records to a stream. What Firehose did not take, or may not have taken, is returned:
    it must be given again, and what was taken twice must be known by its content."""
    left: list[bytes] = []
    for at in range(0, len(records), BATCH):
        batch = records[at : at + BATCH]
        try:
            answer = aws.client("firehose").put_record_batch(
                DeliveryStreamName=stream, Records=[{"Data": record} for record in batch]
            )
        except (BotoCoreError, ClientError) as error:
            logger.warning("Firehose did not take records", extra={"error": type(error).__name__})
            return [*left, *records[at:]]
        if answer.get("FailedPutCount"):
            each = zip(batch, answer["RequestResponses"], strict=True)
            left += [record for record, told in each if told.get("ErrorCode")]
    return left

"""One-time timers: EventBridge Scheduler schedules that call a function once and delete themselves.

Scheduler is good to the minute and delivers at least once, so what a timer calls must be
idempotent and must check the time itself.
Source: EventBridge Scheduler API Reference, CreateSchedule; User Guide, "One-time schedules".
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from wxcloud import aws, clock
from wxcloud.settings import settings


def set_timer(name: str, at: int, target_arn: str, message: dict[str, Any]) -> None:
    """Call the function `target_arn` with `message` when the shop's clock shows `at` (ms UTC).

    The same name again is the same timer: a repeat changes nothing.
    """
    when = datetime.fromtimestamp(clock.wall(at) / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    target: dict[str, Any] = {
        "Arn": target_arn,
        "RoleArn": settings().need("schedule_role_arn"),
        "Input": msgspec.json.encode(message).decode(),
        "RetryPolicy": {"MaximumRetryAttempts": 10, "MaximumEventAgeInSeconds": 3600},
    }
    if settings().schedule_dead_letter_arn:
        target["DeadLetterConfig"] = {"Arn": settings().schedule_dead_letter_arn}
    try:
        aws.client("scheduler").create_schedule(
            Name=_tidy(name),
            GroupName=settings().need("schedule_group"),
            ScheduleExpression=f"at({when})",
            FlexibleTimeWindow={"Mode": "OFF"},
            ActionAfterCompletion="DELETE",
            ClientToken=hashlib.sha256(f"{name}@{at}".encode()).hexdigest(),
            Target=target,
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConflictException":
            raise


def cancel_timer(name: str) -> None:
    """Forget a timer; one that has fired, or never was, is no error."""
    try:
        aws.client("scheduler").delete_schedule(
            Name=_tidy(name), GroupName=settings().need("schedule_group")
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise


def _tidy(name: str) -> str:
    """Schedule names take 64 characters of letters, digits, `-`, `_` and `.`."""
    return name if len(name) <= 64 else hashlib.sha256(name.encode()).hexdigest()

"""One-time timers: EventBridge Scheduler schedules that call a function once and delete themselves.

The module that owns a timer declares it with the type of its message:

    DEADLINE = Timer("EXPIRE_GROUP_ARN", ExpireGroup)
    DEADLINE.set(f"group-{group_id}", at, ExpireGroup(groupId=group_id))

Scheduler is precise to the minute and delivers at least once, so the function that a timer calls
must be idempotent and must check the time itself.
Source: EventBridge Scheduler API Reference, CreateSchedule; User Guide, "One-time schedules".
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import msgspec
from botocore.exceptions import ClientError

from wxcloud import aws, clock
from wxcloud.settings import Setting

SCHEDULE_GROUP = Setting("SCHEDULE_GROUP")
SCHEDULE_ROLE_ARN = Setting("SCHEDULE_ROLE_ARN")
SCHEDULE_DEAD_LETTER_ARN = Setting("SCHEDULE_DEAD_LETTER_ARN")

M = TypeVar("M", bound=msgspec.Struct)


class Timer(Generic[M]):
    """A function that timers call; its ARN is in the environment variable `name`."""

    def __init__(self, name: str, message: type[M]) -> None:
        self.setting = Setting(name)
        self.message = message

    def set(self, name: str, at: int, message: M) -> None:
        """Call the function with `message` when the shop's clock shows `at` (ms UTC).

        The same name is the same timer: a second call changes nothing.
        """
        when = datetime.fromtimestamp(clock.wall(at) / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S")
        target: dict[str, Any] = {
            "Arn": self.setting.need(),
            "RoleArn": SCHEDULE_ROLE_ARN.need(),
            "Input": msgspec.json.encode(message).decode(),
            "RetryPolicy": {"MaximumRetryAttempts": 10, "MaximumEventAgeInSeconds": 3600},
        }
        if SCHEDULE_DEAD_LETTER_ARN.get():
            target["DeadLetterConfig"] = {"Arn": SCHEDULE_DEAD_LETTER_ARN.get()}
        try:
            aws.client("scheduler").create_schedule(
                Name=_schedule_name(name),
                GroupName=SCHEDULE_GROUP.need(),
                ScheduleExpression=f"at({when})",
                FlexibleTimeWindow={"Mode": "OFF"},
                ActionAfterCompletion="DELETE",
                ClientToken=hashlib.sha256(f"{name}@{at}".encode()).hexdigest(),
                Target=target,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConflictException":
                raise

    @staticmethod
    def cancel(name: str) -> None:
        """Delete a timer. A timer that has fired, or that was never set, is no error."""
        try:
            aws.client("scheduler").delete_schedule(
                Name=_schedule_name(name), GroupName=SCHEDULE_GROUP.need()
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise


def _schedule_name(name: str) -> str:
    """A schedule's name has at most 64 characters: letters, digits, `-`, `_` and `.`."""
    return name if len(name) <= 64 else hashlib.sha256(name.encode()).hexdigest()

"""Alarms that have gone off. Source: CloudWatch API Reference, DescribeAlarms."""

from __future__ import annotations

from shop.system.views import Alarm
from wxcloud import aws, clock
from wxcloud.settings import TABLE_PREFIX

_MOST = 100


def list_ringing() -> list[Alarm]:
    """The alarms of this stack that have gone off, the newest first."""
    answer = aws.client("cloudwatch").describe_alarms(
        AlarmNamePrefix=TABLE_PREFIX.need(),  # alarms are named after their stack, as tables are
        AlarmTypes=["MetricAlarm"],
        StateValue="ALARM",
        MaxRecords=_MOST,
    )
    found = [
        Alarm(
            name=each["AlarmName"].removeprefix(TABLE_PREFIX.need()),
            description=each.get("AlarmDescription", ""),
            since=_ms(each.get("StateUpdatedTimestamp", 0)),
        )
        for each in answer.get("MetricAlarms", ())
        if each["StateValue"] == "ALARM" and each["AlarmName"].startswith(TABLE_PREFIX.need())
    ]
    return sorted(found, key=lambda alarm: alarm.since, reverse=True)


def _ms(at: object) -> int:
    """Our own client gives seconds, botocore's a datetime."""
    seconds = at.timestamp() if hasattr(at, "timestamp") else float(str(at))
    return int(seconds * clock.SECOND)

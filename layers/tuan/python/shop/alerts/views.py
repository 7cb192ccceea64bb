"""What operators see of alerts: the results of functions."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop.alerts.model import Kind
from wxcloud.fields import Result, Time


class AlertKind(Result):
    """A kind of alerts."""

    kind: Kind
    on: Annotated[bool, Meta(description="whether the staff is told of it")]
    about: Annotated[str, Meta(description="what it tells, in Chinese")]


class RobotSeen(Result):
    """The group robot, as it was seen last. Nothing of its webhook is shown."""

    isSet: Annotated[
        bool,
        Meta(description="whether the secret names a robot: without one, no alert is told"),
    ]
    sentAt: Annotated[
        Time | None, Meta(description="ms UTC: when it last took a message; null: never")
    ]
    failedAt: Annotated[
        Time | None,
        Meta(description="ms UTC: when a message last failed; null: never, or it works again"),
    ]
    failure: Annotated[
        str | None,
        Meta(description="why: ROBOT_CONFIG if the webhook is wrong, else WeCom or the network"),
    ]


class AlertList(Result):
    """All kinds of alerts, and the robot that tells them."""

    items: list[AlertKind]
    robot: RobotSeen

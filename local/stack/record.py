"""What was deployed, as the local AWS itself remembers it.

A parameter there lives and dies with the functions: ministack saves its state only when it ends in
an orderly way, so that after a crash a file beside it would tell of code that is no longer there.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from local.stack.aws import client
from local.stack.places import STACK

NAME = f"/{STACK}/deployed"


@dataclass(frozen=True)
class Record:
    """The digests of what is deployed; and whether code was brought past CloudFormation since it
    last ran, which does not know of that."""

    digests: dict[str, str] = field(default_factory=dict)
    brought: bool = False


def read(endpoint: str) -> Record:
    ssm = client(endpoint, "ssm")
    try:
        kept = ssm.get_parameter(Name=NAME)["Parameter"]["Value"]
    except ssm.exceptions.ParameterNotFound:
        return Record()
    return Record(**json.loads(kept))


def write(endpoint: str, record: Record) -> None:
    value = json.dumps(asdict(record))
    client(endpoint, "ssm").put_parameter(
        Name=NAME, Value=value, Type="String", Tier="Advanced", Overwrite=True
    )

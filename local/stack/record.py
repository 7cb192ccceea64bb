"""What is deployed, kept in a parameter (SSM) of the local AWS itself.

The parameter and the functions are saved together, and lost together: ministack saves its state
only when it ends normally. After a crash, a file outside of it would name code that is not there.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from local.stack.aws import client
from local.stack.places import STACK

NAME = f"/{STACK}/deployed"


@dataclass(frozen=True)
class Record:
    """The digests of what is deployed. `brought` is true if code was updated without CloudFormation
    since CloudFormation last ran."""

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

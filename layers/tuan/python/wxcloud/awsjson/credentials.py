"""What signs: the keys that Lambda puts into the environment, or else what botocore finds.

Lambda's keys stay the same as long as the process lives. All other sources (profiles, containers,
SSO, roles) are botocore's: it is loaded only then, and it renews keys before they expire.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from wxcloud.value import Value


class Keys(Value):
    access_key: str
    secret_key: str
    token: str | None = None

    def __repr__(self) -> str:
        return f"Keys({self.access_key})"  # a secret is never shown


def source() -> Callable[[], Keys]:
    """A function that gives the keys as they are now; botocore's NoCredentialsError if there are
    none."""
    fixed = from_environment()
    if fixed is not None:
        return lambda: fixed
    return _from_botocore


def from_environment() -> Keys | None:
    """The keys of the environment; None if there are none, if they are not complete, or if they
    expire: then botocore knows what to do."""
    get = os.environ.get
    access_key, secret_key = get("AWS_ACCESS_KEY_ID"), get("AWS_SECRET_ACCESS_KEY")
    if not access_key or not secret_key or get("AWS_CREDENTIAL_EXPIRATION"):
        return None
    return Keys(access_key, secret_key, get("AWS_SESSION_TOKEN") or get("AWS_SECURITY_TOKEN"))


def _from_botocore() -> Keys:
    from wxcloud import aws

    found = aws.credentials()  # botocore renews them here
    return Keys(found.access_key, found.secret_key, found.token)

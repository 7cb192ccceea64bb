"""Settings: the environment variables that template.yaml gives a function, read at each use."""

from __future__ import annotations

import os

from wxcloud.value import Value


class Setting(Value):
    """One environment variable. The module that uses it declares it, so that a template test can
    find which function needs which."""

    name: str

    def get(self) -> str:
        """The value; "" if it is not set."""
        return os.environ.get(self.name, "")

    def need(self) -> str:
        """The value; RuntimeError if it is not set: then template.yaml has a mistake."""
        value = self.get()
        if not value:
            raise RuntimeError(f"the environment variable {self.name} is not set")
        return value


# Every function has these (Globals in template.yaml).
STAGE = Setting("STAGE")
TABLE_PREFIX = Setting("TABLE_PREFIX")
WECHAT_APPID = Setting("WECHAT_APPID")
AWS_ENDPOINT_URL = Setting("AWS_ENDPOINT_URL")
STORE_CLIENT = Setting("STORE_CLIENT")  # "botocore": the AWS SDK for all services

"""PynamoDB is imported without botocore's client, and works as PynamoDB all the same."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.support.template import ROOT

PYTHON = ROOT / "layers/tuan/python"
# What a request that only asks the store must not load: botocore but for its exceptions, and what
# botocore brings.
SLOW = ("http.client", "urllib3", "jmespath.lexer", "dateutil", "email.parser", "xml", "boto3")


def run(code: str, *arguments: str, **environment: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={
            "PYTHONPATH": f"{ROOT}:{PYTHON}",
            "POWERTOOLS_LOG_LEVEL": "CRITICAL",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            **environment,
        },
    )
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


LOADED = """
import json, sys
sys.modules.update(OpenSSL=None, awscrt=None)
{}
print(json.dumps(sorted(name for name, module in sys.modules.items() if module)))
"""


def test_the_base_of_tables_loads_none_of_botocore_but_its_exceptions() -> None:
    loaded = run(LOADED.format("import wxcloud.model, wxcloud.transaction, wxcloud.queues"))
    ours = [name for name in loaded if name.partition(".")[0] == "botocore"]
    assert [name for name in ours if not name.startswith("botocore.vendored")] == [
        "botocore",
        "botocore.exceptions",
    ]


@pytest.mark.parametrize("first", ["wxcloud.model", "botocore.session", "botocore.client"])
def test_botocores_own_modules_are_what_others_import(first: str) -> None:
    code = f"""
import json, {first}
import wxcloud.model, botocore.client, botocore.config, botocore.session
from pynamodb.connection import Connection, _botocore_private
print(json.dumps([
    botocore.client.BaseClient.__module__,
    botocore.config.Config.__module__,
    botocore.session.Session.__module__,
    _botocore_private.BotocoreBaseClientPrivate.__mro__[1].__name__,
    type(Connection(region="us-east-1").client).__name__,
]))
"""
    names = ["botocore.client", "botocore.config", "botocore.session", "BaseClient", "DynamoDB"]
    assert run(code) == names


def test_pynamodbs_own_connection_makes_botocores_client() -> None:
    code = """
import json
import wxcloud.model
from pynamodb.connection import Connection
connection = Connection(region="eu-west-1", host="http://127.0.0.1:1")
print(json.dumps([type(connection.client).__module__, repr(connection)]))
"""
    assert run(code) == ["botocore.client", "Connection<http://127.0.0.1:1>"]

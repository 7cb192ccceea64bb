"""A request that asks AWS loads nothing of botocore but its exceptions, and no other HTTP client.
Each runs in a new process, as at a cold start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

import pytest

from tests.support.cloud import Shop, call, http_event, token
from tests.support.demo import write_demo_data
from tests.support.template import ROOT

FIRST = """
import json, sys
sys.modules.update(OpenSSL=None, awscrt=None, blinker=None)  # they are not in the layers
sys.path.insert(0, sys.argv[1])
import app
class Context:
    aws_request_id = "1"
answer = app.main(json.loads(sys.argv[2]), Context())
print(json.dumps([answer, sorted(name for name, module in sys.modules.items() if module)]))
"""
NOW = time.time_ns() // 1_000_000
REQUESTS: dict[str, dict[str, Any]] = {
    "getGoods": {"goodsId": "goods-demo-1"},
    "listGoods": {"limit": 5},
    "getGroup": {"groupId": "group-demo-1"},
    "joinGroup": {"groupId": "group-demo-1"},
    "updateScore": {"action": "daily_checkin"},
    "getScore": {},
    "createGroup": {"goodsId": "goods-demo-1"},  # a timer
    "eraseMe": {"preview": True},
    "exportMyData": {},  # a file
    "trackEvents": {  # a stream
        "events": [{"insertId": "first-0001", "event": "goods_click", "time": NOW}],
    },
    "placeOrder": {"items": [{"skuId": "goods-demo-1", "quantity": 1}]},  # WeChat Pay
}
SLOW = ("boto3", "botocore.", "dateutil", "email.message", "http.client", "requests", "urllib3")
LIGHT = ("botocore.exceptions", "botocore.vendored")


def first_request(name: str, **environment: str) -> set[str]:
    """The modules that a new process has loaded after its first request."""
    event = http_event(name, REQUESTS[name], {"authorization": f"Bearer {token('first')}"})
    done = subprocess.run(
        [sys.executable, "-c", FIRST, str(ROOT / "functions" / name), json.dumps(event)],
        capture_output=True,
        text=True,
        check=True,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "layers/tuan/python"),
            "CLOCK_URL": "",
            "STORE_CLIENT": "",
            **environment,
        },
    )
    answer, loaded = json.loads(done.stdout.splitlines()[-1])
    assert answer["statusCode"] == 200, answer
    return set(loaded)


@pytest.fixture
def open_shop(engine: Shop) -> Shop:
    engine.clock.set(time.time_ns() // 1_000_000)  # the new processes use the machine's
    write_demo_data(engine)
    return engine


def test_a_request_that_asks_aws_loads_no_other_client(open_shop: Shop) -> None:
    open_shop.aws("s3").create_bucket(Bucket=open_shop.prefix + "files")
    for name in REQUESTS:
        slow = {
            module
            for module in first_request(name)
            if module.startswith(SLOW) and not module.startswith(LIGHT)
        }
        assert not slow, name
    assert call("getGroup", {"groupId": "group-demo-1"}, "first").ok


def test_the_setting_puts_botocore_back(open_shop: Shop) -> None:
    loaded = first_request("getGroup", STORE_CLIENT="botocore")
    assert {"botocore.client", "botocore.endpoint", "urllib3"} <= loaded

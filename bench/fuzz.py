"""Send strange requests to every door that opens without a session.

    python -m bench.fuzz [--number 100000] [--seed 1]

Exits with 1 if one of them was an error of ours: an exception, or a status of 500 or more.
"""

from __future__ import annotations

import argparse
import os
import time

os.environ.setdefault("AWS_ACCESS_KEY_ID", "test")
os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "test")
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "CRITICAL")

from moto import mock_aws
from moto.core.config import default_user_config

from tests.support import fuzz
from tests.support.cloud import Shop
from tests.support.wechat import RunningSandbox


def main() -> int:
    parser = argparse.ArgumentParser(description="Send strange requests to every open door.")
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    default_user_config["core"]["passthrough"] = {"urls": [r"http://127\.0\.0\.1.*"]}
    with RunningSandbox() as sandbox, mock_aws():
        sandbox.reset()
        shop = Shop(None, sandbox)
        started = time.perf_counter()
        seen, wrong = fuzz.faults(fuzz.attempts(options.number, options.seed))
        seconds = time.perf_counter() - started
        shop.close()
    print("\n".join(wrong))
    statuses = ", ".join(f"{status}: {count:,}" for status, count in sorted(seen.items()))
    print(f"{seen.total():,} requests in {seconds:.0f} s; {statuses}; {len(wrong)} errors of ours")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

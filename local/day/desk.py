"""The operator's desk: the order is found by its phone, the figures of today, and an export."""

from __future__ import annotations

import csv
import io
import time
import urllib.request
from typing import Any

from local.client import Shopper, request, until
from local.day.buying import CHOSEN
from local.day.cast import Cast, Step, expect, refused, yuan

DAY = 86_400_000


def find(cast: Cast) -> str:
    order_id = cast.notes["order"]

    def found() -> list[dict[str, Any]]:
        page = cast.operator.call(
            "searchOrders", phone=CHOSEN["telNumber"], status="COMPLETED", goodsId="goods-demo-2"
        )
        return [each for each in page["items"] if each["orderId"] == order_id]

    (order,) = until(found)
    expect(order["address"]["userName"] == CHOSEN["userName"], "the address of the order")
    expect(order["remark"] == "放门口", "what Mei remarks")
    return "by phone, goods and status; with its address and remark"


def count(cast: Cast) -> str:
    counts = cast.operator.call("countOrders")
    today = cast.operator.call("todayFigures")
    expect(today["paidOrders"] >= 1 and counts["byStatus"]["COMPLETED"] >= 1, "Mei's order")
    return f"{yuan(today['paidFen'])} today; orders: {today['paidOrders']}"


def export(cast: Cast) -> str:
    now = int(time.time() * 1000)
    begun = cast.operator.call("exportOrders", **{"from": now - DAY, "to": now + DAY})
    url = until(lambda: cast.operator.call("getExport", **begun).get("url"))
    expect(url, "an export that is done")
    with urllib.request.urlopen(url, timeout=10) as answer:
        body = answer.read()
    expect(body.startswith(b"\xef\xbb\xbf"), "a byte order mark, for Excel")
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    expect(cast.notes["order"] in {row["订单号"] for row in rows}, "Mei's order in the CSV")
    return f"a CSV of {len(rows)} orders, by a signed URL"


def sign_in(cast: Cast) -> str:
    started = request(f"{cast.stack['api']}/startConsole", {})
    browser = Shopper(cast.stack, cast.operator.openid)
    both = {"code": started["code"], "secret": started["secret"]}
    expect(browser.call("openConsole", **both)["state"] == "waiting", "a code that waits")
    cast.operator.call("approveConsole", code=started["code"], confirm=True)
    opened = browser.call("openConsole", **both)
    refused(lambda: browser.call("openConsole", **both), "CONSOLE_CODE_INVALID")
    browser.token = opened["session"]
    status = browser.call("systemStatus")
    expect("unknown" not in status, "a status of which all is known")
    browser.call("revokeConsole", sessionId=opened["sessionId"])
    return f"by the code {started['code']}, once; {len(status['deadLetters'])} queues, signed out"


STEPS: list[Step] = [
    ("the operator finds Mei's order", find),
    ("the operator sees the figures of today", count),
    ("the operator exports the orders", export),
    ("the operator signs in a browser", sign_in),
]

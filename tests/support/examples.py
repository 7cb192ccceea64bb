"""The responses that docs/api.md shows: those of a shop with the demo data to the sample requests
of events/, in the order of the page. Random values are replaced by fixed ones, so that the files
differ only when the API changes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from tests.support import console_sign_in, demo, orders
from tests.support.addresses import save_address
from tests.support.analytics import athena_is_duck
from tests.support.cloud import START, LambdaContext, Shop, call, handler
from tests.support.groups import Streams
from tools.api.areas import by_area
from tools.api.examples import Examples
from tools.api.functions import Function
from wxcloud import clock

ORDER, SHARE, CODE = "order-demo-1", "demoShare1", "ABC234"
AFTER_SALE = "after-sale-demo-1"
FILE = "https://files.example.com/exports/export-demo-1/1.csv?X-Amz-Signature=4f3c2b1a"
_ID = re.compile(r"0[0-9a-hjkmnp-tv-z]{25}")
_MESSAGE_ID = re.compile(r"24\d{15}")  # of WeChat; the sandbox counts those of all tests
_SAMPLES: dict[str, str] = {
    "token": "v1.k1.eyJvIjoic2hvcHBlci0xIn0.c2lnbmF0dXJl",
    "session": "v1.k1.eyJvIjoib3BlcmF0b3ItMSJ9.c2lnbmF0dXJl",
    "secret": "kq3Jm0u6nYB5xw0JpLr1vZc8Tt2Hs9Gd4Fa7Ee6Dd5C",
    "messageId": "5fea7756-0ea4-451a-a703-a558b933e274",
    "cursor": "v1.k1.eyJyYW5rIjoxMDB9.c2lnbmF0dXJl",
    "nonceStr": "593bec0c930bf1afeb40b4a08c8fb242",
    "package": "prepay_id=wx201410272009395522657a690389285100",
    "picture": "iVBORw0KGgoAAAANSUhEUgAAAa4AAAGuAQAAAADgjt83",
    # of a form that sends a picture
    "key": "public/2026-11-22/01m808tx00g88cqraehgssm1qd.jpg",
    "url": "https://files.example.com/public/2026-11-22/01m808tx00g88cqraehgssm1qd.jpg",
    "uploadUrl": "https://files.example.com",
    "policy": "eyJleHBpcmF0aW9uIjogIjIwMjYtMTEtMjJUMDA6MTA6MDBaIn0=",
    "x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20261122/cn-north-1/s3/aws4_request",
    "x-amz-date": "20261122T000000Z",
    "x-amz-signature": "4f3c2b1a0d9e8f7c6b5a4d3e2f1c0b9a8d7e6f5c4b3a2d1e0f9c8b7a6d5e4f3c",
    "paySign": "oR9d8PuhnIc+YZ8cBHFCwfgpaK9gd7vaRvkYD7rthRAZ",
}
_MOMENTS = {"sentAt": START}  # a queue has the clock of this machine
_SERIES = {
    "groupId": "group-demo",
    "orderId": "order-demo",
    "queryId": "analysis-demo",
    "entry": "order-demo",
    "addressId": "address-demo",
    "afterSaleId": "after-sale-demo",
    "exportId": "export-demo",
    "token": "token-demo",
    "sessionId": "console-demo",
    "liveId": "live-room",
}

# These run first: later, lists would be longer or empty.
_EARLY = ("placeOrder", "listOrders", "saveSale")

Ids = dict[str, str]  # the id in the sample event → the id that the shop created


def record(shop: Shop, functions: Sequence[Function]) -> dict[str, Any]:
    """Function → its response to the sample request."""
    demo.write_demo_data(shop)
    called = [function for function in functions if not function.is_socket]
    names = [function.name for _, inside in by_area(called) for function in inside]
    found = {}
    with athena_is_duck(shop):
        for name in sorted(names, key=lambda name: name not in _EARLY):
            shop.clock.advance(clock.SECOND)  # lists that are sorted by time have one order
            found[name] = _respond(name, _BEFORE.get(name, lambda shop: {})(shop))
    return found


def _respond(name: str, ids: Ids) -> Any:
    event = json.loads((Examples().events / f"{name}.json").read_text())
    person = event.get("userInfo", {}).get("openId", "")
    text = json.dumps(Examples().request(name))
    for named, created in ids.items():
        text = text.replace(named, created)
    roles = (demo.PEOPLE[person],) if person in demo.PEOPLE else ()
    answer = call(name, json.loads(text), person, roles)
    assert answer.ok, (
        f"events/{name}.json is refused: {answer.body}. "
        "Add what the request needs to _BEFORE in tests/support/examples.py."
    )
    return _numbered(_readable(answer.body, {created: named for named, created in ids.items()}))


def _readable(body: Any, names: Ids) -> Any:
    """The response with fixed values in place of all values that differ from run to run."""
    names = {**names}

    def name(created: str, field: str) -> str:
        """The name of an id: its name in the sample event, or the next number of its series."""
        if created not in names and field in _SERIES:
            free = (f"{_SERIES[field]}-{number}" for number in count(1))
            names[created] = next(
                each for each in free if each not in {*names.values(), "group-demo-1"}
            )
        return names.get(created, created)

    def look(value: Any, field: str = "") -> Any:
        if isinstance(value, dict):
            return {key: look(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [look(each, field) for each in value]
        if not isinstance(value, str):
            return value and _MOMENTS.get(field, value)
        if field in ("code", "qr", "scene"):
            return SHARE if len(value) == len(SHARE) else value[: -len(CODE)] + CODE
        if field == "url" and ".csv?" in value:
            return FILE
        if field == "key" and not value.startswith("public/"):
            return value
        is_id = field == "token" and _ID.fullmatch(value)  # of a conversation, not of a session
        sample = "" if is_id else _SAMPLES.get(field)
        return sample or _ID.sub(lambda found: name(found[0], field), value)

    return look(body)


def _numbered(body: Any) -> Any:
    """The response with the ids of WeChat's messages counted from 1."""
    text, numbers = json.dumps(body), count(1)
    names = {found: f"24{next(numbers):015}" for found in dict.fromkeys(_MESSAGE_ID.findall(text))}
    return json.loads(_MESSAGE_ID.sub(lambda found: names[found[0]], text))


# --- preparation of each request -----------------------------------------------------------------


def _place_order(shop: Shop) -> Ids:
    items = [{"skuId": "goods-demo-1", "quantity": 1}]
    answer = call("placeOrder", {"items": items}, "shopper-1")
    assert answer.ok, answer
    return {ORDER: answer["orderId"]}


def _pay_order(shop: Shop) -> Ids:
    ids = _place_order(shop)
    orders.pay(shop, ids[ORDER])
    return ids


def _save_address(shop: Shop) -> Ids:
    return {"address-demo-1": save_address("shopper-1", detailInfo="新港中路1号")}


def _ship_order(shop: Shop) -> Ids:
    ids = _pay_order(shop)
    form = {"orderId": ids[ORDER], "carrier": "ZTO", "trackingNumber": "75300000000001"}
    assert call("shipOrder", form, "operator-1", orders.OPERATOR).ok
    return ids


def _ask_after_sale(shop: Shop, kind: str = "return") -> Ids:
    ids = _ship_order(shop)
    form = {"orderId": ids[ORDER], "kind": kind, "reason": "不想要了"}
    answer = call("askAfterSale", form, "shopper-1")
    assert answer.ok, answer
    return {**ids, AFTER_SALE: answer["afterSaleId"]}


def _agree_to_return(shop: Shop) -> Ids:
    ids = _ask_after_sale(shop)
    form = {"afterSaleId": ids[AFTER_SALE], "agree": True}
    assert call("decideAfterSale", form, "operator-1", orders.OPERATOR).ok
    return ids


def _send_back(shop: Shop) -> Ids:
    ids = _agree_to_return(shop)
    form = {"afterSaleId": ids[AFTER_SALE], "carrier": "ZTO", "trackingNumber": "1"}
    assert call("sendBack", form, "shopper-1").ok
    return ids


def _reconcile_unpaid_order(shop: Shop) -> Ids:
    ids = _place_order(shop)
    now = shop.clock.now
    shop.clock.advance(clock.HOUR)
    handler("reconcile")({}, LambdaContext("reconcile"))
    shop.clock.set(now)
    return ids


def _schedule_push(shop: Shop) -> Ids:
    form = {"liveId": "live-demo-1", "goodsId": "goods-demo-1", "timestamp": shop.clock.now}
    answer = call("scheduleGoodsPush", form, "host-1", ("host",))
    assert answer.ok, answer
    return {Examples().request("cancelGoodsPush")["pushId"]: answer["pushId"]}


def _save_room(shop: Shop) -> Ids:
    room = {"title": "周末专场", "startAt": clock.now()}
    return {
        Examples().request("startLive")["liveId"]: call("saveLive", room, "host-1", ("host",))[
            "liveId"
        ]
    }


def _create_share(shop: Shop) -> Ids:
    answer = call("createShare", {"groupId": "group-demo-1", "channel": "card"}, "shopper-1")
    assert answer.ok, answer
    return {SHARE: answer["code"]}


def _deliver_events(shop: Shop) -> Ids:
    Streams(shop).deliver_all()
    return {}


def _pay_and_deliver(shop: Shop) -> Ids:
    ids = _pay_order(shop)
    Streams(shop).deliver_all()
    return ids


def _export(shop: Shop) -> Ids:
    shop.aws("s3").create_bucket(Bucket=f"{shop.prefix}files")
    form = {"from": shop.clock.now - clock.DAY, "to": shop.clock.now}
    answer = call("exportOrders", form, "operator-1", orders.OPERATOR)
    assert answer.ok, answer
    while shop.run_queue("desk", "runDeskJob") == [] and not _is_exported(answer["exportId"]):
        pass
    return {Examples().request("getExport")["exportId"]: answer["exportId"]}


def _track(shop: Shop) -> Ids:
    """Three users see the goods, two click them, one buys them."""
    for number, names in enumerate([["goods_impression"] * 1, ["goods_impression", "goods_click"]]):
        events = [
            {
                "insertId": f"{number}-{k}",
                "event": name,
                "time": shop.clock.now + k,
                "props": {"goodsId": "goods-demo-1"},
            }
            for k, name in enumerate(names)
        ]
        assert call("trackEvents", {"events": events}, f"shopper-{number + 2}").ok
    return _pay_and_deliver(shop) and {}


def _ask(shop: Shop) -> Ids:
    day = {"from": "2026-11-22", "to": "2026-11-22"}
    answer = call("analyzeShares", day, "operator-1", orders.OPERATOR)
    return {Examples().request("getAnalysis")["queryId"]: answer["queryId"]}


def _is_exported(export_id: str) -> bool:
    seen = call("getExport", {"exportId": export_id}, "operator-1", orders.OPERATOR)
    return bool(seen["state"] == "DONE")


def _plan_sale(shop: Shop) -> Ids:
    start = shop.clock.now + clock.HOUR
    sale = orders.save_sale(shop, "goods-demo-1", startAt=start, endAt=start + clock.HOUR)
    return {Examples().request("remindSale")["saleId"]: sale}


def _ask_to_sign_in(shop: Shop) -> Ids:
    started = call("startConsole", {}, "", headers={"user-agent": console_sign_in.WINDOWS})
    request = Examples().request("openConsole")
    return {request["code"]: started["code"], request["secret"]: started["secret"]}


def _approve(shop: Shop) -> Ids:
    ids = _ask_to_sign_in(shop)
    data = {"code": ids[CODE], "confirm": True}
    assert call("approveConsole", data, "operator-1", orders.OPERATOR).ok
    return ids


def _sign_in(shop: Shop) -> Ids:
    ids = _approve(shop)
    data = {"code": ids[CODE], "secret": ids[Examples().request("openConsole")["secret"]]}
    opened = call("openConsole", data, "")
    return {Examples().request("revokeConsole")["sessionId"]: opened["sessionId"]}


def _lose_a_refund(shop: Shop) -> Ids:
    body = json.dumps({"orderId": "order-demo-1", "refundNo": "order-demo-1R1"})
    shop.aws("sqs").send_message(QueueUrl=shop.queues["dead"], MessageBody=body)
    return {}


def _make_bucket(shop: Shop) -> Ids:
    shop.aws("s3").create_bucket(Bucket=f"{shop.prefix}files")
    return {}


def _ask_for_an_agent(shop: Shop) -> Ids:
    """A buyer asks when goods are shipped, and then for an agent."""
    ids = _pay_order(shop)
    for content in ("什么时候发货", "转人工"):
        shop.clock.advance(clock.SECOND)
        shop.sandbox.post("/sandbox/push", {"openid": "shopper-1", "content": content})
        shop.clock.advance(clock.SECOND)
        shop.run_queue("support", "sendReply")
    return ids


def _take_conversation(shop: Shop) -> Ids:
    ids = _ask_for_an_agent(shop)
    shop.clock.advance(clock.SECOND)
    taken = call("takeConversation", {"openid": "shopper-1"}, "agent-1", ("agent",))
    assert taken.ok, taken
    return ids | {Examples().request("replyConversation")["token"]: taken["token"]}


_BEFORE: dict[str, Callable[[Shop], Ids]] = {
    "login": lambda shop: {Examples().request("login")["code"]: shop.sandbox.code("shopper-1")},
    "approveConsole": _ask_to_sign_in,
    "openConsole": _approve,
    "listConsoleSessions": lambda shop: _sign_in(shop) and {},
    "revokeConsole": _sign_in,
    "listDeadLetters": _lose_a_refund,
    "getSale": _plan_sale,
    "payOrder": _place_order,
    "cancelOrder": _place_order,
    "deleteAddress": _save_address,
    "changeAddress": lambda shop: _pay_order(shop) | _save_address(shop),
    "getOrder": _pay_order,
    "shipOrder": _pay_order,
    "shipOrders": _pay_order,
    "correctShipping": _ship_order,
    "correctAddress": _pay_order,
    "noteOrder": _pay_order,
    "confirmReceipt": _ship_order,
    "refundOrder": _pay_order,
    "askAfterSale": _pay_order,
    "decideAfterSale": _ask_after_sale,
    "withdrawAfterSale": _ask_after_sale,
    "getAfterSale": _ask_after_sale,
    "sendBack": _agree_to_return,
    "receiveReturn": _send_back,
    "remindSale": _plan_sale,
    "listDrift": _reconcile_unpaid_order,
    "startLive": _save_room,
    "endLive": _save_room,
    "moveGoodsPush": _schedule_push,
    "cancelGoodsPush": _schedule_push,
    "getShareCode": _create_share,
    "resolveShare": _create_share,
    "listMyGroups": _deliver_events,
    "searchOrders": _pay_and_deliver,
    "countOrders": _deliver_events,
    "todayFigures": _deliver_events,
    "getExport": _export,
    "analyzeFunnel": _track,
    "analyzeLive": _schedule_push,
    "getAnalysis": _ask,
    "exportMyData": _make_bucket,
    "listGroups": _deliver_events,
    "listConversations": _ask_for_an_agent,
    "getConversation": _take_conversation,
    "replyConversation": _take_conversation,
}

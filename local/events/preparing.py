"""What must be in the local shop so that a sample event does what it is made for.

Events name `order-demo-1`, `shopper-1` and so on. An order's id contains its buyer, so nobody can
create an order of that id. Therefore the orders are created here, as shoppers do, and their ids are
put into the event. Each time it is a new shopper, so an event can be invoked as often as one likes.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from local import events
from local.client import Refused, Shopper, Wechat, request, until
from local.stack.aws import client

Ids = dict[str, str]
ORDER, GROUP, SHOPPER, SKU = "order-demo-1", "group-demo-1", "shopper-1", "goods-demo-1"
ADDRESS, PATCHED = "address-demo-1", "goods-demo-4"
AFTER_SALE, EXPORT = "after-sale-demo-1", "export-demo-1"
PLANNED = "sale-demo-1"
ROOM = "live-event-2"
CODE, SECRET = "ABC234", "kq3Jm0u6nYB5xw0JpLr1vZc8Tt2Hs9Gd4Fa7Ee6Dd5C"
PUSH = "01n17ge7g0jksed91g0yx165yx"


class Preparer:
    """Fills sample events for one local stack, and creates what they need."""

    def __init__(self, stack: dict[str, Any]) -> None:
        self.stack, self.wechat = stack, Wechat(stack)
        self.run = uuid.uuid4().hex[:8]
        self._people: dict[str, Shopper] = {}

    def event(self, path: Path) -> Any:
        """The event of that file, ready to be invoked."""
        name = events.function_of(path)
        ids = PREPARED[name](self) if name in PREPARED else {}
        text = path.read_text()
        event = events.fill(
            path,
            token=lambda openid: self.person(openid).token,
            now=time.time_ns() // 1_000_000,
            code=self.wechat.code,
            ids={named: made for named, made in ids.items() if named in text},
        )
        return SIGNED[name](self, event) if name in SIGNED else event

    def as_it_is(self, path: Path) -> Any:
        """The event of that file with its placeholders filled, and nothing else."""
        now = time.time_ns() // 1_000_000
        return events.fill(path, lambda openid: self.person(openid).token, now, self.wechat.code)

    def person(self, openid: str) -> Shopper:
        if openid not in self._people:
            self._people[openid] = Shopper(self.stack, openid)
            self._people[openid].login()
        return self._people[openid]

    @property
    def shopper(self) -> Shopper:
        return self.person(f"shopper-{self.run}")

    # --- what events need

    def new_shopper(self) -> Ids:
        return {SHOPPER: self.shopper.openid}

    def new_key(self) -> Ids:
        return {"case-1": f"case-{self.run}"}

    def new_sale(self) -> Ids:
        return {"sale-event-1": f"sale-{self.run}"}

    def placed(self) -> Ids:
        items = [{"skuId": SKU, "quantity": 1}]
        return {
            ORDER: self.shopper.call("placeOrder", items=items)["orderId"],
            **self.new_shopper(),
        }

    def paid(self) -> Ids:
        ids = self.placed()
        self.wechat.pay(ids[ORDER])
        until(lambda: self.shopper.call("getOrder", orderId=ids[ORDER])["status"] == "PAID")
        return ids

    def shipped(self) -> Ids:
        ids = self.paid()
        parcel = {"carrier": "ZTO", "trackingNumber": "75300000000001"}
        self.person("operator-1").call("shipOrder", orderId=ids[ORDER], **parcel)
        return ids

    def received(self) -> Ids:
        """The buyer has confirmed the receipt in WeChat, which knows of the parcel."""
        ids = self.shipped()
        until(lambda: self.wechat.payments(ids[ORDER])[0]["shipments"])
        self.wechat.confirm_receipt(ids[ORDER])
        return ids

    def after_sale(self) -> Ids:
        """A buyer wants to send the goods of a shipped order back."""
        ids = self.shipped()
        form = {"orderId": ids[ORDER], "kind": "return", "reason": "颜色与描述不符"}
        return {AFTER_SALE: self.shopper.call("askAfterSale", **form)["afterSaleId"], **ids}

    def agreed(self) -> Ids:
        ids = self.after_sale()
        self.person("operator-1").call("decideAfterSale", afterSaleId=ids[AFTER_SALE], agree=True)
        return ids

    def sent_back(self) -> Ids:
        ids = self.agreed()
        parcel = {"carrier": "ZTO", "trackingNumber": "75300000000009"}
        self.shopper.call("sendBack", afterSaleId=ids[AFTER_SALE], **parcel)
        return ids

    def exported(self) -> Ids:
        now = time.time_ns() // 1_000_000
        form = {"from": now - 3_600_000, "to": now}
        return {EXPORT: self.person("operator-1").call("exportOrders", **form)["exportId"]}

    def no_rebuild(self) -> Ids:
        operator = self.person("operator-1")
        with suppress(Refused):  # the desk was never rebuilt
            until(lambda: operator.call("rebuildDesk", start=False)["state"] != "RUNNING", 120)
        return {}

    def to_another_address(self) -> Ids:
        address = {
            "userName": "张三",
            "telNumber": "13800138000",
            "provinceName": "广东省",
            "cityName": "广州市",
            "countyName": "海珠区",
            "detailInfo": "新港中路397号",
        }
        ids = self.paid()
        return {ADDRESS: self.shopper.call("saveAddress", **address)["addressId"], **ids}

    def new_goods(self) -> Ids:
        goods = {
            "title": "挂耳咖啡",
            "cover": "https://img.example.com/coffee.jpg",
            "price": 7900,
            "rank": 99,
        }
        saved = self.person("operator-1").call("saveGoods", category="drinks", stock=9, **goods)
        return {PATCHED: saved["goodsId"]}

    def planned_sale(self) -> Ids:
        start = time.time_ns() // 1_000_000 + 3_600_000
        sale = {"skuId": SKU, "price": 3900, "stock": 1, "limit": 1}
        times = {"startAt": start, "endAt": start + 3_600_000}
        saved = self.person("operator-1").call("saveSale", **sale, **times)
        return {PLANNED: saved["saleId"], **self.new_shopper()}

    def asked_to_sign_in(self) -> Ids:
        """A browser shows a code."""
        started = request(f"{self.stack['api']}/startConsole", {})
        return {CODE: started["code"], SECRET: started["secret"]}

    def approved(self) -> Ids:
        ids = self.asked_to_sign_in()
        self.person("operator-1").call("approveConsole", code=ids[CODE], confirm=True)
        return ids

    def saved_experiment(self) -> Ids:
        """The experiment that the events name; saving it twice changes nothing but its times."""
        now = time.time_ns() // 1_000_000
        variants = [{"name": "v1", "weight": 1}, {"name": "v2", "weight": 1}]
        self.person("operator-1").call(
            "saveExperiment",
            key="home",
            variants=variants,
            metrics=[{"name": "orders", "event": "order_paid"}],
            start=now,
            stop=now + 14 * 86_400_000,
            minimumEffect=0.1,
        )
        return {}

    def open_group(self) -> Ids:
        leader = self.person(f"leader-{self.run}")
        return {GROUP: leader.call("createGroup", goodsId=SKU)["groupId"], **self.new_shopper()}

    def joined_group(self) -> Ids:
        ids = self.open_group()
        self.shopper.call("joinGroup", groupId=ids[GROUP])
        return ids

    def planned_push(self) -> Ids:
        an_hour_away = time.time_ns() // 1_000_000 + 3_600_000
        push = self.person("host-1").call(
            "scheduleGoodsPush", liveId="live-demo-1", goodsId=SKU, timestamp=an_hour_away
        )
        return {PUSH: push["pushId"]}

    def new_room(self) -> Ids:
        host, now = self.person("host-1"), time.time_ns() // 1_000_000
        return {ROOM: host.call("saveLive", title="周末专场", startAt=now)["liveId"]}

    def asked(self) -> Ids:
        day = {"from": "2026-11-22", "to": "2026-11-22"}
        asked = self.person("operator-1").call("analyzeShares", **day)
        return {"analysis-demo-1": asked["queryId"]}

    def taken_conversation(self) -> Ids:
        taken = self.person("agent-1").call("takeConversation", openid=SHOPPER)
        return {"token-demo-1": taken["token"]}

    def asked_for_an_agent(self) -> Ids:
        """WeChat allows an agent to reply: the user has written."""
        agent = self.person("agent-1")

        def kept() -> int:
            return len(agent.call("getConversation", openid=SHOPPER, limit=50)["messages"])

        before = kept()
        self.wechat.ask(SHOPPER, "转人工")
        until(lambda: kept() != before)
        return self.taken_conversation() | {"reply-demo-1": f"reply-{time.time_ns()}"}


def _sign_as_wechat(shop: Preparer, event: dict[str, Any]) -> dict[str, Any]:
    from local.events.pushes import sign_event  # it needs the code of the shop

    secrets = client(shop.stack["endpoint"], "secretsmanager")
    kept = secrets.get_secret_value(SecretId=shop.stack["secrets"]["wechat"])["SecretString"]
    return sign_event(event, json.loads(kept), shop.stack["appid"], time.time_ns() // 1_000_000)


def _notify_of_a_payment(shop: Preparer, event: dict[str, Any]) -> dict[str, Any]:
    from local.events.payments import receive_notification, with_notification

    order_id = shop.placed()[ORDER]
    return with_notification(event, receive_notification(shop.stack["sandbox"], order_id))


PREPARED: dict[str, Callable[[Preparer], Ids]] = {
    "adjustScore": Preparer.new_key,
    "analyzeExperiment": Preparer.saved_experiment,
    "analyzeLive": Preparer.planned_push,
    "approveConsole": Preparer.asked_to_sign_in,
    "askAfterSale": Preparer.shipped,
    "cancelGoodsPush": Preparer.planned_push,
    "cancelOrder": Preparer.placed,
    "changeAddress": Preparer.to_another_address,
    "closeOrder": Preparer.placed,
    "confirmReceipt": Preparer.received,
    "correctAddress": Preparer.to_another_address,
    "correctShipping": Preparer.shipped,
    "createGroup": Preparer.new_shopper,
    "decideAfterSale": Preparer.after_sale,
    "endLive": Preparer.new_room,
    "expireAfterSale": Preparer.after_sale,
    "getAfterSale": Preparer.after_sale,
    "getAnalysis": Preparer.asked,
    "getExport": Preparer.exported,
    "getOrder": Preparer.placed,
    "getSale": Preparer.planned_sale,
    "joinGroup": Preparer.open_group,
    "leaveGroup": Preparer.joined_group,
    "moveGoodsPush": Preparer.planned_push,
    "noteOrder": Preparer.paid,
    "openConsole": Preparer.approved,
    "patchGoods": Preparer.new_goods,
    "payOrder": Preparer.placed,
    "placeOrder": Preparer.new_shopper,
    "rebuildDesk": Preparer.no_rebuild,
    "receiveReturn": Preparer.sent_back,
    "refundOrder": Preparer.paid,
    "releaseConversation": Preparer.taken_conversation,
    "replyConversation": Preparer.asked_for_an_agent,
    "remindSale": Preparer.planned_sale,
    "saveSale": Preparer.new_sale,
    "sendBack": Preparer.agreed,
    "settleSeat": Preparer.paid,
    "shipOrder": Preparer.paid,
    "shipOrders": Preparer.paid,
    "startLive": Preparer.new_room,
    "updateScore": Preparer.new_shopper,
    "uploadShipping": Preparer.shipped,
    "withdrawAfterSale": Preparer.after_sale,
}
SIGNED: dict[str, Callable[[Preparer, dict[str, Any]], dict[str, Any]]] = {
    "csReply": _sign_as_wechat,
    "payNotify": _notify_of_a_payment,
}

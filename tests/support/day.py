"""A script that calls every function, for a shop in this process or a deployed one.

Its responses show as much of the documented API as possible: every list with an item, every
optional field present and absent, every value of every enum.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from local.seed import PEOPLE, TEMPLATES

T = TypeVar("T")

SECOND, HOUR, DAY = 1000, 3_600_000, 86_400_000
GUEST, OPERATOR, HOST, AGENT = "", "operator-1", "host-1", "agent-1"
ROLES = {openid: (role,) for openid, role in PEOPLE.items()}
FREE_GOODS = "goods-demo-1"  # in the demo data: a group of three that costs nothing
PLAIN_GOODS = "goods-demo-2"  # not sold to groups
CUSTOM_SEND = "/cgi-bin/message/custom/send"
COVER = "https://img.example.com/tea.png"


class ShopDriver(Protocol):
    """Access to a shop. `run` is part of all ids, so that runs do not share ids."""

    run: str

    def openid(self, person: str) -> str:
        """A person's openid."""

    def call(self, name: str, data: dict[str, Any], person: str) -> Any:
        """Call a function as a person (or as `GUEST`) and return the result. Fails on a refusal."""

    def invoke(self, name: str, event: dict[str, Any]) -> None:
        """Invoke a function as its timer does."""

    def wechat(self, path: str, body: dict[str, Any]) -> Any:
        """Call a control endpoint of the WeChat sandbox."""

    def now(self) -> int:
        """The shop's time, ms UTC."""

    def pass_time(self, ms: int) -> None:
        """Move the shop's clock forward."""

    def until(self, look: Callable[[], T]) -> T:
        """Call `look` until its result is true, and return the result. The shop's streams, queues
        and timers run meanwhile. After a timeout, return the last result."""


class Day:
    """Runs the script. `check(name, result)` is called with each result."""

    def __init__(self, driver: ShopDriver, check: Callable[[str, Any], None]) -> None:
        self.driver, self.check = driver, check
        self.called: set[str] = set()
        self.free = ""  # a free group that nobody joins
        self.kinds: dict[str, str] = {}  # delivery → a SKU
        self.tea, self.cup, self.gift = (f"{name}-{driver.run}" for name in ("tea", "cup", "gift"))

    def __call__(self, name: str, person: str = "u1", /, **data: Any) -> Any:
        result = self.driver.call(name, data, person)
        self.called.add(name)
        self.check(name, result)
        return result

    def play(self) -> None:
        for part in (
            log_in,
            sell,
            group,
            share,
            buy,
            deliver,
            refund,
            after_sale,
            go_live,
            earn,
            talk,
            sit_at_the_desk,
            sit_at_the_console,
            ask_what_works,
            compare,
            forget_me,
            look_back,
        ):
            part(self)

    # --- repeated steps

    def one(self, sku: str = "") -> list[dict[str, Any]]:
        return [{"skuId": sku or self.tea, "quantity": 1}]

    def order(self, person: str = "u1", **more: Any) -> str:
        return str(self("placeOrder", person, **({"items": self.one()} | more))["orderId"])

    def pay(self, order_id: str, **how: Any) -> str:
        paid = self.driver.wechat("pay", {"out_trade_no": order_id, **how})
        return str(paid["transaction_id"])

    def paid(self, person: str = "u1", **more: Any) -> str:
        order_id = self.order(person, **more)
        self.pay(order_id)
        self.until_order(order_id, lambda order: order["status"] == "PAID", person)
        return order_id

    def confirm_in_wechat(self, order_id: str) -> None:
        """The buyer confirms the receipt in WeChat, as soon as it knows that the order is shipped.
        The client reports it before WeChat's event does."""

        def confirmed() -> bool:
            try:
                self.driver.wechat("receipt", {"out_trade_no": order_id, "silent": True})
            except Exception:
                return False  # WeChat does not know of the parcel yet
            return True

        assert self.driver.until(confirmed)

    def until_order(
        self, order_id: str, is_so: Callable[[Any], bool], person: str = OPERATOR
    ) -> None:
        assert self.driver.until(lambda: is_so(self("getOrder", person, orderId=order_id)))

    def until_refund(self, order_id: str, why: str, status: str) -> str:
        """Wait until the order's refund has that status. Returns its number."""

        def look() -> str:
            return next(
                (
                    str(each["refundNo"])
                    for each in self("getOrder", OPERATOR, orderId=order_id)["refunds"]
                    if (each["why"], each["status"]) == (why, status)
                ),
                "",
            )

        found = self.driver.until(look)
        assert found, self("getOrder", OPERATOR, orderId=order_id)
        return found


# --- the parts of the script ---------------------------------------------------------------------


def log_in(day: Day) -> None:
    for is_new in (True, False):
        code = day.driver.wechat("code", {"openid": day.driver.openid("mei")})["code"]
        assert day("login", GUEST, code=code)["isNew"] is is_new


def sell(day: Day) -> None:
    """Save three kinds of goods: tea with all fields and a flash sale, a cup for groups of two, and
    a gift that costs nothing."""
    now = day.driver.now()
    terms = {
        "size": 3,
        "hours": 24,
        "price": 60,
        "skus": [{"skuId": day.tea, "price": 55}],
        "limit": 9,
        "startAt": now - SECOND,
        "endAt": now + DAY,
        "on": True,
        "tiers": [{"size": 2, "price": 50}],
        "virtualFrom": 2,
    }
    save(day, day.tea, group=terms)
    save(day, day.cup, group={"size": 2, "hours": 1, "price": 30})
    save(day, day.gift, price=0, group={"size": 2, "hours": 1, "price": 0})
    more = {"images": [COVER], "detailImages": [COVER], "description": "一芽一叶", "unit": "罐"}
    terms = {"title": "全国", "first": 1, "further": 1, "furtherFen": 10}
    day("saveFreight", OPERATOR, freightId="f-1", by="count", firstFen=90, freeFrom=50, **terms)
    day("saveFreight", OPERATOR, freightId="f-2", by="weight", firstFen=90, notTo=["65"], **terms)
    assert len(day("listFreight", OPERATOR)["items"]) >= 2
    revision = day("getGoods", GUEST, goodsId=day.tea)["revision"]
    patch = {"goodsId": day.tea, "linePrice": 200, "freightId": "f-1", "weight": 250, **more}
    assert day("patchGoods", OPERATOR, revision=revision, **patch)["revision"] == revision + 1
    show_all_kinds(day)
    day("getUpload", OPERATOR, contentType="image/png")
    for goods in (day.tea, day.cup, PLAIN_GOODS):
        day("getGoods", GUEST, goodsId=goods)
    for state in ("hidden", "draft"):
        save(day, f"{state}-{day.driver.run}", **{state: True})
        assert day("listGoodsForOperators", OPERATOR, state=state)["items"]
    assert day("listGoodsForOperators", OPERATOR, limit=1)["cursor"]
    assert day("listGoodsForOperators", OPERATOR, limit=50)["items"]
    assert day("searchGoods", GUEST, text="红茶", limit=1)["cursor"]
    assert day("searchGoods", GUEST, text="红茶", limit=50)["items"]
    assert day("searchGoods", GUEST, text=f"盲盒 {day.driver.run}")["cursor"] is None
    assert day("listGoods", GUEST, limit=1)["cursor"]
    day("listGoods", GUEST, limit=50)
    assert day("listGoods", GUEST, category=f"c-{day.driver.run}")["cursor"] is None
    window = {"startAt": now - SECOND, "endAt": now + HOUR}
    sale = {"skuId": day.tea, "price": 50, "stock": 5, "limit": 1, **window}
    day("saveSale", OPERATOR, saleId=f"sale-{day.driver.run}", **sale)
    later = {"startAt": now + HOUR, "endAt": now + DAY}
    planned = day("saveSale", OPERATOR, saleId=f"later-{day.driver.run}", **sale | later)["saleId"]
    for on in (True, False):
        assert day("remindSale", saleId=planned, on=on)["on"] is on
    day("listSales", GUEST)
    day("getStock", OPERATOR, skuId=day.tea)


def show_all_kinds(day: Day) -> None:
    """Goods with options, of each kind of delivery."""
    for delivery in ("pickup", "virtual"):
        skus = [{"options": {"颜色": each}, "price": 1, "stock": 1} for each in ("红", "蓝")]
        form = {"title": f"盲盒 {day.driver.run}", "cover": COVER, "rank": 900, "category": "c"}
        kind = {"price": 1, "stock": 2, "delivery": delivery, "skus": skus, **form}
        saved = day("saveGoods", OPERATOR, **kind)
        day("getGoods", GUEST, goodsId=saved["goodsId"])
        day.kinds[delivery] = saved["skuIds"][0]


def save(day: Day, goods: str, **more: Any) -> None:
    form = {"title": "红茶", "cover": COVER, "price": 100, "rank": 900, "stock": 50}
    form |= {"goodsId": goods, "category": f"c-{day.driver.run}", **more}
    assert day("saveGoods", OPERATOR, **form)["skuIds"] == [goods]


def group(day: Day) -> None:
    """Open four groups: two become full, one stays open, and one fails later, in `look_back`."""
    opened = day("createGroup", goodsId=day.tea)
    here = {"groupId": opened["groupId"]}
    assert day("getGroup", **here)["mine"]["state"] == "HELD"
    day.pay(opened["orderId"])
    assert day.driver.until(lambda: day("getGroup", **here)["members"])
    day("joinGroup", "u2", **here)
    for reader in (GUEST, "u1", "u2"):
        day("getGroup", reader, **here)
    assert day.driver.until(lambda: day("listOpenGroups", GUEST, goodsId=day.tea)["items"])
    day("listMyGroups")
    day("leaveGroup", "u2", **here)

    full = day("createGroup", goodsId=day.cup)
    joined = day("joinGroup", "u2", groupId=full["groupId"])
    for each in (full, joined):
        day.pay(each["orderId"])
    success = {"groupId": full["groupId"]}
    assert day.driver.until(lambda: day("getGroup", **success)["status"] == "SUCCESS")
    day.until_order(full["orderId"], lambda o: any(h["what"] == "GROUP" for h in o["history"]))
    day.free = day("createGroup", "u2", goodsId=day.gift)["groupId"]
    free = {"groupId": day("createGroup", goodsId=FREE_GOODS)["groupId"]}
    assert [day("joinGroup", who, **free)["status"] for who in ("u2", "u3")] == ["OPEN", "SUCCESS"]


def share(day: Day) -> None:
    live = f"live-{day.driver.run}"
    targets = {"goodsId": day.tea, "groupId": day.free, "liveId": live, "page": "pages/a"}
    day("saveLive", HOST, liveId=live, title="直播", startAt=day.driver.now())
    assert day("getLive", GUEST, liveId=live)["title"] == "直播"
    assert day("startLive", HOST, liveId=live)["status"] == "LIVE"
    assert live in {room["liveId"] for room in day("listLives", HOST, status="LIVE")["items"]}
    assert day("listLives")["items"]
    for field, target in targets.items():
        code = day("createShare", **{field: target})["code"]
        for visitor in (GUEST, "u2"):
            day("resolveShare", visitor, code=code)
    poster = day("createShare", goodsId=day.tea, channel="poster")["code"]
    assert day("getShareCode", code=poster, page="pages/group/index")["picture"]


def buy(day: Day) -> None:
    """One order from its placement to its receipt, then orders in other states."""
    order_id = day.order()
    day("getOrder", orderId=order_id)
    day("payOrder", orderId=order_id)
    day.pay(order_id)
    day.until_order(order_id, lambda order: order["status"] == "PAID", "u1")
    parcel = {"carrier": "SF", "trackingNumber": "1", "contact": "138****0000"}
    day("shipOrder", OPERATOR, orderId=order_id, parcels=[parcel | {"lines": day.one()}])
    day.confirm_in_wechat(order_id)
    day("confirmReceipt", orderId=order_id)
    day("refundOrder", OPERATOR, orderId=order_id, reason="破损", items=day.one())
    assert day("listOrders", status="COMPLETED")["items"]
    last = day("getOrder", orderId=order_id)["history"][-1]
    assert (last["what"], last["by"]) == ("REFUND", "shop")

    second = day.paid("u2", items=[{"skuId": day.tea, "quantity": 2}])
    rest = {"orderId": second, "carrier": "ZTO", "trackingNumber": "3"}
    some = {"carrier": "ZTO", "trackingNumber": "2", "lines": day.one()}
    assert day("shipOrder", OPERATOR, orderId=second, parcels=[some])["status"] == "PAID"
    sheet = day("shipOrders", OPERATOR, rows=[rest, rest | {"orderId": "no-such-order"}])
    assert [row["ok"] for row in sheet["results"]] == [True, False]
    assert day("getOrder", "u2", orderId=second)["status"] == "SHIPPED"
    whole = {"carrier": "YTO", "trackingNumber": "4", "lines": [{"skuId": day.tea, "quantity": 2}]}
    assert len(day("correctShipping", OPERATOR, orderId=second, parcels=[whole])["parcels"]) == 1
    on_sale = day.order(saleId=f"sale-{day.driver.run}")
    day("getOrder", orderId=on_sale)
    assert day("listOrders", status="PENDING")["items"]
    assert day("cancelOrder", orderId=on_sale)["status"] == "CLOSED"
    free = day("placeOrder", items=day.one(day.gift))
    assert (free["status"], free["payment"]) == ("PAID", None)
    assert day("listOrders", limit=1)["cursor"]
    assert day("listOrders", status="CLOSED")["cursor"] is None
    assert day("listOrders", status="PAID")["items"]


CHOSEN = {
    "userName": "张三",
    "telNumber": "020-81167888",
    "provinceName": "广东省",
    "cityName": "广州市",
    "countyName": "海珠区",
    "detailInfo": "新港中路397号",
}
MORE = {
    "postalCode": "510000",
    "streetName": "江南中街道",
    "detailInfoNew": "397号",
    "nationalCode": "440105",
}


def deliver(day: Day) -> None:
    """Addresses, quotes with all that can stand in the way, and orders of each kind of delivery."""
    near = day("saveAddress", **CHOSEN, **MORE)["addressId"]
    plain = day("saveAddress", **CHOSEN)["addressId"]
    far = day("saveAddress", **CHOSEN | {"nationalCode": "650102"})["addressId"]
    assert len(day("listAddresses")["items"]) == 3
    save(day, far_cup := f"far-{day.driver.run}", freightId="f-2", delivery="express")
    wanted = {day.tea: 99, "none": 1, far_cup: 1, day.kinds["pickup"]: 2, day.gift: 1}
    items = [{"skuId": sku, "quantity": n} for sku, n in wanted.items()]
    quoted = day("quoteOrder", items=items, addressId=far)
    troubles = [line.get("trouble") for line in quoted["lines"]]
    assert troubles == ["UNITS_LIMIT", "SKU_NOT_FOUND", "NOT_DELIVERED", "SOLD_OUT", None]
    sale = f"sale-{day.driver.run}"
    two = [{"skuId": day.tea, "quantity": 2}]
    assert day("quoteOrder", "u9", items=two, saleId=sale)["lines"][0]["trouble"] == "SALE_LIMIT"
    for sku in day.kinds.values():
        assert not day("quoteOrder", items=day.one(sku))["needsAddress"]
        order_id = day.paid("u9", items=day.one(sku))
        assert order_id in {each["orderId"] for each in day("listOrders", "u9")["items"]}
    one = {"items": day.one(far_cup), "addressId": near}
    total = day("quoteOrder", **one)["total"]
    order_id = day.paid(remark="放门口", expectTotal=total, **one)
    assert day("getOrder", orderId=order_id)["address"]["postalCode"] == "510000"
    save(day, far_cup, delivery="express")
    day("changeAddress", orderId=order_id, addressId=plain)
    assert "postalCode" not in day("getOrder", orderId=order_id)["address"]
    near_by = {**day("getOrder", orderId=order_id)["address"], "detailInfo": "中山路2号"}
    day("correctAddress", OPERATOR, orderId=order_id, address=near_by)
    assert day("getOrder", orderId=order_id)["address"] == near_by
    noted = day("noteOrder", OPERATOR, orderId=order_id, text="周五前发货")["note"]
    assert "note" not in day("getOrder", orderId=order_id)
    assert day("getOrder", OPERATOR, orderId=order_id)["note"] == noted
    day("noteOrder", OPERATOR, orderId=order_id, seenAt=noted["at"])
    day("refundOrder", OPERATOR, orderId=order_id, reason="不想要了")
    assert day("getOrder", orderId=order_id)["refunds"][0]["freight"] == 90
    for address in (plain, far, near):
        day("deleteAddress", addressId=address)
    assert day("listAddresses")["items"] == []


def refund(day: Day) -> None:
    """Refunds that a buyer requests, and refunds of payments that cannot be accepted."""
    order_id = day.paid()
    ask = {"orderId": order_id, "reason": "不想要了"}
    day("refundOrder", **ask)
    day("refundOrder", OPERATOR, deny=True, **ask)
    assert day("refundOrder", **ask)["refundAsked"]
    assert day("getOrder", orderId=order_id)["refundAsked"]
    assert day("refundOrder", OPERATOR, **ask)["status"] == "REFUNDING"
    waiting = day("getOrder", orderId=order_id)["refunds"]
    assert [each["status"] for each in waiting] == ["WAITING"]
    day.until_order(order_id, lambda order: order["status"] == "REFUNDED")
    assert day("refundOrder", OPERATOR, **ask)["status"] == "REFUNDED", "a repeat has no effect"

    late, wrong, double = day.order("u3"), day.order("u3"), day.paid("u3")
    day("cancelOrder", "u3", orderId=late)
    set_refund_status(day, late, "PROCESSING")
    day.pay(late)
    complete_refund(day, day.until_refund(late, "LATE", "PROCESSING"))
    day.until_refund(late, "LATE", "SUCCESS")
    set_refund_status(day, double, "ABNORMAL")
    day.pay(double)
    complete_refund(day, day.until_refund(double, "DOUBLE", "FAILED"))
    day.pay(wrong, amount=1)
    day.until_refund(wrong, "AMOUNT", "SUCCESS")
    day("cancelOrder", "u3", orderId=wrong)
    nobody = f"nobody-{day.driver.run}"
    day.pay(nobody, amount=77)
    day.until_refund(nobody, "ORPHAN", "SUCCESS")
    assert day("getOrder", OPERATOR, orderId=nobody)["status"] is None


def after_sale(day: Day) -> None:
    """After-sales of each kind, in each status that needs no days to pass."""

    def look(after_sale_id: str, status: str) -> None:
        assert day("getAfterSale", afterSaleId=after_sale_id)["status"] == status
        assert day("listAfterSales", OPERATOR, status=status)["items"]

    order_id = day.paid(items=[{"skuId": day.tea, "quantity": 5}])
    ask = {"orderId": order_id, "reason": "不想要了"}
    money = day("askAfterSale", kind="refund", amount=1, **ask)["afterSaleId"]
    assert day("getOrder", orderId=order_id)["afterSales"] == [money]
    look(money, "ASKED")
    assert day("decideAfterSale", OPERATOR, afterSaleId=money, agree=True)["status"] == "AGREED"
    look(money, "AGREED")
    parcel = {"carrier": "ZTO", "trackingNumber": "1"}
    day("shipOrder", OPERATOR, orderId=order_id, **parcel)
    assert day.driver.until(lambda: day("getAfterSale", afterSaleId=money)["status"] == "REFUNDED")
    look(money, "REFUNDED")

    ask |= {"kind": "return", "items": day.one()}
    mine = [day("askAfterSale", **ask | {"reason": reason})["afterSaleId"] for reason in "甲乙丙"]
    back, withdrawn, denied = mine
    assert day("withdrawAfterSale", afterSaleId=withdrawn)["status"] == "WITHDRAWN"
    look(withdrawn, "WITHDRAWN")
    no = {"afterSaleId": denied, "agree": False, "note": "已拆封"}
    assert day("decideAfterSale", OPERATOR, **no)["status"] == "DENIED"
    look(denied, "DENIED")
    day("decideAfterSale", OPERATOR, afterSaleId=back, agree=True, note="寄回：龙井路1号")
    look(back, "AGREED")
    assert day("sendBack", afterSaleId=back, **parcel)["status"] == "SENT"
    look(back, "SENT")
    assert day("receiveReturn", OPERATOR, afterSaleId=back, resaleable=True)["resaleable"]
    look(back, "RECEIVED")
    page = day("listMyAfterSales", limit=2)
    assert len(page["items"]) == 2 and page["cursor"]
    assert len(day("listMyAfterSales", cursor=page["cursor"])["items"]) >= 2


def set_refund_status(day: Day, order_id: str, status: str) -> None:
    """Set the status that WeChat gives to the next refund of an order."""
    day.driver.wechat("refunds", {"status": status, "out_trade_no": order_id})


def complete_refund(day: Day, refund_no: str) -> None:
    """Make WeChat complete a refund."""
    day.driver.wechat("settle", {"out_refund_no": refund_no, "status": "SUCCESS"})


def go_live(day: Day) -> None:
    now, room = day.driver.now(), {"liveId": f"live-{day.driver.run}"}
    for at in (now, now + DAY, now + 2 * DAY):
        push = day("scheduleGoodsPush", HOST, goodsId=day.tea, timestamp=at, **room)
        assert push["fireAt"] == at
    unsaved, shops = f"live-{day.driver.run}-unsaved", f"live-{day.driver.run}-shop"
    day("scheduleGoodsPush", HOST, goodsId=day.tea, timestamp=now + DAY, liveId=unsaved)
    assert day("getLive", HOST, liveId=unsaved)["title"] is None
    day("saveLive", OPERATOR, liveId=shops, title="店播", startAt=now, endAt=now + DAY)
    assert day("getLive", OPERATOR, liveId=shops)["host"] is None
    to = {"timestamp": now + 3 * DAY}
    moved = day("moveGoodsPush", HOST, pushId=push["pushId"], **to, **room)
    assert (moved["movedFrom"], moved["fireAt"]) == (push["pushId"], now + 3 * DAY)
    cancelled = day("cancelGoodsPush", HOST, pushId=moved["pushId"], **room)
    assert cancelled["status"] == "CANCELLED"

    def statuses() -> list[str]:
        return [each["status"] for each in day("listGoodsPush", **room)["items"]]

    wanted = ["PUSHED", "SCHEDULED", "CANCELLED"]
    assert day.driver.until(lambda: statuses() == wanted), statuses()
    clicks = [each.get("clicks") for each in day("listGoodsPush", HOST, **room)["items"]]
    assert clicks == [0, None, None]
    shown = day("getLive", HOST, **room)
    assert shown["onShow"]["goods"]["goodsId"] == day.tea and shown["shards"] == 1
    ended = day("endLive", OPERATOR, liveId=shops)
    assert (ended["status"], ended["cancelled"], ended["more"]) == ("ENDED", 0, False)


def earn(day: Day) -> None:
    day("updateScore", action="daily_checkin")
    adjust = {"openid": day.driver.openid("u1"), "reason": "补偿"}
    day("adjustScore", OPERATOR, key=f"k-{day.driver.run}", points=50, **adjust)
    day("getScore")
    day("listScore")
    placed = day("placeOrder", items=day.one(), points=20)
    assert placed["total"] == 80
    assert day("getOrder", orderId=placed["orderId"])["items"][0]["discount"] == 20
    rules = {rule["action"]: rule for rule in day("listScoreRules", GUEST)["items"]}
    day("saveScoreRule", OPERATOR, action="redeem", percent=rules["redeem"]["percent"])
    streak = [{"days": 3, "points": 1}]
    for per in ("day", "goods", "once"):
        day("saveScoreRule", OPERATOR, action=f"read_{per}", per=per, streak=streak)
    day("listScoreRules", GUEST)


def talk(day: Day) -> None:
    faq = {"question": "几点开门？", "keywords": ["开门"], "answer": "九点。", "faqId": "faq-day"}
    who = day.driver.openid("mei")
    for roles in (["agent", "host"], ["agent"]):
        assert day("setRole", OPERATOR, openid=who, roles=roles)["roles"] == roles
    assert who in {each["openid"] for each in day("listUsers", OPERATOR, role="agent")["items"]}
    day("setRole", OPERATOR, openid=who, roles=[])
    day("saveFaq", OPERATOR, **faq)
    assert "faq-day" in {entry["faqId"] for entry in day("listFaq", AGENT)["items"]}
    serve(day)
    kinds = {each["kind"]: True for each in day("listAlerts", OPERATOR)["items"]}
    day("saveAlerts", OPERATOR, kinds={"lowStock": False})
    day("saveAlerts", OPERATOR, kinds=kinds)
    day("listNotices", OPERATOR)
    for notice, (template, page, data) in TEMPLATES.items():
        day("saveNotice", OPERATOR, notice=notice, templateId=template, data=data)
        day("listNotices", OPERATOR)
        form = {"notice": notice, "templateId": template, "page": page, "data": data}
        day("saveNotice", OPERATOR, **form)
    saved = day("listNotices", OPERATOR)["items"]
    assert {each["notice"] for each in saved if each["templateId"]} >= set(TEMPLATES)
    assert day("allowNotice", results={template: "accept"})["accepted"] == [template]


def serve(day: Day) -> None:
    """Users write, the bot answers, and an agent takes over."""
    shop_hours = {"days": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "24:00"}
    day("getService", AGENT)
    for where in ("wechat", "console"):
        day("saveService", OPERATOR, answerIn=where, hours=[shop_hours], waitMinutes=10)
    closed = {"closedOn": ["2026-02-17"], "awayText": "春节放假，初八回来～"}
    phrases = [{"title": "发货", "text": "48 小时内发货～"}]
    day("saveService", OPERATOR, **closed, phrases=phrases)
    assert day("getService", AGENT)["phrases"] == phrases
    for text in ("转人工", "谢谢", "你好", "我的订单到哪了", "几点开门", "宇宙的尽头是什么"):
        day("tryFaq", OPERATOR, text=text)
    draft = {"question": "宇宙有尽头吗", "keywords": ["宇宙"], "answer": "有。"}
    day("tryFaq", OPERATOR, text="宇宙的尽头是什么", draft=draft)

    user, other = day.driver.openid("u1"), day.driver.openid("u4")
    for openid in (user, other):
        write(day, openid, event="user_enter_tempsession")
        write(day, openid, msgType="image", fields={"PicUrl": "http://x", "MediaId": "m"})
        write(day, openid, msgType="miniprogrampage", fields={"Title": "t", "PagePath": "p"})
    assert {seen(day, each)["state"] for each in (user, other)} == {"WAITING"}
    page = day("listConversations", AGENT, limit=1)
    day("listConversations", AGENT, limit=50, cursor=page["cursor"])
    day("listConversations", AGENT, which="mine")
    token = day("takeConversation", AGENT, openid=user)["token"]
    assert day("listConversations", AGENT, which="mine")["items"][0]["openid"] == user
    write(day, user, content="在吗")
    form = {"openid": user, "token": token, "text": "在的"}
    day.driver.wechat("faults", {"path": CUSTOM_SEND, "errcode": 45047})
    with suppress(Exception):  # refused; a repeat says what became of it
        day.driver.call("replyConversation", {**form, "replyId": f"{day.driver.run}-1"}, AGENT)
    refused = day("replyConversation", AGENT, **form, replyId=f"{day.driver.run}-1")
    assert (refused["state"], refused["replies"]["left"]) == ("FAILED", 0)
    write(day, user, content="还在吗")
    day.driver.wechat("faults", {"path": CUSTOM_SEND, "drop": True, "after": True})
    day("replyConversation", AGENT, **form, replyId=f"{day.driver.run}-2")
    day("replyConversation", AGENT, **form, replyId=f"{day.driver.run}-3")
    assert {each.get("state") for each in seen(day, user)["messages"]} == {
        None, "SENT", "UNSURE", "FAILED",
    }  # fmt: skip
    first = day("getConversation", OPERATOR, openid=user, limit=2)
    day("getConversation", AGENT, openid=user, cursor=first["cursor"])
    day("getConversation", AGENT, openid=day.driver.openid("mei"))
    assert day("releaseConversation", AGENT, openid=user) == {"openid": user}
    assert seen(day, user)["state"] == "BOT"
    day("saveService", OPERATOR, hours=[], closedOn=[], awayText="", phrases=[])


def seen(day: Day, openid: str) -> Any:
    return day("getConversation", AGENT, openid=openid)


def write(day: Day, openid: str, **what: Any) -> None:
    """A user writes to customer service, and the bot has seen it."""
    before = len(seen(day, openid)["messages"])
    day.driver.wechat("push", {"openid": openid, **what})
    assert day.driver.until(lambda: len(seen(day, openid)["messages"]) > before)
    day.driver.pass_time(SECOND)


def sit_at_the_desk(day: Day) -> None:
    """Orders of each kind and status, as operators find them."""
    begun = day(
        "exportOrders", OPERATOR, **{"from": day.driver.now() - DAY, "to": day.driver.now()}
    )
    assert day("getExport", OPERATOR, **begun)["state"] != "FAILED"  # the stack may be fast
    day("rebuildDesk", OPERATOR)
    near = day("saveAddress", **CHOSEN)["addressId"]
    order_id = day.paid(addressId=near, remark="放门口")
    day.order("u4")

    def finds(**wanted: Any) -> bool:
        return bool(day("searchOrders", OPERATOR, **wanted)["items"])

    assert day.driver.until(lambda: finds(phone=CHOSEN["telNumber"], status="PAID"))
    (found,) = day("searchOrders", OPERATOR, orderId=order_id)["items"]
    assert found["address"] and found["remark"] and found["canShip"]
    day("noteOrder", OPERATOR, orderId=order_id, text="老客户")
    (found,) = day("searchOrders", OPERATOR, orderId=order_id)["items"]
    assert found["note"]["text"] == "老客户"
    assert day("searchOrders", OPERATOR, limit=1)["cursor"]
    for status in day("countOrders", OPERATOR)["byStatus"]:
        assert finds(status=status) or status == "REFUNDING"
    for kind in ("group", "sale", "plain"):
        assert finds(kind=kind)
    assert finds(goodsId=day.tea, limit=50)
    assert day("searchOrders", OPERATOR, orderId="none")["items"] == []
    day("refundOrder", orderId=order_id, reason="不想要了")
    day("searchOrders", OPERATOR, orderId=order_id)
    set_refund_status(day, order_id, "PROCESSING")
    day("refundOrder", OPERATOR, orderId=order_id, reason="不想要了")
    (found,) = day("searchOrders", OPERATOR, orderId=order_id)["items"]
    assert found["status"] == "REFUNDING"
    complete_refund(day, day.until_refund(order_id, "REQUEST", "PROCESSING"))
    assert day("todayFigures", OPERATOR)["paidOrders"]
    now = day.driver.now()
    begun = day("exportOrders", OPERATOR, **{"from": now - DAY, "to": now})
    assert day.driver.until(lambda: day("getExport", OPERATOR, **begun).get("url"))
    done = day.driver.until(lambda: day("rebuildDesk", OPERATOR, start=False)["state"] == "DONE")
    assert done
    day("deleteAddress", addressId=near)


def sit_at_the_console(day: Day) -> None:
    """A browser signs in; the operator looks at the system, at a sale and at a user's points."""
    day("startConsole", GUEST)
    started = day("startConsole", GUEST)
    code, secret = started["code"], started["secret"]
    assert day("openConsole", GUEST, code=code, secret=secret)["state"] == "waiting"
    for confirm in (False, True):
        asked = day("approveConsole", OPERATOR, code=code, confirm=confirm)
        assert asked["approved"] is confirm
    opened = day("openConsole", GUEST, code=code, secret=secret)
    listed = [each["sessionId"] for each in day("listConsoleSessions", OPERATOR)["items"]]
    assert opened["sessionId"] in listed
    day("revokeConsole", OPERATOR, sessionId=opened["sessionId"])
    day("systemStatus", OPERATOR)
    day("listDeadLetters", OPERATOR, queue="Refund")
    day("redriveDeadLetters", OPERATOR, queue="Refund")
    assert day("getSale", OPERATOR, saleId=f"sale-{day.driver.run}")["skuFree"] >= 0
    day("listSales", OPERATOR, ended=True)
    assert day("listScore", OPERATOR, openid=day.driver.openid("u1"))["items"]
    moved = day("rankGoods", OPERATOR, goodsId=day.cup, after=day.gift)
    assert day.cup in {each["goodsId"] for each in moved["items"]} or moved["items"] == []


def ask_what_works(day: Day) -> None:
    """Events of users and a guest, and the questions of operators about them."""
    guest, now = f"guest-of-the-day-{day.driver.run}", day.driver.now()

    def event(number: int, name: str, **more: Any) -> dict[str, Any]:
        return {"insertId": f"{day.driver.run}-{number}", "event": name, "time": now} | more

    about = {"goodsId": day.tea, "liveId": f"live-{day.driver.run}"}
    entered = event(2, "live_enter", props={"liveId": about["liveId"]})
    seen = [event(1, "goods_impression", props=about), entered]
    assert day("trackEvents", GUEST, events=seen, anonymousId=guest)["accepted"] == 2
    late = [event(3, "goods_click", props=about), event(4, "goods_click", time=now - 4 * DAY)]
    assert day("trackEvents", "u2", events=late)["rejected"][0]["errCode"] == "EVENT_LATE"
    form = {"name": "workshop_booked", "title": "预约茶会"}
    kinds = {"cups": "int", "note": "text", "share_of": "number", "sure": "bool", "by": "id"}
    day("saveEvent", OPERATOR, **form, props=kinds)
    assert "workshop_booked" in {e["name"] for e in day("listEvents", OPERATOR)["items"]}
    while_today = {"from": now - DAY, "to": now + HOUR}

    def asks(name: str, **more: Any) -> Any:
        answer = day(name, OPERATOR, **while_today, **more)
        queried = {"queryId": answer["queryId"]}
        assert day.driver.until(lambda: day("getAnalysis", OPERATOR, **queried)["state"] == "DONE")
        return day("getAnalysis", OPERATOR, **queried, format="svg")

    steps = [{"event": "goods_impression"}, {"event": "goods_click"}, {"event": "order_paid"}]
    for more in ({}, {"by": "goodsId"}):
        assert asks("analyzeFunnel", steps=steps, window="1h", **more)["steps"][0]["users"]
    asks("analyzeFunnel", steps=[{"event": "search"}, {"event": "share"}], format="svg")
    first = {"first": {"event": "order_placed"}, "return": {"event": "order_paid"}}
    for unit in ("day", "week"):
        assert asks("analyzeRetention", **first, unit=unit, format="svg")["cohorts"]
    for by in ("goods", "category", "push", "channel"):
        assert asks("analyzeGoods", by=by, format="svg")["items"]
    asks("analyzeShares", format="svg")
    for wanted in ("json", "svg"):
        day("analyzeLive", OPERATOR, liveId=f"live-{day.driver.run}", format=wanted)
    answer = day("analyzeLive", OPERATOR, liveId=f"live-{day.driver.run}")
    day("getAnalysis", OPERATOR, queryId=answer["queryId"])


def compare(day: Day) -> None:
    """Two versions of a page are compared."""
    now = day.driver.now()
    key = f"home-{day.driver.run}"
    plan: dict[str, Any] = {
        "variants": [
            {"name": "v1", "weight": 1},
            {"name": "v2", "weight": 1, "config": {"layout": "waterfall", "columns": 2}},
        ],
        "metrics": [
            {"name": "orders", "event": "order_paid", "windowHours": 1},
            {"name": "revenue", "event": "order_paid", "value": "fen", "windowHours": 1},
        ],
        "start": now - SECOND,
        "stop": now + 14 * DAY,
        "minimumEffect": 0.1,
        "layer": {"name": f"layer-{day.driver.run}", "start": 0, "end": 1},
        "audience": {"coverage": 1},
        "testers": {day.driver.openid("u4"): "v2"},
        "winner": "v2",
    }
    assert day("saveExperiment", OPERATOR, key=key, **plan)["key"] == key
    listed = day("listExperiments", OPERATOR)["items"]
    assert "running" in {each["state"] for each in listed}
    for person in ("u1", "u2", "u3"):
        assert day("getPageVersion", person, experiment=key)["inExperiment"]
    tester = day("getPageVersion", "u4", experiment=key)
    assert (tester["variant"], tester["inExperiment"]) == ("v2", False)
    assert day("getPageVersion")["variant"] in ("v1", "v2")
    asked = {"queryId": day("analyzeExperiment", OPERATOR, experiment=key)["queryId"]}
    assert day.driver.until(lambda: day("getAnalysis", OPERATOR, **asked)["state"] == "DONE")
    found = day("getAnalysis", OPERATOR, **asked, format="svg")
    assert found["words"] and found["svg"]
    day("analyzeExperiment", OPERATOR, experiment=key, format="svg")


def forget_me(day: Day) -> None:
    """A user gets their data, and is erased."""
    day("updateScore", "leaver", action="daily_checkin")
    assert day("exportMyData", "leaver")["url"]
    assert day("eraseMe", "leaver", preview=True)["state"] == "READY"
    assert day("eraseMe", OPERATOR, openid=day.driver.openid("nobody"), preview=True)["points"] == 0
    assert day("eraseMe", "leaver")["points"] > 0


def look_back(day: Day) -> None:
    """An hour later a group has failed, and the reconciliation finds an unpaid order still open."""
    day.order("u4")
    day.driver.pass_time(HOUR + SECOND)
    assert day("getGroup", "u2", groupId=day.free)["status"] == "FAILED"
    wanted = {"goodsId": day.gift, "status": "FAILED"}
    assert day.driver.until(lambda: day("listGroups", OPERATOR, **wanted)["items"])
    for status in ("OPEN", "SUCCESS"):
        assert day("listGroups", OPERATOR, status=status, limit=1)["items"]
    assert day("listGroups", OPERATOR, limit=1)["cursor"]
    assert day("listGroups", OPERATOR, goodsId="none") == {"items": [], "cursor": None}
    day.driver.invoke("reconcile", {})
    day("listDrift", OPERATOR)

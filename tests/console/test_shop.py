"""The console against functions deployed by `make up`: the staff works in one window while shoppers
buy through the API."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from local.client import Shopper, read_stack, until
from local.stack.aws import client
from tests.support import console
from tests.support.console import WIDE, Watched

pytestmark = pytest.mark.local

ADDRESS = {
    "userName": "张三",
    "telNumber": "020-81167888",
    "provinceName": "广东省",
    "cityName": "广州市",
    "countyName": "海珠区",
    "detailInfo": "新港中路397号",
    "nationalCode": "440105",
    "postalCode": "510000",
}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def stack() -> dict[str, Any]:
    return read_stack()


@pytest.fixture(scope="module")
def enter(stack: dict[str, Any]) -> Callable[[str], Shopper]:
    def make(openid: str) -> Shopper:
        shopper = Shopper(stack, openid)
        shopper.login()
        return shopper

    return make


@pytest.fixture(scope="module")
def operator(enter: Callable[[str], Shopper]) -> Shopper:
    return enter("operator-1")


def approving(person: Shopper) -> Callable[[str], Any]:
    def approve(code: str) -> Any:
        asks = person.call("approveConsole", code=code)
        assert not asks["approved"]
        return person.call("approveConsole", code=code, confirm=True)

    return approve


@pytest.fixture(scope="module")
def desk(browser: Any, stack: dict[str, Any], operator: Shopper) -> Iterator[tuple[Any, Watched]]:
    """The operator's window."""
    page, watched = console.open_page(browser, WIDE)
    page.set_default_timeout(60_000)
    console.sign_in(page, stack["console"], approving(operator))
    yield page, watched
    page.context.close()


@pytest.fixture
def shopper(enter: Callable[[str], Shopper]) -> Shopper:
    return enter(f"buyer-{uuid.uuid4().hex[:10]}")


def goods_of(operator: Shopper, **fields: Any) -> str:
    saved = operator.call(
        "saveGoods",
        **{
            "title": f"测试商品 {uuid.uuid4().hex[:6]}",
            "cover": "https://img.example.com/test.jpg",
            "price": 2990,
            "category": "test",
            "rank": 900_000,
            "stock": 1000,
            **fields,
        },
    )
    return str(saved["goodsId"])


def buy(
    shopper: Shopper, sku: str, quantity: int = 1, *, pay: bool = True, remark: str = ""
) -> str:
    address = shopper.call("saveAddress", **ADDRESS)["addressId"]
    items = [{"skuId": sku, "quantity": quantity}]
    fields = {"remark": remark} if remark else {}
    placed = shopper.call("placeOrder", items=items, addressId=address, **fields)
    order_id = str(placed["orderId"])
    if pay:
        shopper.wechat.pay(order_id)
        assert until(lambda: shopper.call("getOrder", orderId=order_id)["status"] == "PAID")
    return order_id


def find(page: Any, order_id: str) -> Any:
    """The row of an order, as soon as the list has it."""
    console.reopen(page, "/orders")
    page.get_by_label("订单号").first.fill(order_id)
    row = page.locator("tbody tr", has_text=order_id)

    def look() -> bool:
        page.get_by_role("button", name="查询").click()
        page.wait_for_timeout(700)
        return bool(row.count())

    assert until(look)
    return row.first


def test_an_address_is_changed_and_a_note_is_written(
    desk: tuple[Any, Watched], operator: Shopper, shopper: Shopper
) -> None:
    page, watched = desk
    order_id = buy(shopper, goods_of(operator))
    find(page, order_id).get_by_role("button", name=order_id).click()
    page.get_by_role("button", name="修改收货地址").click()
    form = page.locator(".el-dialog")
    form.get_by_label("收货人").fill("李四")
    form.get_by_label("详细地址").fill("体育西路1号")
    form.get_by_role("button", name="保存").click()
    drawer = page.locator(".el-drawer")
    drawer.get_by_text("李四").wait_for()
    assert shopper.call("getOrder", orderId=order_id)["address"]["detailInfo"] == "体育西路1号"
    drawer.get_by_role("button", name="添加备注").click()
    form.get_by_label("商家备注").fill("周五前发货")
    form.get_by_role("button", name="保存").click()
    drawer.get_by_text("周五前发货").wait_for()
    assert "note" not in shopper.call("getOrder", orderId=order_id)
    page.keyboard.press("Escape")
    assert "周五前发货" in find(page, order_id).inner_text()
    assert watched.bad == []


def test_signing_in_and_out(browser: Any, stack: dict[str, Any], operator: Shopper) -> None:
    page, watched = console.open_page(browser, WIDE)
    console.sign_in(page, stack["console"], approving(operator))
    page.locator("h1", has_text="今日").wait_for()
    before = operator.call("listConsoleSessions")["items"]
    page.get_by_role("button", name="退出登录").click()
    page.locator(".code").wait_for()
    assert until(lambda: len(operator.call("listConsoleSessions")["items"]) < len(before))
    assert watched.bad == []
    page.context.close()


def test_the_link_of_make_run_signs_in(browser: Any, stack: dict[str, Any]) -> None:
    page, _ = console.open_page(browser, WIDE)
    page.goto(stack["signIn"])
    page.locator("nav.menu").wait_for(state="attached")
    assert "secret" not in page.url
    page.context.close()


def test_an_order_from_its_arrival_to_shipped(
    desk: tuple[Any, Watched], operator: Shopper, shopper: Shopper
) -> None:
    page, watched = desk
    order_id = buy(shopper, goods_of(operator), 2, remark="放门口，<b>谢谢</b>")
    row = find(page, order_id)
    assert "放门口，<b>谢谢</b>" in row.inner_text()
    row.get_by_role("button", name="发货").click()
    form = page.locator(".el-dialog")
    form.get_by_label("快递公司").select_option("SF")
    form.get_by_label("运单号").fill("SF1234567890123")
    form.get_by_label("寄件人或收件人手机号").fill("13812345678")
    form.get_by_role("button", name="发货").click()
    page.get_by_text("已发货，微信将收到物流信息").wait_for()
    seen = shopper.call("getOrder", orderId=order_id)
    assert seen["status"] == "SHIPPED"
    assert seen["parcels"][0]["trackingNumber"] == "SF1234567890123"
    console.go(page, f"/orders?open={order_id}")
    page.locator(".el-drawer .steps", has_text="已发货").wait_for()
    assert watched.bad == []


def test_a_sheet_of_two_hundred_rows_with_three_bad_ones(
    desk: tuple[Any, Watched], operator: Shopper, enter: Callable[[str], Shopper]
) -> None:
    page, watched = desk
    sku = goods_of(operator)

    def buyer(_: int) -> list[str]:
        one = enter(f"buyer-{uuid.uuid4().hex[:10]}")
        return [buy(one, sku) for _ in range(5)]

    with ThreadPoolExecutor(4) as pool:
        orders = [order for five in pool.map(buyer, range(4)) for order in five]
    # 19 orders of ten parcels and one of seven: 197 rows.
    rows = [
        f"{order}\t中通\t{75_300_000_000 + 100 * place + parcel}"
        for place, order in enumerate(orders)
        for parcel in range(10 if place < 19 else 7)
    ]
    unpaid = buy(enter(f"buyer-{uuid.uuid4().hex[:10]}"), sku, pay=False)
    bad = [
        f"{unpaid}\t中通\t75399990001",
        "order-that-is-not\t圆通\tYT0001",
        f"{orders[0]}x\t信鸽\t1",
    ]
    sheet = "\n".join(["订单号\t快递公司\t运单号", *rows[:100], *bad, *rows[100:]])
    console.reopen(page, "/orders")
    page.get_by_role("button", name="批量发货").click()
    page.locator("textarea").fill(sheet)
    page.get_by_text("共 200 行：199 行可发货，1 行有问题").wait_for()
    page.get_by_role("button", name=re.compile("发货 199 行")).click()
    page.get_by_text("发货成功 197 行，未成功 3 行").wait_for(timeout=240_000)
    told = page.locator(".el-drawer tbody tr.bad").all_inner_texts()
    assert len(told) == 3
    assert any("订单状态不能发货" in text for text in told), told
    assert any("没有这个订单" in text for text in told), told
    buyer_of = operator.call("getOrder", orderId=orders[0])
    assert buyer_of["status"] == "SHIPPED" and len(buyer_of["parcels"]) == 10
    page.get_by_role("button", name="关闭", exact=True).click()
    assert watched.bad == []


def test_a_refund(desk: tuple[Any, Watched], operator: Shopper, shopper: Shopper) -> None:
    page, watched = desk
    order_id = buy(shopper, goods_of(operator))
    shopper.call("refundOrder", orderId=order_id, reason="不想要了")
    find(page, order_id)
    console.go(page, f"/orders?open={order_id}")
    drawer = page.locator(".el-drawer")
    drawer.locator(".note", has_text="不想要了").wait_for()
    drawer.get_by_role("button", name="退款", exact=True).click()
    form = page.locator(".el-dialog")
    form.get_by_label("退款原因").fill("同意退款")
    form.get_by_role("button", name="确认退款").click()
    page.get_by_text("退款已提交").wait_for()
    assert until(lambda: shopper.call("getOrder", orderId=order_id)["status"] == "REFUNDED", 60)
    assert watched.bad == []


def test_an_after_sale_that_comes_back(
    desk: tuple[Any, Watched], operator: Shopper, shopper: Shopper
) -> None:
    page, watched = desk
    sku = goods_of(operator)
    order_id = buy(shopper, sku)
    operator.call("shipOrder", orderId=order_id, carrier="ZTO", trackingNumber="75312340001")
    asked = shopper.call(
        "askAfterSale",
        orderId=order_id,
        kind="return",
        items=[{"skuId": sku, "quantity": 1}],
        reason="尺寸不合适",
    )
    number = asked["afterSaleId"]
    console.go(page, f"/after-sale?open={number}")
    drawer = page.locator(".el-drawer")
    drawer.get_by_role("button", name="同意").click()
    form = page.locator(".el-dialog")
    assert form.get_by_role("button", name="同意").is_disabled()
    form.get_by_label("退货地址与收件人").fill("广州市海珠区新港中路 1 号 李四")
    form.get_by_role("button", name="同意").click()
    drawer.get_by_text("等待买家寄回").wait_for()
    shopper.call("sendBack", afterSaleId=number, carrier="YTO", trackingNumber="YT00012345")
    console.reopen(page, f"/after-sale?open={number}")
    drawer.get_by_role("button", name="收货：可再售").click()
    page.get_by_role("button", name="确认收货并退款").click()
    page.get_by_text("已收货，款项原路退回").wait_for()
    seen = until(
        lambda: shopper.call("getAfterSale", afterSaleId=number)["status"] == "REFUNDED", 60
    )
    assert seen and watched.bad == []


def test_goods_with_two_by_three_options_and_a_picture(
    desk: tuple[Any, Watched], operator: Shopper
) -> None:
    page, watched = desk
    title = f"纯棉T恤 {uuid.uuid4().hex[:6]}"
    console.reopen(page, "/goods")
    page.get_by_role("button", name="新建商品").click()
    form = page.locator(".el-drawer")
    form.get_by_label("商品标题").fill(title)
    form.get_by_label("分类").fill("test")
    form.get_by_label("价格", exact=True).first.fill("59.9")
    with page.expect_file_chooser() as chooser:
        form.get_by_label(re.compile("商品图.*选择图片")).click()
    chooser.value.set_files({"name": "t.png", "mimeType": "image/png", "buffer": PICTURE})
    form.locator(".pictures li").first.wait_for()
    for name, values in (("颜色", "红,蓝"), ("尺码", "S M L")):
        form.get_by_role("button", name="添加规格").click()
        option = form.locator(".option").last
        option.get_by_label("规格名").fill(name)
        option.get_by_label("规格值").fill(values)
        option.get_by_label("规格值").press("Enter")
    assert form.locator("fieldset tbody tr").count() == 6
    form.locator(".fill").get_by_label("库存").fill("12")
    form.get_by_role("button", name="应用到全部").click()
    form.get_by_label("价格 蓝 / L").fill("69.9")
    form.get_by_label("存为草稿（买家看不到）").press("Space")
    form.get_by_role("button", name="保存").click()
    page.get_by_text("已保存").first.wait_for()
    found = until(
        lambda: [
            one
            for one in operator.call("listGoodsForOperators", state="shown", limit=50)["items"]
            if one["title"] == title
        ]
    )
    goods = operator.call("getGoods", goodsId=found[0]["goodsId"])
    assert [(o["name"], o["values"]) for o in goods["options"]] == [
        ("颜色", ["红", "蓝"]),
        ("尺码", ["S", "M", "L"]),
    ]
    assert [(s["price"], s["remaining"]) for s in goods["skus"]] == [(5990, 12)] * 5 + [(6990, 12)]
    assert goods["cover"].startswith("http")
    operator.call("patchGoods", goodsId=goods["goodsId"], revision=goods["revision"], hidden=True)
    assert watched.bad == []


def test_a_push_is_dragged_to_another_minute_and_seen_by_a_socket(
    desk: tuple[Any, Watched], operator: Shopper, shopper: Shopper
) -> None:
    page, watched = desk
    room = operator.call("saveLive", title="测试直播", startAt=int(time.time() * 1000))["liveId"]
    operator.call("startLive", liveId=room)
    console.go(page, f"/live?room={room}")
    page.locator(".strip .minute.now").wait_for()
    minute = 60_000
    at = (int(time.time() * 1000) // minute + 6) * minute + 20_000
    push = operator.call("scheduleGoodsPush", liveId=room, goodsId="goods-demo-1", timestamp=at)
    page.get_by_role("button", name="刷新").last.click()
    dragged = page.locator(f"[data-push='{push['pushId']}']")
    dragged.wait_for()
    with shopper.watch(room) as socket:
        target = page.locator(".strip .minute.now + .minute")
        wanted = (int(time.time() * 1000) // minute + 1) * minute + 20_000
        if wanted - int(time.time() * 1000) < 8_000:
            target, wanted = page.locator(".strip .minute.now + .minute + .minute"), wanted + minute
        dragged.drag_to(target)
        page.get_by_text("已改到").wait_for()
        while True:
            message = json.loads(socket.recv(timeout=150))
            if message["type"] == "goodsPush":
                break
    assert message["at"] == wanted and message["goods"]["goodsId"] == "goods-demo-1"
    page.locator("tbody", has_text="已弹出").wait_for()
    page.get_by_role("button", name="结束直播").click()
    page.locator(".el-message-box").get_by_role("button", name="结束直播").click()
    page.get_by_text("直播已结束").first.wait_for()
    assert watched.bad == []


@contextmanager
def held(stack: dict[str, Any], function: str) -> Iterator[str]:
    """The queue of this function, whose messages stay in it meanwhile."""
    functions = client(stack["endpoint"], "lambda")
    name = stack["functions"][function]
    (source,) = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=source["UUID"], Enabled=False)
    try:
        yield source["EventSourceArn"].rpartition(":")[2]
    finally:
        functions.update_event_source_mapping(UUID=source["UUID"], Enabled=True)


def waiting(stack: dict[str, Any], queue: str) -> int:
    """How many messages are in the queue, or are being handled."""
    queues = client(stack["endpoint"], "sqs")
    found = queues.get_queue_attributes(
        QueueUrl=queues.get_queue_url(QueueName=queue)["QueueUrl"], AttributeNames=["All"]
    )["Attributes"]
    names = ("", "NotVisible", "Delayed")
    return sum(int(found[f"ApproximateNumberOfMessages{name}"]) for name in names)


def test_a_conversation_is_taken_while_the_bots_reply_is_queued(
    browser: Any, stack: dict[str, Any], enter: Callable[[str], Shopper], shopper: Shopper
) -> None:
    agent = enter("agent-1")
    page, watched = console.open_page(browser, WIDE)
    page.set_default_timeout(60_000)
    console.sign_in(page, stack["console"], approving(agent))
    shopper.wechat.ask(shopper.openid, "转人工")
    console.go(page, "/service")
    person = page.locator(".person", has_text=shopper.openid)

    def look() -> bool:
        page.get_by_role("button", name="刷新").first.click()
        page.wait_for_timeout(500)
        return bool(person.count())

    assert until(look, 60)
    person.click()
    take, give_back = (page.get_by_role("button", name=name) for name in ("接入", "还给机器人"))
    take.click()
    give_back.click()
    page.get_by_text("已还给机器人").wait_for()
    shopper.wechat.ask(shopper.openid, "请问什么时候发货？")
    assert until(lambda: len(shopper.messages()) == 2), "the bot answers that"
    with held(stack, "sendReply") as queue:
        shopper.wechat.ask(shopper.openid, "请问什么时候发货？")
        assert until(lambda: waiting(stack, queue)), "the bot's reply is queued"
        take.click()
        give_back.wait_for()
        spoken = len(shopper.messages())
    assert until(lambda: waiting(stack, queue) == 0, 60)
    time.sleep(3)
    assert len(shopper.messages()) == spoken, "not one text of the bot after the takeover"
    # The bot would answer these, too.
    shopper.wechat.ask(shopper.openid, "请问什么时候发货？")
    box = page.get_by_label("回复", exact=True)
    box.fill("您好，<i>马上</i>为您查询")
    page.get_by_role("button", name="发送", exact=True).click()
    shopper.wechat.ask(shopper.openid, "你好")
    got = until(lambda: shopper.messages()[spoken:], 60)
    time.sleep(3)
    texts = [one["text"]["content"] for one in shopper.messages()[spoken:]]
    assert got and texts == ["您好，<i>马上</i>为您查询"]
    page.locator(".message.agent", has_text="<i>马上</i>").wait_for()
    assert watched.bad == []
    page.context.close()


def test_points_are_adjusted_with_a_reason(desk: tuple[Any, Watched], shopper: Shopper) -> None:
    page, watched = desk
    console.go(page, "/points")
    page.locator(".tab", has_text="用户积分").click()
    page.get_by_label("OpenID").fill(shopper.openid)
    page.get_by_role("button", name="查询").click()
    page.get_by_role("button", name="调整积分").click()
    form = page.locator(".el-dialog")
    form.get_by_label("增减积分").fill("88")
    form.get_by_label("原因").fill("活动补发")
    form.get_by_role("button", name="调整积分").click()
    page.locator(".el-message-box").get_by_role("button", name="调整积分").click()
    page.locator("tbody", has_text="活动补发").wait_for()
    assert shopper.call("getScore")["score"] == 88
    assert watched.bad == []


def test_a_flash_sale_checks_the_stock(desk: tuple[Any, Watched], operator: Shopper) -> None:
    page, watched = desk
    sku = goods_of(operator, stock=10)
    console.reopen(page, "/campaigns?tab=sales")
    page.get_by_role("button", name="新建秒杀").click()
    form = page.locator(".el-dialog")
    form.get_by_label("规格编号（SKU）").fill(sku)
    form.get_by_role("button", name="查库存").click()
    form.get_by_text("当前可用库存 10 件").wait_for()
    form.get_by_label("秒杀价").fill("9.9")
    form.get_by_label("秒杀库存").fill("12")
    form.get_by_text("会凭空增加 2 件").wait_for()
    form.get_by_label("秒杀库存").fill("5")
    form.get_by_role("button", name="保存").click()
    page.get_by_text("已保存").first.wait_for()
    stock = operator.call("getStock", skuId=sku)
    assert stock["initial"] == 10
    assert watched.bad == []


def test_every_page_answers(desk: tuple[Any, Watched]) -> None:
    page, watched = desk
    for path in (
        "/today",
        "/orders",
        "/after-sale",
        "/goods",
        "/campaigns",
        "/live",
        "/points",
        "/service",
        "/insight",
        "/settings",
        "/system",
    ):
        console.go(page, path)
        console.settled(page)
        assert page.locator(".trouble").count() == 0, path
    assert watched.bad == []

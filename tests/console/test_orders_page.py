"""Orders in the console, with the pages that lead to them: what can be done with an order, its
parcels, a sheet of parcels, orders that are stuck; and lists beside a page that cannot be read."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import console
from tests.support.console import Shop, refused

HOUR = 3_600_000
SHEETS = console.ROOT / "tests" / "data" / "sheets"
Show = Callable[..., Any]
Answer = dict[str, Any]


def rows(*changes: Answer) -> Callable[[Answer], Answer]:
    """A list of orders."""
    row = console.sample("searchOrders")["items"][0]
    row.pop("shipSince", None)
    items = [row | {"orderId": f"order-{at}"} | change for at, change in enumerate(changes)]
    return lambda _: {"items": items, "cursor": None}


def order(shop: Shop, **fields: Any) -> Shop:
    answer = console.sample("getOrder") | fields
    shop.answers["getOrder"] = lambda data: answer | {"orderId": data["orderId"]}
    return shop


def buttons(page: Any) -> list[str]:
    found: list[str] = page.locator(".el-drawer__body button").all_inner_texts()
    return found


# --- the list ------------------------------------------------------------------------------------


def test_a_paid_order_says_what_holds_it(show: Show) -> None:
    shop = Shop()
    shop.answers["searchOrders"] = rows(
        {"canShip": False, "held": "group", "kind": "group"},
        {"canShip": False, "held": "refund"},
        {"canShip": False, "held": "byHand"},
        {"canShip": False, "status": "COMPLETED"},
    )
    page = show(shop, "/orders")
    page.locator("tbody tr").nth(3).wait_for()
    cells = page.locator("td[data-label=状态]").all_inner_texts()
    said = [text.split("\n")[1:] for text in cells]
    assert said == [["等待成团"], ["先处理退款"], ["微信后台退过款，待处理"], []]


def test_an_order_is_late_since_it_could_be_shipped(show: Show) -> None:
    now = int(time.time() * 1000)
    shop = Shop()
    shop.answers["searchOrders"] = rows(
        {"canShip": True, "paidAt": now - 60 * HOUR, "shipSince": now - HOUR},
        {"canShip": True, "paidAt": now - 60 * HOUR, "shipSince": now - 25 * HOUR},
    )
    page = show(shop, "/orders")
    late = page.locator("tbody tr.bad")
    assert late.count() == 1 and "order-1" in late.inner_text()


# --- one order -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, ["发货", "退款"]),
        ({"held": "group"}, ["退款"]),
        ({"held": "refund", "refundAsked": "不想要了"}, ["拒绝退款", "退款"]),
        (
            {"held": "refund", "refundAsked": "不想要了", "afterSales": ["after-sale-1"]},
            ["退款"],
        ),
        ({"held": "byHand"}, ["退款", "登记为已退款", "继续履约"]),
    ],
    ids=["to ship", "open group", "refund asked", "after-sale", "by hand"],
)
def test_what_can_be_done_with_a_paid_order(show: Show, fields: Answer, found: list[str]) -> None:
    page = show(order(Shop(), **fields), "/orders?open=order-1")
    page.locator(".el-drawer .steps").wait_for()
    assert [text for text in buttons(page) if text in ("发货", "退款", "拒绝退款", *found)] == found


PARCELS = [
    {
        "carrier": "SF",
        "carrierName": "顺丰速运",
        "trackingNumber": "SF100",
        "shippedAt": 1_795_305_621_000,
        "contact": "138****5678",
        "lines": [{"skuId": "goods-demo-1", "quantity": 2}],
    },
    {
        "carrier": "LOCAL",
        "carrierName": "LOCAL",
        "trackingNumber": "L-1",
        "shippedAt": 1_795_305_621_000,
        "lines": [{"skuId": "goods-demo-1", "quantity": 1}],
    },
]


def test_a_correction_sends_all_parcels(show: Show) -> None:
    shop = order(Shop(), status="SHIPPED", parcels=PARCELS)
    page = show(shop, "/orders?open=order-1")
    page.get_by_role("button", name="更正物流").click()
    form = page.locator(".el-dialog")
    numbers = form.get_by_label("运单号")
    assert [numbers.nth(at).input_value() for at in range(2)] == ["SF100", "L-1"]
    carriers = form.get_by_label("快递公司", exact=True)
    assert [carriers.nth(at).input_value() for at in range(2)] == ["SF", "OTHER"]
    assert form.get_by_label("快递公司编码").input_value() == "LOCAL"
    numbers.nth(1).fill("L-2")
    form.get_by_role("button", name="保存").click()
    page.get_by_text("物流信息已更正").wait_for()
    same = ("carrier", "trackingNumber", "contact", "lines")
    first, second = shop.sent("correctShipping")[0]["parcels"]
    assert first == {key: PARCELS[0][key] for key in same}
    assert second == {key: PARCELS[1].get(key) for key in same} | {"trackingNumber": "L-2"}


def test_a_correction_adds_a_parcel_and_removes_one(show: Show) -> None:
    shop = order(Shop(), status="SHIPPED", parcels=PARCELS)
    page = show(shop, "/orders?open=order-1")
    page.get_by_role("button", name="更正物流").click()
    form = page.locator(".el-dialog")
    save = form.get_by_role("button", name="保存")
    form.get_by_role("button", name="添加包裹").click()
    assert form.get_by_text("第 3 个包裹（共 3 个）").is_visible()
    form.get_by_label("运单号").nth(2).fill("ZTO-3")
    assert save.is_disabled(), "nothing is in it"
    form.get_by_label("云南蓝莓").last.fill("1")
    form.get_by_role("button", name="移除第 2 个包裹").click()
    assert form.get_by_label("运单号").count() == 2
    save.click()
    page.get_by_text("物流信息已更正").wait_for()
    first, second = shop.sent("correctShipping")[0]["parcels"]
    assert first["trackingNumber"] == "SF100"
    lines = [{"skuId": "goods-demo-1", "quantity": 1}]
    assert second == {"carrier": "ZTO", "trackingNumber": "ZTO-3", "contact": None, "lines": lines}


def test_parcels_whose_units_nobody_said_stay_so(show: Show) -> None:
    parcels = [{key: value for key, value in PARCELS[1].items() if key != "lines"}]
    page = show(order(shop := Shop(), status="SHIPPED", parcels=parcels), "/orders?open=order-1")
    page.get_by_role("button", name="更正物流").click()
    form = page.locator(".el-dialog")
    assert form.get_by_role("button", name="移除").count() == 0, "the last one stays"
    form.get_by_role("button", name="添加包裹").click()
    form.get_by_label("运单号").nth(1).fill("ZTO-2")
    form.get_by_role("button", name="保存").click()
    page.get_by_text("物流信息已更正").wait_for()
    sent = shop.sent("correctShipping")[0]["parcels"]
    assert [(one["trackingNumber"], one["lines"]) for one in sent] == [
        ("L-1", None),
        ("ZTO-2", None),
    ]


def test_an_order_is_corrected_once(show: Show) -> None:
    history = [{"at": 1_795_305_621_000, "what": "CORRECTED", "by": "operator-1", "why": ""}]
    shop = order(Shop(), status="SHIPPED", parcels=PARCELS, history=history)
    page = show(shop, "/orders?open=order-1")
    page.locator(".el-drawer .steps").wait_for()
    assert page.get_by_role("button", name="更正物流").count() == 0


# --- a sheet -------------------------------------------------------------------------------------

SHEET = (
    "order-1\t中通快递\t75300001\t\n"
    "order-1\t没有的快递\t75300002\t\n"
    "order-2\t中通快递\t75300003\t\n"
    "order-3\t中通快递\t75300004\t\n"
)


def test_the_file_of_failed_rows_has_the_rows_that_were_stopped(show: Show, tmp_path: Path) -> None:
    shop = Shop()
    shop.answers["shipOrders"] = lambda data: {
        "results": [
            {"orderId": row["orderId"], "ok": True}
            if row["orderId"] == "order-2"
            else {"orderId": row["orderId"], "ok": False, "errCode": "REFUND_ASKED"}
            for row in data["rows"]
        ]
    }
    page = show(shop, "/orders")
    page.get_by_role("button", name="批量发货").click()
    page.locator("textarea").fill(SHEET)
    page.get_by_role("button", name="发货 2 行").click()
    page.get_by_text("发货成功 1 行，未成功 3 行").wait_for()
    with page.expect_download() as got:
        page.get_by_role("button", name="下载未成功的行").click()
    kept = tmp_path / "failed.csv"
    got.value.save_as(kept)
    lines = kept.read_text("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[2].strip("'\"") for line in lines] == [
        "75300001",
        "75300002",
        "75300004",
    ]
    assert "同一订单有错误行" in lines[0]


@pytest.mark.parametrize("name", ["parcels.xlsx", "parcels.xls"])
def test_a_workbook_is_read(show: Show, name: str) -> None:
    shop = Shop()
    shop.answers["shipOrders"] = lambda data: {
        "results": [{"orderId": row["orderId"], "ok": True} for row in data["rows"]]
    }
    page = show(shop, "/orders")
    page.get_by_role("button", name="批量发货").click()
    page.locator("input[type=file]").set_input_files(SHEETS / name)
    page.get_by_text("共 3 行：2 行可发货，1 行有问题").wait_for()
    page.get_by_role("button", name="发货 2 行").click()
    page.get_by_text("发货成功 2 行，未成功 1 行").wait_for()
    first, second = shop.sent("shipOrders")[0]["rows"]
    assert first == {
        "orderId": "order-1",
        "carrier": "ZTO",
        "trackingNumber": "75300000001234",
        "contact": None,
    }
    assert (second["carrier"], second["contact"]) == ("SF", "138****5678")


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 not a workbook", bytes.fromhex("d0cf11e0a1b11ae1") + b" neither"],
    ids=["zip", "ole"],
)
def test_a_workbook_that_cannot_be_read(show: Show, tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(content)
    page = show(Shop(), "/orders")
    page.get_by_role("button", name="批量发货").click()
    page.locator("input[type=file]").set_input_files(broken)
    page.get_by_text("无法读取该文件").wait_for()
    assert page.locator("textarea").input_value() == ""


# --- stuck orders --------------------------------------------------------------------------------


def stuck(shop: Shop) -> Shop:
    row = {"orderId": "order-7", "status": "PAID", "why": "byHand", "detail": "paid back by hand"}
    row |= {"kind": "byHand", "refunds": []}
    shop.answers["systemStatus"] = lambda _: (
        console.sample("systemStatus") | {"stuck": [row | {"since": 1_795_305_621_000}]}
    )
    return order(shop, held="byHand")


@pytest.mark.parametrize(
    ("button", "label", "send", "sent"),
    [
        ("登记为已退款", "退款原因", "确认退款", {"byHand": True, "deny": False}),
        ("继续履约", "拒绝原因", "拒绝退款", {"byHand": False, "deny": True}),
    ],
)
def test_an_order_that_was_paid_back_by_hand_is_decided(
    show: Show, button: str, label: str, send: str, sent: Answer
) -> None:
    shop = stuck(Shop())
    page = show(shop, "/system")
    page.get_by_role("button", name="处理", exact=True).click()
    page.locator(".el-drawer").get_by_role("button", name=button).click()
    form = page.locator(".el-dialog")
    form.get_by_label(label).fill("已与买家核对")
    before = len(shop.sent("systemStatus"))
    form.get_by_role("button", name=send).click()
    form.wait_for(state="hidden")
    asked = shop.sent("refundOrder")[0]
    assert asked["orderId"] == "order-7" and sent.items() <= asked.items()
    page.wait_for_timeout(300)
    assert len(shop.sent("systemStatus")) > before


# --- what cannot be read beside a page -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "path", "said"),
    [
        ("countOrders", "/orders", "订单数量没有读到"),
        ("listFreight", "/goods?open=goods-demo-1", "运费模板没有读到"),
        ("listEvents", "/insight", "事件列表没有读到"),
    ],
)
def test_a_list_beside_a_page_that_cannot_be_read(
    show: Show, name: str, path: str, said: str
) -> None:
    shop = Shop()
    shop.answers[name] = refused(503, "BUSY", "系统繁忙，请稍后再试")
    page = show(shop, path)
    failed = page.locator("p.note.bad", has_text=said)
    assert "系统繁忙" in failed.inner_text()
    del shop.answers[name]
    failed.get_by_role("button", name="重试").click()
    failed.wait_for(state="hidden")

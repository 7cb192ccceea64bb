"""Orders as rows of a CSV that Excel opens: UTF-8 with a byte order mark, lines that end in CRLF.

A cell that begins like a formula would be carried out by Excel, and buyers write some of the cells.
Such a cell gets an apostrophe before it.
Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from shop.addresses.model import Address
from shop.desk.rules import Kind
from shop.desk.views import DeskOrder
from shop.orders.states import OrderStatus
from shop.texts import moment, yuan

BOM = b"\xef\xbb\xbf"
_FORMULA = tuple("=+-@\t\r\n＝＋－＠﹢﹣﹫−")
_STATUS: dict[OrderStatus, str] = {
    "PENDING": "待付款",
    "PAID": "已付款",
    "SHIPPED": "已发货",
    "COMPLETED": "已完成",
    "CLOSED": "已关闭",
    "REFUNDING": "退款中",
    "REFUNDED": "已退款",
}
_KINDS: dict[Kind, str] = {"group": "拼团", "sale": "秒杀", "plain": "普通"}
HEADINGS = (
    "订单号",
    "下单时间",
    "付款时间",
    "状态",
    "类型",
    "商品",
    "件数",
    "应付（元）",
    "运费（元）",
    "已退（元）",
    "收货人",
    "手机号",
    "省",
    "市",
    "区县",
    "详细地址",
    "买家备注",
    "商家备注",
    "快递公司",
    "运单号",
)


def headings() -> bytes:
    """The first line, and the byte order mark before it."""
    return BOM + _lines([HEADINGS])


def lines(orders: Sequence[DeskOrder]) -> bytes:
    """A line for each order."""
    return _lines([_cells(order) for order in orders])


def safe(cell: str) -> str:
    """The cell, so that no program takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _cells(order: DeskOrder) -> list[str]:
    sent = order.shipping or None
    return [
        order.orderId,
        moment(order.createdAt),
        moment(order.paidAt) if order.paidAt else "",
        _STATUS[order.status],
        _KINDS[order.kind],
        "；".join(_goods(order)),
        str(sum(line.quantity for line in order.lines)),
        yuan(order.total),
        yuan(order.freight),
        yuan(order.refunded),
        *_address(order.address or None),
        order.remark or "",
        order.note.text if order.note else "",
        sent.carrier if sent else "",
        sent.trackingNumber if sent else "",
    ]


def _address(goes_to: Address | None) -> tuple[str, ...]:
    if goes_to is None:
        return ("",) * 6
    street, detail = goes_to.streetName, goes_to.detailInfo
    return (
        goes_to.userName,
        goes_to.telNumber,
        goes_to.provinceName,
        goes_to.cityName,
        goes_to.countyName,
        detail if street in detail else street + detail,
    )


def _goods(order: DeskOrder) -> list[str]:
    """As 红茶（颜色：红）×2."""
    return [f"{line.title}{_options(line.options or {})}×{line.quantity}" for line in order.lines]


def _options(options: dict[str, str]) -> str:
    told = "，".join(f"{name}：{value}" for name, value in options.items())
    return f"（{told}）" if told else ""

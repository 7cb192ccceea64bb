"""The demo data of the local shop: people with roles, goods, a group, a share, a live room, FAQ
entries.

A second run changes nothing that exists, so it runs at every `make up`. Only the group is replaced,
if it has ended.
"""

from __future__ import annotations

import json
import urllib.request
from itertools import product
from typing import Any, cast

from local.shop_environment import enter

PEOPLE = {"operator-1": "operator", "host-1": "host", "agent-1": "agent"}

# A merchant chooses templates in WeChat's console; their ids have this form.
TEMPLATES: dict[str, tuple[str, str, dict[str, str]]] = {
    "groupSuccess": (
        "TuanLocal-groupSuccess-0000000000000000001",
        "pages/group/index?groupId={groupId}",
        {"thing1": "{goods}", "number2": "{size}", "phrase3": "拼团成功"},
    ),
    "groupFailed": (
        "TuanLocal-groupFailed-00000000000000000001",
        "pages/group/index?groupId={groupId}",
        {"thing1": "{goods}", "number2": "{missing}", "phrase3": "拼团失败"},
    ),
    "orderShipped": (
        "TuanLocal-orderShipped-0000000000000000001",
        "packages/order/detail/index?orderId={orderId}",
        {"thing1": "{goods}", "character_string2": "{number}", "time3": "{time}"},
    ),
    "orderRefunded": (
        "TuanLocal-orderRefunded-000000000000000001",
        "packages/order/detail/index?orderId={orderId}",
        {"thing1": "{goods}", "amount2": "{amount}", "thing3": "{reason}"},
    ),
    "paid": (
        "TuanLocal-paid-000000000000000000000000001",
        "packages/order/detail/index?orderId={orderId}",
        {"thing1": "{goods}", "amount2": "{amount}", "time3": "{time}"},
    ),
    "paySoon": (
        "TuanLocal-paySoon-000000000000000000000001",
        "packages/order/detail/index?orderId={orderId}",
        {"thing1": "{goods}", "amount2": "{amount}", "time3": "{time}"},
    ),
    "saleBegins": (
        "TuanLocal-saleBegins-000000000000000000001",
        "packages/goods/detail/index?saleId={saleId}",
        {"thing1": "{goods}", "amount2": "{price}", "time3": "{time}"},
    ),
    "pointsExpiring": (
        "TuanLocal-pointsExpiring-00000000000000001",
        "packages/promotion/points/index",
        {"number1": "{points}", "date2": "{date}", "number3": "{score}"},
    ),
}

GOODS: list[dict[str, Any]] = [
    {
        "goodsId": "goods-demo-1",
        "title": "云南蓝莓 125g × 4 盒",
        "category": "fruit",
        "price": 5900,
        "rank": 10,
        "stock": 500,
        "group": {"size": 3, "hours": 24, "price": 0},
        "linePrice": 7900,
        "unit": "组",
        "weight": 700,
        "description": "产地直发，单果直径 18mm 以上。\n到货请先放冰箱冷藏，三天内吃完口感最佳。",
        "images": [
            "https://img.example.com/goods-demo-1.jpg",
            "https://img.example.com/goods-demo-1-box.jpg",
        ],
        "detailImages": ["https://img.example.com/goods-demo-1-farm.jpg"],
    },
    {
        "goodsId": "goods-demo-2",
        "title": "烟台红富士苹果 5 斤",
        "category": "fruit",
        "price": 3990,
        "unit": "箱",
        "weight": 2700,
    },
    {
        "goodsId": "goods-demo-3",
        "title": "东北五常大米 5kg",
        "category": "pantry",
        "price": 6990,
        "unit": "袋",
        "weight": 5100,
    },
    {
        "goodsId": "goods-demo-4",
        "title": "埃塞俄比亚手冲咖啡豆 250g",
        "category": "pantry",
        "price": 7800,
        "unit": "袋",
        "weight": 300,
        "description": "耶加雪菲 G1，浅烘，柑橘与茉莉花香。",
    },
    {
        "goodsId": "goods-demo-5",
        "title": "纯棉洗脸巾 100 抽 × 6 包",
        "category": "home",
        "price": 4980,
        "group": {"size": 3, "hours": 24, "price": 3980},
        "unit": "提",
        "weight": 1600,
    },
    {
        "goodsId": "goods-demo-6",
        "title": "重磅纯棉短袖 T 恤",
        "category": "wear",
        "price": 8900,
        "linePrice": 12900,
        "unit": "件",
        "description": "260g 精梳棉，版型宽松，男女同款。",
        "skus": [
            {
                "skuId": f"goods-demo-6-{number}",
                "options": {"颜色": colour, "尺码": size},
                "price": 8900,
                "stock": 30,
                "weight": 280,
            }
            for number, (colour, size) in enumerate(product(("白", "黑"), ("M", "L", "XL")), 1)
        ],
    },
]

FAQ: list[dict[str, Any]] = [
    {
        "faq_id": "faq-shipping",
        "question": "什么时候发货？",
        "keywords": ["发货", "多久到", "快递", "物流"],
        "answer": "现货商品付款后 48 小时内发货；拼团商品成团后安排发货。发货后您会收到微信通知。",
    },
    {
        "faq_id": "faq-refund",
        "question": "怎么退款？",
        "keywords": ["退款", "退货", "取消订单"],
        "answer": "未发货的订单可在订单详情页申请退款，退款将原路退回，一般 1-3 个工作日到账。",
    },
    {
        "faq_id": "faq-group",
        "question": "没有成团怎么办？",
        "keywords": ["拼团", "没有成团", "没成团", "拼团失败"],
        "answer": "超过时限未成团，订单会自动取消，已付款项将自动原路退回，无需您操作。",
    },
]


def templates() -> dict[str, str]:
    """Notice name → template id, as in `.local/stack.json`."""
    return {notice: template_id for notice, (template_id, _, _) in TEMPLATES.items()}


def seed(stack: dict[str, Any]) -> None:
    """Write the demo data into the tables, and the templates into the sandbox."""
    _register_templates(stack["sandbox"])
    enter(stack)
    from shop.catalog import goods, saving
    from shop.live import rooms
    from shop.live.rules import Caller
    from shop.notices import templates as notice_templates
    from shop.notices.model import Name
    from shop.support import faq
    from wxcloud import users

    for openid, role in PEOPLE.items():
        users.grant(openid, frozenset({role}))
    for notice, (template_id, page, data) in TEMPLATES.items():
        notice_templates.save(cast(Name, notice), template_id, page, data)
    for number, fields in enumerate(GOODS, 1):
        if goods.get(fields["goodsId"]) is None:
            saving.save(goods_of(number, fields), fields["goodsId"])
    for entry in FAQ:
        faq.save(**entry)
    rooms.save(
        "live-demo-1",
        Caller("host-1"),
        title="周末水果专场",
        start_at=0,
        end_at=None,
        shards=None,
    )
    open_group()
    share_goods()


def open_group() -> None:
    """An open group that costs nothing, with its leader as the only member: the sample events and
    the first steps in docs/getting-started.md join it."""
    from shop.groups.model import OPEN, PAID, Group, Seat, get
    from wxcloud import clock
    from wxcloud.transaction import ALREADY_SO, commit_one, delete, put

    clock.sync()
    now, goods = clock.now(), GOODS[0]
    there = get("group-demo-1")
    if there is not None and there.status == OPEN and not there.is_late(now):
        return
    if there is not None:
        commit_one(delete(Group(groupId=there.groupId)))
    terms = {"goodsId": goods["goodsId"], "title": goods["title"], **goods["group"]}
    seat = Seat(PAID, now, "demo")
    group = Group.new("group-demo-1", "leader-demo-1", seat, at=now, **terms)
    commit_one(put(group, otherwise=ALREADY_SO))


def share_goods() -> None:
    """A share of the first goods, of the code that the sample events name."""
    from shop.shares.model import Facts, Share
    from wxcloud.transaction import ALREADY_SO, commit_one, put

    goods_id = GOODS[0]["goodsId"]
    share = Share.new("demoShare1", Facts("shopper-1", "goods", goods_id, channel=""), goods_id)
    commit_one(put(share, otherwise=ALREADY_SO))


def goods_of(number: int, fields: dict[str, Any]) -> Any:
    """What saveGoods would make of these fields: a `GoodsForm`."""
    from msgspec import convert

    from shop.catalog.goods import GoodsForm

    more = {"cover": f"https://img.example.com/{fields['goodsId']}.jpg", "rank": number * 10}
    return convert({**more, "stock": 100, **fields}, GoodsForm)


def _register_templates(sandbox: str) -> None:
    body = {template_id: sorted(data) for template_id, _, data in TEMPLATES.values()}
    request = urllib.request.Request(
        f"{sandbox}/sandbox/templates",
        json.dumps(body).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10):
        pass

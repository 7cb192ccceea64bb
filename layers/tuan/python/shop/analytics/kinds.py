"""The kinds of events that every shop has: who sends them, and what their properties are.

`shop.analytics.catalogue` adds those that operators have saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

PropertyType = Annotated[
    Literal["id", "text", "int", "number", "bool"],
    Meta(description="id: up to 64 letters, digits, - and _; text: up to 200 characters"),
]
Source = Literal["client", "server"]


class EventKind(msgspec.Struct, frozen=True):
    """A kind of event. `title` is what pictures call it; `props` are the properties' types."""

    name: str
    title: str
    source: Source
    props: Mapping[str, PropertyType] = {}


# Properties that every event of a client may have.
COMMON: Mapping[str, PropertyType] = {
    "page": "text",
    "shareCode": "id",
    "channel": "id",
    "liveId": "id",
    "pushId": "id",
}
_GOODS: Mapping[str, PropertyType] = {"goodsId": "id"}
_SKU: Mapping[str, PropertyType] = {**_GOODS, "skuId": "id", "quantity": "int"}
_GROUP: Mapping[str, PropertyType] = {"groupId": "id", **_GOODS}
_ORDER: Mapping[str, PropertyType] = {
    "orderId": "id",
    "fen": "int",
    "groupId": "id",
    "pushId": "id",
    "shareCode": "id",
    "channel": "id",
}
_ARM: Mapping[str, PropertyType] = {"experiment": "id", "variant": "id"}

BUILT_IN: Mapping[str, EventKind] = {
    kind.name: kind
    for kind in (
        EventKind("page_view", "浏览页面", "client", {"seconds": "number"}),
        EventKind("goods_impression", "商品曝光", "client", {**_GOODS, "position": "int"}),
        EventKind("goods_click", "点击商品", "client", {**_GOODS, "position": "int"}),
        EventKind("add_to_cart", "加入购物车", "client", _SKU),
        EventKind("search", "搜索", "client", {"text": "text", "results": "int"}),
        EventKind("share", "分享", "client", {**_GROUP, "kind": "id"}),
        EventKind("live_enter", "进入直播间", "client"),
        EventKind("live_leave", "离开直播间", "client", {"seconds": "number"}),
        EventKind("login", "登录", "server"),
        EventKind("order_placed", "下单", "server", {**_ORDER, "quantity": "int"}),
        EventKind("order_paid", "支付", "server", {**_ORDER, "quantity": "int"}),
        EventKind("order_refunded", "退款", "server", _ORDER),
        EventKind("goods_ordered", "商品下单", "server", {**_ORDER, **_SKU}),
        EventKind("goods_paid", "商品支付", "server", {**_ORDER, **_SKU}),
        EventKind("group_opened", "开团", "server", _GROUP),
        EventKind("group_succeeded", "成团", "server", _GROUP),
        EventKind("group_failed", "拼团失败", "server", _GROUP),
        EventKind("push_sent", "推送商品", "server", {"liveId": "id", "pushId": "id", **_GOODS}),
        EventKind("notice_sent", "发送通知", "server", {"notice": "text"}),
        EventKind("exposure", "进入实验", "server", _ARM),
    )
}

"""The goods, the group and the live room that the sample events name (`goods-demo-1`, …)."""

from __future__ import annotations

from typing import Any

from local.seed import FAQ, GOODS, PEOPLE, TEMPLATES, goods_of
from wxcloud import clock, users


def write_demo_data(shop: Any) -> None:
    """Write the demo data into `shop`, with a new open group and a live room."""
    from shop.catalog import saving
    from shop.groups.model import Group
    from shop.live import rooms
    from shop.notices import templates
    from shop.support import faq
    from wxcloud.transaction import ALREADY_SO, commit, put

    if shop.sandbox:
        shop.sandbox.post(
            "/sandbox/templates", {tid: sorted(data) for tid, _, data in TEMPLATES.values()}
        )
    for openid, role in PEOPLE.items():
        users.grant(openid, frozenset({role}))
    for notice, (template_id, page, data) in TEMPLATES.items():
        templates.save(notice, template_id, page, data)
    for number, fields in enumerate(GOODS, 1):
        saving.save(goods_of(number, fields), fields["goodsId"])
    for entry in FAQ:
        faq.save(**entry)
    commit(put(demo_group(), where=Group.groupId.does_not_exist(), otherwise=ALREADY_SO))
    live = {"title": "周末水果专场", "start_at": 0, "end_at": None, "shards": None}
    rooms.save("live-demo-1", host="host-1", **live)


def demo_group(group_id: str = "group-demo-1", size: int = 100) -> Any:
    """An open group that costs nothing, with its leader as the only member. Not saved."""
    from shop.groups.model import PAID, Group, Seat

    now, leader = clock.now(), "leader-demo-1"
    terms = {"goodsId": "goods-demo-1", "title": GOODS[0]["title"], "price": 0}
    return Group.new(
        group_id, leader, Seat(PAID, now, "demo"), at=now, size=size, hours=24, **terms
    )

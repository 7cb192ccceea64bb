"""Alerts: the staff is told, and says of what."""

from __future__ import annotations

from local.client import request, until
from shop.alerts.model import KINDS
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop

TOLD = ("told#newOrder#order-demo-1", "told#lowStock#goods-demo-1#1795305600000")


def chat(shop: LocalShop) -> list[str]:
    """What the robot wrote to the staff's chat."""
    messages = request(f"{shop.wechat.url}/sandbox/robot")["messages"]
    return [message["content"] for message in messages]


@expects("saveAlerts.json", "saveAlerts.http.json")
def a_kind_is_switched_on(shop: LocalShop) -> Effect:
    shop.forget("alerts", pk="rules")
    answer = yield
    assert all(each["on"] for each in answer["items"])
    row = shop.row("alerts", pk="rules", sk="rules")
    assert row is not None and (row["newOrder"], row["lowStock"]) == (True, True)


@expects("listAlerts.json", "listAlerts.http.json")
def all_kinds_are_listed(shop: LocalShop) -> Effect:
    answer = yield
    assert [each["kind"] for each in answer["items"]] == list(KINDS)
    assert answer["robot"]["isSet"] is True


@expects("sendAlert.sqs.json")
def two_alerts_are_one_message(shop: LocalShop) -> Effect:
    for key in TOLD:
        shop.forget("alerts", pk=key)
    yield
    assert until(lambda: any("order-demo-1" in message for message in chat(shop)))
    for key in TOLD:
        row = shop.row("alerts", pk=key, sk="told")
        assert row is not None and row["state"] == "TOLD"


@expects("watchShop.scheduler.json")
def a_look_around_finds_nothing(shop: LocalShop) -> Effect:
    yield
    assert not [row for row in shop.rows("alerts", pk="ending") if row["sk"] < "1000000000000"]

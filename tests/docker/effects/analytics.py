"""Analytics: events are taken in, and questions are begun.

No pictures and no answers are waited for: what a question says is tested on the whole stack.
"""

from __future__ import annotations

from typing import Any

from local.stack.aws import client
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop


def kept(shop: LocalShop) -> int:
    """How many files of events there are."""
    s3 = client(shop.stack["endpoint"], "s3")
    names = [
        each["Name"] for each in s3.list_buckets()["Buckets"] if "eventsbucket" in each["Name"]
    ]
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=names[0], Prefix="events/")
    return sum(len(page.get("Contents", [])) for page in pages)


@expects("trackEvents.json", "trackEvents.http.json")
def events_are_kept(shop: LocalShop) -> Effect:
    before = kept(shop)
    answer = yield
    assert answer["accepted"] == 2 and kept(shop) > before


@expects("deliverEvents.sqs.json")
def lines_that_waited_are_kept(shop: LocalShop) -> Effect:
    before = kept(shop)
    yield
    assert kept(shop) > before


@expects("onOutcome.stream.json", "onOutcome.sqs.json")
def outcomes_are_kept(shop: LocalShop) -> Effect:
    before = kept(shop)
    yield
    assert kept(shop) > before


@expects("saveEvent.json", "saveEvent.http.json")
def an_event_is_in_the_catalogue(shop: LocalShop) -> Effect:
    yield
    assert shop.row("analytics", pk="events", sk="tasting_booked") is not None


@expects("listEvents.json", "listEvents.http.json")
def the_catalogue_is_listed(shop: LocalShop) -> Effect:
    answer = yield
    assert "goods_click" in {each["name"] for each in answer["items"]}


@expects(
    *(
        f"{name}.{kind}"
        for name in ("analyzeFunnel", "analyzeGoods")
        for kind in ("json", "http.json")
    ),
    *(
        f"{name}.{kind}"
        for name in ("analyzeRetention", "analyzeShares")
        for kind in ("json", "http.json")
    ),
)
def a_question_is_kept(shop: LocalShop) -> Effect:
    answer = yield
    assert shop.row("analytics", pk=f"analysis#{answer['queryId']}", sk="analysis") is not None


@expects("analyzeLive.json", "analyzeLive.http.json")
def a_question_about_a_room_is_kept(shop: LocalShop) -> Effect:
    push = {"liveId": "live-demo-1", "goodsId": "goods-demo-1", "timestamp": 1_822_392_000_000}
    _operator(shop).call("scheduleGoodsPush", **push)
    answer = yield
    assert answer["liveId"] == "live-demo-1" or answer["state"] != "DONE"


@expects("getAnalysis.json", "getAnalysis.http.json")
def an_answer_is_given(shop: LocalShop) -> Effect:
    asked = _operator(shop).call("analyzeShares", **{"from": "2026-11-22", "to": "2026-11-22"})
    answer = yield {"analysis-demo-1": asked["queryId"]}
    assert answer["queryId"] == asked["queryId"]


def _operator(shop: LocalShop) -> Any:
    from local.client import Shopper

    person = Shopper(shop.stack, "operator-1")
    person.login()
    return person

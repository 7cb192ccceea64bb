"""Live rooms: rooms, planned pushes, viewers."""

from __future__ import annotations

import json

from local.client import until
from shop.live import audience, planning, rooms
from shop.live.pushes import GoodsPush
from shop.live.rules import PUSH_GONE_OUT, Caller
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from wxcloud import clock
from wxcloud.transaction import commit_one, put

LIVE, PUSH, FIRE_AT = "live-demo-1", "01k0000000000000000000push", 1795305600000
NAMED = "01n17ge7g0jksed91g0yx165yx"  # the push that events name: it is put in its place
ROOM = "live-event-2"  # the events of startLive and endLive name it
MOVED_TO = 1_822_395_600_000
VIEWER = "event-connection"


def save_room(shop: LocalShop) -> None:
    """Save an open live room of host-1, without pushes."""
    shop.forget("lives", liveId=LIVE)
    rooms.save(LIVE, Caller("host-1"), title="demo", start_at=0)


def save_push(shop: LocalShop) -> None:
    """Save the room with one push that is due now."""
    save_room(shop)
    push = GoodsPush.new(
        LIVE,
        PUSH,
        goods_id="goods-demo-1",
        host="host-1",
        fire_at=FIRE_AT,
        bubble_seconds=30,
        created_at=clock.now(),
    )
    commit_one(put(push, otherwise=PUSH_GONE_OUT))


def is_pushed(shop: LocalShop) -> bool:
    """Whether the push is delivered and its goods are the current ones."""
    push = shop.row("lives", liveId=LIVE, sk=f"push#{PUSH}")
    live = shop.row("lives", liveId=LIVE, sk="live")
    assert push is not None and live is not None
    return push["status"] == "PUSHED" and "sentAt" in push and PUSH in live.get("current", "")


@expects("saveLive.json", "saveLive.http.json")
def a_room_is_saved(shop: LocalShop) -> Effect:
    shop.forget("lives", liveId="live-event-1")
    answer = yield
    live = shop.row("lives", liveId=answer["liveId"], sk="live")
    assert live is not None and answer["liveId"] == "live-event-1"
    assert (live["host"], live["title"]) == ("host-1", "周末水果专场")
    assert live["endAt"] > live["startAt"]


@expects("scheduleGoodsPush.json", "scheduleGoodsPush.http.json")
def a_push_is_planned_and_its_timer_is_created(shop: LocalShop) -> Effect:
    save_room(shop)
    answer = yield
    push = shop.row("lives", liveId=LIVE, sk=f"push#{answer['pushId']}")
    assert push is not None
    assert (push["status"], push["goodsId"]) == ("SCHEDULED", "goods-demo-1")
    assert push["fireAt"] == answer["fireAt"]
    timer = shop.timer(f"push-{answer['pushId']}")
    assert timer is not None
    assert json.loads(timer["Target"]["Input"])["pushId"] == answer["pushId"]


def plan_push(shop: LocalShop, room: str = LIVE) -> str:
    """Plan a push of the room for in an hour."""
    host, at = Caller("host-1"), clock.now() + clock.HOUR
    return planning.schedule(host, room, "goods-demo-1", at, 30).pushId


def save_new_room(shop: LocalShop) -> None:
    shop.forget("lives", liveId=ROOM)
    rooms.save(ROOM, Caller("host-1"), title="demo", start_at=0)


@expects("startLive.json", "startLive.http.json")
def a_live_begins(shop: LocalShop) -> Effect:
    save_new_room(shop)
    with shop.viewer(ROOM) as socket:
        answer = yield
        assert json.loads(socket.recv(timeout=30))["status"] == "LIVE"
    live = shop.row("lives", liveId=ROOM, sk="live")
    assert live is not None
    assert (live["list"], live["startAt"]) == ("lives#LIVE", answer["startAt"])


@expects("endLive.json", "endLive.http.json")
def a_live_ends_and_its_pushes_are_cancelled(shop: LocalShop) -> Effect:
    save_new_room(shop)
    push_id = plan_push(shop, ROOM)
    answer = yield
    assert (answer["status"], answer["cancelled"]) == ("ENDED", 1)
    push = shop.row("lives", liveId=ROOM, sk=f"push#{push_id}")
    assert push is not None and push["status"] == "CANCELLED"


@expects("moveGoodsPush.json", "moveGoodsPush.http.json")
def a_push_and_its_timer_are_moved(shop: LocalShop) -> Effect:
    save_room(shop)
    push_id = plan_push(shop)
    answer = yield {NAMED: push_id}
    old = shop.row("lives", liveId=LIVE, sk=f"push#{push_id}")
    new = shop.row("lives", liveId=LIVE, sk=f"push#{answer['pushId']}")
    assert old is not None and new is not None
    assert (old["status"], old["movedTo"]) == ("CANCELLED", answer["pushId"])
    assert (new["status"], new["fireAt"]) == ("SCHEDULED", MOVED_TO)
    assert shop.timer(f"push-{push_id}") is None
    assert shop.timer(f"push-{answer['pushId']}") is not None


@expects("cancelGoodsPush.json", "cancelGoodsPush.http.json")
def a_push_and_its_timer_are_cancelled(shop: LocalShop) -> Effect:
    save_room(shop)
    push_id = plan_push(shop)
    assert shop.timer(f"push-{push_id}") is not None
    answer = yield {NAMED: push_id}
    push = shop.row("lives", liveId=LIVE, sk=f"push#{push_id}")
    assert push is not None
    assert push["status"] == answer["status"] == "CANCELLED"
    assert shop.timer(f"push-{push_id}") is None


@expects("listGoodsPush.json", "listGoodsPush.http.json")
def the_timeline_is_returned(shop: LocalShop) -> Effect:
    save_push(shop)
    answer = yield
    (marker,) = answer["items"]
    assert (marker["pushId"], marker["status"]) == (PUSH, "SCHEDULED")


@expects("pushGoods.scheduler.json")
def the_timer_sends_the_push_to_the_queue(shop: LocalShop) -> Effect:
    save_push(shop)
    yield
    assert until(lambda: is_pushed(shop))


@expects("pushGoods.sqs.json")
def viewers_get_the_goods(shop: LocalShop) -> Effect:
    save_push(shop)
    with shop.viewer(LIVE) as socket:
        yield
        assert is_pushed(shop)
        assert json.loads(socket.recv(timeout=30))["pushId"] == PUSH


@expects("deliverGoods.sqs.json")
def the_viewers_of_a_shard_get_the_goods(shop: LocalShop) -> Effect:
    save_room(shop)
    with shop.viewer(LIVE) as socket:
        yield
        shown = json.loads(socket.recv(timeout=30))
    assert (shown["pushId"], shown["goods"]["goodsId"]) == (PUSH, "goods-demo-1")


@expects("liveSocket.connect.json")
def a_viewer_connects(shop: LocalShop) -> Effect:
    save_room(shop)
    shop.forget("connections", room=f"{LIVE}#0", connectionId=VIEWER)
    yield
    viewer = shop.row("connections", room=f"{LIVE}#0", connectionId=VIEWER)
    assert viewer is not None and viewer["openid"] == "shopper-1"


@expects("liveSocket.message.json")
def a_ping_is_answered(shop: LocalShop) -> Effect:
    answer = yield
    assert answer["type"] == "pong"


@expects("liveSocket.disconnect.json")
def a_viewer_is_deleted(shop: LocalShop) -> Effect:
    save_room(shop)
    shop.forget("connections", room=f"{LIVE}#0", connectionId=VIEWER)
    audience.connect(VIEWER, "shopper-1", LIVE)
    yield
    assert shop.row("connections", room=f"{LIVE}#0", connectionId=VIEWER) is None


@expects("getLive.json", "getLive.http.json")
def the_room_is_returned(shop: LocalShop) -> Effect:
    save_room(shop)
    answer = yield
    assert (answer["liveId"], answer["title"]) == (LIVE, "demo")
    assert "host" not in answer.body, "shoppers do not see it"


@expects("listLives.json", "listLives.http.json")
def the_rooms_are_listed(shop: LocalShop) -> Effect:
    save_room(shop)
    answer = yield
    assert LIVE in {room["liveId"] for room in answer["items"]}

"""The deployed functions as a mini-program calls them: over HTTP, with IAM, streams, queues and
WeChat's sandbox."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from local.client import Refused, Shopper, Wechat, read_stack, until

pytestmark = pytest.mark.local

HOUR = 3_600_000
CLIENTS = 6  # the local stack starts a process for each concurrent call


@pytest.fixture(scope="module")
def stack() -> dict[str, Any]:
    return read_stack()


@pytest.fixture(scope="module")
def operator(stack: dict[str, Any]) -> Shopper:
    return enter(stack, "operator-1")


def enter(stack: dict[str, Any], name: str) -> Shopper:
    shopper = Shopper(stack, name)
    shopper.login()
    return shopper


def new_users(stack: dict[str, Any], size: int) -> list[Shopper]:
    """New users, logged in."""
    run = uuid.uuid4().hex[:6]
    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(lambda n: enter(stack, f"crowd-{run}-{n}"), range(size)))


def outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except Refused as refusal:
        return refusal.code
    return "OK"


def free_group(operator: Shopper, size: int) -> str:
    """Save goods that are free for groups of that size, and open a group."""
    goods: str = operator.call(
        "saveGoods",
        title="campaign",
        cover="https://img.example.com/c.jpg",
        price=1000,
        category="test",
        rank=900,
        stock=1,
        group={"size": size, "hours": 1, "price": 0},
    )["goodsId"]
    return goods


def test_users_race_for_the_last_seats_and_each_member_gets_one_notice(
    stack: dict[str, Any], operator: Shopper
) -> None:
    people = new_users(stack, 16)
    leader, rest = people[0], people[1:]
    group = leader.call("createGroup", goodsId=free_group(operator, 4))["groupId"]

    def join(person: Shopper) -> str:
        return outcome(lambda: person.call("joinGroup", groupId=group))

    with ThreadPoolExecutor(CLIENTS) as pool:
        outcomes = dict(zip(rest, pool.map(join, rest), strict=True))
    members = [leader, *(person for person, code in outcomes.items() if code == "OK")]
    assert len(members) == 4
    assert sorted(outcomes.values()) == ["GROUP_FULL"] * 12 + ["OK"] * 3
    seen = leader.call("getGroup", groupId=group)
    assert (seen["status"], seen["seatsLeft"], len(seen["members"])) == ("SUCCESS", 0, 4)
    assert until(lambda: all(member.messages() for member in members))
    assert [len(member.messages()) for member in people] == [
        1 if person in members else 0 for person in people
    ]


def test_a_group_that_is_read_after_its_deadline_has_failed(
    stack: dict[str, Any], operator: Shopper
) -> None:
    leader, late = new_users(stack, 2)
    group = leader.call("createGroup", goodsId=free_group(operator, 3))["groupId"]
    wechat = Wechat(stack)
    try:
        wechat.move_clock(HOUR + 1000)
        assert outcome(lambda: late.call("joinGroup", groupId=group)) == "GROUP_EXPIRED"
        assert leader.call("getGroup", groupId=group)["status"] == "FAILED"
        assert until(leader.messages), "the leader gets a notice"
    finally:
        wechat.move_clock(0)
    assert leader.call("getGroup", groupId=group)["status"] == "FAILED"


def test_parallel_check_ins_count_once(stack: dict[str, Any]) -> None:
    (person,) = new_users(stack, 1)

    def check_in(_: int) -> str:
        return outcome(lambda: person.call("updateScore", action="daily_checkin"))

    with ThreadPoolExecutor(CLIENTS) as pool:
        outcomes = list(pool.map(check_in, range(18)))
    assert sorted(outcomes) == ["ALREADY_COUNTED"] * 17 + ["OK"]
    assert person.call("getScore")["score"] == 10
    assert len(person.call("listScore")["items"]) == 1


def test_repeated_payment_notifications_pay_an_order_once(
    stack: dict[str, Any], operator: Shopper
) -> None:
    (buyer,) = new_users(stack, 1)
    before = operator.call("getStock", skuId="goods-demo-3")
    placed = buyer.call("placeOrder", items=[{"skuId": "goods-demo-3", "quantity": 1}])
    buyer.wechat.pay(placed["orderId"], times=5)
    assert until(lambda: buyer.call("getOrder", orderId=placed["orderId"])["status"] == "PAID")
    after = operator.call("getStock", skuId="goods-demo-3")
    assert (after["sold"], after["remaining"]) == (before["sold"] + 1, before["remaining"] - 1)
    assert until(lambda: buyer.call("getScore")["score"] == 20)
    (payment,) = buyer.wechat.payments(placed["orderId"])
    assert (payment["amount"], payment["refunds"]) == (6990, [])


def test_a_question_in_the_chat_gets_one_answer(stack: dict[str, Any]) -> None:
    (person,) = new_users(stack, 1)
    result = person.wechat.ask(person.openid, "怎么退款？")
    assert (result["status"], result["body"]) == (200, "success")
    assert until(person.messages)
    (reply,) = person.messages()
    assert "退款" in reply["text"]["content"]


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("noSuchFunction", "{}", 404, "FUNCTION_NOT_FOUND"),
        ("getScore", "{}", 401, "UNAUTHENTICATED"),
        ("getGoods", '{"goodsId": NaN}', 400, "BAD_REQUEST"),
        ("getGoods", '{"goodsId": "' + "x" * 70_000 + '"}', 400, "BODY_TOO_LARGE"),
        ("getGoods", "[" * 1000, 400, "BAD_REQUEST"),
        ("getGoods", '{"goodsId": "no-such-goods"}', 404, "GOODS_NOT_FOUND"),
    ],
)
def test_refusals_are_json(
    stack: dict[str, Any], path: str, body: str, status: int, code: str
) -> None:
    request = urllib.request.Request(
        f"{stack['api']}/{path}", body.encode(), {"content-type": "application/json"}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    with refused.value as answer:
        result = json.load(answer)
    assert (answer.code, result["errCode"]) == (status, code)
    assert result["errMsg"]
    assert result["requestId"]

"""Entry points of functions: the input of `main` and the caller's response, for each kind of
invocation."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import EndpointConnectionError
from msgspec import field

from tests.support.cloud import APPID, LambdaContext, Shop, http_event, sqs_event, token
from wxcloud import aws
from wxcloud.context import WXContext
from wxcloud.errors import Code, Refusal
from wxcloud.fields import Fen, Request, Text20
from wxcloud.function import cloud_function
from wxcloud.http import MAX_BYTES, text
from wxcloud.queues import Queue
from wxcloud.triggers import queue, timer
from wxcloud.users import User, grant
from wxcloud.webhook import webhook
from wxcloud.websocket import socket

TAKEN = Code("TEST_TAKEN", 409, "It is taken.")
RETRYABLE = Code("TEST_RETRYABLE", 503, "Not now.")


class Item(Request):
    title: Text20


class Order(Request):
    price: Fen
    items: list[Item] = field(default_factory=list)
    note: Text20 = "none"


@cloud_function(Order)
def echo(data: Order, wx: WXContext) -> dict:
    if data.note == "bug":
        raise KeyError("a secret in an exception's text")
    if data.note == "taken":
        raise TAKEN()
    return {"price": data.price, "openid": wx.OPENID, "source": wx.SOURCE, "appid": wx.APPID}


@cloud_function(Order, only="operator")
def operators(data: Order, wx: WXContext) -> dict:
    return {"roles": sorted(wx.ROLES)}


@cloud_function(Order, guests=True)
def guests(data: Order, wx: WXContext) -> dict:
    return {"guest": wx.is_guest}


def http(handler, body, headers=None):
    raw = handler(http_event("echo", body, headers), LambdaContext("echo"))
    assert raw["headers"]["content-type"].startswith("application/json")
    return raw["statusCode"], json.loads(raw["body"])


def signed_in(openid="u1", roles=()):
    return {"authorization": f"Bearer {token(openid, roles)}"}


def test_main_gets_the_same_input_by_http_and_by_direct_invocation(shop: Shop):
    shop.set(WECHAT_APPID=APPID)
    status, body = http(echo, {"price": 5}, signed_in())
    assert (status, body) == (
        200,
        {"price": 5, "openid": "u1", "source": "wx_client", "appid": APPID},
    )
    user = {"openId": "u1", "appId": APPID}
    assert echo({"price": 5, "userInfo": user}) == body | {"source": "scf"}
    assert echo({"price": 5, "userInfo": user, "tcbContext": {}}) == body | {"source": "scf"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "price"),
        ({"price": -1}, "price"),
        ({"price": 10**12}, "price"),
        ({"price": 1.5}, "price"),
        ({"price": True}, "price"),
        ({"price": "1"}, "price"),
        ({"price": None}, "price"),
        ({"price": 1, "discount": 1}, "discount"),
        ({"price": 1, "items": [{"title": "a"}, {"title": ""}]}, "items[1].title"),
        ({"price": 1, "items": [{"title": "a", "price": 1}]}, "items[0].price"),
        ({"price": 1, "note": "x" * 21}, "note"),
        ({"price": 1, "note": "a\nb"}, "note"),
        ({"price": 1, "note": "b\n"}, "note"),
        ({"price": 1, "note": "a\u0000"}, "note"),
        ({"price": 1, "note": "a\u0085"}, "note"),
        ('{"price": NaN}', "price"),
        ('{"price": Infinity}', "price"),
        ('{"price": 1e999}', "price"),
        ('{"price": 1, "note": "\\ud800"}', "note"),
    ],
)
def test_bad_input_is_a_400_that_names_the_field(shop: Shop, body, field):
    status, answer = http(echo, body, signed_in())
    assert (status, answer["errCode"], answer["field"]) == (400, "BAD_REQUEST", field)
    assert answer["requestId"]


@pytest.mark.parametrize(
    "body", ["", "null", "[]", '"x"', "{", "price=1", "\ufeff{}", "[" * 60_000, '{"a":' * 9_000]
)
def test_a_body_that_is_not_an_object_is_a_400(shop: Shop, body):
    status, answer = http(echo, body, signed_in())
    assert (status, answer["errCode"]) == (400, "BAD_REQUEST")


def test_a_body_that_is_too_large_is_refused_before_it_is_parsed(shop: Shop):
    status, answer = http(echo, "[" * (MAX_BYTES + 1), signed_in())
    assert (status, answer["errCode"]) == (400, "BODY_TOO_LARGE")
    chinese = json.dumps({"price": 1, "note": "团" * 30_000}, ensure_ascii=False)
    status, answer = http(echo, chinese, signed_in())
    assert (status, answer["errCode"]) == (400, "BODY_TOO_LARGE")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"authorization": ""},
        {"authorization": "Bearer "},
        {"authorization": "Bearer a.b.c.d"},
        {"authorization": "Bearer v1.k1.e30.AAAA"},
        {"authorization": "Bearer v1.current.e30.AAAA"},
        {"authorization": "Basic dXNlcjpwYXNz"},
        {"authorization": "Bearer ünïcode.k1.e30.x"},
    ],
)
def test_a_request_without_a_valid_session_is_refused(shop: Shop, sent):
    status, answer = http(echo, {"price": 1}, sent)
    assert (status, answer["errCode"]) == (401, "UNAUTHENTICATED")


def test_the_caller_is_never_read_from_the_body(shop: Shop):
    status, answer = http(echo, {"price": 1, "userInfo": {"openId": "u2"}}, signed_in("u1"))
    assert (status, answer["field"]) == (400, "userInfo")


def test_over_http_the_role_comes_from_the_session(shop: Shop):
    assert http(operators, {"price": 1}, signed_in())[0] == 403
    status, answer = http(operators, {"price": 1}, signed_in("o", ("operator",)))
    assert (status, answer) == (200, {"roles": ["operator"]})


def test_in_a_direct_invocation_the_role_comes_from_the_users_item(shop: Shop):
    event = {"price": 1, "userInfo": {"openId": "boss"}}
    assert operators(event)["errCode"] == "FORBIDDEN"
    grant("boss", frozenset({"operator"}))
    assert operators(event) == {"roles": ["operator"]}
    assert User.get("boss").granted == {"operator"}


def test_a_function_for_all_users_can_load_the_roles_of_a_direct_caller(shop: Shop):
    @cloud_function(Order, asks_roles=True)
    def read_roles(data: Order, wx: WXContext) -> dict:
        return {"roles": sorted(wx.ROLES)}

    event = {"price": 1, "userInfo": {"openId": "boss"}}
    assert read_roles(event) == {"roles": []}
    grant("boss", frozenset({"operator"}))
    assert read_roles(event) == {"roles": ["operator"]}


@pytest.mark.parametrize("info", [None, 5, "boss", [], {}, {"openId": None}])
def test_a_direct_caller_without_an_openid_is_a_guest(shop: Shop, info):
    assert operators({"price": 1, "userInfo": info})["errCode"] == "UNAUTHENTICATED"


def test_guests_may_call_a_function_for_guests_but_a_forged_session_is_refused(shop: Shop):
    assert http(guests, {"price": 1}) == (200, {"guest": True})
    assert http(guests, {"price": 1}, {"authorization": "Bearer x"})[0] == 401


def test_a_refusal_has_its_codes_status_and_a_bug_reveals_no_details(shop: Shop):
    status, answer = http(echo, {"price": 1, "note": "taken"}, signed_in())
    assert (status, answer["errCode"], answer["errMsg"]) == (409, "TEST_TAKEN", "It is taken.")
    status, answer = http(echo, {"price": 1, "note": "bug"}, signed_in())
    assert (status, answer["errCode"]) == (500, "INTERNAL")
    assert "secret" not in json.dumps(answer)
    with pytest.raises(KeyError):  # Lambda then counts an error of the function
        echo({"price": 1, "note": "bug", "userInfo": {"openId": "u1"}})


def test_calls_with_the_same_idempotency_key_run_once_and_get_the_same_response(shop: Shop):
    calls = []

    @cloud_function(Order)
    def count(data: Order, wx: WXContext) -> dict:
        calls.append(data.price)
        if data.price == 13:
            raise TAKEN()
        return {"n": len(calls)}

    keyed = signed_in() | {"idempotency-key": "order-1"}
    assert http(count, {"price": 1}, keyed) == (200, {"n": 1})
    assert http(count, {"price": 1}, keyed) == (200, {"n": 1})
    assert http(count, {"price": 2}, keyed)[1]["errCode"] == "KEY_REUSED"
    assert http(count, {"price": 1}, keyed | signed_in("u2")) == (200, {"n": 2})
    assert http(count, {"price": 1}, signed_in()) == (200, {"n": 3})
    refused = signed_in() | {"idempotency-key": "order-2"}
    assert http(count, {"price": 13}, refused)[0] == 409
    assert http(count, {"price": 14}, refused) == (200, {"n": 5})


def test_the_key_of_a_crashed_call_can_be_used_again_after_its_lease(shop: Shop):
    deaths = [KeyError("died"), None]

    @cloud_function(Order)
    def dies(data: Order, wx: WXContext) -> dict:
        if death := deaths.pop(0):
            raise death
        return {"ok": True}

    keyed = signed_in() | {"idempotency-key": "k"}
    assert http(dies, {"price": 1}, keyed)[0] == 500
    assert http(dies, {"price": 1}, keyed)[1]["errCode"] == "IN_PROGRESS"
    shop.clock.advance(61_000)
    assert http(dies, {"price": 1}, keyed) == (200, {"ok": True})


def test_a_queue_reports_only_the_messages_that_must_be_retried(shop: Shop):
    done = []

    @queue(Queue("TEST_QUEUE_URL", Order))
    def work(order: Order) -> None:
        if order.price == 2:
            raise TAKEN()  # final: a retry would be refused again
        if order.price == 3:
            raise RETRYABLE()
        if order.price == 4:
            raise KeyError("bug")
        done.append(order.price)

    event = sqs_event(*({"price": n} for n in (1, 2, 3, 4, 5)))
    again = {failure["itemIdentifier"] for failure in work(event)["batchItemFailures"]}
    assert done == [1, 5]
    assert again == {event["Records"][i]["messageId"] for i in (2, 3)}


def test_a_timer_gets_its_input_and_the_scheduler_gets_its_retryable_errors(shop: Shop):
    got = []

    @timer(Order)
    def run_timer(order: Order) -> None:
        got.append(order.price)
        raise RETRYABLE()

    with pytest.raises(Refusal):
        run_timer({"price": 7})
    assert got == [7]

    @timer(Order)
    def refuse_finally(order: Order) -> None:
        raise TAKEN()

    assert refuse_finally({"price": 7}) is None  # final: a retry would be refused again


def test_only_failed_messages_come_again_when_sqs_is_not_reached(shop: Shop, monkeypatch):
    """Else the messages that are done would come again too, and count as failed ones."""
    source = Queue("ORDERS_QUEUE_URL", Order)
    monkeypatch.setenv("ORDERS_QUEUE_URL", "http://127.0.0.1:1/orders")

    def unreachable(**put_off):
        raise EndpointConnectionError(endpoint_url=put_off["QueueUrl"])

    monkeypatch.setattr(aws.client("sqs"), "change_message_visibility", unreachable)

    @queue(source, back_off=True)
    def ship(order: Order) -> None:
        if order.price == 2:
            raise RETRYABLE()

    event = sqs_event({"price": 1}, {"price": 2})
    for record in event["Records"]:
        record["receiptHandle"] = "handle"
    answer = ship(event, LambdaContext())
    assert answer == {"batchItemFailures": [{"itemIdentifier": event["Records"][1]["messageId"]}]}


def test_a_webhook_gets_the_bytes_that_were_signed(shop: Shop):
    @webhook
    def hook(request):
        return text(200, f"{request.method} {request.query['a']} {request.body.decode()}")

    answer = hook(http_event("hook", '{"b": 1 }', method="POST", query={"a": "1"}))
    assert (answer["statusCode"], answer["body"]) == (200, 'POST 1 {"b": 1 }')


def test_a_refused_connection_gets_the_status_of_the_refusal(shop: Shop):
    @socket
    def connect(event):
        assert event.kind == "CONNECT"
        raise TAKEN()

    event = {"requestContext": {"eventType": "CONNECT", "connectionId": "c1"}}
    assert connect(event)["statusCode"] == 409

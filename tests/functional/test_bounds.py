"""What one shopper, or one address, may do: docs/operations.md, "Bounds"."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from shop.checkout.close import CANCELS
from shop.live import audience
from shop.notices import templates
from shop.orders.changes import MAX_PAYMENTS
from shop.shares import links
from tests.support import orders
from tests.support.cloud import Answer, LambdaContext, Shop, call, handler, http_event, token
from tests.support.live import call_socket
from wxcloud import clock, logins, rates
from wxcloud.errors import Refusal


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    yield
    rates._used_up.clear()
    templates._used.clear()


# --- the counters --------------------------------------------------------------------------------


def test_a_rate_counts_each_caller_and_each_window_by_itself(shop: Shop) -> None:
    rate = rates.Rate("test", 3, clock.MINUTE, "Too much.")
    for who in ("u1", "u2"):
        for _ in range(3):
            rate.check(who)
            rate.use(who)
        for work in (rate.use, rate.check):
            with pytest.raises(Refusal) as refused:
                work(who)
            assert refused.value.code.name == "TOO_MANY_REQUESTS"
            assert "Too much. Try again in 1 minute." in str(refused.value)
    shop.clock.advance(clock.MINUTE)
    rate.use("u1")


def test_a_bound_that_is_known_costs_nothing_and_a_new_process_finds_it_too(shop: Shop) -> None:
    rate = rates.Rate("test", 1, clock.MINUTE, "Too much.")
    rate.use("u1")
    for forget in (False, True, True):
        if forget:
            rates._used_up.clear()
        for work in (rate.use, rate.check):
            with pytest.raises(Refusal):
                work("u1")
    with shop.units() as used, pytest.raises(Refusal):
        rate.use("u1")
    assert used.calls == []


def test_counters_vanish(shop: Shop) -> None:
    rates.Rate("test", 1, clock.DAY, "Too much.").use("u1")
    (counter,) = [item for item in shop.items("platform") if item["key"].startswith("rate#")]
    assert shop.clock.now < counter["ttl"] * 1000 <= shop.clock.now + clock.DAY + clock.HOUR + 1000


# --- shoppers ------------------------------------------------------------------------------------


def share(page: str, openid: str = "u1") -> Answer:
    return call("createShare", {"page": page}, openid)


def test_a_user_makes_a_bounded_number_of_shares(shop: Shop, monkeypatch: Any) -> None:
    monkeypatch.setattr(links.NEW_SHARES, "most", 5)
    codes = [share(f"pages/p{number}").code for number in range(8)]
    assert codes == ["OK"] * 5 + ["TOO_MANY_REQUESTS"] * 3
    assert sum(item["sk"] == "share" for item in shop.items("shares")) == 5
    assert share("pages/p0").ok, "a share that exists is given again"
    assert share("pages/p7", "u2").ok
    shop.clock.advance(clock.DAY)
    assert share("pages/p7").ok


def test_only_consents_for_templates_that_a_notice_uses_are_kept(shop: Shop) -> None:
    template = {"notice": "groupSuccess", "templateId": "known", "data": {"thing1": "{goods}"}}
    assert call("saveNotice", template, "op", orders.OPERATOR).ok
    results = {f"junk-{number}": "accept" for number in range(8)} | {"known": "accept"}
    assert call("allowNotice", {"results": results})["accepted"] == ["known"]
    assert call("allowNotice", {"results": {"junk": "reject"}}).body == {"accepted": []}
    kept = [item["sk"] for item in shop.items("notices") if item["pk"] == "user#u1"]
    assert kept == ["consent#known"]


def test_place_and_cancel_again_and_again_is_bounded(shop: Shop) -> None:
    orders.save_goods(100)
    for number in range(CANCELS.most):
        order = orders.place("greedy")
        assert call("cancelOrder", {"orderId": order["orderId"]}, "greedy").ok, number
    order = orders.place("greedy")
    before = shop.sandbox.calls("*")
    refused = call("cancelOrder", {"orderId": order["orderId"]}, "greedy")
    assert (refused.status, refused.code) == (429, "TOO_MANY_REQUESTS")
    assert "closes by itself" in refused["detail"]
    assert shop.sandbox.calls("*") == before, "WeChat is not asked"
    done = [orders.place("greedy").code for _ in range(6)]
    assert done == ["OK"] * 4 + ["TOO_MANY_UNPAID"] * 2
    honest = orders.place("honest")
    assert call("cancelOrder", {"orderId": honest["orderId"]}, "honest").ok
    shop.clock.advance(10 * clock.MINUTE + clock.HOUR)
    orders.run_close_order(order["orderId"])
    assert orders.get_order(order["orderId"])["status"] == "CLOSED"


def test_an_order_gets_payment_fields_a_bounded_number_of_times(shop: Shop) -> None:
    orders.save_goods(10)
    order = orders.place("u1")["orderId"]
    codes = [call("payOrder", {"orderId": order}, "u1").code for _ in range(MAX_PAYMENTS + 3)]
    assert codes == ["OK"] * MAX_PAYMENTS + ["TOO_MANY_REQUESTS"] * 3
    orders.pay(shop, order)
    assert orders.get_order(order)["status"] == "PAID", "the fields that were given out stay valid"
    assert call("payOrder", {"orderId": order}, "u1").code == "ORDER_PAID"


# --- addresses and sockets -----------------------------------------------------------------------


def login(code: str, address: str) -> tuple[int, dict[str, Any]]:
    event = http_event("login", {"code": code})
    event["requestContext"]["http"]["sourceIp"] = address
    raw = handler("login")(event, LambdaContext("login"))
    return raw["statusCode"], json.loads(raw["body"])


def test_junk_login_codes_of_one_address_do_not_go_on_to_wechat(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logins.REFUSED_CODES, "most", 5)
    junk = [login(f"junk{number}", "203.0.113.7")[1]["errCode"] for number in range(8)]
    assert junk == ["LOGIN_CODE_INVALID"] * 5 + ["TOO_MANY_REQUESTS"] * 3
    assert login(shop.sandbox.code("o1"), "198.51.100.1")[0] == 200, "another address"
    assert login(shop.sandbox.code("o1"), "203.0.113.7")[0] == 429
    shop.clock.advance(clock.MINUTE)
    assert login(shop.sandbox.code("o1"), "203.0.113.7")[0] == 200


def test_logins_that_succeed_are_not_counted(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logins.REFUSED_CODES, "most", 2)
    for number in range(6):
        assert login(shop.sandbox.code(f"o{number}"), "203.0.113.7")[0] == 200
    assert not [item for item in shop.items("platform") if item["key"].startswith("rate#")]


def test_a_user_connects_a_bounded_number_of_times(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience.CONNECTS, "most", 3)
    room = {"liveId": "live-1", "token": token("u1")}
    found = [call_socket("CONNECT", f"c{number}", query=room)[0] for number in range(5)]
    assert found == [200] * 3 + [429] * 2
    assert len(shop.items("connections")) == 3
    other = {"liveId": "live-1", "token": token("u2")}
    assert call_socket("CONNECT", "c9", query=other)[0] == 200

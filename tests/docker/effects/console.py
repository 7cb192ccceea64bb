"""Signing in to the console, and what operators see of the system there."""

from __future__ import annotations

import base64
import secrets
from ipaddress import IPv4Address

from shop.catalog import goods as catalog
from shop.console import codes, sessions
from shop.sales import saving
from shop.sales.model import SaleTerms
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from wxcloud import clock, users
from wxcloud.clock import HOUR
from wxcloud.context import WXContext
from wxcloud.session import verify

CODE, SECRET = "ABC234", "kq3Jm0u6nYB5xw0JpLr1vZc8Tt2Hs9Gd4Fa7Ee6Dd5C"
NAMED_SESSION = "01n17ge7g0jksed91g0yx165yy"
OPERATOR = WXContext(OPENID="operator-1")


def asked() -> dict[str, str]:
    """A browser shows a code. Each has an address of its own: an address may ask for few."""
    started = codes.start(str(IPv4Address(secrets.randbits(32))), "")
    return {CODE: started.code, SECRET: started.secret}


def approved() -> dict[str, str]:
    users.grant("operator-1", {"operator"})
    ids = asked()
    codes.approve(ids[CODE], OPERATOR, confirm=True)
    return ids


@expects("startConsole.json", "startConsole.http.json")
def a_code_is_kept_without_its_secret(shop: LocalShop) -> Effect:
    answer = yield
    row = shop.row("platform", key=f"console#code#{answer['code']}")
    assert row is not None and answer["secret"] not in str(row)


@expects("approveConsole.json", "approveConsole.http.json")
def a_code_is_approved(shop: LocalShop) -> Effect:
    ids = asked()
    answer = yield {CODE: ids[CODE]}
    assert answer["approved"] and (answer["code"], answer["browser"]) == (ids[CODE], "other")
    row = shop.row("platform", key=f"console#code#{ids[CODE]}")
    assert row is not None and row["approvedBy"] == "operator-1"


@expects("openConsole.json", "openConsole.http.json")
def a_browser_gets_its_session(shop: LocalShop) -> Effect:
    ids = approved()
    answer = yield ids
    assert answer["state"] == "open" and answer["roles"] == ["operator"]
    assert verify(answer["session"]).c == answer["sessionId"]
    assert shop.row("platform", key=f"console#code#{ids[CODE]}") is None


@expects("console.http.json")
def the_page_is_served(shop: LocalShop) -> Effect:
    answer = yield
    assert '<div id="app">' in base64.b64decode(answer.body).decode()


@expects("listConsoleSessions.json", "listConsoleSessions.http.json")
def sessions_are_listed(shop: LocalShop) -> Effect:
    ids = approved()
    opened = codes.open_session(ids[CODE], ids[SECRET], "")
    answer = yield
    assert opened.sessionId in {each["sessionId"] for each in answer["items"]}


@expects("revokeConsole.json", "revokeConsole.http.json")
def a_session_is_ended(shop: LocalShop) -> Effect:
    ids = approved()
    opened = codes.open_session(ids[CODE], ids[SECRET], "")
    yield {NAMED_SESSION: str(opened.sessionId)}
    left = sessions.list_for("operator-1", True, "").items
    assert opened.sessionId not in {each.sessionId for each in left}


@expects("systemStatus.json", "systemStatus.http.json")
def the_status_is_read(shop: LocalShop) -> Effect:
    answer = yield
    assert len(answer["deadLetters"]) == 15 and "unknown" not in answer.body


@expects("listDeadLetters.json", "listDeadLetters.http.json")
def dead_letters_are_counted(shop: LocalShop) -> Effect:
    answer = yield
    assert "Refund" in {each["queue"] for each in answer["queues"]}


@expects("redriveDeadLetters.json", "redriveDeadLetters.http.json")
def dead_letters_go_back(shop: LocalShop) -> Effect:
    answer = yield
    assert answer["failed"] == 0


@expects("rankGoods.json", "rankGoods.http.json")
def goods_are_moved(shop: LocalShop) -> Effect:
    yield
    first, moved = catalog.get("goods-demo-1"), catalog.get("goods-demo-3")
    assert first is not None and moved is not None
    assert (first.rank, "goods-demo-1") < (moved.rank, "goods-demo-3")


@expects("getSale.json", "getSale.http.json")
def a_sale_is_shown_with_its_units(shop: LocalShop) -> Effect:
    start = clock.now() + HOUR
    terms = SaleTerms(
        skuId="goods-demo-1", price=1, limit=1, startAt=start, endAt=start + HOUR, stock=2
    )
    sale_id = saving.save(terms, f"console-{start}").saleId
    answer = yield {"sale-demo-1": sale_id}
    assert (answer["saleId"], answer["remaining"], answer["sold"]) == (sale_id, 2, 0)

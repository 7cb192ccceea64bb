"""Login, and calls of functions that do not exist."""

from __future__ import annotations

from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from wxcloud import users


@expects("login.json", "login.http.json")
def a_new_user_gets_a_session(shop: LocalShop) -> Effect:
    from wxcloud import session

    shop.forget("users", openid="shopper-1")
    answer = yield
    assert answer["isNew"] and answer["openid"] == "shopper-1"
    assert session.verify(answer["token"]).o == "shopper-1"
    assert shop.row("users", openid="shopper-1") is not None


@expects("fallback.http.json", status=404)
def an_unknown_function_is_refused(shop: LocalShop) -> Effect:
    answer = yield
    assert answer.code == "FUNCTION_NOT_FOUND"


@expects("setRole.json", "setRole.http.json")
def the_user_has_the_role(shop: LocalShop) -> Effect:
    users.grant("agent-1", {"host"})
    yield
    row = shop.row("users", openid="agent-1")
    assert row is not None and row["roles"] == {"agent"}
    assert row["roleHistory"][-1].endswith(" operator-1 +agent -host")


@expects("listUsers.json", "listUsers.http.json")
def the_staff_is_listed(shop: LocalShop) -> Effect:
    answer = yield
    assert "operator-1" in {each["openid"] for each in answer["items"]}

"""Login, and calls of functions that do not exist."""

from __future__ import annotations

from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop


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

"""Session tokens: forged tokens, tokens of other apps, expired tokens, and rotated keys."""

from __future__ import annotations

import base64
import json

import pytest

from tests.support.cloud import Shop
from wxcloud import secrets_manager, session, signed_token
from wxcloud.errors import Refusal


def refused(token: str) -> bool:
    with pytest.raises(Refusal) as refusal:
        session.verify(token)
    return refusal.value.code.name == "UNAUTHENTICATED"


def put_keys(shop: Shop, **keys: str) -> None:
    shop.aws("secretsmanager").put_secret_value(
        SecretId=shop.prefix + "session", SecretString=json.dumps(keys)
    )


def test_a_token_contains_the_openid_and_the_roles(shop: Shop):
    claims = session.verify(session.issue("o1", unionid="x", roles=frozenset({"host"})))
    assert (claims.o, claims.u, claims.r) == ("o1", "x", ("host",))


def test_a_token_with_any_changed_character_is_refused(shop: Shop):
    genuine = session.issue("o1")
    version, kid, payload, signature = genuine.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(claims | {"r": ["operator"]}).encode())
    assert refused(f"v2.{kid}.{payload}.{signature}")
    assert refused(f"{version}.k9.{payload}.{signature}")
    assert refused(f"{version}.{kid}.{forged.decode().rstrip('=')}.{signature}")
    assert refused(f"{version}.{kid}.{payload}.{'A' * len(signature)}")
    assert refused(genuine + ".x")


def test_a_token_expires(shop: Shop):
    token = session.issue("o1")
    shop.clock.advance(session.LIFE_S * 1000 - 1)
    assert session.verify(token).o == "o1"
    shop.clock.advance(1)
    assert refused(token)


def test_a_token_of_another_app_or_another_key_is_refused(shop: Shop):
    token = session.issue("o1")
    shop.set(WECHAT_APPID="wxffffffffffffffff")
    assert refused(token)
    put_keys(shop, current="k1", k1="not the same key")
    secrets_manager.reset()
    assert refused(token)


def test_old_tokens_stay_valid_after_a_key_rotation(shop: Shop, monkeypatch):
    old = session.issue("o1")
    put_keys(shop, current="k2", k1="key-one", k2="key-two")
    secrets_manager.reset()
    new = session.issue("o1")
    assert new.split(".")[1] == "k2"
    assert session.verify(old).o == session.verify(new).o == "o1"


def test_a_new_key_is_found_without_a_restart(shop: Shop, monkeypatch):
    secret_id = shop.prefix + "session"
    known = secrets_manager.secret(secret_id)
    put_keys(shop, current="k2", k1="key-one", k2="key-two")
    secrets_manager.reset()
    new = session.issue("o1")
    secrets_manager._kept.set(secret_id, known)  # as in a process that cached the old secret
    monkeypatch.setattr(signed_token, "_FRESH_S", 0.0)
    assert session.verify(new).o == "o1"


def test_removing_a_key_invalidates_its_tokens(shop: Shop):
    old = session.issue("o1")
    put_keys(shop, current="k2", k2="key-two")
    secrets_manager.reset()
    assert refused(old)

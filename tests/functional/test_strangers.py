"""What strangers send: no input reaches an error of ours before we know who sent it."""

from __future__ import annotations

import json
from encodings.aliases import aliases

import pytest

from tests.support import fuzz
from tests.support.cloud import Shop, webhook

NUMBER = 2_600


def test_no_strange_request_is_an_error_of_ours(shop: Shop) -> None:
    """`python -m bench.fuzz` does the same with 100,000 requests."""
    seen, wrong = fuzz.faults(fuzz.attempts(NUMBER))
    assert wrong == [], "\n".join(wrong)
    assert seen.total() == NUMBER
    assert {200, 400, 401, 403, 404} <= set(seen), "the doors were not only refused in one way"


def test_no_strange_message_with_a_genuine_signature_is_an_error_of_ours(shop: Shop) -> None:
    secret = shop.sandbox.shop_secret() | {"messageMode": "plain"}
    shop.aws("secretsmanager").put_secret_value(
        SecretId=shop.prefix + "wechat", SecretString=json.dumps(secret)
    )
    seen, wrong = fuzz.faults(fuzz.signed_messages(400, secret["token"]))
    assert wrong == [], "\n".join(wrong)
    assert {200, 400} <= set(seen)


@pytest.mark.parametrize("mode", ["secure", "plain"])
def test_an_encoding_that_a_message_declares_is_no_error(shop: Shop, mode: str) -> None:
    secret = shop.sandbox.shop_secret() | {"messageMode": mode}
    shop.aws("secretsmanager").put_secret_value(
        SecretId=shop.prefix + "wechat", SecretString=json.dumps(secret)
    )
    for encoding in sorted({"hex", "no-such-encoding", *aliases.values()}):
        body = f'<?xml version="1.0" encoding="{encoding}"?><xml><Encrypt>QUJD</Encrypt></xml>'
        for query in ({}, {"encrypt_type": "aes"}):
            status, text = webhook("csReply", body, query=query)
            assert (status, json.loads(text)["errCode"]) == (403, "PUSH_REFUSED"), encoding

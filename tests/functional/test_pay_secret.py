"""The pay secret as people paste it: what is clear works, the rest is refused before anything is
held, and the log names the field and not the value."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.support import orders
from tests.support.cloud import Shop, call, webhook
from tests.support.orders import stock_counts
from tools import check_secrets
from wxcloud import secrets_manager
from wxcloud.wechat.pay import account, merchant


def _body(pem: str) -> str:
    return "".join(line for line in pem.splitlines() if "-----" not in line)


def _colons(serial: str) -> str:
    return ":".join(serial[at : at + 2] for at in range(0, len(serial), 2))


def _keys(secret: dict[str, Any], change: Any) -> dict[str, str]:
    return {name: change(pem) for name, pem in secret["keys"].items()}


# What people paste: a name, and the fields as they come then.
CLEAR: dict[str, Any] = {
    "a key with \\n as two characters": lambda s: {
        "privateKey": s["privateKey"].replace("\n", "\\n")
    },
    "a key with CR LF": lambda s: {"privateKey": s["privateKey"].replace("\n", "\r\n")},
    "a key on one line": lambda s: {"privateKey": s["privateKey"].replace("\n", " ")},
    "a key without its BEGIN and END": lambda s: {"privateKey": _body(s["privateKey"])},
    "a key in base64 once more": lambda s: {
        "privateKey": base64.b64encode(s["privateKey"].encode()).decode()
    },
    "a key in quotes, indented": lambda s: {
        "privateKey": '"' + s["privateKey"].replace("\n", "\n    ") + '"'
    },
    "a key with dashes that an editor changed": lambda s: {
        "privateKey": s["privateKey"].replace("-----", "——-")
    },
    "a key with a byte order mark": lambda s: {"privateKey": "\ufeff" + s["privateKey"]},
    "a serial in lower case": lambda s: {"serial": s["serial"].lower()},
    "a serial with colons": lambda s: {"serial": _colons(s["serial"])},
    "a serial as openssl prints it": lambda s: {"serial": f"serial={s['serial']}\n"},
    "a number as a JSON number": lambda s: {"mchid": int(s["mchid"])},
    "a number with spaces": lambda s: {"mchid": f" {s['mchid']}\u200b\n"},
    "an APIv3 key with a line end": lambda s: {"apiV3Key": s["apiV3Key"] + "\n"},
    "a URL with a slash and a line end": lambda s: {"notifyUrl": f" {s['notifyUrl']}/\n"},
    "platform keys with \\n as two characters": lambda s: {
        "keys": _keys(s, lambda pem: pem.replace("\n", "\\n"))
    },
    "platform keys without BEGIN and END": lambda s: {"keys": _keys(s, _body)},
    "platform keys whose names are in lower case": lambda s: {
        "keys": {name.lower(): pem for name, pem in s["keys"].items()}
    },
    "platform keys whose names have spaces": lambda s: {
        "keys": {f" {name}\n": pem for name, pem in s["keys"].items()}
    },
}

# What cannot work: the fields as they come, and the field that the log names.
WRONG: dict[str, Any] = {
    "no key": (lambda s: {"privateKey": " \n"}, "privateKey"),
    "half a key": (lambda s: {"privateKey": s["privateKey"][:900]}, "privateKey"),
    "a key with a part missing": (
        lambda s: {"privateKey": s["privateKey"][:300] + s["privateKey"][364:]},
        "privateKey",
    ),
    "a certificate for the key": (
        lambda s: {"privateKey": next(p for p in s["keys"].values() if "CERT" in p)},
        "privateKey",
    ),
    "a public key for the key": (
        lambda s: {"privateKey": next(p for p in s["keys"].values() if "PUBLIC" in p)},
        "privateKey",
    ),
    "the name of a file": (lambda s: {"privateKey": "/home/me/apiclient_key.pem"}, "privateKey"),
    "a key that is no text": (lambda s: {"privateKey": [s["privateKey"]]}, "privateKey"),
    "a serial in decimal": (lambda s: {"serial": str(int(s["serial"], 16))}, "serial"),
    "the id of the public key as serial": (
        lambda s: {"serial": next(k for k in s["keys"] if k.startswith("PUB"))},
        "serial",
    ),
    "WeChat Pay's serial for our own": (
        lambda s: {"serial": next(k for k in s["keys"] if not k.startswith("PUB"))},
        "serial",
    ),
    "an AppID for the number": (lambda s: {"mchid": "wx0123456789abcdef"}, "mchid"),
    "a short APIv3 key": (lambda s: {"apiV3Key": s["apiV3Key"][:-1]}, "apiV3Key"),
    "an APIv3 key in base64": (
        lambda s: {"apiV3Key": base64.b64encode(s["apiV3Key"].encode()).decode()},
        "apiV3Key",
    ),
    "a short previous APIv3 key": (lambda s: {"previousApiV3Key": "x"}, "previousApiV3Key"),
    "no APIv3 key": (lambda s: {"apiV3Key": None}, "apiV3Key"),
    "http": (lambda s: {"notifyUrl": "http://shop.example.com/payNotify"}, "notifyUrl"),
    "a query": (lambda s: {"notifyUrl": "https://shop.example.com/payNotify?a=1"}, "notifyUrl"),
    "a host alone": (lambda s: {"notifyUrl": "https://shop.example.com/"}, "notifyUrl"),
    "a host of this network": (lambda s: {"notifyUrl": "https://shop/payNotify"}, "notifyUrl"),
    "no platform keys": (lambda s: {"keys": {}}, "keys"),
    "a list of platform keys": (lambda s: {"keys": list(s["keys"].values())}, "keys"),
    "a platform key with another name": (
        lambda s: {"keys": {"wechatpay": next(iter(s["keys"].values()))}},
        "keys",
    ),
    "our own key among the platform's": (
        lambda s: {"keys": dict.fromkeys(s["keys"], s["privateKey"])},
        "keys.",
    ),
    "a platform certificate under another serial": (
        lambda s: {"keys": {"5" * 40: next(p for p in s["keys"].values() if "CERT" in p)}},
        "keys." + "5" * 40,
    ),
    "a certificate under the public key's id": (
        lambda s: {
            "keys": {
                next(k for k in s["keys"] if k.startswith("PUB")): next(
                    p for p in s["keys"].values() if "CERT" in p
                )
            }
        },
        "keys.PUB_KEY_ID_",
    ),
    "a cut platform key": (
        lambda s: {"keys": {name: pem[:200] for name, pem in s["keys"].items()}},
        "keys.",
    ),
}


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    lines: list[Any] = []
    monkeypatch.setattr(merchant.logger, "error", lambda text, extra: lines.append((text, extra)))
    return lines


def fill(shop: Shop, secret: Any) -> None:
    text = secret if isinstance(secret, str) else json.dumps(secret)
    shop.aws("secretsmanager").put_secret_value(SecretId=shop.prefix + "pay", SecretString=text)
    secrets_manager.reset()


def test_a_secret_whose_meaning_is_clear_takes_payments(shop: Shop) -> None:
    orders.save_goods(2 * len(CLEAR))
    secret = shop.sandbox.pay_secret()
    for paste, change in CLEAR.items():
        changed = change(secret)
        assert changed != {name: secret[name] for name in changed}, paste
        fill(shop, secret | changed)
        for signer in ("public_key", "certificate"):
            shop.sandbox.post("/sandbox/config", {"sign_with": signer})
            placed = orders.place()
            assert placed.ok, (paste, placed)
            told = orders.pay(shop, placed["orderId"])["notified"]
            assert [each["status"] for each in told] == [204], paste
            assert orders.get_order(placed["orderId"])["status"] == "PAID", paste
        assert check_secrets.pay_problems(secret | changed) == [], paste


def test_a_key_that_has_the_letters_of_end_by_chance_is_a_key():
    """One base64 text in a hundred has them."""
    with pytest.raises(ValueError, match="is a value of another kind"):  # not: it is cut off
        account.pem("END=", ("PRIVATE KEY",))


def test_a_secret_that_cannot_work_is_refused_and_nothing_is_held(
    shop: Shop, logged: list[Any]
) -> None:
    orders.save_goods(2, group={"size": 2, "hours": 1, "price": 50})
    secret = shop.sandbox.pay_secret()
    called = shop.sandbox.calls("/v3/pay/transactions/jsapi")
    for paste, (change, field) in WRONG.items():
        changed = secret | change(secret)
        fill(shop, changed)
        logged.clear()
        for answer in (orders.place(), call("createGroup", {"goodsId": orders.SKU})):
            assert (answer.status, answer.code) == (502, "PAY_NOT_SET"), paste
        ((_, extra), _) = logged
        assert any(problem.startswith(field) for problem in extra["problems"]), (paste, extra)
        text = json.dumps(extra, ensure_ascii=False)
        assert not any(len(value) > 10 and value in text for value in _values(changed)), paste
        assert any(p.field.startswith(field) for p in check_secrets.pay_problems(changed)), paste
    assert orders.get_stock() == stock_counts(2, 2, 0, 0)
    assert shop.items("orders") == []
    assert shop.sandbox.calls("/v3/pay/transactions/jsapi") == called


def _values(secret: dict[str, Any]) -> list[str]:
    texts = [value for value in secret.values() if isinstance(value, str)]
    keys = secret["keys"].values() if isinstance(secret["keys"], dict) else secret["keys"]
    return [*texts, *keys]


@pytest.mark.parametrize("text", ["", "not JSON", "[]", '"text"', "null"])
def test_a_secret_that_is_no_object_is_refused(
    shop: Shop, text: str, logged: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    orders.save_goods(1)
    answer = {"SecretString": text} if text else {"SecretBinary": b"{}"}
    from wxcloud import aws

    client = aws.client("secretsmanager")
    real = client.get_secret_value

    def get(SecretId: str) -> Any:
        return answer if SecretId.endswith("pay") else real(SecretId=SecretId)

    monkeypatch.setattr(client, "get_secret_value", get)
    assert orders.place().code == "PAY_NOT_SET"
    assert orders.get_stock() == stock_counts(1, 1, 0, 0)
    assert logged[0][1]["problems"] == ["(the secret) is not a JSON object"]


def test_goods_that_cost_nothing_need_no_pay_secret(shop: Shop) -> None:
    fill(shop, "{}")
    orders.save_goods(1, price=0)
    assert orders.place()["status"] == "PAID"


def test_a_notification_waits_while_the_secret_cannot_work(shop: Shop) -> None:
    orders.save_goods(1)
    order_id = orders.place()["orderId"]
    secret = shop.sandbox.pay_secret()
    fill(shop, secret | {"privateKey": "x"})
    assert [each["status"] for each in orders.pay(shop, order_id)["notified"]] == [502]
    fill(shop, secret)
    shop.sandbox.post("/sandbox/notify", {"out_trade_no": order_id})
    assert orders.get_order(order_id)["status"] == "PAID"
    assert webhook("payNotify", "{}")[0] == 401


# --- make check-secrets --------------------------------------------------------------------------


def stack(shop: Shop, **more: Any) -> check_secrets.Stack:
    named = {name: shop.prefix + name for name in ("pay", "wechat", "session")}
    url = shop.sandbox.notify_url
    given = {"notify_url": url, "pay_api": shop.sandbox.url, "appid": shop.sandbox.appid}
    return check_secrets.Stack(**{**named, **given, **more})


def test_the_secrets_of_a_stack_are_checked(shop: Shop) -> None:
    secrets = shop.aws("secretsmanager")
    secrets.put_secret_value(
        SecretId=shop.prefix + "session", SecretString=json.dumps({"current": "k1", "k1": "k" * 64})
    )
    found = check_secrets.check(stack(shop), secrets)
    assert found == {"pay": [], "wechat": [], "session": []}


def test_wechat_pay_says_what_only_it_knows(shop: Shop) -> None:
    secrets = shop.aws("secretsmanager")
    secret = shop.sandbox.pay_secret()
    fill(shop, secret | {"serial": "A" * 40})
    (problem,) = check_secrets.check(stack(shop), secrets)["pay"]
    assert problem.field == "mchid, serial, privateKey"
    fill(shop, secret | {"notifyUrl": "https://other.example.com/payNotify"})
    (problem,) = check_secrets.check(stack(shop), secrets, offline=True)["pay"]
    assert problem.field == "notifyUrl"
    fill(shop, secret | {"notifyUrl": "https://other.example.com/paynotify"})
    (problem,) = check_secrets.check(stack(shop), secrets, offline=True)["pay"]
    assert problem.why == "does not end in /payNotify"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"appSecret": ""}, "appSecret"),
        ({"appSecret": "A" * 32}, "appSecret"),
        ({"token": "with space"}, "token"),
        ({"encodingAESKey": "a" * 42}, "encodingAESKey"),
        ({"previousEncodingAESKey": "a"}, "previousEncodingAESKey"),
        ({"messageMode": "Secure"}, "messageMode"),
        ({"alertWebhook": "https://example.com/?key=0123456789"}, "alertWebhook"),
        ({"appsecret": "a"}, "appsecret"),
    ],
)
def test_the_mini_programs_secret_is_checked(shop: Shop, change: Any, field: str) -> None:
    good = shop.sandbox.shop_secret()
    assert check_secrets.wechat_problems(good) == []
    assert {each.field for each in check_secrets.wechat_problems(good | change)} == {field}


@pytest.mark.parametrize(
    ("secret", "field"),
    [
        ({}, "current"),
        ({"current": "k2", "k1": "k" * 64}, "current"),
        ({"current": "k1", "k1": "short"}, "k1"),
        ({"current": "k1", "k1": "k" * 64, "k-2": "k" * 64}, "(a key)"),
    ],
)
def test_the_keys_of_sessions_are_checked(secret: Any, field: str) -> None:
    assert {each.field for each in check_secrets.session_problems(secret)} == {field}

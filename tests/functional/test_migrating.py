"""docs/migrating-from-cloudbase.md: its example runs, and does what the page says.

`tests/miniprogram/migrating.test.js` runs the CloudBase function of the page in the same story.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

import shop as shop_package
from tests.support.cloud import LambdaContext, Shop, http_event, token
from tests.support.template import ROOT
from wxcloud.transaction import ALREADY_SO, commit_one, put

PAGE = ROOT / "docs/migrating-from-cloudbase.md"
STORY = json.loads((ROOT / "tests/data/signing_up.json").read_text())
BLOCK = re.compile(r"^```(\w+)\n# ([\w./]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

SignUp = Callable[[str, str], dict[str, Any]]


def blocks(language: str) -> dict[str, str]:
    return {file: code for kind, file, code in BLOCK.findall(PAGE.read_text()) if kind == language}


@pytest.fixture
def sign_up(engine: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SignUp]:
    """The function of the page, its module and its table; called as users do."""
    for file, code in blocks("python").items():
        path = tmp_path / file.removeprefix("layers/tuan/python/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code)
    monkeypatch.setattr(shop_package, "__path__", [*shop_package.__path__, str(tmp_path / "shop")])
    table = yaml_parse(blocks("yaml")["template.yaml"])["ActivitiesTable"]["Properties"]
    engine.aws("dynamodb").create_table(
        TableName=f"{engine.prefix}activities",
        AttributeDefinitions=table["AttributeDefinitions"],
        KeySchema=table["KeySchema"],
        BillingMode=table["BillingMode"],
    )
    spec = importlib.util.spec_from_file_location("signUp", tmp_path / "functions/signUp/app.py")
    assert spec is not None and spec.loader is not None
    app = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "signUp", app)  # where msgspec looks up annotations
    spec.loader.exec_module(app)
    activities = importlib.import_module("shop.activities")
    for name, left in STORY["activities"].items():
        item = activities.Activity(pk=f"activity#{name}", left=left)
        commit_one(put(item, otherwise=ALREADY_SO))

    def call(activity: str, openid: str) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {token(openid)}"}
        event = http_event("signUp", {"activityId": activity}, headers)
        answer: dict[str, Any] = json.loads(app.main(event, LambdaContext())["body"])
        return answer

    yield call
    sys.modules.pop("shop.activities", None)
    vars(shop_package).pop("activities", None)


def test_the_same_calls_have_the_same_answers_as_on_cloudbase(sign_up: SignUp) -> None:
    for step in STORY["steps"]:
        answer = sign_up(step["activityId"], step["openid"])
        if "left" in step:
            assert answer == {"left": step["left"]}
        else:
            assert answer["errCode"] == step["code"]


def test_one_of_two_users_gets_the_last_place(sign_up: SignUp) -> None:
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda openid: sign_up("last", openid), ["mei", "lan"]))
    assert sorted(each.get("left", -1) for each in answers) == [-1, 0]
    assert [each["errCode"] for each in answers if "errCode" in each] == ["ACTIVITY_FULL"]


def test_the_function_of_the_page_has_the_rights_that_it_uses() -> None:
    found = yaml_parse(blocks("yaml")["template.yaml"])["SignUpFunction"]["Properties"]
    assert found["CodeUri"] == "functions/signUp/"
    (statement,) = found["Policies"][1]["Statement"]
    assert statement["Action"] == ["dynamodb:GetItem", "dynamodb:UpdateItem"]

"""docs/cookbook.md: its code runs, and the places that it changes exist."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

import shop as shop_package
import shop.handlers as registry
from shop.checkout.holds import take, undo
from tests.support.cloud import LambdaContext, Shop, http_event, sqs_event, token
from tests.support.template import ROOT, resources
from wxcloud.errors import Refusal
from wxcloud.transaction import ALREADY_SO, commit, commit_one, put

BLOCK = re.compile(r"^```(\w+)\n# ([\w./]+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LAYER = "layers/tuan/python/"
ALL_WELL: dict[str, list[Any]] = {"batchItemFailures": []}


def blocks(language: str) -> list[tuple[str, str, str]]:
    """The code blocks of a language: file, where in it ("" if it is the whole file), and code."""
    page = (ROOT / "docs/cookbook.md").read_text()
    assert page.count("\n```") == 2 * len(BLOCK.findall(page)), "a block does not say its file"
    return [
        (file, where, code) for kind, file, where, code in BLOCK.findall(page) if kind == language
    ]


def yaml_blocks() -> dict[str, Any]:
    return {
        name: resource
        for _, _, code in blocks("yaml")
        for name, resource in yaml_parse(code).items()
    }


@pytest.fixture
def cookbook(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The functions of the cookbook, with the package `shop.tastings`, their table and queues."""
    for file, where, code in blocks("python"):
        if not where:
            path = tmp_path / file.removeprefix(LAYER)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(code)
    monkeypatch.setattr(shop_package, "__path__", [*shop_package.__path__, str(tmp_path / "shop")])
    (added,) = [code for file, where, code in blocks("python") if where]
    names = dict(vars(registry))
    exec(added, names)  # noqa: S102 - what the page adds to shop/handlers.py
    for name in ("TASTING_HANDLERS", "TASTING_RETRIES"):
        monkeypatch.setattr(registry, name, names[name], raising=False)
    table = yaml_blocks()["TastingsTable"]["Properties"]
    shop.aws("dynamodb").create_table(
        TableName=f"{shop.prefix}tastings",
        AttributeDefinitions=table["AttributeDefinitions"],
        KeySchema=table["KeySchema"],
        BillingMode=table["BillingMode"],
        StreamSpecification={"StreamEnabled": True, **table["StreamSpecification"]},
    )
    shop.tables["tastings"] = f"{shop.prefix}tastings"
    for queue in ("badge", "tasting_event"):
        name = f"{shop.prefix}{queue.replace('_', '-')}"
        shop.queues[queue] = shop.aws("sqs").create_queue(QueueName=name)["QueueUrl"]
        shop.set(**{f"{queue.upper()}_QUEUE_URL": shop.queues[queue]})
    model = module("model")
    for name in ("oolong", "puer", "white"):
        tasting = model.Tasting.new(name, "试茶会", at=shop.clock.now, places=2)
        commit_one(put(tasting, otherwise=ALREADY_SO))
    apps = (tmp_path / "functions").glob("*/app.py")
    yield SimpleNamespace(**{path.parent.name: main_of(path) for path in apps})
    for name in [each for each in sys.modules if each.startswith(("shop.tastings", "cookbook."))]:
        del sys.modules[name]
    vars(shop_package).pop("tastings", None)


def module(name: str) -> Any:
    return importlib.import_module(f"shop.tastings.{name}")


def main_of(app: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"cookbook.{app.parent.name}", app)
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = loaded  # where msgspec looks up the names in annotations
    spec.loader.exec_module(loaded)
    return loaded.main


def join(cookbook: Any, tasting: str, openid: str) -> Any:
    headers = {"authorization": f"Bearer {token(openid)}"}
    event = http_event("joinTasting", {"tastingId": tasting}, headers)
    return yaml_parse(cookbook.joinTasting(event, LambdaContext())["body"])


def tasting_in(shop: Shop, name: str) -> dict[str, Any]:
    (found,) = [i for i in shop.items("tastings") if i.get("tastingId") == name]
    return found


def test_places_are_taken_once_and_never_more_than_there_are(shop: Shop, cookbook: Any) -> None:
    assert join(cookbook, "oolong", "mei") == {
        "tastingId": "oolong",
        "title": "试茶会",
        "at": shop.clock.now,
        "left": 1,
    }
    assert join(cookbook, "oolong", "mei")["left"] == 1, "a repeat changes nothing"
    assert join(cookbook, "oolong", "lan")["left"] == 0
    assert join(cookbook, "oolong", "bo")["errCode"] == "TASTING_FULL"
    assert join(cookbook, "none", "bo")["errCode"] == "NOT_FOUND"
    assert tasting_in(shop, "oolong")["guests"].keys() == {"mei", "lan"}


def test_a_user_joins_at_most_two_tastings(shop: Shop, cookbook: Any) -> None:
    limits, places = module("limits"), module("places")

    assert join(cookbook, "oolong", "mei")["left"] == join(cookbook, "puer", "mei")["left"] == 1
    assert join(cookbook, "white", "mei")["errCode"] == "TASTING_LIMIT"
    assert join(cookbook, "puer", "mei")["left"] == 1, "a repeat is not refused"
    assert tasting_in(shop, "white")["left"] == 2
    for _ in range(2):
        commit(places.free("puer", "mei"), limits.free("mei", "puer"))
    assert tasting_in(shop, "puer")["left"] == 2
    assert join(cookbook, "white", "mei")["left"] == 1


def test_a_guest_gets_one_badge_by_event_and_queue(shop: Shop, cookbook: Any) -> None:
    join(cookbook, "oolong", "mei")
    for _ in range(2):
        records = {"Records": shop.stream_records("tastings")}
        assert cookbook.onTastingChange(records, LambdaContext()) == ALL_WELL
    messages = shop.drain("badge")
    assert messages == [{"tastingId": "oolong", "by": "mei"}] * 2
    assert cookbook.printBadge(sqs_event(*messages), LambdaContext()) == ALL_WELL
    assert [i["sk"] for i in shop.items("tastings") if "badge" in i["sk"]] == ["badge#mei"]
    assert shop.drain("tasting_event") == []


def test_a_hold_is_taken_and_undone(shop: Shop, cookbook: Any) -> None:
    PlaceHold = module("holds").PlaceHold

    holds = [PlaceHold("oolong", f"order-{number}") for number in range(3)]
    commit(*take(holds[:1]))
    commit(*take(holds[1:2]))
    with pytest.raises(Refusal, match="TASTING_FULL"):
        commit(*take(holds[2:]))
    for _ in range(2):
        commit(*undo(holds[:1]))
    assert tasting_in(shop, "oolong")["left"] == 1
    assert tasting_in(shop, "oolong")["guests"].keys() == {"order-1"}


def test_the_template_blocks_are_like_those_of_the_template() -> None:
    written = yaml_blocks()
    alike = {
        "JoinTastingFunction": "LeaveGroupFunction",
        "TastingsTable": "OrdersTable",
        "OnTastingChangeFunction": "OnGroupChangeFunction",
        "OnTastingChangeSource": "OnGroupChangeSource",
        "OnTastingChangeRetries": "OnGroupChangeRetries",
        "PrintBadgeFunction": "SettleSeatFunction",
        "PrintBadgeSource": "SettleSeatSource",
    }
    assert written.keys() == alike.keys()
    for name, model in alike.items():
        kind = written[name]["Type"]
        theirs = resources(kind)[model].keys() - {"Layers", "Environment", "GlobalSecondaryIndexes"}
        assert written[name]["Properties"].keys() - {"Environment"} == theirs, name


@pytest.mark.parametrize("number", range(7))
def test_a_change_fits_its_file(number: int) -> None:
    """The lines around a change, and those that it removes, are in the file in this order."""
    changes = blocks("diff")
    assert len(changes) == 7
    file, _, code = changes[number]
    text, at = (ROOT / file).read_text(), 0
    for line in code.splitlines():
        if not line.startswith("+"):
            at = text.find(f"{line[1:]}\n", at)
            assert at >= 0, f"{file} has no line {line[1:]}"

"""The functions' responses match docs/openapi.json and show everything that it documents.

A script calls every function (tests/support/day.py). Each response is checked field by field.
Together the responses must show every documented list with an item, every optional field present
and absent, every nullable field null, and every value of every enum.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, get_args

import pytest

from shop.reconciling import Kind
from tests.support import demo, examples
from tests.support.analytics import athena_is_duck
from tests.support.cloud import START, LambdaContext, Shop, call, handler
from tests.support.contract import Contract, document
from tests.support.day import ROLES, Day
from tests.support.groups import Streams
from tools.api.examples import NOW, RESPONSES
from tools.api.functions import functions
from tools.api.page import dump

T = TypeVar("T")

STATUSES = ["CLOSED", "COMPLETED", "PAID", "PENDING", "REFUNDED", "REFUNDING", "SHIPPED"]
KINDS = get_args(Kind)

# Documented facts that the script cannot show → the reason.
UNSEEN: dict[str, str] = {
    **dict.fromkeys(
        (
            f"{name}.parcels[]{inside}: an item"
            for name in ("cancelOrder", "changeAddress", "correctAddress")
            for inside in ("", ".lines[]")
        ),
        "an unpaid order has no parcels, and an address is rarely changed after the first",
    ),
    "JoinedGroup.status: FAILED": "a user cannot join a failed group",
    "NoticeTemplate.templateId: null": "the demo data has a template for each notice",
    **{
        f"AfterSale{kind}.{fact}": "days would have to pass; tests/functional/test_after_sale.py"
        for kind in ("View", "Detail")
        for fact in ("status: EXPIRED", "late: present")
    },
    "CodePicture.contentType: image/jpeg": "the sandbox draws PNG",
    "ExportView.state: FAILED": "no export fails",
    **dict.fromkeys(
        ("DataExportView.state: RUNNING", "DataExportView.url: absent"),
        "nobody has a thousand rows; tests/functional/test_privacy.py",
    ),
    "RebuildView.state: STOPPED": "no rebuild fails",
    **{
        f"Console{kind}.{fact}": "the script has one browser; test_console_sign_in.py has others"
        for kind in ("Request", "Session")
        for fact in (
            *(
                f"browser: {name}"
                for name in ["Chrome", "Edge", "Firefox", "QQ", "Safari", "WeChat"]
            ),
            *(
                f"system: {name}"
                for name in ["Android", "HarmonyOS", "Linux", "Windows", "iOS", "macOS"]
            ),
        )
    },
    **dict.fromkeys(
        (
            f"ConversationItem.{fact}"
            for fact in ("handedAt: null", "state: BOT", "waitsSince: null", "wroteAt: null")
        ),
        "lists have what waits or is taken; tests/functional/test_conversations.py",
    ),
    **dict.fromkeys(
        (
            "LiveRoom.status: ENDED",
            "LiveView.status: ENDED",
            *(f"LiveView.{field}: null" for field in ("host", "startAt", "title")),
        ),
        "the script looks at a saved room while it runs; tests/functional/test_live_rooms.py",
    ),
    **dict.fromkeys(
        (
            *(f"StuckOrder.status: {status}" for status in STATUSES),
            *(f"StuckOrder.why: {why}" for why in ("byHand", "group", "payment", "refund")),
            *(
                f"SystemStatus.unknown: {what}"
                for what in ("alarms", "deadLetters", "drift", "present", "stuck")
            ),
            *(f"systemStatus.{what}[]: an item" for what in ("alarms", "stuck", "unknown")),
            "listDeadLetters.items[]: an item",
            *(f"StuckOrder.kind: {kind}" for kind in KINDS),
            *(f"Difference.kind: {kind}" for kind in KINDS if kind != "leftOpen"),
            "listDrift.items[].refunds[]: an item",
            "systemStatus.stuck[].refunds[]: an item",
        ),
        "nothing fails in the script; tests/functional/test_console_system.py",
    ),
    **dict.fromkeys(
        ("DeskOrder.held: byHand", "OrderDetail.held: byHand", "OrderDetail.held: group"),
        "no money goes back by hand in the script; tests/functional/test_hand_refunds.py",
    ),
    "login.roles[]: an item": "the script's staff has no role at its login; test_login.py",
}


# The local Athena answers at once, and what an experiment shows takes days:
# tests/functional/test_questions.py and test_experiment_analysis.py have the rest.
ANSWERS = re.compile(
    r"\w+Answer\.(\w+: absent|state: (FAILED|RUNNING|WAITING)|verdict: \w+)"
    r"|Comparison\.verdict: \w+"
    r"|(Audience|Experiment|Metric)\.\w+: .+"
    r"|getConversation\.orders\[\]\..+: an item"  # which orders are the last ones is chance
)

_QUEUES = {
    "push_due": "pushGoods",
    "push": "deliverGoods",
    "desk": "runDeskJob",
    "privacy": "runPrivacyJob",
    "support": "sendReply",
}


class InProcess:
    """Runs the script on a shop in this process. While it waits, it delivers stream records and
    queue messages."""

    run = "1"

    def __init__(self, shop: Shop) -> None:
        self.shop, self.streams = shop, Streams(shop)
        shop.aws("s3").create_bucket(Bucket=f"{shop.prefix}files")
        self.wechat("config", {"notify_url": shop.sandbox.notify_url, "refund_delay_ms": 20})

    def openid(self, person: str) -> str:
        return person

    def call(self, name: str, data: dict[str, Any], person: str) -> Any:
        answer = call(name, data, person, ROLES.get(person, ()))
        assert answer.ok, (name, data, answer)
        return answer.body

    def invoke(self, name: str, event: dict[str, Any]) -> None:
        handler(name)(event, LambdaContext(name))

    def wechat(self, path: str, body: dict[str, Any]) -> Any:
        return self.shop.sandbox.post(f"/sandbox/{path}", body)

    def now(self) -> int:
        return int(self.shop.clock.now)

    def pass_time(self, ms: int) -> None:
        self.shop.clock.advance(ms)

    def until(self, look: Callable[[], T]) -> T:
        deadline = time.monotonic() + 10
        found = look()
        while not found and time.monotonic() < deadline:
            self.streams.deliver_all()
            for queue, function in _QUEUES.items():
                assert self.shop.run_queue(queue, function) == []
            found = look()
            time.sleep(0 if found else 0.05)
        return found


def test_responses_match_and_cover_the_documents(shop: Shop) -> None:
    demo.write_demo_data(shop)
    contract = Contract(document())
    day = Day(InProcess(shop), contract.check)
    with athena_is_duck(shop):
        day.play()
    assert day.called == contract.results.keys()
    unseen = {each for each in contract.documented() - contract.seen if not ANSWERS.fullmatch(each)}
    assert sorted(unseen - UNSEEN.keys()) == [], "documented, but not shown by any response"
    assert sorted(UNSEEN.keys() - unseen) == [], "shown by a response, or no longer documented"


def test_sessions_roles_and_empty_bodies_are_handled_as_documented(shop: Shop) -> None:
    contract = Contract(document())
    for path, item in document()["paths"].items():
        name, operation = path[1:], item["post"]
        who = f"{name}-user"  # eraseMe ends the sessions of its caller
        role = re.search(r"users with the role `(\w+)`", operation["description"])
        guest = call(name, {"noSuchField": 1}, "")
        user = call(name, {"noSuchField": 1}, who)
        staff = call(name, {"noSuchField": 1}, who, (role[1],) if role else ())
        signed_in = 401 if {} not in operation["security"] else 400
        assert (guest.status, user.status, staff.status) == (signed_in, 403 if role else 400, 400)
        for refused in (guest, user, staff):
            contract.check_refusal(refused.body)
        empty = call(name, "", who, (role[1],) if role else ())
        lacks = "missing required field" in str(empty.body)
        assert lacks is operation["requestBody"]["required"], (name, empty)


# --- the check itself can fail -------------------------------------------------------------------


def flawed(value: Any) -> Iterator[Any]:
    """All variants of a response with one flaw: an extra field, a missing field, a wrong type."""
    if isinstance(value, dict):
        yield value | {"noSuchField": 1}
        for name, inner in value.items():
            yield {key: each for key, each in value.items() if key != name}
            yield value | {name: {"noSuchField": 1}}
            for flaw in flawed(inner):
                yield value | {name: flaw}
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            for flaw in flawed(inner):
                yield [*value[:number], flaw, *value[number + 1 :]]


@pytest.mark.parametrize("name", ["getScore", "getGoods", "placeOrder", "listMyGroups"])
def test_a_response_with_a_flaw_fails_the_check(name: str) -> None:
    contract = Contract(document())
    response = json.loads((RESPONSES / f"{name}.json").read_text())
    contract.check(name, response)
    accepted = [
        each for each in flawed(response) if not contract.misfits(contract.results[name], each)
    ]
    optional = {fact for fact in contract.documented() if fact.endswith(": absent")}
    assert len(accepted) <= len(optional)
    for each in accepted:  # the flaw may only be a missing optional field
        contract.check(name, each)
    assert len(list(flawed(response))) > 10 * (len(accepted) + 1) or accepted == []


def test_a_response_shows_only_what_it_contains() -> None:
    contract = Contract(document())
    assert contract.documented() > contract.seen == set()
    empty = {"items": [], "cursor": None}
    contract.check("listScore", empty)
    assert {fact for fact in contract.seen if fact.startswith("listScore")} == set()
    assert "listScore.items[]: an item" in contract.documented()


# --- the examples --------------------------------------------------------------------------------


def test_the_examples_are_the_responses_of_a_run(shop: Shop) -> None:
    """With RECORD_EXAMPLES=1 (`make openapi`) the test writes the examples first."""
    assert NOW == START
    found, complaints = functions()
    assert complaints == []
    recorded = {name: dump(each) + "\n" for name, each in examples.record(shop, found).items()}
    if os.environ.get("RECORD_EXAMPLES"):
        RESPONSES.mkdir(exist_ok=True)
        for path in RESPONSES.glob("*.json"):
            path.unlink()
        for name, text in recorded.items():
            (RESPONSES / f"{name}.json").write_text(text)
    kept = {path.stem: path.read_text() for path in RESPONSES.glob("*.json")}
    assert kept.keys() == recorded.keys()
    changes = [
        line
        for name in sorted(kept)
        for line in difflib.unified_diff(
            kept[name].splitlines(), recorded[name].splitlines(), name, "now", lineterm=""
        )
    ]
    assert changes == [], "\n".join(changes)

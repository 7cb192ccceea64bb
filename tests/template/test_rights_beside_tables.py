"""A function may do to queues, timers, secrets and viewers what its code can do, no more."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest

from tests.support.cloud import handler
from tests.template.advice import Right, shared_policies, statement, to_add
from tests.template.reach import Said, reach
from tests.template.stack import (
    functions,
    listed,
    logical_id,
    made,
    own_variables,
    policies,
    referred,
)
from tests.template.test_environment import read, value_of
from wxcloud import session
from wxcloud.queues import Queue
from wxcloud.timers import Timer

# A right is (resource, action): a queue or a secret by its logical id, or one of these.
TIMERS, VIEWERS = "timers", "viewers"
RECEIVE = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
SEND, SEND_ALL, BACK_OFF = "sqs:SendMessage", "sqs:SendMessageBatch", "sqs:ChangeMessageVisibility"
SECRET, POST = "secretsmanager:GetSecretValue", "execute-api:ManageConnections"
SET, DROP = "scheduler:CreateSchedule", "scheduler:DeleteSchedule"
ORDER = [SEND, SEND_ALL, *RECEIVE, BACK_OFF, SECRET, SET, DROP, POST]
METHODS = {"send": [SEND], "send_all": [SEND, SEND_ALL]}
SESSION = ("SessionSecret", SECRET)
VIEWERS_ARN = (
    "!Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}"
    ":${SocketApi}/live/POST/@connections/*"
)


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_function_has_the_rights_that_its_code_needs_and_no_others(name: str) -> None:
    wrong = advice(name, granted(name), needed(name))
    if wrong:
        pytest.fail(wrong, pytrace=False)


def test_what_is_needed_is_found() -> None:
    """As the code has it: else the test above could not fail."""
    assert ("CloseOrderQueue", SEND) in needed("closeOrder")
    assert ("SeatQueue", SEND_ALL) in needed("onGroupChange")
    assert ("GroupEventQueue", BACK_OFF) in needed("onGroupChange")
    assert ("NoticeQueue", BACK_OFF) in needed("sendNotice") - needed("settleSeat")
    assert (TIMERS, SET) in needed("createGroup") and (TIMERS, DROP) in needed("cancelGoodsPush")
    assert ("PaySecret", SECRET) in needed("placeOrder")
    assert (VIEWERS, POST) in needed("deliverGoods")
    assert SESSION in needed("getScore") and SESSION in needed("liveSocket")
    assert ("RefundDeadLetters", "sqs:GetQueueAttributes") in needed("todayFigures")
    assert ("RefundDeadLetters", "sqs:DeleteMessage") in needed("redriveDeadLetters")
    assert ("RefundQueue", SEND) in needed("redriveDeadLetters") - needed("listDeadLetters")
    assert needed("fallback") == set()


def test_a_wrong_right_is_named_with_the_lines_that_mend_it() -> None:
    needs = {("ShipQueue", each) for each in (*RECEIVE, SEND, SEND_ALL)}
    needs |= {("PaySecret", SECRET), SESSION, (TIMERS, DROP)}
    has = {("ShipQueue", each) for each in RECEIVE} | {SESSION, ("SeatQueue", SEND)}
    assert advice("uploadShipping", needs, needs) == ""
    assert advice("uploadShipping", has, needs).splitlines() == [
        "uploadShipping: what its role allows is not what its code does.",
        "PaySecret: secretsmanager:GetSecretValue is missing.",
        "ShipQueue: sqs:SendMessage is missing.",
        "ShipQueue: sqs:SendMessageBatch is missing.",
        "timers: scheduler:DeleteSchedule is missing.",
        "SeatQueue: sqs:SendMessage is allowed, and no code of uploadShipping does it.",
        "Under UploadShippingFunction, Policies, template.yaml shall have:",
        "        - !Ref DropTimerPolicy",
        "        - !Ref PayPolicy",
        "Under UploadShippingFunction, Policies, Statement, template.yaml shall have:",
        "            and no statement about SeatQueue",
        "            - Effect: Allow",
        "              Action: [sqs:SendMessage*, sqs:ReceiveMessage, sqs:DeleteMessage,"
        " sqs:GetQueueAttributes]",
        "              Resource: !GetAtt ShipQueue.Arn",
    ]


# --- the message ----------------------------------------------------------------------------------


def advice(name: str, has: set[Right], needs: set[Right]) -> str:
    """All that is wrong with these rights of a function, and the lines as they should be; "" if
    nothing is."""
    # A batch is no right of its own on AWS. What the session's key is for is not always seen.
    missing, unused = needs - has, {right for right in has - needs if right[1] != SEND_ALL}
    unused -= {SESSION}
    if not missing and not unused:
        return ""
    lines = [f"{name}: what its role allows is not what its code does."]
    lines += [f"{place}: {action} is missing." for place, action in in_order(missing)]
    lines += [
        f"{place}: {action} is allowed, and no code of {name} does it."
        for place, action in in_order(unused)
    ]
    shared_lines, given = to_add(missing, needs, shared_policies(rights_in))
    if shared_lines:
        lines.append(f"Under {logical_id(name)}, Policies, template.yaml shall have:")
        lines += shared_lines
    places = sorted({place for place, _ in (missing - given) | unused})
    if places:
        lines.append(f"Under {logical_id(name)}, Policies, Statement, template.yaml shall have:")
    for place in places:
        lines += statement_about(place, [a for where, a in in_order(needs) if where == place])
    return "\n".join(lines)


def in_order(rights: Iterable[Right]) -> list[Right]:
    return sorted(rights, key=lambda right: (right[0], ORDER.index(right[1])))


def statement_about(place: str, actions: list[str]) -> list[str]:
    if not actions:
        return [f"            and no statement about {place}"]
    if SEND_ALL in actions:
        actions = [f"{SEND}*", *(each for each in actions if each not in (SEND, SEND_ALL))]
    if place == VIEWERS:
        return statement(actions, VIEWERS_ARN)
    return statement(actions, f"!GetAtt {place}.{'Id' if actions == [SECRET] else 'Arn'}")


# --- granted: the template ------------------------------------------------------------------------


def granted(name: str) -> set[Right]:
    return {r for several in policies(name).values() for each in several for r in rights_in(each)}


def rights_in(policy_statement: dict[str, Any]) -> set[Right]:
    actions = set(listed(policy_statement["Action"]))
    if f"{SEND}*" in actions:
        actions |= {SEND, SEND_ALL}
    return {
        (place_of(action, resource), action)
        for action in actions & set(ORDER)
        for resource in listed(policy_statement["Resource"])
    }


def place_of(action: str, resource: Any) -> str:
    service = action.partition(":")[0]
    return {"scheduler": TIMERS, "execute-api": VIEWERS}.get(service) or referred(resource)


# --- needed: the code, and what delivers events ---------------------------------------------------


@cache
def needed(name: str) -> set[Right]:
    return {
        *(right for said in reach(name).functions for right in calls(said)),
        *(right for each in reach(name).objects for right in receives(each)),
        *((secret_of(name, each), SECRET) for each in read(name) if is_secret(each)),
        *([(VIEWERS, POST)] if "WEBSOCKET_ENDPOINT" in read(name) else []),
        *([SESSION] if checks_sessions(name) else []),
        *((queue, SEND) for queue in queues_of_failures(name)),
        *((queue, "sqs:GetQueueAttributes") for queue in joined(name, "DEAD_LETTER_URLS")),
        *(
            (queue, action)
            for action in by_hand(name)
            for queue in joined(name, "DEAD_LETTER_URLS")
        ),
        *((queue, SEND) for queue in joined(name, "QUEUE_URLS")),
    }


def joined(name: str, variable: str) -> set[str]:
    """The queues whose URLs are joined in this variable of a function: those that it counts, and
    those to which it sends messages back."""
    if variable not in read(name):
        return set()
    _, urls = own_variables(name)[variable]["Fn::Join"]
    return {referred(url) for url in urls}


def by_hand(name: str) -> set[str]:
    """What a function does itself with the messages of a queue, which Lambda does for consumers."""
    said = set().union(*(each.words for each in reach(name).functions))
    methods = {"receive_message": RECEIVE[0], "delete_message": RECEIVE[1]}
    return {action for method, action in methods.items() if method in said}


def calls(said: Said) -> set[Right]:
    """What a function does to queues and timers that it names."""
    found: set[Right] = set()
    for node in said.expressions:
        if not isinstance(node, ast.Attribute):
            continue
        owner = said.meaning(node.value)
        if isinstance(owner, Queue) and node.attr in METHODS:
            found |= {(queue_of(owner), action) for action in METHODS[node.attr]}
        if (isinstance(owner, Timer) or owner is Timer) and node.attr in ("set", "cancel"):
            found.add((TIMERS, SET if node.attr == "set" else DROP))
    return found


def receives(thing: Any) -> set[Right]:
    """What the handler of a queue, or of a stream with its queue of retries, does to its queue."""
    source = getattr(thing, "source", None)
    if not isinstance(source, Queue):
        return set()
    actions = list(RECEIVE)
    if hasattr(thing, "handlers"):  # `stream`: what failed goes to its queue, and is retried later
        actions += [SEND, BACK_OFF]
    else:
        closure = dict(zip(thing.__code__.co_freevars, thing.__closure__, strict=True))
        # `queue_batch` always lets failed messages wait longer each time.
        if "back_off" not in closure or closure["back_off"].cell_contents:
            actions.append(BACK_OFF)
    return {(queue_of(source), action) for action in actions}


def queue_of(queue: Queue[Any]) -> str:
    """The logical id of its resource."""
    return value_of(queue.setting.name).removeprefix("!Ref ")


def is_secret(variable: str) -> bool:
    return variable.endswith("_SECRET_ID") and variable != "SESSION_SECRET_ID"


def secret_of(name: str, variable: str) -> str:
    own = own_variables(name).get(variable)
    return referred(own) if own else value_of(variable).removeprefix("!Ref ")


def checks_sessions(name: str) -> bool:
    """Every log line reaches the key of sessions; a function with callers needs it."""
    reached = (said.function for said in reach(name).functions)
    return hasattr(handler(name), "request") or session.verify in reached


def queues_of_failures(name: str) -> set[str]:
    """Where Lambda puts what a function could not do, with the function's own rights."""
    sources = [*made("AWS::Lambda::EventSourceMapping").values()]
    sources += made("AWS::Lambda::EventInvokeConfig").values()
    return {
        referred(each["DestinationConfig"]["OnFailure"]["Destination"])
        for each in sources
        if "DestinationConfig" in each and referred(each["FunctionName"]) == logical_id(name)
    }

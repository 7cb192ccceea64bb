"""Declare the effect of each sample event: one generator for one or more events with the same
effect.

    @expects("joinGroup.json", "joinGroup.http.json")
    def a_seat_is_taken(shop):
        groups.put_open("group-demo-1")            # create the state that the event needs
        answer = yield                             # the event is invoked in its container
        assert "shopper-1" in shop.row("groups", groupId="group-demo-1")["seats"]

The generator runs once for every event. The events of one module run one after another, in the
order of the module. Modules run in parallel, so two modules must not use the same item.
`yield {a: b}` replaces every `a` in the event by `b`, for ids that the shop creates.
`yield change` sends the event that the function `change` returns.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from local import events
from local.events.pushes import sign_event
from tests.docker.shop import LocalShop, token
from tests.support.cloud import Answer

Change = dict[str, str] | Callable[[dict[str, Any]], dict[str, Any]] | None
Effect = Generator[Change, Answer, None]


@dataclass(frozen=True)
class Expectation:
    """The effect of an event. `module` is the module that declares it."""

    effect: Callable[[LocalShop], Effect]
    module: str
    status: int


EXPECTED: dict[str, Expectation] = {}


def expects(*events: str, status: int = 200) -> Callable[[Any], Any]:
    """Declare the effect of the events of these files. `status` is the response's status."""

    def note(effect: Callable[[LocalShop], Effect]) -> Callable[[LocalShop], Effect]:
        for event in events:
            assert event not in EXPECTED, f"{event} is expected twice"
            EXPECTED[event] = Expectation(effect, effect.__module__, status)
        return effect

    return note


def event_for(name: str, shop: LocalShop, change: Change) -> Any:
    """The event of that file, with current times, tokens and signatures."""
    from wxcloud import clock
    from wxcloud.secrets_manager import secret

    ids = change if isinstance(change, dict) else None
    event = events.fill(events.EVENTS / name, token, clock.now(), shop.wechat.code, ids)
    if name.startswith("csReply."):
        wechat = secret(shop.stack["secrets"]["wechat"])
        return sign_event(event, wechat, shop.stack["appid"], clock.now())
    return change(event) if callable(change) else event

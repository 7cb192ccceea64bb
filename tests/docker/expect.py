"""What each sample event must do: a generator for one or more events that do the same.

    @expects("joinGroup.json", "joinGroup.http.json")
    def a_seat_is_taken(shop):
        groups.put_open("group-demo-1")            # before: the state that the event needs
        answer = yield                             # the event, in its container
        assert "shopper-1" in shop.row("groups", groupId="group-demo-1")["seats"]

Every event gets its own run of the generator. Those of one module go one after the other, in the
order of the module; modules go side by side, so two modules do not share an item. `yield {a: b}`
puts `b` for every `a` in the event, for ids that the shop makes; `yield change` sends the event
that `change` makes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from tests.docker.shop import LocalShop, token
from tests.support import events
from tests.support.cloud import Answer
from tests.support.push_events import sign_event

Change = dict[str, str] | Callable[[dict[str, Any]], dict[str, Any]] | None
Effect = Generator[Change, Answer, None]


@dataclass(frozen=True)
class Expectation:
    """What an event must do. `lane` is the module that says so."""

    effect: Callable[[LocalShop], Effect]
    lane: str
    status: int


EXPECTED: dict[str, Expectation] = {}


def expects(*events: str, status: int = 200) -> Callable[[Any], Any]:
    """Say what the events of these files do; `status` is that of the answer."""

    def note(effect: Callable[[LocalShop], Effect]) -> Callable[[LocalShop], Effect]:
        for event in events:
            assert event not in EXPECTED, f"{event} is expected twice"
            EXPECTED[event] = Expectation(effect, effect.__module__, status)
        return effect

    return note


def event_for(name: str, shop: LocalShop, change: Change) -> Any:
    """The event of that file as it would come now."""
    from wxcloud import clock
    from wxcloud.secrets_manager import secret

    ids = change if isinstance(change, dict) else None
    event = events.fill(events.EVENTS / name, token, clock.now(), shop.wechat.code, ids)
    if name.startswith("csReply."):
        wechat = secret(shop.stack["secrets"]["wechat"])
        return sign_event(event, wechat, shop.stack["appid"], clock.now())
    return change(event) if callable(change) else event

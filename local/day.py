"""One shopper's day, played through the public API of the local shop.

    python -m local.day          play it; exit 0 only if every step did what it should
    python -m local.day --stay   the same, then show where everything is and wait for Ctrl-C
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from local.client import Refused, Shopper, read_stack, until


class Day:
    """The people of the day and what happened so far. Each `step` says what it saw."""

    def __init__(self, stack: dict[str, Any]) -> None:
        run = uuid.uuid4().hex[:6]
        self.stack = stack
        self.mei, self.lan, self.bo = (Shopper(stack, f"{n}-{run}") for n in ("mei", "lan", "bo"))
        self.host = Shopper(stack, "host-1")
        self.group_id = ""

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        return [
            ("Mei logs in", self.log_in),
            ("she scrolls through the feed", self.scroll),
            ("she opens a group on the blueberries", self.open_group),
            ("two friends join, and the group succeeds", self.friends_join),
            ("a fourth is told that it is full", self.too_late),
            ("each member gets one message", self.members_hear),
            ("Mei checks in, and cannot twice", self.check_in),
            ("a host's goods pop up in the live, on time", self.live_push),
            ("customer service answers a question", self.ask),
        ]

    def log_in(self) -> str:
        answer = self.mei.login()
        expect(answer["isNew"], "a new shopper")
        return f"openid {answer['openid']}, session for {answer['expiresIn'] // 60} min"

    def scroll(self) -> str:
        first = self.mei.call("listGoods", limit=3)
        second = self.mei.call("listGoods", limit=3, cursor=first["cursor"])
        seen = [goods["goodsId"] for goods in first["items"] + second["items"]]
        expect(len(set(seen)) == len(seen) >= 5, "five goods, none twice")
        return f"{len(seen)} goods in two pages, from “{first['items'][0]['title']}”"

    def open_group(self) -> str:
        group = self.mei.call("createGroup", goodsId="goods-demo-1")
        self.group_id = group["groupId"]
        expect(group["status"] == "OPEN", "an open group")
        expect(group["seatsLeft"] == group["size"] - 1, "one seat taken")
        return f"group of {group['size']}, {group['seatsLeft']} seats left"

    def friends_join(self) -> str:
        self.lan.login()
        self.lan.call("joinGroup", groupId=self.group_id)
        self.bo.login()
        group = self.bo.call("joinGroup", groupId=self.group_id)
        expect(group["status"] == "SUCCESS" and group["seatsLeft"] == 0, "a full group")
        return f"{group['status']} with {len(group['members'])} members"

    def too_late(self) -> str:
        late = Shopper(self.stack, f"late-{uuid.uuid4().hex[:6]}")
        late.login()
        return refused(lambda: late.call("joinGroup", groupId=self.group_id), "GROUP_FULL")

    def members_hear(self) -> str:
        members = (self.mei, self.lan, self.bo)
        heard = until(lambda: all(member.messages() for member in members))
        counts = [len(member.messages()) for member in members]
        expect(heard and counts == [1, 1, 1], f"one message each, not {counts}")
        message = self.mei.messages()[0]
        return " · ".join(str(field["value"]) for field in message["data"].values())

    def check_in(self) -> str:
        answer = self.mei.call("updateScore", action="daily_checkin")
        expect(answer["earned"] == 10, "10 points")
        code = refused(
            lambda: self.mei.call("updateScore", action="daily_checkin"), "ALREADY_COUNTED"
        )
        return f"+{answer['earned']} points, {answer['score']} in all; again: {code}"

    def live_push(self) -> str:
        self.host.login()
        live_id = f"live-{uuid.uuid4().hex[:6]}"
        fire_at = int(time.time() * 1000) + 4_000
        with self.mei.watch(live_id) as socket:
            push = self.host.call(
                "scheduleGoodsPush", liveId=live_id, goodsId="goods-demo-2", timestamp=fire_at
            )
            message = json.loads(socket.recv(timeout=40))
            late = int(time.time() * 1000) - fire_at
        expect(message["pushId"] == push["pushId"], "that push")
        expect(late >= 0, "not before its time")
        goods = message["goods"]
        return f"“{goods['title']}” for {goods['price'] / 100:.2f} yuan, {late} ms after its time"

    def ask(self) -> str:
        answer = self.mei.wechat.ask(self.mei.openid, "请问什么时候发货？")
        expect(answer["body"] == "success", "success at once")
        chat = until(lambda: [m for m in self.mei.messages() if m["kind"] == "custom"])
        expect(len(chat) == 1, "one answer")
        return str(chat[0]["text"]["content"] if "text" in chat[0] else chat[0])


def expect(held: object, what: str) -> None:
    """A step goes on only if what it saw is what should be."""
    if not held:
        raise AssertionError(f"expected {what}")


def refused(attempt: Callable[[], object], code: str) -> str:
    try:
        attempt()
    except Refused as refusal:
        expect(refusal.code == code, f"{code}, not {refusal.code}")
        return code
    raise AssertionError(f"expected {code}, but it was granted")


def play(stack: dict[str, Any]) -> bool:
    print("\nA shopper's day\n")
    day = Day(stack)
    for name, step in day.steps():
        started = time.perf_counter()
        try:
            said, mark = step(), "✓"
        except Exception as error:
            said, mark = f"{type(error).__name__}: {error}", "✗"
        took = time.perf_counter() - started
        print(f"  {mark} {name:<46} {took * 1000:6.0f} ms   {said}", flush=True)
        if mark == "✗":
            return False
    return True


def where(stack: dict[str, Any]) -> str:
    return f"""
The shop is open. Try it:

  API       {stack["api"]}
  socket    {stack["ws"]}
  WeChat    {stack["sandbox"]}   (the sandbox)

  # a login code, as wx.login would give; then a session, as your mini-program would get
  curl -s {stack["sandbox"]}/sandbox/code -d '{{"openid": "me"}}'
  curl -s {stack["api"]}/login -d '{{"code": "<that code>"}}'
  curl -s {stack["api"]}/listGoods -d '{{"limit": 3}}'

Everything is in .local/stack.json. `make down` closes the shop; Ctrl-C only leaves it.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stay", action="store_true", help="stay in the foreground afterwards")
    stay = parser.parse_args().stay
    stack = read_stack()
    went_well = play(stack)
    print("\nEvery step did what it should." if went_well else "\nThe day went wrong.")
    if went_well and stay:
        print(where(stack), flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print()
    return 0 if went_well else 1


if __name__ == "__main__":
    sys.exit(main())

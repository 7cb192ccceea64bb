from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from local import day
from local.client import read_stack
from local.day import (
    after_sale,
    analytics,
    buying,
    desk,
    feed,
    free_group,
    live,
    paid_group,
    points,
    service,
)
from local.day.cast import Cast, Step

SCENES: list[tuple[str, list[Step]]] = [
    ("Login and goods feed", feed.STEPS),
    ("A free group", free_group.STEPS),
    ("An order and a flash sale", buying.STEPS),
    ("The operator's desk", desk.STEPS),
    ("An after-sale", after_sale.STEPS),
    ("Groups with payment", paid_group.STEPS),
    ("Points", points.STEPS),
    ("Live room", live.STEPS),
    ("Customer service", service.STEPS),
    ("Analytics", analytics.STEPS_OF_THE_DAY),
    ("One day later", paid_group.LATER),
    ("Four days later", analytics.LATER),
    ("One year later", points.LATER),
]


def play(stack: dict[str, Any]) -> bool:
    """Run all scenes; False as soon as a step fails."""
    print("\nA shopper's day")
    cast = Cast(stack)
    for title, steps in SCENES:
        print(f"\n  {title}")
        for name, step in steps:
            started = time.perf_counter()
            try:
                result, mark = step(cast), "✓"
            except Exception as error:
                result, mark = f"{type(error).__name__}: {error}", "✗"
            took = (time.perf_counter() - started) * 1000
            print(f"  {mark} {name:<44} {took:6.0f} ms   {result}", flush=True)
            if mark == "✗":
                return False
    return True


def addresses(stack: dict[str, Any]) -> str:
    return f"""
The local shop is running. Try it:

  API       {stack["api"]}
  socket    {stack["ws"]}
  WeChat    {stack["sandbox"]}   (the sandbox)
  console   {stack["signIn"]}   (signs your browser in as the operator)

  # get a login code (as from wx.login), then a session, then goods
  curl -s {stack["sandbox"]}/sandbox/code -d '{{"openid": "me"}}'
  curl -s {stack["api"]}/login -d '{{"code": "<that code>"}}'
  curl -s {stack["api"]}/listGoods -d '{{"limit": 3}}'

All addresses are in .local/stack.json. Ctrl-C ends this command only; `make down` stops the stack.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(day.__doc__ or "").partition("\n")[0])
    parser.add_argument("--stay", action="store_true", help="stay in the foreground at the end")
    stay = parser.parse_args().stay
    stack = read_stack()
    went_well = play(stack)
    print("\nAll steps succeeded." if went_well else "\nA step failed.")
    if went_well and stay:
        print(addresses(stack), flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print()
    return 0 if went_well else 1


if __name__ == "__main__":
    sys.exit(main())

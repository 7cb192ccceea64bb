from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from local import day
from local.client import read_stack
from local.day import buying, feed, free_group, live, paid_group, points, service
from local.day.cast import Cast, Step

SCENES: list[tuple[str, list[Step]]] = [
    ("Looking around", feed.STEPS),
    ("Buying together", free_group.STEPS),
    ("Buying", buying.STEPS),
    ("Buying together for money", paid_group.STEPS),
    ("Points", points.STEPS),
    ("Live", live.STEPS),
    ("Customer service", service.STEPS),
    ("A day on", paid_group.LATER),
    ("A year on", points.LATER),
]


def play(stack: dict[str, Any]) -> bool:
    """Play all scenes; False as soon as a step did not go as it should."""
    print("\nA shopper's day")
    cast = Cast(stack)
    for title, steps in SCENES:
        print(f"\n  {title}")
        for name, step in steps:
            started = time.perf_counter()
            try:
                said, mark = step(cast), "✓"
            except Exception as error:
                said, mark = f"{type(error).__name__}: {error}", "✗"
            took = (time.perf_counter() - started) * 1000
            print(f"  {mark} {name:<44} {took:6.0f} ms   {said}", flush=True)
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
    parser = argparse.ArgumentParser(description=(day.__doc__ or "").partition("\n")[0])
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

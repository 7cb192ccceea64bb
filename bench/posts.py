"""What a post to a viewer costs: our own client beside botocore's.

    python -m bench.posts

CPU time of this process for each post, in µs, over plain HTTP to a server in another process: the
median of some rounds, in which both clients take turns. `bench.scale.room` reckons with it.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

ROUNDS, POSTS = 9, 300
MESSAGE = b'{"type":"goodsPush"}'.ljust(400)
CLIENTS = ("own", "botocore")


@dataclass(frozen=True)
class Posts:
    """CPU of one post, in µs, by client."""

    own: float
    botocore: float

    @property
    def ratio(self) -> float:
        return self.own / self.botocore


def measure() -> Posts:
    from wxcloud import posts

    times: dict[str, list[float]] = {client: [] for client in CLIENTS}
    with _server() as url:
        os.environ["WEBSOCKET_ENDPOINT"] = url
        for number in range(ROUNDS + 1):
            for client in CLIENTS:
                os.environ["STORE_CLIENT"] = client
                began = time.process_time()
                for each in range(POSTS):
                    posts.post(f"L0SM9cOFvHcC{each % 10}hw=", MESSAGE)
                if number:  # the first round loads and connects
                    times[client].append((time.process_time() - began) / POSTS * 1e6)
    return Posts(*(statistics.median(times[client]) for client in CLIENTS))


@contextmanager
def _server() -> Iterator[str]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send(None)
        process.join()


def _serve(pipe: Connection) -> None:
    from tests.support.viewers import Viewers

    with Viewers() as viewers:
        pipe.send(viewers.url)
        pipe.recv()


def main() -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        os.environ.setdefault(name, value)
    found = measure()
    print("| client | CPU of a post, µs |\n|---|---|")
    print(f"| own | {found.own:.0f} |\n| botocore | {found.botocore:.0f} |")
    print(f"\nratio {found.ratio:.2f}")


if __name__ == "__main__":
    main()

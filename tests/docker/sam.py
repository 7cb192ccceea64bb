"""`sam local invoke` as a developer types it: one function, one event, one container.

The container is Lambda's own image with the layers as they were built; it reaches the local stack
as host.docker.internal. What makes dozens of these bearable on a small machine:

- AWS_ENDPOINT_URL: SAM asks STS for the account, which takes seconds where nobody answers.
- A TMPDIR for each worker: SAM locks the build of an image by a file there, though the build finds
  everything in Docker's cache, and whoever finds the lock taken sleeps two seconds.
- The first container of each image comes alone, so that the image is built once.
"""

from __future__ import annotations

import json
import queue
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from local.stack.places import ARCHITECTURE, PYTHON, REGION, ROOT, environment
from tests.docker.sam_process import sam
from tests.support.cloud import Answer
from tests.support.template import resources


class InvocationFailed(AssertionError):
    """SAM, or the function, ended in an error; the text is what it logged."""


class SamLocal:
    """At most `workers` containers at a time."""

    def __init__(self, stack: dict[str, Any], scratch: Path, workers: int) -> None:
        self._env = {"AWS_ENDPOINT_URL": stack["endpoint"], "AWS_DEFAULT_REGION": REGION}
        self._desks: queue.Queue[Path] = queue.Queue()
        for number in range(workers):
            desk = scratch / str(number)
            desk.mkdir()
            self._desks.put(desk)
        self._images: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._built: set[str] = set()

    def invoke(self, function: str, event: Any) -> Answer:
        """What the function answers. A direct call's refusal has the status 400."""
        with self._image(function), self._desk() as desk:
            (desk / "event.json").write_text(json.dumps(event, ensure_ascii=False))
            arguments = _arguments(function, desk / "event.json")
            env = environment(**self._env, TMPDIR=str(desk))
            failed, said, logged = sam(arguments, ROOT, env, desk)
        try:
            told = json.loads(said)
        except ValueError:
            told = {"errorMessage": said}
        if failed or (isinstance(told, dict) and "errorMessage" in told):
            raise InvocationFailed(f"{function}: {said}\n{logged[-4000:]}")
        return _answer(told)

    @contextmanager
    def _image(self, function: str) -> Iterator[None]:
        """Wait while somebody else is the first with the function's layers."""
        layers = _layers(function)
        if layers in self._built:
            yield
            return
        with self._images[layers]:
            if layers not in self._built:
                yield
                self._built.add(layers)
                return
        yield

    @contextmanager
    def _desk(self) -> Iterator[Path]:
        desk = self._desks.get()
        try:
            yield desk
        finally:
            self._desks.put(desk)


def _arguments(function: str, event: Path) -> list[str]:
    return [
        *("local", "invoke", _logical_id(function), "--event", str(event)),
        *("--config-env", "local", "--skip-pull-image"),
        *("--add-host", "host.docker.internal:host-gateway"),
        *("--parameter-overrides", f"PythonVersion=python{PYTHON}"),
        f"Architecture={ARCHITECTURE}",
    ]


def _logical_id(function: str) -> str:
    return f"{function[0].upper()}{function[1:]}Function"


def _layers(function: str) -> str:
    """The layers that the function has beside those of all functions."""
    return str(resources("AWS::Serverless::Function")[_logical_id(function)].get("Layers"))


def _answer(told: Any) -> Answer:
    if not isinstance(told, dict) or "statusCode" not in told:
        refused = isinstance(told, dict) and "errCode" in told
        return Answer(400 if refused else 200, told)
    body = told.get("body", "")
    with suppress(ValueError):  # WeChat is answered in plain text
        body = json.loads(body)
    return Answer(told["statusCode"], body, told.get("headers", {}))

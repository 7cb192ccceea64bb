"""Run `sam local invoke` as a developer does: one function, one event, one container.

The container is Lambda's image with our built layers. It reaches the local stack as
host.docker.internal. Three measures make dozens of invocations fast enough on a small machine:

- AWS_ENDPOINT_URL: SAM asks STS for the account, and waits for seconds if there is no answer.
- A TMPDIR for each worker: SAM locks the build of an image by a file in TMPDIR, even if Docker has
  the image in its cache, and sleeps two seconds if the lock is taken.
- The first container of each image runs alone, so that the image is built once.
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
    """SAM or the function failed. The text is its log."""


class SamLocal:
    """At most `workers` containers at a time."""

    def __init__(self, stack: dict[str, Any], scratch: Path, workers: int) -> None:
        self._env = {"AWS_ENDPOINT_URL": stack["endpoint"], "AWS_DEFAULT_REGION": REGION}
        self._work_folders: queue.Queue[Path] = queue.Queue()
        for number in range(workers):
            folder = scratch / str(number)
            folder.mkdir()
            self._work_folders.put(folder)
        self._images: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._built: set[str] = set()

    def invoke(self, function: str, event: Any) -> Answer:
        """Invoke the function; return its response. A refusal of a direct call has status 400."""
        with self._image(function), self._work_folder() as folder:
            (folder / "event.json").write_text(json.dumps(event, ensure_ascii=False))
            arguments = _arguments(function, folder / "event.json")
            env = environment(**self._env, TMPDIR=str(folder))
            failed, output, logged = sam(arguments, ROOT, env, folder)
        try:
            result = json.loads(output)
        except ValueError:
            result = {"errorMessage": output}
        if failed or (isinstance(result, dict) and "errorMessage" in result):
            raise InvocationFailed(f"{function}: {output}\n{logged[-4000:]}")
        return _answer(result)

    @contextmanager
    def _image(self, function: str) -> Iterator[None]:
        """Wait while another worker starts the first container with the function's layers."""
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
    def _work_folder(self) -> Iterator[Path]:
        folder = self._work_folders.get()
        try:
            yield folder
        finally:
            self._work_folders.put(folder)


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
    """The function's own layers, besides those of all functions."""
    return str(resources("AWS::Serverless::Function")[_logical_id(function)].get("Layers"))


def _answer(result: Any) -> Answer:
    if not isinstance(result, dict) or "statusCode" not in result:
        refused = isinstance(result, dict) and "errCode" in result
        return Answer(400 if refused else 200, result)
    body = result.get("body", "")
    with suppress(ValueError):  # responses to WeChat are plain text
        body = json.loads(body)
    return Answer(result["statusCode"], body, result.get("headers", {}))

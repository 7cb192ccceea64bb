"""Run ministack so that functions find only the packages of their layers, as on Lambda.

ministack runs Python functions with its own interpreter. In the virtual environment, a function
would find all tools of the project. Then nobody would notice that a package is missing from a
layer, and botocore would load optional packages, which takes a fifth of a second at each start. So
the base interpreter of the environment runs this script, and only the script adds the packages.

    <python> local/stack/engine.py <site-packages>

It also makes the logs of functions as on Lambda, where ministack differs: `name_log_streams`,
`log_failed_imports`; unpacks each layer once: `share_layers`; lets open WebSockets cost nothing:
`wait_for_messages`; lets Athena read many small files: `read_small_files`; and answers requests
with a faster server than ministack's: `serve`.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import resource
import site
import sys
import tempfile
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any


def main(site_packages: str) -> None:
    site.addsitedir(site_packages)
    # Nothing may be imported from the directory of this script: it has an aws.py, for example.
    sys.path[:] = [path for path in sys.path if not path.endswith("local/stack")]
    name_log_streams()
    log_failed_imports()
    share_layers()
    wait_for_messages()
    read_small_files()
    serve()


def serve() -> None:
    """Serve ministack with uvicorn, whose event loop and parser are written in C. ministack's own
    server is hypercorn, whose parser is written in Python: it took half the time of a call."""
    import uvicorn
    from ministack.app import LOG_LEVEL, app

    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))  # a socket is a file
    uvicorn.run(
        app,
        host=os.environ["BIND_HOST"],
        port=int(os.environ["GATEWAY_PORT"]),
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_ping_interval=None,
        lifespan="on",
        log_config=None,  # ministack sets its own up
        log_level=LOG_LEVEL.lower(),
        access_log=False,
        server_header=False,
        date_header=False,  # ministack sends it
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
    )


def name_log_streams() -> None:
    """Put the function's name into the names of its log streams: all functions share one group.

    On Lambda, such a stream is named `<day>/<function>[<version>]<id>` (Lambda Developer Guide,
    "Configuring CloudWatch log groups"). ministack leaves out the function.
    """
    from ministack.services import cloudwatch_logs, lambda_svc

    emit, lock = lambda_svc._emit_lambda_logs, threading.Lock()

    def emit_named(func: dict[str, Any], *args: Any, **more: Any) -> None:
        config = func.get("config") or func
        group = config["LoggingConfig"]["LogGroup"]
        with lock:
            emit(func, *args, **more)  # it makes a stream, or nothing if it fails
            streams = cloudwatch_logs._log_groups.get(group, {}).get("streams", {})
            stream = next(reversed(streams), "")
            day, _, rest = stream.rpartition("/")
            if rest.startswith("["):
                streams[f"{day}/{config['FunctionName']}{rest}"] = streams.pop(stream)

    lambda_svc._emit_lambda_logs = emit_named


def log_failed_imports() -> None:
    """Log why the code of a function cannot be imported, with the traceback. ministack tells only
    the caller, and without the traceback."""
    from ministack.core import lambda_runtime
    from ministack.services import lambda_svc

    script, short = lambda_runtime._PYTHON_WORKER_SCRIPT, '"error": str(e)}) + '
    if short not in script:
        raise RuntimeError("This ministack reports failed imports in another way.")
    whole = '"error": traceback.format_exc()}) + '
    lambda_runtime._PYTHON_WORKER_SCRIPT = script.replace(short, whole, 1)
    execute = lambda_svc._execute_function_warm

    def execute_and_log(*args: Any) -> dict[str, Any]:
        result: dict[str, Any] = execute(*args)
        body = result.get("body")
        if result.get("error") and not result.get("log") and isinstance(body, dict):
            result["log"] = body.get("errorMessage", "")
        return result

    lambda_svc._execute_function_warm = execute_and_log


def share_layers() -> None:
    """Unpack each layer once, and give each process of a function links to it.

    ministack unpacks the thousands of files of the layers for each process, and deletes them when
    the process ends. It deletes in its only event loop, so that all calls wait for seconds.
    """
    from ministack.core import lambda_runtime

    shared, lock = Path(tempfile.gettempdir()) / "layers", threading.Lock()

    class Package(zipfile.ZipFile):
        def extractall(self, path: Any = None, *args: Any) -> None:
            if not Path(path).name.startswith("layer_"):
                super().extractall(path, *args)
                return
            unpacked = shared / hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()
            with lock:
                if not unpacked.exists():
                    half = unpacked.with_suffix(".half")
                    super().extractall(half, *args)
                    half.rename(unpacked)
            for each in unpacked.iterdir():
                (Path(path) / each.name).symlink_to(each)

    lambda_runtime.zipfile = SimpleNamespace(**(vars(zipfile) | {"ZipFile": Package}))


def wait_for_messages() -> None:
    """Let each open WebSocket wait for its next message.

    ministack wakes each of them twice a second, to look whether it was closed. With 1,000 sockets
    that takes a good part of its only event loop. Here the end of a socket ends the waiting: for
    ministack, the message None in the outbox means that.
    """
    from ministack.services import apigateway

    class Outbox(asyncio.Queue[Any]):
        newest: Outbox

        def __init__(self) -> None:
            super().__init__()
            Outbox.newest = self

    class Closed(asyncio.Event):
        """ministack makes it right after the outbox of the same socket."""

        def __init__(self) -> None:
            super().__init__()
            self._outbox = Outbox.newest

        def set(self) -> None:
            super().set()
            self._outbox.put_nowait(None)

    async def wait_for(message: Any, timeout: float) -> Any:
        return await message

    changed = {"Queue": Outbox, "Event": Closed, "wait_for": wait_for}
    apigateway.asyncio = SimpleNamespace(**(vars(asyncio) | changed))


def read_small_files() -> None:
    """Let a query read thousands of small files: those of one folder are joined first.

    ministack's Firehose writes a file for each call, and DuckDB, which is ministack's Athena, gives
    each file 32 MiB of memory. Files of gzip can be joined as they are, and so can lines.
    """
    from ministack.services import athena

    copies = athena._materialize_table_files

    def join(folder: list[str]) -> str:
        contents = [Path(path).read_bytes() for path in folder]
        is_gzip = contents[0].startswith(b"\x1f\x8b")
        Path(folder[0]).write_bytes((b"" if is_gzip else b"\n").join(contents))
        return folder[0]

    def joined(*args: Any) -> list[str]:
        folders: dict[Path, list[str]] = {}
        for path in copies(*args):
            folders.setdefault(Path(path).parent, []).append(path)
        return [join(folder) for folder in folders.values()]

    athena._materialize_table_files = joined


if __name__ == "__main__":
    main(sys.argv[1])

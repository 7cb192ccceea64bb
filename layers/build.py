"""Builds a layer for the Lambda Python and architecture it will run on, without Docker.

    python layers/build.py runtime|crypto|charts|tuan|console DESTINATION

`sam build` calls this through each layer's Makefile. The target comes from the environment:

    TARGET_PYTHON        3.14 (the default of template.yaml's PythonVersion), or another x.y
    TARGET_ARCHITECTURE  arm64 (the default) or x86_64
    TARGET_PLATFORM      here: for this very machine, on whatever system; else for Lambda

Four things that SAM's own layer build does not do:

1. Wheels are chosen for the target, not for this machine, at the versions of requirements.lock.
2. botocore is cut down to the services we call: 29 MB to 2 MB.
3. What is loaded at every start for nothing is hollowed out or loaded later: the texts of `help()`,
   HTTP/2, Powertools' metrics, tracing and JMESPath: 7 % of a cold start (204 pairs of cold
   starts with and without: `.venv/bin/python -m bench --hollow getGroup joinGroup placeOrder
   listGoods --rounds 51`).
4. Everything is byte-compiled, which halves a cold start. SAM's packages carry 1980 timestamps, so
   only byte-code that is trusted unread (`unchecked-hash`) survives them. It must be made by the
   target's own minor Python; where there is none on PATH the layer works all the same, slower.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CACHE = ROOT / ".aws-sam" / "layers"

# The services whose models stay in botocore's data: those that layers/tuan makes clients of, and
# sts, which botocore's credential chain may ask.
SERVICES = {
    "apigatewaymanagementapi",
    "athena",
    "cloudwatch",
    "dynamodb",
    "firehose",
    "s3",
    "scheduler",
    "secretsmanager",
    "sqs",
    "sts",
}
# Their names in endpoints.json, where they differ.
HOSTS = SERVICES | {"execute-api", "monitoring"}
# What no function imports. Of Powertools its Logger, Metrics and Tracer stay; cryptography needs
# cffi and its C parser to be built, not to run.
UNUSED = [
    "aws_lambda_powertools/event_handler",
    "aws_lambda_powertools/utilities/[a-i]*",
    "aws_lambda_powertools/utilities/[k-s]*",
    "aws_lambda_powertools/utilities/validation",
    "bin",
    "botocore/docs/[a-ce-tw]*",
    "botocore/data/*/completions-1.json",
    "botocore/data/*/examples-1.json*",
    "cffi*",
    "pycparser*",
]
# Modules that every start would load and no function uses, and what stands in their place. Of
# botocore's docs only `utils` is used, which stays; urllib3's http2 imports importlib.metadata.
# Powertools imports its Metrics and Tracer, which are here for whoever asks for them.
HOLLOW = {
    "aws_lambda_powertools/__init__.py": """\
import importlib

from aws_lambda_powertools.logging import Logger

_LATER = {"Metrics": "metrics", "Tracer": "tracing", "single_metric": "metrics"}


def __getattr__(name):
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)


__all__ = ["Logger", *_LATER]
""",
    "botocore/docs/__init__.py": "",
    "botocore/docs/docstring.py": """\
class _NoDocstring(str):
    def __new__(cls, *args, **kwargs):
        return super().__new__(cls)


ClientMethodDocstring = PaginatorDocstring = WaiterDocstring = _NoDocstring
""",
    "urllib3/http2/__init__.py": "",
}
# Modules that are imported at the start and used later, if at all.
LATER = {
    "aws_lambda_powertools/utilities/jmespath_utils/__init__.py": """\
import importlib


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(importlib.import_module(f"{__name__}.whole"), name)
""",
}
UNUSED_SUFFIXES = {".c", ".h", ".pxd", ".pyi", ".pyx", ".typed"}
KEPT_OF_DIST_INFO = {"METADATA", "licenses"}
KEPT_BUILDS = 3  # of a layer's packages for one target


@dataclass(frozen=True)
class Target:
    """Where the layer will run."""

    python: str
    architecture: str
    here: bool = False

    @classmethod
    def from_environment(cls) -> Target:
        target = cls(
            os.environ.get("TARGET_PYTHON") or "3.14",
            os.environ.get("TARGET_ARCHITECTURE") or "arm64",
            os.environ.get("TARGET_PLATFORM") == "here",
        )
        if target.architecture not in ("arm64", "x86_64"):
            sys.exit(f"TARGET_ARCHITECTURE is arm64 or x86_64, not {target.architecture!r}")
        return target

    @property
    def platforms(self) -> list[str]:
        """The wheel platforms that run there; none if that is a system other than Linux with glibc,
        whose wheels pip knows itself. Lambda: Amazon Linux 2023 since Python 3.12."""
        glibc = 34 if int(self.python.split(".")[1]) >= 12 else 17  # 2.x
        if self.here:
            libc, version = platform.libc_ver()
            if libc != "glibc":
                return []
            glibc = min(glibc, int(version.split(".")[1]))
        machine = "aarch64" if self.architecture == "arm64" else "x86_64"
        newer = [f"manylinux_2_{least}" for least in (34, 28) if least <= glibc]
        return [f"{tag}_{machine}" for tag in (*newer, "manylinux2014")]

    @property
    def interpreter(self) -> str | None:
        """A Python here whose byte-code the target can read, or None."""
        if self.python == f"{sys.version_info[0]}.{sys.version_info[1]}":
            return sys.executable
        found = shutil.which(f"python{self.python}")
        return found if found and version_of(found) == self.python else None


def version_of(interpreter: str) -> str:
    """The x.y that an interpreter says it is; "" if it does not run, as a shim may not."""
    command = [interpreter, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()


def packages(layer: str, target: Target) -> Path:
    """The layer's third-party packages, pruned; from the cache if nothing changed."""
    wanted = ROOT / "requirements" / f"{layer}.in"
    lock = ROOT / "requirements.lock"
    state = [Path(__file__), wanted, lock]
    digest = hashlib.sha256(repr((target, target.interpreter)).encode())
    for path in state:
        digest.update(path.read_bytes())
    name = f"{layer}-{target.python}-{target.architecture}"
    kept = CACHE / f"{name}-{digest.hexdigest()[:16]}"
    if not kept.exists():
        making = kept.with_name(f"{kept.name}.{os.getpid()}")
        shutil.rmtree(making, ignore_errors=True)  # of a build that was broken off
        install(wanted, lock, target, making)
        prune(making)
        hollow(making)
        byte_compile(making, target)
        try:
            making.rename(kept)
        except OSError:  # somebody else was as quick
            shutil.rmtree(making)
    kept.touch()
    forget_old(name)
    return kept


def forget_old(name: str) -> None:
    """Remove all builds of that name but the ones used last."""
    with contextlib.suppress(FileNotFoundError):  # somebody else is at it
        builds = sorted(CACHE.glob(f"{name}-*"), key=lambda path: path.stat().st_mtime)
        for path in builds[:-KEPT_BUILDS]:
            shutil.rmtree(path, ignore_errors=True)


def install(wanted: Path, lock: Path, target: Target, into: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--requirement", str(wanted), "--constraint", str(lock), "--target", str(into)]
    command += ["--only-binary", ":all:", "--no-compile", "--python-version", target.python]
    for tag in target.platforms:
        command += ["--platform", tag]
    subprocess.run(command, check=True)


def prune(tree: Path) -> None:
    """Take away what no function reads: unused packages, other services' models, texts, stubs."""
    unused = [path for pattern in UNUSED for path in tree.glob(pattern)]
    unused += [path for path in tree.rglob("*") if path.suffix in UNUSED_SUFFIXES]
    for info in tree.glob("*.dist-info"):
        unused += [path for path in info.iterdir() if path.name not in KEPT_OF_DIST_INFO]
    data = tree / "botocore" / "data"
    if data.exists():
        unused += [path for path in data.iterdir() if path.is_dir() and path.name not in SERVICES]
    for path in unused:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for path in [*data.rglob("*.json"), *data.rglob("*.json.gz")]:
        slim(path)


def hollow(tree: Path) -> None:
    """Put HOLLOW and LATER in place, in the layer that has those packages."""
    for name, text in {**HOLLOW, **LATER}.items():
        path = tree / name
        if path.exists():
            if name in LATER:
                path.rename(path.with_name("whole.py"))
            path.write_text(text)


def slim(path: Path) -> None:
    """Rewrite one of botocore's JSON files unpacked and without what is never looked up."""
    packed = path.read_bytes()
    content = json.loads(gzip.decompress(packed) if path.suffix == ".gz" else packed)
    if path.name == "endpoints.json":
        for partition in content["partitions"]:
            hosts = partition["services"]
            partition["services"] = {name: hosts[name] for name in hosts if name in HOSTS}
    path.unlink()
    path = path.with_suffix("") if path.suffix == ".gz" else path
    path.write_text(json.dumps(without_texts(content), separators=(",", ":")))


def without_texts(node: Any) -> Any:
    """A service model without its documentation, which is half of it. botocore reads that of a
    client's own parameters, which S3 has."""
    if isinstance(node, dict):
        return {
            key: value if key == "clientContextParams" else without_texts(value)
            for key, value in node.items()
            if not (key == "documentation" and isinstance(value, str))
        }
    return [without_texts(item) for item in node] if isinstance(node, list) else node


def byte_compile(tree: Path, target: Target) -> None:
    """Compile for the target, with the paths that the code will have there in its tracebacks."""
    if not target.interpreter:
        print(
            f"note: no python{target.python} here, so no byte-code: cold starts take twice as long"
        )
        return
    command = [target.interpreter, "-m", "compileall", "-q", "-j", "0"]
    command += ["--invalidation-mode", "unchecked-hash", "-s", str(tree), "-p", "/opt/python"]
    if subprocess.run([*command, str(tree)], stdout=sys.stderr, check=False).returncode:
        sys.exit("The code above does not compile.")


def version() -> dict[str, Any]:
    """The commit that is built, and its time: not the time of the build, so that the same code is
    the same layer. `systemStatus` tells it. Without git, nothing is known."""
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%h %ct"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    except OSError:
        return {"commit": "", "committedAt": 0}
    commit, _, at = done.stdout.strip().partition(" ")
    return {"commit": commit, "committedAt": int(at or 0) * 1000}


def main(layer: str, destination: str) -> None:
    target = Target.from_environment()
    out = Path(destination) / "python"
    if layer == "tuan":
        ignore = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(HERE / layer / "python", out, ignore=ignore, dirs_exist_ok=True)
        (out / "version.json").write_text(json.dumps(version()))
        byte_compile(out, target)
    elif layer == "console":
        # A package, because that is how a function finds a layer's folder, here and on Lambda.
        page = out / "console_page"
        shutil.copytree(ROOT / "console" / "dist", page / "files", dirs_exist_ok=True)
        (page / "__init__.py").write_text("")
    else:
        shutil.copytree(packages(layer, target), out, dirs_exist_ok=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Update changed code on the local AWS without SAM, as `sam sync --code` does on AWS.

A function is a small zip. Our own layer is published as a new version, and every function gets that
version. All other changes (template, packages, parameters) need a deployment: see `deployment`.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from local.stack.aws import client
from local.stack.errors import DeployError
from local.stack.places import ROOT, STACK, TARGET, environment

LAYER = ROOT / "layers" / "tuan" / "python"
BUILT = ROOT / ".aws-sam" / "local" / "TuanLayer"  # `sam local invoke` uses it too


def bring_functions(endpoint: str, names: Iterable[str]) -> None:
    functions = client(endpoint, "lambda")
    for name in names:
        functions.update_function_code(
            FunctionName=f"{STACK}-{name}", ZipFile=_zip(ROOT / "functions" / name)
        )


def bring_layer(endpoint: str) -> None:
    """Build the layer and give its new version to all functions."""
    _build_layer()
    functions = client(endpoint, "lambda")
    layer = functions.publish_layer_version(
        LayerName=f"{STACK}-tuan", Content={"ZipFile": _zip(BUILT)}
    )

    def give(name: str) -> None:
        held = functions.get_function_configuration(FunctionName=name)["Layers"]
        fresh = [
            layer["LayerVersionArn"] if one["Arn"].startswith(layer["LayerArn"]) else one["Arn"]
            for one in held
        ]
        functions.update_function_configuration(FunctionName=name, Layers=fresh)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(give, (f"{STACK}-{path.name}" for path in functions_here())))


def _build_layer() -> None:
    shutil.rmtree(BUILT, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "layers/build.py", "tuan", str(BUILT)],
        cwd=ROOT,
        env=environment(**TARGET),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DeployError("\n".join(done.stdout.strip().splitlines()[-12:]))


def functions_here() -> list[Path]:
    return sorted(path.parent for path in ROOT.glob("functions/*/app.py"))


def _zip(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and (folder is BUILT or "__pycache__" not in inside.parts):
                archive.write(path, inside)
    return packed.getvalue()

"""The layers: what they hold, for which Python they are, and that functions need no more."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from local.stack.places import TARGET
from tests.support.template import ROOT, template
from tests.template.reach import Said, reach
from tests.template.stack import functions, logical_id

LAYERS = ("runtime", "crypto", "tuan")
MOST_MB = {"runtime": 12, "crypto": 18, "tuan": 4}
UNCHECKED_HASH = 0b01  # the flags of a .pyc: hash-based, not checked against the source (PEP 552)


@pytest.fixture(scope="module")
def build() -> ModuleType:
    import importlib.util

    spec = importlib.util.spec_from_file_location("layers_build", ROOT / "layers" / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def make(layer: str, into: Path, target: dict[str, str]) -> Path:
    env = {**os.environ, **target}
    command = [sys.executable, str(ROOT / "layers" / "build.py"), layer, str(into)]
    subprocess.run(command, check=True, env=env, capture_output=True)
    return into / "python"


def run(code: str) -> str:
    """What the code prints in an interpreter that has nothing but what it puts on its path."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"AWS_DEFAULT_REGION": "us-east-1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All layers, built for this very machine."""
    top = tmp_path_factory.mktemp("layers")
    return {layer: make(layer, top / layer, TARGET) for layer in LAYERS}


def test_layers_are_small(layers: dict[str, Path]) -> None:
    for layer, path in layers.items():
        size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        assert size < MOST_MB[layer] * 2**20, f"{layer}: {size / 2**20:.1f} MB"


def test_all_code_is_compiled_and_trusted_unread(layers: dict[str, Path]) -> None:
    """SAM's packages carry 1980 timestamps: only byte-code that is not checked survives that."""
    for path in layers.values():
        compiled = {file.name.split(".")[0] for file in path.rglob("*.pyc")}
        assert {file.stem for file in path.rglob("*.py")} == compiled
        for file in path.rglob("*.pyc"):
            flags = int.from_bytes(file.read_bytes()[4:8], "little")
            assert flags == UNCHECKED_HASH, file


def test_functions_find_all_they_import_in_the_layers(layers: dict[str, Path]) -> None:
    """On Lambda there is no virtual environment to find the rest in."""
    crypto = {
        properties["CodeUri"].split("/")[1]
        for properties in (r["Properties"] for r in template()["Resources"].values())
        if {"Ref": "CryptoLayer"} in properties.get("Layers", [])
    }
    names = sorted(path.parent.name for path in (ROOT / "functions").glob("*/app.py"))
    for group in (sorted(crypto), [name for name in names if name not in crypto]):
        paths = [layers["runtime"], layers["tuan"]] + [layers["crypto"]] * (group[0] in crypto)
        code = "import sys, runpy\n"
        code += f"sys.dont_write_bytecode = True; sys.path[:0] = {[str(p) for p in paths]!r}\n"
        code += f"for name in {group!r}: runpy.run_path(f'{ROOT}/functions/{{name}}/app.py')"
        run(code)


def test_functions_that_sign_verify_or_decrypt_have_the_crypto_layer_and_no_others() -> None:
    """The code imports cryptography where it needs it, so its absence shows only then."""
    need = {name for name in functions() if any(map(imports_crypto, reach(name).functions))}
    have = {
        name for name, p in functions().items() if {"Ref": "CryptoLayer"} in p.get("Layers", [])
    }
    wrong = [
        f"Under {logical_id(name)}, template.yaml"
        f" {'lacks' if name in need else 'does not need'}: Layers: [!Ref CryptoLayer]"
        for name in sorted(need ^ have)
    ]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
    assert "payNotify" in need and "getGoods" not in need  # else nothing was found


def imports_crypto(said: Said) -> bool:
    imported = (node for node in said.nodes if isinstance(node, ast.ImportFrom))
    return any((node.module or "").startswith("cryptography.") for node in imported)


def test_clients_start_without_what_was_hollowed_out(
    layers: dict[str, Path], build: ModuleType
) -> None:
    """No texts of help(), no HTTP/2, no reading of all packages' metadata; all services work."""
    code = f"""
import sys; sys.dont_write_bytecode = True; sys.path.insert(0, {str(layers["runtime"])!r})
import botocore.session
session = botocore.session.get_session()
clients = [session.create_client(name) for name in {sorted(build.SERVICES)!r}]
dynamodb = session.create_client("dynamodb")
dynamodb.get_waiter("table_exists"), dynamodb.get_paginator("query")
print([name for name in ("html.parser", "importlib.metadata") if name in sys.modules])
"""
    assert run(code) == "[]\n"


def test_powertools_loads_what_is_used(layers: dict[str, Path]) -> None:
    code = f"""
import sys; sys.dont_write_bytecode = True; sys.path.insert(0, {str(layers["runtime"])!r})
from aws_lambda_powertools import Logger
print([name for name in ("jmespath", "botocore") if name in sys.modules])
class Context:
    function_name = memory_limit_in_mb = invoked_function_arn = aws_request_id = "demo"
logger = Logger("demo", stream=sys.stdout)
@logger.inject_lambda_context(correlation_id_path="a.b")
def handler(event, context):
    print(logger.get_correlation_id())
handler({{"a": {{"b": "c-1"}}}}, Context())
from aws_lambda_powertools import Metrics, Tracer, single_metric
print(Metrics.__name__, Tracer.__name__, single_metric.__name__)
"""
    assert run(code).split("\n")[:3] == [
        "[]",
        "c-1",
        "Metrics Tracer single_metric",
    ]


def test_what_is_hollowed_out_is_there(layers: dict[str, Path], build: ModuleType) -> None:
    """An upgrade that moves a module would bring its weight back."""
    for name, text in (build.HOLLOW | build.LATER).items():
        assert (layers["runtime"] / name).read_text() == text


def test_layers_are_built_for_another_python_and_processor(tmp_path: Path) -> None:
    """Default: the newest Lambda Python on arm64, whatever this machine is."""
    target = {"TARGET_PYTHON": "3.14", "TARGET_ARCHITECTURE": "arm64"}
    for layer in ("runtime", "crypto"):
        libraries = list(make(layer, tmp_path / layer, target).rglob("*.so"))
        assert libraries
        for library in libraries:
            machine = int.from_bytes(library.read_bytes()[18:20], "little")
            assert machine == 183, f"{library.name} is not for AArch64"  # ELF e_machine
            assert re.search(r"cpython-314-|abi3", library.name), library.name


@pytest.mark.parametrize(
    ("libc", "wheels"),
    [
        (("glibc", "2.36"), ["manylinux_2_34", "manylinux_2_28", "manylinux2014"]),
        (("glibc", "2.31"), ["manylinux_2_28", "manylinux2014"]),
        (("", ""), []),  # neither macOS nor musl: pip knows what runs there
    ],
)
def test_layers_for_this_machine_are_of_wheels_that_run_on_it(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, libc: tuple[str, str], wheels: list[str]
) -> None:
    monkeypatch.setattr("platform.libc_ver", lambda: libc)
    here = build.Target("3.14", "arm64", here=True)
    assert here.platforms == [f"{wheel}_aarch64" for wheel in wheels]
    lambdas = build.Target("3.14", "arm64").platforms
    assert lambdas == [
        f"{wheel}_aarch64" for wheel in ("manylinux_2_34", "manylinux_2_28", "manylinux2014")
    ]


@pytest.mark.parametrize("shim", ["exit 127", "echo 3.12"])
def test_an_interpreter_that_does_not_run_as_the_target_compiles_nothing(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shim: str
) -> None:
    (tmp_path / "python3.99").write_text(f"#!/bin/sh\n{shim}\n")
    (tmp_path / "python3.99").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert build.Target("3.99", "arm64").interpreter is None
    (tmp_path / "python3.99").write_text("#!/bin/sh\necho 3.99\n")
    assert build.Target("3.99", "arm64").interpreter == str(tmp_path / "python3.99")


def test_only_the_builds_used_last_are_kept(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(build, "CACHE", tmp_path)
    for age, name in enumerate(
        ["runtime-3.14-arm64-a", "runtime-3.14-arm64-b.17", "runtime-3.14-arm64-c"]
    ):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (age, age))
    for name in ("runtime-3.14-arm64-d", "crypto-3.14-arm64-a", "runtime-3.14-x86_64-a"):
        (tmp_path / name).mkdir()
    (tmp_path / "runtime-3.14-arm64-a").touch()
    build.forget_old("runtime-3.14-arm64")
    assert {path.name for path in tmp_path.glob("runtime-3.14-arm64-*")} == {
        f"runtime-3.14-arm64-{name}" for name in "acd"
    }
    assert len(list(tmp_path.iterdir())) == 5


def test_botocore_keeps_every_service_that_the_code_calls(build: ModuleType) -> None:
    called = set()
    for path in [*(ROOT / "layers/tuan/python").rglob("*.py"), *ROOT.glob("functions/*/app.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "aws.client":
                assert isinstance(node.args[0], ast.Constant), path
                called.add(node.args[0].value)
    assert called | {"sts"} == build.SERVICES


def test_what_is_built_by_default_is_what_the_template_runs(build: ModuleType) -> None:
    parameters = template()["Parameters"]
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TARGET_PYTHON", raising=False)
        patch.delenv("TARGET_ARCHITECTURE", raising=False)
        target = build.Target.from_environment()
    assert parameters["PythonVersion"]["Default"] == f"python{target.python}"
    assert parameters["Architecture"]["Default"] == "auto"
    assert template()["Globals"]["Function"]["Architectures"] == [
        {
            "Fn::If": [
                "IsAutoArchitecture",
                {"Fn::If": ["IsChina", "x86_64", target.architecture]},
                {"Ref": "Architecture"},
            ]
        }
    ]

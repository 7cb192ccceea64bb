"""Imports go one way: functions → shop → wxcloud → runtime, and inside shop in one order
(docs/architecture.md)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

from tests.support.template import ROOT

PYTHON = ROOT / "layers/tuan/python"
KEPT_OUT = {"boto3", "requests", "httpx", "pydantic", "aws_xray_sdk", "jsonschema"}
LAZY = {"cryptography", "cffi", "pygal"}  # each in a layer of its own
PLATFORM_ALLOWED = {
    "aws_lambda_powertools",
    "botocore",
    "cryptography",
    "msgspec",
    "pynamodb",
    "urllib3",
    "wxcloud",
}


# A package of shop imports only from packages before it.
ORDER = (
    "roles",
    "staff",
    "console",
    "texts",
    "money",
    "notices",
    "freight",
    "stock",
    "sales",
    "catalog",
    "points",
    "addresses",
    "orders",
    "groups",
    "checkout",
    "groupbuy",
    "aftersale",
    "live",
    "shares",
    "support",
    "reconciling",
    "alerts",
    "desk",
    "system",
    "analytics",
    "experiments",
    "questions",
    "privacy",
    "handlers",
)
SHOP_WORDS = {"seat", "refund", "goods", "sku", "stock", "coupon", "campaign", "operator", "push"}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names


def files(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*.py"))
    assert found, f"no code in {folder}"
    return found


def test_the_platform_does_not_import_the_domain():
    for path in files(PYTHON / "wxcloud"):
        assert imports(path) <= PLATFORM_ALLOWED, path


def test_the_platform_has_no_names_of_the_domain():
    """Names in `wechat/` (refund, push) are excluded, because they are WeChat's."""
    for path in files(PYTHON / "wxcloud"):
        if "wechat" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(node, "name", None) or getattr(node, "id", None)
            name = name or getattr(node, "attr", None) or getattr(node, "arg", None) or ""
            words = set(re.findall("[a-z]+", re.sub("([A-Z])", r"_\1", str(name)).lower()))
            assert not words & SHOP_WORDS, f"{path}:{node.lineno}: {name}"


def test_the_domain_imports_only_the_platform():
    for path in files(PYTHON / "shop"):
        draws = {"pygal"} if path.parts[-2:] == ("analytics", "pictures.py") else set()
        assert imports(path) <= {"shop", "wxcloud", "msgspec", "pynamodb", *draws}, path


def test_packages_of_the_domain_import_only_packages_before_them():
    shop = PYTHON / "shop"
    found = {path.relative_to(shop).parts[0].removesuffix(".py") for path in files(shop)}
    assert found == {*ORDER, "__init__"}
    for path in files(shop):
        own = path.relative_to(shop).parts[0].removesuffix(".py")
        if own == "__init__":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            named = []
            if isinstance(node, ast.ImportFrom) and node.module == "shop":
                named = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("shop."):
                named = [str(node.module).split(".")[1]]
            for other in named:
                allowed = ORDER[: ORDER.index(own) + 1]
                assert other in allowed, f"{path}:{node.lineno}: {own} may not import {other}"


def test_a_package_that_lists_its_modules_lists_all_of_them_and_no_others():
    for init in PYTHON.rglob("__init__.py"):
        text = ast.get_docstring(ast.parse(init.read_text())) or ""
        listed = set(re.findall(r"^ *(\w+) {2,}\S", text, re.MULTILINE))
        there = {path.stem for path in init.parent.glob("*.py") if path != init}
        there |= {path.parent.name for path in init.parent.glob("*/__init__.py")}
        is_of_modules = len(listed & there) > 1 and "Keys of the table" not in text
        assert not is_of_modules or listed == there, f"{init}: {listed ^ there}"


def test_every_class_name_is_unique():
    seen: dict[str, Path] = {}
    for path in [*files(PYTHON / "shop"), *files(PYTHON / "wxcloud")]:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                assert node.name not in seen, f"{node.name}: {seen[node.name]} and {path}"
                seen[node.name] = path


def test_functions_use_the_domain_and_the_platform_and_never_each_other():
    for path in files(ROOT / "functions"):
        assert imports(path) <= {"shop", "wxcloud", "msgspec"}, path
        assert path.name == "app.py", f"{path}: a function is one file"
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == "main":
                assert (node.end_lineno or 0) - node.lineno <= 40, f"{path}: main is too long"


def test_functions_import_no_slow_packages():
    # pyOpenSSL and awscrt are installed with our tools but are not in the layers. botocore imports
    # them if it can, so they are hidden here. One process imports all functions: a package that it
    # does not load is loaded by no function.
    code = """
import importlib.util, pathlib, sys
sys.path.insert(0, sys.argv[1])
sys.modules.update(OpenSSL=None, awscrt=None)
for path in pathlib.Path(sys.argv[2]).glob("*/app.py"):
    spec = importlib.util.spec_from_file_location(path.parent.name, path)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
print(*{name.partition(".")[0] for name, module in sys.modules.items() if module})
"""
    run = subprocess.run(
        [sys.executable, "-c", code, str(PYTHON), str(ROOT / "functions")],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(run.stdout.split())
    assert {"wxcloud", "shop", "joinGroup"} <= loaded
    assert not loaded & KEPT_OUT
    assert not loaded & LAZY

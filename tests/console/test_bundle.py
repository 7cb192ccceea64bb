"""What is in the checked-in page: its size, and what a strict Content-Security-Policy forbids."""

from __future__ import annotations

import gzip
import re

from tests.support.console import DIST, ROOT

MOST_BYTES = 450 * 1024
INDEX = (DIST / "index.html").read_text()
SCRIPTS = {path.name: path.read_text() for path in (DIST / "assets").glob("*.js")}


def needed(name: str, seen: set[str]) -> set[str]:
    """The scripts that a script imports at once, and itself."""
    if name not in seen:
        seen.add(name)
        for found in re.findall(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""", SCRIPTS[name]):
            needed(found, seen)
    return seen


def test_the_first_page_with_its_chart_is_small() -> None:
    entry = re.findall(r"assets/([\w.-]+\.js)", INDEX)
    today = [name for name in SCRIPTS if name.startswith(("Today-", "charts-"))]
    assert len(today) == 2, "the first page and its chart are files of their own"
    scripts: set[str] = set()
    for name in [*entry, *today]:
        needed(name, scripts)
    styles = re.findall(r"assets/[\w.-]+\.css", INDEX) + [
        f"assets/{path.name}" for path in (DIST / "assets").glob("Today-*.css")
    ]
    files = [DIST / "index.html", *(DIST / "assets" / name for name in scripts)]
    files += [DIST / name for name in styles]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= MOST_BYTES


def test_nothing_needs_what_the_policy_forbids() -> None:
    assert not re.search(r"<script(?![^>]*\ssrc=)", INDEX)
    assert not re.search(r"\sstyle=|\son\w+=|<style", INDEX)
    for name, text in SCRIPTS.items():
        assert not re.search(r"\beval\(|\bnew Function\(", text), name


def test_nothing_is_loaded_from_elsewhere() -> None:
    for address in re.findall(r"(?:src|href)=\"([^\"]+)\"", INDEX):
        assert address.startswith("./")
    for path in (DIST / "assets").glob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", path.read_text()), path.name


def test_the_lock_names_no_registry() -> None:
    lock = (ROOT / "console" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert not re.search(r"https?://[\w.-]*(?:registry|npm)[\w.-]*/", lock)


def test_each_text_is_in_both_languages_with_the_same_values() -> None:
    source = (ROOT / "console" / "src" / "texts.ts").read_text()
    rows = re.findall(r'^\s+"?([\w.]+)"?: \["(.*)", "(.*)"\],$', source, re.MULTILINE)
    assert len(rows) > 500
    for key, chinese, english in rows:
        values = [set(re.findall(r"\{(\w+)\}", text)) for text in (chinese, english)]
        assert values[0] == values[1], key
        assert english and not re.search(r"[\u4e00-\u9fff]", english), key


def test_every_text_is_used() -> None:
    families = re.compile(r"(?:named|known)\(\s*['\"](\w+)['\"]")
    sources = [
        path.read_text()
        for path in (ROOT / "console" / "src").rglob("*")
        if path.suffix in (".ts", ".vue") and path.name != "texts.ts"
    ]
    code = "\n".join(sources)
    named = set(families.findall(code))
    source = (ROOT / "console" / "src" / "texts.ts").read_text()
    keys = re.findall(r'^\s+"?([\w.]+)"?: \[', source, re.MULTILINE)
    unused = [
        key
        for key in keys
        if key.split(".")[0] not in named and f'"{key}"' not in code and f"'{key}'" not in code
    ]
    assert unused == []

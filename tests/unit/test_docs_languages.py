"""Documents: both languages have the same headings; links, anchors, commands and paths exist."""

from __future__ import annotations

import os
import re
import runpy
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.support.template import ROOT

# English page → Chinese page. In a Chinese page the line before a heading has the anchor of the
# English heading, `<a id="roles"></a>`: the same link works in both languages.
LANGUAGES = {
    "README.md": "README.zh-CN.md",
    "docs/getting-started.md": "docs/zh/getting-started.md",
    "docs/going-live.md": "docs/zh/going-live.md",
    "docs/operations.md": "docs/zh/operations.md",
    "docs/privacy.md": "docs/zh/privacy.md",
    "docs/production.md": "docs/zh/production.md",
    "docs/analytics.md": "docs/zh/analytics.md",
    "docs/console.md": "docs/zh/console.md",
    "docs/scale.md": "docs/zh/scale.md",
    "docs/migrating-from-cloudbase.md": "docs/zh/migrating-from-cloudbase.md",
    "miniprogram/adapters/tdesign-retail/README.md": (
        "miniprogram/adapters/tdesign-retail/README.zh-CN.md"
    ),
}

FENCE = re.compile(r"^\s*(```|~~~)")
HEADING = re.compile(r"^(#{1,6}) (.+?)\s*$")
ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?\s*\)")
CODE = re.compile(r"`[^`\n]+`")
MAKE = re.compile(r"\bmake(?: [A-Z_]+=\S+)* ([a-z][a-z-]*)\b")
PATH = re.compile(
    r"(?:functions|layers|events|local|miniprogram|bench|tests|docs|tools|shop|wxcloud)/[\w./-]+"
)
BASES = ("", "layers/tuan/python/")  # `shop/stock.py` means the file in the layer
# What the README and the cookbook write as examples.
EXAMPLE = re.compile(r"\bgreet\b|[Tt]asting")
COMMENT = re.compile(r"(?:^|[ \t]+)(?:#|//) .*$", re.MULTILINE)
PLACEHOLDER = re.compile(r"<[^<>\n]*[^\x00-\x7f\n][^<>\n]*>|<[a-zA-Z][^<>\n]* [^<>\n]*>")

Heading = tuple[int, str]  # level, anchor


def pages() -> list[str]:
    """All Markdown files of the repository, without those of installed or built software."""
    found = []
    for folder, inside, names in os.walk(ROOT):  # a running stack makes and removes hidden folders
        inside[:] = [
            name for name in inside if name[0] != "." and name not in ("node_modules", "build")
        ]
        found += [Path(folder, name) for name in names if name.endswith(".md")]
    return sorted(str(path.relative_to(ROOT)) for path in found)


def lines(page: Path) -> Iterator[tuple[bool, str]]:
    """The lines of a page, each with True if it belongs to a code block."""
    inside = False
    for line in page.read_text().splitlines():
        if FENCE.match(line):
            inside = not inside
            yield True, line
        else:
            yield inside, line


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    return "".join(c for c in text.lower() if c.isalnum() or c in " -_").replace(" ", "-")


def headings(page: Path) -> dict[Heading, str]:
    """The headings of a page in their order, without its title: level and anchor → text.

    The anchor is the explicit one before the heading, or else GitHub's.
    """
    found: dict[Heading, str] = {}
    anchor = ""
    for in_code, line in lines(page):
        if in_code:
            continue
        if named := ANCHOR.search(line):
            anchor = named[1]
        elif heading := HEADING.match(line):
            found[len(heading[1]), anchor or slug(heading[2])] = heading[2]
            anchor = ""
    return dict(list(found.items())[1:])


@cache
def anchors(page: Path) -> set[str]:
    """All anchors that a link to the page may use."""
    found: set[str] = set()
    for in_code, line in lines(page):
        if in_code:
            continue
        found |= set(ANCHOR.findall(line))
        if heading := HEADING.match(line):
            name, number = slug(heading[2]), 1
            while name in found:
                name, number = f"{slug(heading[2])}-{number}", number + 1
            found.add(name)
    return found


def differences(english: Path, chinese: Path) -> list[str]:
    """One line for each heading that one page has and the other does not have at this place."""
    ours, theirs = headings(english), headings(chinese)
    left, right = list(ours), list(theirs)
    found = []
    for change, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if change == "equal":
            continue
        for page, missing, texts in ((chinese, left[a:b], ours), (english, right[c:d], theirs)):
            name = page.relative_to(ROOT) if page.is_relative_to(ROOT) else page.name
            found += [
                f"{name} lacks the heading {'#' * level} {texts[level, anchor]} (#{anchor})"
                for level, anchor in missing
            ]
    return found


@pytest.mark.parametrize(("english", "chinese"), LANGUAGES.items())
def test_both_languages_have_the_same_headings_in_the_same_order(
    english: str, chinese: str
) -> None:
    assert len(headings(ROOT / english)) > 3
    wrong = differences(ROOT / english, ROOT / chinese)
    assert not wrong, "\n".join(wrong)


def test_a_missing_heading_is_named_with_its_page(tmp_path: Path) -> None:
    english, chinese = tmp_path / "en.md", tmp_path / "zh.md"
    english.write_text("# Title\n## One\n## Two\n### Three\n")
    chinese.write_text(
        '# 标题\n<a id="one"></a>\n## 一\n<a id="three"></a>\n### 三\n<a id="four"></a>\n## 四\n'
    )
    assert differences(english, chinese) == [
        "zh.md lacks the heading ## Two (#two)",
        "en.md lacks the heading ## 四 (#four)",
    ]


@pytest.mark.parametrize("chinese", LANGUAGES.values())
def test_chinese_headings_are_chinese(chinese: str) -> None:
    for text in headings(ROOT / chinese).values():
        assert re.search(r"[\u4e00-\u9fff]", text), f"{chinese}: {text}"


def code_blocks(page: Path) -> list[str]:
    """The code blocks of a page, without comments and with empty placeholders."""
    blocks = re.split(r"^\s*```.*$", page.read_text(), flags=re.MULTILINE)[1::2]
    return [PLACEHOLDER.sub("<>", COMMENT.sub("", block)) for block in blocks]


@pytest.mark.parametrize(("english", "chinese"), LANGUAGES.items())
def test_both_languages_have_the_same_code(english: str, chinese: str) -> None:
    """Commands and examples differ in comments and placeholders only."""
    ours, theirs = code_blocks(ROOT / english), code_blocks(ROOT / chinese)
    assert ours
    assert theirs == ours


def test_the_cloud_function_of_the_readme_works(tmp_path: Path) -> None:
    code = next(each for each in code_blocks(ROOT / "README.md") if "class Greet(" in each)
    app = tmp_path / "app.py"
    app.write_text(code)
    handler = runpy.run_path(str(app))["main"]
    caller = {"userInfo": {"openId": "mei", "appId": "wx0123456789abcdef"}}
    assert handler({"name": "Mei", **caller}) == {"hello": "Mei", "openid": "mei"}
    assert handler({"name": "", **caller})["errCode"] == "BAD_REQUEST"
    assert handler({"name": "Mei"})["errCode"] == "UNAUTHENTICATED"


@pytest.mark.parametrize("page", pages())
def test_links_and_their_anchors_exist(page: str) -> None:
    wrong = []
    for in_code, line in lines(ROOT / page):
        for link in [] if in_code else LINK.findall(CODE.sub("", line)):
            if re.match(r"[a-z][a-z+.-]*:", link):
                continue  # another site
            path, _, anchor = unquote(link).partition("#")
            target = ((ROOT / page).parent / path).resolve() if path else ROOT / page
            if not target.exists():
                wrong.append(f"{link}: no such file")
            elif anchor and anchor not in anchors(target):
                wrong.append(f"{link}: no such heading")
    assert not wrong, f"{page}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("page", pages())
def test_make_commands_exist(page: str) -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named: set[str] = set()
    for in_code, line in lines(ROOT / page):
        for code in [line.partition("# ")[0]] if in_code else CODE.findall(line):
            named |= set(MAKE.findall(code))
    assert named <= known, f"{page}: the Makefile has no {sorted(named - known)}"


@pytest.mark.parametrize("page", pages())
def test_files_and_folders_exist(page: str) -> None:
    """Of paths in backticks those that stand for one file or folder: no `<name>`, `*` or `…`."""
    wrong = []
    for in_code, line in lines(ROOT / page):
        for code in [] if in_code else CODE.findall(line):
            path = code.strip("`").partition("::")[0]
            if PATH.fullmatch(path) and not EXAMPLE.search(path):
                wrong += [path] if not any((ROOT / b / path).exists() for b in BASES) else []
    assert not wrong, f"{page}: no such file or folder: {wrong}"

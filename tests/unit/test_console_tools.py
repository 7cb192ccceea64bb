"""The tools of the console: when it is built, what is published, and that the bundle is usable."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.template import ROOT
from tools import console, publish_console

OUTPUTS = {
    "ApiUrl": "https://api.example.com",
    "SocketUrl": "wss://ws.example.com/live",  # not for the page
    "FilesUrl": "https://img.example.com",
    "UploadUrl": "https://bucket.s3.example.com",
}
LARGEST = 4_000_000  # bytes of a file as a function sends it: Lambda takes 6 MB, in base64


class Bucket:
    """A bucket with one old and one new file of earlier builds."""

    def __init__(self) -> None:
        self.put: list[dict[str, Any]] = []
        self.deleted: list[str] = []

    def put_object(self, **what: Any) -> None:
        self.put.append(what)

    def delete_object(self, Bucket: str, Key: str) -> None:
        self.deleted.append(Key)

    def get_paginator(self, name: str) -> Bucket:
        return self

    def paginate(self, Bucket: str) -> list[dict[str, Any]]:
        ages = {"assets/old.js": 0, "assets/new.js": 10_000_000, "index.html": 0}
        return [
            {
                "Contents": [
                    {"Key": key, "LastModified": datetime.fromtimestamp(at, UTC)}
                    for key, at in ages.items()
                ]
            }
        ]


def test_the_page_is_published_last_and_old_files_go_after_a_month() -> None:
    bucket = Bucket()
    files = {"index.html": b"<head></head>", "assets/app-1.js": b"1", "favicon.svg": b"<svg/>"}
    publish_console.publish(bucket, "b", files, 10_000_000 + 24 * 3600)
    assert [each["Key"] for each in bucket.put] == [
        "assets/app-1.js",
        "favicon.svg",
        "index.html",
    ]
    caching = {each["Key"]: each["CacheControl"] for each in bucket.put}
    assert "immutable" in caching["assets/app-1.js"] and caching["index.html"] == "no-cache"
    assert bucket.put[-1]["ContentType"] == "text/html; charset=utf-8"
    assert bucket.deleted == ["assets/old.js"]


def test_the_published_page_names_its_api_exactly() -> None:
    text = publish_console.page_for(b"<html><head><x></head></html>", OUTPUTS).decode()
    assert text.startswith('<html><head><meta http-equiv="Content-Security-Policy"')
    assert (
        "connect-src &#x27;self&#x27; https://api.example.com https://bucket.s3.example.com" in text
    )
    assert '<meta name="tuan-api" content="https://api.example.com/" />' in text
    assert "wss:" not in text, "the page opens no socket"


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ([], [None, "tuan"]),
        (["--env", "cn"], ["cn-northwest-1", "tuan"]),
        (
            ["--guided", "--stack-name", "staging", "--region=eu-west-1", "--no-x", "Stage=dev"],
            ["eu-west-1", "staging"],
        ),
    ],
)
def test_the_page_goes_to_the_stack_that_sam_has_deployed(
    options: list[str], asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def session(region_name: str | None) -> Any:
        seen.append(region_name)
        return SimpleNamespace(client=lambda service: SimpleNamespace(describe_stacks=describe))

    def describe(StackName: str) -> dict[str, Any]:
        seen.append(StackName)
        return {"Stacks": [{}]}

    monkeypatch.setattr("boto3.Session", session)
    monkeypatch.setattr("sys.argv", ["publish_console", *options])
    assert publish_console.main() == 0
    assert seen == asked


# --- when it is built ----------------------------------------------------------------------------


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source and its built page."""
    for name in ("CONSOLE", "DIST", "MODULES"):
        made = tmp_path / {"CONSOLE": "", "DIST": "dist", "MODULES": "node_modules"}[name]
        made.mkdir(exist_ok=True)
        monkeypatch.setattr(console, name, made)
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "dist" / console.DIGEST).write_text(console.digest_of_source())
    return tmp_path


def test_what_is_built_is_not_built_again(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "build", lambda: pytest.fail("built for nothing"))
    (source / "node_modules" / "x.js").write_text("a package is no source")
    assert console.refresh() == ""


def test_a_changed_source_is_built_where_node_is(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[bool] = []
    monkeypatch.setattr(console, "why_no_node", lambda: "")
    monkeypatch.setattr(console, "build", lambda: built.append(True))
    (source / "main.ts").write_text("new")
    assert console.refresh() == "built the console" and built == [True]


@pytest.mark.parametrize("reason", ["Node is not installed", "Node v18.1.0 is older than 20.19"])
def test_a_machine_without_node_takes_the_bundle(
    source: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    monkeypatch.setattr(console, "why_no_node", lambda: reason)
    (source / "main.ts").write_text("new")
    assert reason in console.refresh()


def test_a_build_that_fails_takes_the_bundle(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise console.BuildError("npm ci has failed: no network")

    monkeypatch.setattr(console, "why_no_node", lambda: "")
    monkeypatch.setattr(console, "build", fails)
    (source / "main.ts").write_text("new")
    assert "no network" in console.refresh()


def test_a_page_that_does_not_fit_the_functions_fails_the_check(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[tuple[str, ...]] = []

    def run(*command: str) -> None:
        ran.append(command)
        if command == ("npm", "run", "check"):
            raise console.BuildError("Room.vue(1,1): Property 'x' does not exist")

    (source / "package-lock.json").write_text("{}")
    monkeypatch.setattr(console, "why_no_node", lambda: "")
    monkeypatch.setattr(console, "_run", run)
    assert console.main("check") == 1
    assert "Property 'x' does not exist" in capsys.readouterr().err
    assert [command[1] for command in ran] == ["ci", "run"], "it is not built after that"
    assert (
        "vue-tsc" in json.loads((ROOT / "console" / "package.json").read_text())["scripts"]["check"]
    )


# --- the bundle that is in the repository --------------------------------------------------------


def test_the_bundle_runs_under_its_policy() -> None:
    """No script and no style sheet inside the page, and all that it names is there."""
    text = (ROOT / "console" / "dist" / "index.html").read_text()
    assert "<head>" in text and "</head>" in text, "where addresses are put"
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == [] and "<style" not in text
    assert re.findall(r"\son\w+=", text) == []
    for name in re.findall(r'(?:src|href)="(?:\./)?([^"]+)"', text):
        assert (ROOT / "console" / "dist" / name).exists(), name


def test_each_file_of_the_bundle_fits_into_an_answer() -> None:
    for name, contents in console.contents(ROOT / "console" / "dist").items():
        packed = contents if name.endswith((".png", ".webp", ".woff2")) else gzip.compress(contents)
        assert len(packed) < LARGEST, name
        assert len(contents) < LARGEST, f"{name}: who takes no gzip gets it as it is"

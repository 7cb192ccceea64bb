"""The built page of the merchant's console, console/dist.

    python -m tools.console build    build it again, if its source has changed and Node is there
    python -m tools.console check    fail if a page does not fit the functions, or if console/dist
                                     is not what the source builds (CI)

console/dist is in the repository, so that a machine without Node has the console, too. Beside the
page it has `source.txt`, the digest of the source that it was built from: whoever has not touched
the source builds nothing.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONSOLE = ROOT / "console"
DIST, MODULES = CONSOLE / "dist", CONSOLE / "node_modules"
DIGEST = "source.txt"
_MADE = {"dist", "node_modules"}
_OLDEST_NODE = (20, 19)


class BuildError(RuntimeError):
    """The page cannot be built. The text says why, or what is missing."""


def digest_of_source() -> str:
    """A digest of all files from which the page is built."""
    digest = hashlib.sha256()
    for path in sorted(CONSOLE.rglob("*")):
        inside = path.relative_to(CONSOLE)
        if path.is_file() and inside.parts[0] not in _MADE:
            digest.update(f"{inside.as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def built_from() -> str:
    """The digest of the source of console/dist; "" if it does not say."""
    kept = DIST / DIGEST
    return kept.read_text().strip() if kept.exists() else ""


def why_no_node() -> str:
    """Why the page cannot be built here; "" if it can."""
    if not (CONSOLE / "package.json").exists():
        return "there is no source in console/"
    node = shutil.which("node")
    if node is None:
        return "Node is not installed"
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = tuple(int(each) for each in re.findall(r"\d+", told)[:2])
    if version < _OLDEST_NODE:
        return f"Node {told.strip()} is older than 20.19"
    if shutil.which("npm") is None and not MODULES.exists():
        return "npm is not installed"
    return ""


def build(to: Path = DIST) -> None:
    """Build the page into that folder. BuildError."""
    _install()
    _run("npm", "run", "build", "--", "--outDir", str(to), "--emptyOutDir")
    (to / DIGEST).write_text(digest_of_source() + "\n")


def check_types() -> None:
    """Every page sends and reads what the functions of docs/openapi.json know. BuildError.

    A build does not look at types: it only removes them. The types of the functions are made anew
    each time and are not in the repository, so they are never older than docs/openapi.json.
    """
    _install()
    _run("npm", "run", "check")


def _install() -> None:
    """The packages that package-lock.json names."""
    lock, kept = CONSOLE / "package-lock.json", MODULES / ".tuan-lock"
    if not kept.exists() or kept.read_bytes() != lock.read_bytes():
        _run("npm", "ci", "--no-audit", "--no-fund")
        kept.write_bytes(lock.read_bytes())


def refresh() -> str:
    """Build console/dist again if its source has changed. What was done, for people: "" if there
    was nothing to do. A machine that cannot build takes what is there."""
    if built_from() == digest_of_source() or not (CONSOLE / "package.json").exists():
        return ""
    why = why_no_node()
    if not why:
        try:
            build()
            return "built the console"
        except BuildError as error:
            why = str(error)
    return f"the console is an older build: {why}"


def check() -> str:
    """How console/dist differs from what the source builds; "" if it does not. BuildError if a page
    does not fit the functions."""
    why = why_no_node()
    if why:
        raise BuildError(why)
    check_types()
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "dist"
        build(fresh)
        there, wanted = contents(DIST), contents(fresh)
    differing = sorted(
        name for name in there.keys() | wanted.keys() if there.get(name) != wanted.get(name)
    )
    return ", ".join(differing[:5])


def contents(folder: Path) -> dict[str, bytes]:
    """Path → contents, of all files of a built page."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _run(*command: str) -> None:
    done = subprocess.run(
        command,
        cwd=CONSOLE,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        last = "\n".join(done.stdout.strip().splitlines()[-12:])
        raise BuildError(f"{' '.join(command[:3])} has failed:\n{last}")


def main(command: str) -> int:
    if command == "build":
        done = refresh()
        if done:
            print(f"  {done}")
        return 0
    try:
        differing = check()
    except BuildError as error:
        print(f"The console cannot be checked: {error}", file=sys.stderr)
        return 1
    if differing:
        print(
            f"console/dist is not what the source builds ({differing}). "
            "Run `make console`, and commit console/dist.",
            file=sys.stderr,
        )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

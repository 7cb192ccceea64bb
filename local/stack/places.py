"""Files, names and settings of the local stack."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".local"  # all files of the running stack
KEPT = STATE / "kept"  # what `down` keeps if PERSIST=1
STACK_FILE = STATE / "stack.json"  # what is deployed, for people, tests and tools
WECHAT_FILE = STATE / "wechat.json"  # the sandbox's accounts and keys
CLIENT_FILE = ROOT / "miniprogram" / "config.local.js"  # the mini-program's settings
CONTAINER_FILE = STATE / "sam-local.json"  # `sam local invoke --env-vars`

STACK = "tuan-local"
REGION = "us-east-1"
# On the local AWS, all credentials have the rights of the root user. Functions have their roles.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}

PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"  # functions run with this interpreter
ARCHITECTURE = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
TARGET = {  # for layers/build.py
    "TARGET_PYTHON": PYTHON,
    "TARGET_ARCHITECTURE": ARCHITECTURE,
    "TARGET_PLATFORM": "here",
}


def environment(**more: str) -> dict[str, str]:
    """This process's environment variables, without the user's own AWS settings, with `more`."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "SAM_"))}
    return {**inherited, "SAM_CLI_TELEMETRY": "0", **CREDENTIALS, **more}


def throw_away(folder: Path) -> None:
    """Delete a folder with many thousand files, without waiting until that is done."""
    if folder.exists():
        old = folder.with_name(f"{folder.name}.{time.time_ns()}.old")
        folder.rename(old)
        subprocess.Popen(["rm", "-rf", str(old)], start_new_session=True)

"""Mini-program codes without a limit on their number
[mini-program docs: server/API/qrcode-link/qr-code/api_getunlimitedqrcode].

WeChat draws a JPEG that its app can read. The sandbox draws a PNG that only looks like a code, and
that has its `scene` and `page` as texts.
"""

import hashlib
import re
import struct
import threading
import zlib
from typing import Any

from .clock import Clock
from .errors import WeChatError
from .pages import path_of
from .settings import Settings
from .shapes import JSON
from .tokens import Tokens, read_body
from .web import Reply, Request

MOST = 5000  # codes in any minute
MINUTE_MS = 60_000
VERSIONS = ("release", "trial", "develop")
FLAGS = ("check_path", "auto_color", "is_hyaline")
FIELDS = {"scene", "page", "env_version", "width", "line_color", *FLAGS}
_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]*")
_MODULES = 25  # of a side of the code


class Wxacode:
    def __init__(self, settings: Settings, clock: Clock, tokens: Tokens) -> None:
        self._settings = settings
        self._clock = clock
        self._tokens = tokens
        self._lock = threading.Lock()
        self._made: list[int] = []  # ms of the codes of the last minute

    def unlimited(self, request: Request) -> Reply:
        """POST /wxa/getwxacodeunlimit"""
        self._tokens.require(request)
        body = read_body(request)
        scene = _scene(body)
        _check(body)
        page = body.get("page", "")
        if page != "" and (path_of(page) != page or not self._is_known(page, body)):
            raise WeChatError(41030, "invalid page")
        with self._lock:
            now = self._clock.now()
            self._made = [at for at in self._made if now - MINUTE_MS < at <= now]
            if len(self._made) >= MOST:
                raise WeChatError(45009, "reach max api minute quota limit")
            self._made.append(now)
        data = _png(body.get("width", 430), scene, page)
        return Reply(200, data, {"Content-Type": "image/png"})

    def _is_known(self, page: str, body: JSON) -> bool:
        """WeChat compares with the pages of the released version, unless `check_path` is false."""
        pages = self._settings.pages
        return not body.get("check_path", True) or not pages or page in pages

    def reset(self) -> None:
        with self._lock:
            self._made.clear()


def _scene(body: JSON) -> str:
    scene = body.get("scene")
    if not isinstance(scene, str) or not 1 <= len(scene) <= 32:
        raise WeChatError(40169, "invalid length for scene, or the data is not json string")
    if not _SCENE.fullmatch(scene):
        raise WeChatError(40129, "invalid scene")
    return scene


def _check(body: JSON) -> None:
    for name in body:
        if name not in FIELDS:
            raise WeChatError(47001, f"data format error: {name}")
    width: Any = body.get("width", 430)
    if type(width) is not int or not 280 <= width <= 1280:
        raise WeChatError(40097, "invalid args: width")
    if body.get("env_version", "release") not in VERSIONS:
        raise WeChatError(40097, "invalid args: env_version")
    if any(not isinstance(body.get(name, False), bool) for name in FLAGS):
        raise WeChatError(40097, "invalid args")
    if not isinstance(body.get("line_color", {}), dict):
        raise WeChatError(40097, "invalid args: line_color")


def _png(width: int, scene: str, page: str) -> bytes:
    """Black squares on white, in grey of one bit: three corners, and a hash of the scene."""
    noise = hashlib.shake_128(scene.encode()).digest(_MODULES * _MODULES)
    lines = [_line(row, width, noise) for row in range(_MODULES)]
    rows = [lines[y * _MODULES // width] for y in range(width)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, width, 1, 0, 0, 0, 0)),
            _chunk(b"tEXt", b"scene\0" + scene.encode()),
            _chunk(b"tEXt", b"page\0" + page.encode()),
            _chunk(b"IDAT", zlib.compress(b"".join(rows), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _line(row: int, width: int, noise: bytes) -> bytes:
    """A line of pixels of this row of modules, with the byte of its filter in front."""
    modules = ["0" if _dark(column, row, noise) else "1" for column in range(_MODULES)]
    bits = "".join(modules[x * _MODULES // width] for x in range(width))
    bits = bits.ljust(-(-width // 8) * 8, "1")
    return b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")


def _dark(column: int, row: int, noise: bytes) -> bool:
    last = _MODULES - 4
    for x, y in ((3, 3), (last, 3), (3, last)):
        ring = max(abs(column - x), abs(row - y))
        if ring <= 4:
            return ring in (0, 1, 3)
    return noise[row * _MODULES + column] < 128


def _chunk(name: bytes, data: bytes) -> bytes:
    checked = name + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

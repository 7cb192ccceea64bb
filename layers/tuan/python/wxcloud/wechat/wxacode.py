"""Mini-program codes: pictures that open a page when somebody scans them in WeChat.

Source: mini-program docs, server/API/qrcode-link/qr-code/api_getunlimitedqrcode.
"""

from __future__ import annotations

from collections.abc import Mapping

from wxcloud.errors import Code
from wxcloud.settings import STAGE
from wxcloud.wechat import api
from wxcloud.wechat.client import WECHAT_CONFIG, Picture

PAGE_REFUSED = Code(
    "PAGE_REFUSED",
    422,
    "WeChat makes no code for this page. Release a version of the mini-program that has it.",
)

WIDTH = 430  # pixels; WeChat draws 280 to 1280

_REFUSALS: Mapping[int, Code] = {
    41030: PAGE_REFUSED,
    40097: WECHAT_CONFIG,  # env_version, width
}
_VERSIONS = {"prod": "release", "dev": "trial"}


def picture(scene: str, page: str) -> Picture:
    """The picture of a code that opens `page` (no slash in front, no query) with that `scene`: 1 to
    32 letters, digits and some signs. The page must be in the version that users have: WeChat
    checks that of the released one. Raises a WeChatRefusal."""
    version = _VERSIONS.get(STAGE.get(), "release")
    body = {
        "scene": scene,
        "page": page,
        "check_path": version == "release",
        "env_version": version,
        "width": WIDTH,
    }
    return api.post_for_picture("/wxa/getwxacodeunlimit", body, _REFUSALS)

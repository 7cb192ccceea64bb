"""The headers of the console's page. CloudFront sends the same ones (`ConsoleHeaders` in
template.yaml); a test compares the two.

The page runs only its own scripts, and talks only to the API, to the socket of live rooms, and to
the bucket of files. Pictures of goods can be at any https address: a shop that comes from elsewhere
keeps its pictures there. Style sheets are its own; a style *attribute*, which
charts make, can change how things look and nothing else.
Source: W3C, "Content Security Policy Level 3".
"""

from __future__ import annotations

from collections.abc import Iterable

HSTS_S = 63_072_000  # two years


def security_headers(connect: Iterable[str], images: Iterable[str]) -> dict[str, str]:
    """The headers of each answer. `connect` are the origins that scripts may ask beside the page's
    own, `images` those whose pictures are shown."""
    return {
        "content-security-policy": policy(connect, images),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "referrer-policy": "no-referrer",
        "strict-transport-security": f"max-age={HSTS_S}",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }


def policy(connect: Iterable[str], images: Iterable[str]) -> str:
    """The Content-Security-Policy."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "style-src-attr 'unsafe-inline'",
            "font-src 'self'",
            f"img-src 'self' data: blob: https: {' '.join(images)}".rstrip(),
            f"connect-src 'self' {' '.join(connect)}".rstrip(),
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )

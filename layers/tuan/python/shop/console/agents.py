"""What a browser says of itself and where it asks from, as little of it as the staff needs to know
its own browser. Pure rules.

A User-Agent names several browsers: Edge says `Edg/`, `Chrome/` and `Safari/`. So the most special
one counts. Source: RFC 9110, 10.1.5; MDN, "Browser detection using the user agent".
"""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address

from shop.console.views import Browser, System

_BROWSERS: tuple[tuple[Browser, tuple[str, ...]], ...] = (
    ("WeChat", ("MicroMessenger/",)),
    ("QQ", ("QQBrowser/", " QQ/")),
    ("Edge", ("Edg/", "EdgA/", "EdgiOS/", "Edge/")),
    ("Firefox", ("Firefox/", "FxiOS/")),
    ("Chrome", ("Chrome/", "CriOS/", "Chromium/", "HeadlessChrome/")),
    ("Safari", ("Safari/",)),
)
_SYSTEMS: tuple[tuple[System, tuple[str, ...]], ...] = (
    ("HarmonyOS", ("HarmonyOS", "OpenHarmony")),
    ("Windows", ("Windows",)),
    ("Android", ("Android",)),
    ("iOS", ("iPhone", "iPad", "iPod")),
    ("macOS", ("Mac OS X", "Macintosh")),
    ("Linux", ("Linux", "X11", "CrOS")),
)


def browser_of(agent: str) -> Browser:
    """The family of the browser that sends this User-Agent."""
    return next((name for name, marks in _BROWSERS if _has(agent, marks)), "other")


def system_of(agent: str) -> System:
    """What it runs on."""
    return next((name for name, marks in _SYSTEMS if _has(agent, marks)), "other")


def _has(agent: str, marks: tuple[str, ...]) -> bool:
    return any(mark in agent for mark in marks)


def network_of(address: str) -> str:
    """The network of an IP address: the first three numbers of IPv4, the first three groups of
    IPv6; "" if it is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        found = mapped
    if isinstance(found, IPv4Address):
        return f"{str(found).rpartition('.')[0]}.*"
    groups = [group.lstrip("0") or "0" for group in found.exploded.split(":")[:3]]
    return f"{':'.join(groups)}:*"

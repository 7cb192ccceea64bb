"""The families of browsers and systems, and the network of an address."""

from __future__ import annotations

import pytest

from shop.console.agents import browser_of, network_of, system_of

AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0": ("Edge", "Windows"),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Safari/537.36": ("Chrome", "Windows"),
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0": ("Firefox", "Linux"),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.0 Safari/605.1.15": ("Safari", "macOS"),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1": ("Chrome", "iOS"),
    "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
    " Mobile Safari/537.36": ("Chrome", "Android"),
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36"
    " MicroMessenger/8.0.50": ("WeChat", "Android"),
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/109.0 Safari/537.36 QQBrowser/13.1": (
        "QQ",
        "Windows",
    ),
    "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 ArkWeb/4.1 Mobile": (
        "Chrome",
        "HarmonyOS",
    ),
    "curl/8.5.0": ("other", "other"),
    "": ("other", "other"),
}


@pytest.mark.parametrize("agent", AGENTS)
def test_the_family_of_an_agent(agent: str) -> None:
    assert (browser_of(agent), system_of(agent)) == AGENTS[agent]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.*"),
        ("::ffff:203.0.113.7", "203.0.113.*"),
        ("2001:db8:85a3::8a2e:370:7334", "2001:db8:85a3:*"),
        ("::1", "0:0:0:*"),
        ("", ""),
        ("203.0.113", ""),
        ("203.0.113.7:443", ""),
    ],
)
def test_the_network_of_an_address(address: str, network: str) -> None:
    assert network_of(address) == network

"""Every page speaks the language that was chosen, whatever language a function answers in."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from shop import reconciling
from shop.alerts.dead_letters import TITLES
from shop.alerts.model import ABOUT
from shop.analytics.kinds import BUILT_IN
from tests.support import console
from tests.support.console import WIDE, Shop
from tests.support.console_pages import PAGES
from tests.template.stack import made

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
ENGLISH = re.compile(r"[A-Za-z']+(?: [a-z']{2,}){2,}")  # three words, one after the other
AT = 1_800_000_000_000
# What these answer is made by functions. In all others, texts are what people wrote.
OWN = {"systemStatus", "listAlerts", "listDrift", "listEvents", "rebuildDesk", "listDeadLetters"}


def alarms() -> list[dict[str, Any]]:
    """All of the template, as CloudWatch names them."""
    return [
        {"name": f"{name}-1A2B3C", "description": str(each["AlarmDescription"]), "since": AT}
        for name, each in made("AWS::CloudWatch::Alarm").items()
    ]


def differences() -> list[dict[str, Any]]:
    says = {"ours": "PAID", "theirs": "SUCCESS 100", "what": "what was found in English"}
    kinds = get_args(reconciling.Kind)
    return [{"orderId": f"order-{k}", "kind": k, "refunds": ["R1", "R2"], **says} for k in kinds]


def answers(shop: Shop) -> None:
    queues = [
        {"queue": queue, "title": title, "messages": 2, "canRedrive": True}
        for queue, title in TITLES.items()
    ]
    stuck = [
        {"orderId": each["orderId"], "status": "PAID", "why": "payment", "detail": each["what"]}
        | {"kind": each["kind"], "refunds": each["refunds"], "since": AT}
        for each in differences()
    ]
    robot = {"isSet": True, "sentAt": AT, "failedAt": AT, "failure": "ROBOT_CONFIG"}
    kinds = [{"kind": kind, "on": True, "about": about} for kind, about in ABOUT.items()]
    event = console.sample("listEvents")["items"][0]
    events = [event | {"name": each.name, "title": each.title} for each in BUILT_IN.values()]
    for name, answer in {
        "systemStatus": console.sample("systemStatus")
        | {"deadLetters": queues, "alarms": alarms(), "stuck": stuck, "drift": 3},
        "listAlerts": {"items": kinds, "robot": robot},
        "listDrift": {"items": differences()},
        "listEvents": {"items": events},
        "rebuildDesk": console.sample("rebuildDesk") | {"state": "RUNNING", "step": "groups"},
    }.items():
        shop.answers[name] = lambda _, found=answer: found


def written(answer: Any, found: re.Pattern[str], text: str) -> Any:
    """The answer, with another text where people wrote in the other language."""
    if isinstance(answer, list):
        return [written(one, found, text) for one in answer]
    if isinstance(answer, dict):
        # Options are called by people, too.
        return {
            text if found.search(key) else key: written(value, found, text)
            for key, value in answer.items()
        }
    return text if isinstance(answer, str) and found.search(answer) else answer


@pytest.mark.parametrize(
    ("locale", "other", "people"),
    [("en-US", CHINESE, "written"), ("zh-CN", ENGLISH, "写的")],
    ids=["English", "Chinese"],
)
def test_no_page_mixes_languages(
    browser: Any, page_url: str, locale: str, other: re.Pattern[str], people: str
) -> None:
    shop = Shop()
    answers(shop)
    shop.change = lambda answer: written(answer, other, people)
    page, watched = console.open_page(browser, WIDE, locale)
    shop.install(page)
    page.goto(page_url)
    page.locator("nav.menu").wait_for(state="attached")
    found: list[str] = []

    def look(where: str) -> None:
        console.settled(page)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        text = page.locator("body").inner_text()
        labels = page.evaluate(
            "[...document.querySelectorAll('[aria-label],[title],[placeholder]')].map((one) => "
            "`${one.ariaLabel ?? ''}\\n${one.title ?? ''}\\n${one.placeholder ?? ''}`).join('\\n')"
        )
        lines = f"{text}\n{labels}".replace("中文", "").splitlines()
        found.extend(f"{where}: {line[:120]}" for line in lines if other.search(line))

    for name, path in PAGES.items():
        console.reopen(page, path)
        page.locator("main h1").first.wait_for()
        look(name)
        if page.locator(".el-overlay:visible").count():
            continue  # what is behind a drawer was seen without it
        tabs, number = page.locator("main .tab"), 0
        while number < tabs.count():  # a tab may have tabs of its own
            tabs.nth(number).click()
            number += 1
            look(f"{name}, tab {number}")
    page.context.close()
    assert sorted(set(found)) == []
    assert watched.bad == []

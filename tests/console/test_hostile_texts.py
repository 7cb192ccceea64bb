"""What others wrote is only text, wherever the console shows it: nothing of it runs, and no
character hides anything. Drawers, forms and questions are in the page's body, beside `main`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support import console
from tests.support.console import WIDE
from tests.support.console_pages import PAGES, Opened, opened, show
from tests.support.console_places import DRAWER, PLACES, furnished, open_place

# Turns the direction; has no width; isolates; a byte order mark; tags that no font draws.
HIDDEN = "\u202e\u200b\u2066\ufeff\U000e0041"
MARKS = "".join(f"⟨U+{ord(sign):04X}⟩" for sign in HIDDEN)
HOSTILE = (
    f"<img src=x onerror=window.hacked=1>{HIDDEN}evil{{{{7*7}}}}<script>window.hacked=1</script>"
)
# Fields that people write. Ids, states and addresses of pictures are made by the shop.
WRITTEN = {
    "title", "userName", "detailInfo", "remark", "reason", "refundAsked", "note", "why", "lastText",
    "text", "question", "answer", "description", "category", "unit", "about", "name", "detail",
    "streetName", "carrierName", "trackingNumber", "awayText", "away", "keywords", "words", "arm",
    "theirs", "failure",
}  # fmt: skip
# Fields with texts by name.
BY_NAME = {"options", "values", "about", "data"}
# Where a text of others must be seen. Elsewhere there is none, or a form shows it as its value.
SHOWN = {
    "orders", "after-sale", "goods", "groups", "sales", "lives", "service", "an order",
    "an order that is shipped", "an order whose buyer wants a refund", "shipping a part",
    "a refund", "an after-sale", "agreeing to an after-sale", "denying an after-sale",
    "the goods' editor", "a question", "a group", "a live", "planning a push",
    "cancelling a push", "an account", "a conversation", "the FAQ", "what the bot says",
    "a question of the FAQ", "figures of goods", "an experiment", "notices", "alerts", "freight",
    "dead letters", "system", "the funnel",
}  # fmt: skip


def hostile(answer: Any) -> Any:
    """The answer, with a hostile text in each field that people write."""
    if isinstance(answer, list):
        return [hostile(one) for one in answer]
    if not isinstance(answer, dict) or "canRedrive" in answer:
        return answer  # the shop's own queues have their names from it
    changed = {}
    for key, value in answer.items():
        if key in BY_NAME and isinstance(value, dict):
            changed[key] = dict.fromkeys(value, HOSTILE)
        elif key == "why" and "by" not in answer:
            changed[key] = value  # a word of the shop; in a history people write it
        elif key in WRITTEN and isinstance(value, str):
            changed[key] = HOSTILE
        elif key in WRITTEN and isinstance(value, list):
            changed[key] = [HOSTILE if isinstance(one, str) else hostile(one) for one in value]
        else:
            changed[key] = hostile(value)
    return changed


@pytest.fixture(scope="module")
def attacked(browser: Any, page_url: str) -> Iterator[Opened]:
    page, watched, shop = opened(browser, page_url, WIDE, furnished(hostile))
    yield page, watched, shop
    page.context.close()


# All that a person can see or hear: the title, the text of the form on top (of the page if there is
# none), all texts, and what stands in attributes.
TOLD = """() => [
  document.title,
  ([...document.querySelectorAll('.el-overlay')].filter(one => one.checkVisibility())
    .sort((one, other) => other.style.zIndex - one.style.zIndex)[0] ?? document.body).innerText,
  document.body.innerText,
  ...[...document.querySelectorAll('[title], [aria-label], [alt], option')].flatMap(one =>
    [one.title, one.ariaLabel, one.alt, one.tagName === 'OPTION' ? one.text : '']),
].filter(Boolean)"""


def check(opened: Opened, name: str, marks: str = MARKS) -> None:
    page, watched, _ = opened
    told = page.evaluate(TOLD)
    assert page.evaluate("window.hacked") is None, name
    assert page.locator("img[src='x']").count() == 0, name
    assert page.locator("body script:not([src])").count() == 0, name
    hidden = re.compile(f".{{0,40}}(?:[{HIDDEN}]|evil49).{{0,40}}", re.DOTALL)
    assert [found[0] for text in told for found in hidden.finditer(text)] == [], name
    shown = "<img src=x" in told[1]
    assert shown or name not in SHOWN, f"{name}: the text is not shown"
    assert not shown or marks in told[1].replace("\n", ""), (name, told[1])
    assert watched.bad == [], name


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page(attacked: Opened, name: str) -> None:
    show(attacked[0], name)
    check(attacked, name)


@pytest.mark.parametrize("name", list(PLACES))
def test_a_place_behind_a_click(attacked: Opened, name: str) -> None:
    open_place(attacked[0], name)
    check(attacked, name)


def test_every_place_that_must_show_a_text_exists() -> None:
    assert {*PAGES, *PLACES} >= SHOWN


def test_a_sheet_that_hides_something(fresh: Callable[..., Opened]) -> None:
    opened = page, _, shop = fresh()
    show(page, "orders")
    page.get_by_role("button", name="批量发货").click()
    # A byte order mark comes with many a file: it is taken away.
    typed = HOSTILE.replace("\ufeff", "")
    page.locator("textarea").fill(f"order-1{typed}\t{typed}\t{typed}\norder-2\t中通\t7530001\n")
    rows = page.locator(f"{DRAWER} tbody tr")
    rows.first.wait_for()
    check(opened, "the rows of a sheet", MARKS.replace("⟨U+FEFF⟩", ""))
    page.get_by_role("button", name="发货 1 行").click()
    page.get_by_text("1 行", exact=False).first.wait_for()
    console.settled(page)
    sent = [row for name, data in shop.calls if name == "shipOrders" for row in data["rows"]]
    assert [row["orderId"] for row in sent] == ["order-2"]

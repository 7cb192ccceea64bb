"""Customer service in the console: the queue, one conversation, and how the service works."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import console
from tests.support.console import Shop, refused

NOW = 1_795_305_700_000
Show = Callable[..., Any]
Answer = dict[str, Any]


def person(number: int, **fields: Any) -> Answer:
    row: Answer = console.sample("listConversations")["items"][0]
    return row | {"openid": f"shopper-{number}"} | fields


def queue_of(people: list[Answer], wait: int = 10) -> Callable[[Answer], Answer]:
    """The queue, 30 to a page."""

    def page(data: Answer) -> Answer:
        start = int(data.get("cursor") or 0)
        end = start + 30
        return {
            "items": people[start:end],
            "cursor": str(end) if end < len(people) else None,
            "isOpen": True,
            "waitMinutes": wait,
        }

    return page


def message(number: int, by: str = "user") -> Answer:
    text = f"message {number}."
    return {"id": f"{1000 + number}", "by": by, "kind": "text", "text": text, "at": NOW + number}


class Talk:
    """A conversation that grows."""

    def __init__(self, **fields: Any) -> None:
        self.fields = fields
        self.said = [message(number) for number in range(50)]

    def page(self, data: Answer) -> Answer:
        end = len(self.said) - int(data.get("cursor") or 0)
        start = max(0, end - data["limit"])
        return (
            console.sample("getConversation")
            | {"openid": data["openid"]}
            | self.fields
            | {
                "messages": self.said[start:end][::-1],
                "cursor": str(len(self.said) - start) if start else None,
            }
        )


def opened(show: Show, shop: Shop, talk: Talk, **more: Any) -> Any:
    """The page with this conversation."""
    shop.answers["getConversation"] = talk.page
    page = show(shop, "/service", **more)
    page.locator("button.person").first.click()
    page.locator(".paper").wait_for()
    return page


# --- the queue -----------------------------------------------------------------------------------


def test_the_queue_keeps_the_pages_that_are_shown(show: Show) -> None:
    shop = Shop()
    people = [person(number) for number in range(70)]
    shop.answers["listConversations"] = queue_of(people)
    page = show(shop, "/service", clock=True)
    page.get_by_role("button", name="加载更多").click()
    console.settled(page, "document.querySelectorAll('.people > li').length === 60")
    people[40] = person(40, lastText="newly written")
    people.insert(0, person(100))
    page.clock.fast_forward(5000)
    page.get_by_text("newly written").wait_for()
    rows = page.locator(".people > li .name")
    assert rows.all_inner_texts() == [one["openid"] for one in people[:60]]
    page.get_by_role("button", name="加载更多").click()
    console.settled(page, "document.querySelectorAll('.people > li').length === 71")


def test_a_queue_that_cannot_be_read_again_stays_and_says_so(show: Show) -> None:
    shop = Shop()
    shop.answers["listConversations"] = queue_of([person(1)])
    page = show(shop, "/service", clock=True)
    page.locator(".people > li").wait_for()
    shop.answers["listConversations"] = refused(503, "BUSY", "系统繁忙，请稍后再试")
    page.clock.fast_forward(5000)
    page.locator(".queue .trouble").wait_for()
    assert page.locator(".people > li").count() == 1
    shop.answers["listConversations"] = queue_of([person(1), person(2)])
    page.locator(".queue .trouble").get_by_role("button").click()
    page.get_by_text("shopper-2").wait_for()
    assert page.locator(".queue .trouble").count() == 0


def test_a_long_wait_is_what_the_shop_says(show: Show) -> None:
    shop = Shop()
    now = int(time.time() * 1000)
    people = [person(minutes, waitsSince=now - minutes * 60_000) for minutes in (25, 15)]
    shop.answers["listConversations"] = queue_of(people, wait=20)
    page = show(shop, "/service")
    page.locator(".wait", has_text="已等待 25 分钟").wait_for()
    assert page.locator(".wait.danger").all_inner_texts() == ["已等待 25 分钟"]


# --- a conversation ------------------------------------------------------------------------------


def test_older_messages_stay_when_new_ones_come(show: Show) -> None:
    talk = Talk()
    page = opened(show, Shop(), talk, clock=True)
    page.get_by_role("button", name="更早的消息").click()
    page.get_by_text("message 0.").wait_for()
    talk.said += [message(number) for number in (50, 51)]
    page.clock.fast_forward(3000)
    page.get_by_text("message 51.").wait_for()
    texts = page.locator(".bubble").all_inner_texts()
    assert texts == [f"message {number}." for number in range(52)]
    assert page.get_by_role("button", name="更早的消息").count() == 0


def test_messages_have_no_hole_after_a_long_pause(show: Show) -> None:
    """More came than a page has: the older ones are read again from there on."""
    talk = Talk()
    page = opened(show, Shop(), talk, clock=True)
    talk.said += [message(number) for number in range(50, 100)]
    page.clock.fast_forward(3000)
    page.get_by_text("message 99.").wait_for()
    page.get_by_role("button", name="更早的消息").click()
    page.get_by_text("message 20.").wait_for()
    texts = page.locator(".bubble").all_inner_texts()
    assert texts == [f"message {number}." for number in range(20, 100)]


def test_a_reply_cannot_be_changed_while_it_is_sent(show: Show) -> None:
    shop, go = Shop(), threading.Event()
    page = opened(show, shop, Talk())
    held: list[Any] = []
    page.route(
        "**/replyConversation",
        lambda route: held.append(route) if not go.is_set() else route.fallback(),
    )
    box = page.get_by_label("回复", exact=True)
    box.fill("马上为您查询")
    page.get_by_role("button", name="发送", exact=True).click()
    console.settled(page, "document.querySelector('textarea').readOnly")
    box.press_sequentially(" and more")
    assert box.input_value() == "马上为您查询"
    go.set()
    held[0].fallback()
    console.settled(page, "document.querySelector('textarea').value === ''")
    assert [sent["text"] for sent in shop.sent("replyConversation")] == ["马上为您查询"]


def test_a_reply_that_wechat_does_not_take_stays_in_the_box(show: Show) -> None:
    shop = Shop()
    shop.answers["replyConversation"] = lambda data: (
        console.sample("replyConversation") | {"replyId": data["replyId"], "state": "FAILED"}
    )
    page = opened(show, shop, Talk())
    box = page.get_by_label("回复", exact=True)
    box.fill("马上为您查询")
    for _ in range(2):
        page.get_by_role("button", name="发送", exact=True).click()
        page.get_by_text("微信没有接收这条回复").first.wait_for()
        console.settled(page, "!document.querySelector('textarea').readOnly")
    assert box.input_value() == "马上为您查询"
    assert len({sent["replyId"] for sent in shop.sent("replyConversation")}) == 2


LIVE = {"state": "HUMAN", "owner": "agent-2", "isMine": False, "token": ""}
WAITS = {"state": "WAITING", "owner": None, "isMine": False, "token": ""}
OVERDUE = {"state": "WAITING", "owner": "agent-2", "isMine": False, "isOverdue": True, "token": ""}
MINE = {"state": "HUMAN", "owner": "operator-1", "isMine": True}
MINE_OVERDUE = MINE | {"state": "WAITING", "isOverdue": True}
BOT = {"state": "BOT", "owner": None, "isMine": False, "token": ""}


@pytest.mark.parametrize(
    ("fields", "buttons"),
    [
        (LIVE, []),
        (WAITS, ["接入"]),
        (OVERDUE, ["接入"]),
        (BOT, ["接入"]),
        (MINE, ["放回队列", "还给机器人"]),
        (MINE_OVERDUE, ["接入", "放回队列", "还给机器人"]),
    ],
    ids=["another's", "waits", "another's overdue", "the bot's", "mine", "mine overdue"],
)
def test_what_can_be_done_with_a_conversation(
    show: Show, fields: Answer, buttons: list[str]
) -> None:
    page = opened(show, Shop(), Talk(**fields))
    found = page.locator("header.head button:not(.back)").all_inner_texts()
    assert found == buttons
    assert page.get_by_label("回复", exact=True).count() == (
        1 if fields["owner"] == "operator-1" else 0
    )


def test_an_operator_who_is_no_agent_only_reads(show: Show) -> None:
    page = opened(show, Shop(("operator",)), Talk(**WAITS))
    assert page.locator("header.head button:not(.back)").count() == 0


@pytest.mark.parametrize(
    ("button", "to", "said"),
    [("还给机器人", "bot", "已还给机器人"), ("放回队列", "queue", "已放回队列")],
)
def test_a_conversation_is_given_back(show: Show, button: str, to: str, said: str) -> None:
    shop, talk = Shop(), Talk(**MINE)
    page = opened(show, shop, talk)
    talk.fields = WAITS if to == "queue" else BOT
    page.get_by_role("button", name=button).click()
    page.get_by_text(said).wait_for()
    assert shop.sent("releaseConversation") == [{"openid": "shopper-1", "to": to}]
    page.get_by_role("button", name="接入").wait_for()


@pytest.mark.parametrize(
    ("first_reply", "state", "said"),
    [
        (NOW + 185_000, "HUMAN", "3 分钟后首次回复"),
        (None, "HUMAN", r"已过 .+，尚未回复"),
        (None, "BOT", "没有人工回复"),
    ],
)
def test_the_first_response_time_counts_from_the_hand_over(
    show: Show, first_reply: int | None, state: str, said: str
) -> None:
    talk = Talk(handedAt=NOW, firstReplyAt=first_reply, state=state)
    page = opened(show, Shop(), talk)
    shown = page.locator(".handed").inner_text()
    assert "转人工：" in shown and "2026-11-22 08:01" in shown and re.search(said, shown)


def test_phrases_that_cannot_be_read_say_so(show: Show) -> None:
    shop = Shop()
    shop.answers["getService"] = refused(503, "BUSY", "系统繁忙，请稍后再试")
    page = opened(show, shop, Talk())
    page.get_by_text("快捷回复没有读到").wait_for()
    del shop.answers["getService"]
    shop.change = lambda answer: (
        answer | {"phrases": [{"title": "发货", "text": "48 小时内发货"}]}
        if isinstance(answer, dict) and "phrases" in answer
        else answer
    )
    page.locator(".note.bad").get_by_role("button", name="重试").click()
    page.get_by_role("button", name="发货").click()
    assert page.get_by_label("回复", exact=True).input_value() == "48 小时内发货"


# --- settings ------------------------------------------------------------------------------------


def settings(show: Show, shop: Shop, **service: Any) -> Any:
    shop.answers["getService"] = lambda _: console.sample("getService") | service
    shop.answers["saveService"] = lambda data: console.sample("getService") | service | data
    page = show(shop, "/service")
    page.get_by_role("button", name="客服设置").click()
    return page


def test_days_off_are_added_and_removed(show: Show) -> None:
    shop = Shop()
    page = settings(show, shop, closedOn=["2027-01-01", "2027-02-06"])
    page.get_by_role("button", name="移除 2027-01-01").click()
    page.get_by_label("选择日期").fill("2026-12-31")
    page.get_by_role("button", name="添加休息日").click()
    page.get_by_role("button", name="保存").first.click()
    page.get_by_text("已保存").wait_for()
    assert shop.sent("saveService")[0]["closedOn"] == ["2026-12-31", "2027-02-06"]


def test_midnight_is_the_end_of_a_day(show: Show) -> None:
    shop = Shop()
    hours = [{"days": [1, 2], "from": "09:00", "to": "24:00"}]
    page = settings(show, shop, hours=hours)
    page.get_by_role("button", name="保存").first.click()
    page.get_by_text("已保存").wait_for()
    assert shop.sent("saveService")[0]["hours"] == hours
    page.get_by_label("结束").fill("09:00")
    page.get_by_text("开始和结束时间不能相同").wait_for()
    assert page.get_by_role("button", name="保存").first.is_disabled()


def test_saving_phrases_keeps_what_else_was_typed(show: Show) -> None:
    shop = Shop()
    page = settings(show, shop)
    page.get_by_label("超过多久未回复重新排队").fill("25")
    page.get_by_role("button", name="添加", exact=True).click()
    page.get_by_label("名称").fill("发货")
    save = page.get_by_role("button", name="保存").last
    page.get_by_text("每条快捷回复都要填写名称和内容").wait_for()
    assert save.is_disabled()
    page.get_by_label("内容").fill("48 小时内发货")
    save.click()
    page.get_by_text("已保存").wait_for()
    assert shop.sent("saveService") == [{"phrases": [{"title": "发货", "text": "48 小时内发货"}]}]
    wait = page.get_by_label("超过多久未回复重新排队")
    assert wait.input_value() == "25"
    wait.fill("121")
    page.get_by_text("请填写 1 到 120 之间的整数").wait_for()
    assert page.get_by_role("button", name="保存").first.is_disabled()


def test_settings_that_cannot_be_read_say_so(show: Show) -> None:
    shop = Shop()
    shop.answers["getService"] = refused(503, "BUSY", "系统繁忙，请稍后再试")
    page = show(shop, "/service")
    page.get_by_role("button", name="客服设置").click()
    page.locator(".trouble").wait_for()
    assert page.get_by_role("button", name="保存").count() == 0
    del shop.answers["getService"]
    page.locator(".trouble").get_by_role("button").click()
    page.get_by_text("工作时间", exact=True).wait_for()

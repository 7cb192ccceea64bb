"""Lists for the staff: answers of the bot, notices, live rooms."""

from __future__ import annotations

import pytest

from shop.notices.model import FACTS
from tests.support.cloud import START, Answer, Shop, call
from wxcloud import clock

OPERATOR = ("operator",)


def save_faq(faq_id: str, **more: object) -> None:
    form = {"faqId": faq_id, "question": "几点开门？", "keywords": ["开门"], "answer": "九点。"}
    assert call("saveFaq", {**form, **more}, "op", OPERATOR).ok


def test_the_list_of_answers_has_hidden_ones_too_and_pages(shop: Shop) -> None:
    for number in range(60):
        save_faq(f"faq-{number:02}", hidden=number == 7)
    first = call("listFaq", {}, "agent-1", ("agent",))
    assert len(first["items"]) == 50 and first["items"][7]["hidden"]
    second = call("listFaq", {"cursor": first["cursor"]}, "op", OPERATOR)
    assert second["cursor"] is None
    found = [each["faqId"] for each in (*first["items"], *second["items"])]
    assert found == [f"faq-{number:02}" for number in range(60)]
    assert call("listFaq", {}, "u1").code == "FORBIDDEN"
    assert call("listFaq", {"cursor": first["cursor"] + "x"}, "op", OPERATOR).status == 400


def test_all_notices_are_listed_with_their_facts_and_templates(shop: Shop) -> None:
    data = {"thing1": "{goods}"}
    form = {"notice": "groupSuccess", "templateId": "t1", "data": data, "page": "pages/a"}
    assert call("saveNotice", form, "op", OPERATOR).ok
    items = {each["notice"]: each for each in call("listNotices", {}, "op", OPERATOR)["items"]}
    assert items.keys() == FACTS.keys()
    saved = items["groupSuccess"]
    assert (saved["templateId"], saved["page"], saved["data"]) == ("t1", "pages/a", data)
    assert saved["facts"].keys() == FACTS["groupSuccess"].keys()
    assert (items["orderShipped"]["templateId"], items["orderShipped"]["data"]) == (None, {})
    assert call("listNotices", {}, "u1").code == "FORBIDDEN"


def open_live(number: int) -> Answer:
    room = {"liveId": f"live-{number:02}", "title": "t", "startAt": START + number * clock.HOUR}
    return call("saveLive", room, "host-1", ("host",))


def test_live_rooms_are_listed_the_last_one_first(shop: Shop) -> None:
    for number in range(25):
        assert open_live(number).ok
    first = call("listLives", {}, "u1")
    second = call("listLives", {"cursor": first["cursor"]}, "u1")
    found = [each["liveId"] for each in (*first["items"], *second["items"])]
    assert found == [f"live-{number:02}" for number in reversed(range(25))]
    assert second["cursor"] is None
    room = call("listLives", {}, "op", OPERATOR)["items"][0]
    assert (room["host"], room["title"], room["endAt"]) == ("host-1", "t", None)


@pytest.mark.parametrize(("who", "roles", "sees"), [("", (), False), ("op", OPERATOR, True)])
def test_a_live_room_is_shown_with_its_host_to_the_staff_alone(
    shop: Shop, who: str, roles: tuple[str, ...], *, sees: bool
) -> None:
    open_live(1)
    room = call("getLive", {"liveId": "live-01"}, who, roles)
    assert (room["title"], room["startAt"]) == ("t", START + clock.HOUR)
    assert ("host" in room.body) == sees
    assert call("getLive", {"liveId": "nowhere"}, who, roles).code == "NOT_FOUND"

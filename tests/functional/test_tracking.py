"""trackEvents: what is taken, what is rejected, and that nothing is lost or counted twice."""

from __future__ import annotations

from typing import Any

import pytest

from shop.analytics import delivery, visitors
from shop.analytics.intake import ServerEvent, note_login, record
from shop.analytics.lines import insert_id
from shop.analytics.outcomes import NoticeSent
from shop.analytics.server_events import note_notice
from shop.analytics.visitors import forget, pseudonym
from tests.support.analytics import kept, once
from tests.support.cloud import START, Answer, Shop, call
from wxcloud import clock, firehose
from wxcloud.transaction import commit_one

GUEST = "guest-0123456789abcdef"
OPERATOR = ("operator",)
NAMES = ("notice_sent", "login")


def event(number: int = 0, name: str = "goods_click", **more: Any) -> dict[str, Any]:
    props = {"goodsId": "tea"} if name.startswith("goods") else {}
    return {"insertId": f"e{number}", "event": name, "time": START, "props": props} | more


def track(*events: dict[str, Any], openid: str = "u1", **more: Any) -> Answer:
    return call("trackEvents", {"events": list(events), **more}, openid)


def rejected(answer: Answer) -> dict[str, str]:
    return {each["insertId"]: each["errCode"] for each in answer["rejected"]}


def test_events_become_lines(shop: Shop) -> None:
    answer = track(event(1), event(2, "page_view", page="/pages/a"))
    assert answer.body == {"accepted": 2, "rejected": []}
    click, view = sorted(kept(shop), key=lambda line: line["event"])
    assert (click["goods"], click["at_ms"], click["received_ms"]) == ("tea", START, START)
    assert view["page"] == "/pages/a"
    assert click["who"] == view["who"] != "" and click["source"] == "client"
    assert set(click) == set(view), "each line has all columns"


def test_a_line_says_nothing_by_which_a_user_is_known(shop: Shop) -> None:
    track(event(1), openid="o-secret-openid")
    track(event(2), openid="", anonymousId=GUEST)
    text = str(kept(shop))
    assert "o-secret-openid" not in text and GUEST not in text and "127.0.0.1" not in text


def test_what_does_not_fit_is_rejected_by_name_and_the_rest_is_taken(shop: Shop) -> None:
    hour, minute = clock.HOUR, clock.MINUTE
    answer = track(
        event(1),
        event(2, "no_such_event"),
        event(3, "order_paid", props={"fen": 100}),
        event(4, props={"goodsId": 7}),
        event(5, props={"goodsId": "tea", "colour": "red"}),
        event(6, props={"goodsId": {"$ne": ""}}),
        event(7, time=START - 72 * hour),
        event(8, time=START - 72 * hour - 1),
        event(9, time=START + 5 * minute),
        event(10, time=START + 5 * minute + 1),
        event(11, "page_view", props={"seconds": 1e400}),
    )
    assert answer.code == "BAD_REQUEST", "no JSON has an infinite number"
    answer = track(
        *(
            event(1),
            event(2, "no_such_event"),
            event(3, "order_paid", props={"fen": 100}),
            event(4, props={"goodsId": 7}),
            event(5, props={"goodsId": "tea", "colour": "red"}),
            event(6, props={"goodsId": {"$ne": ""}}),
            event(7, time=START - 72 * hour),
            event(8, time=START - 72 * hour - 1),
            event(9, time=START + 5 * minute),
            event(10, time=START + 5 * minute + 1),
        )
    )
    assert answer["accepted"] == 3
    assert rejected(answer) == {
        "e2": "EVENT_UNKNOWN",
        "e3": "EVENT_UNKNOWN",
        "e4": "EVENT_PROPERTY",
        "e5": "EVENT_PROPERTY",
        "e6": "EVENT_PROPERTY",
        "e8": "EVENT_LATE",
        "e10": "EVENT_EARLY",
    }
    assert len(kept(shop)) == 3


@pytest.mark.parametrize(
    "data",
    [
        {"events": []},
        {"events": [event(n) for n in range(101)]},
        {"events": [event(1, insertId="")]},
        {"events": [event(1, insertId="two words")]},
        {"events": [event(1, time="now")]},
        {"events": [event(1)], "anonymousId": "short"},
        {"events": [event(1, openid="somebody")]},
    ],
)
def test_a_batch_of_the_wrong_shape_is_refused_whole(shop: Shop, data: dict[str, Any]) -> None:
    assert call("trackEvents", data).code == "BAD_REQUEST"
    assert kept(shop) == []


def test_a_guest_needs_an_anonymous_id(shop: Shop) -> None:
    assert track(event(1), openid="").code == "BAD_REQUEST"
    assert track(event(1), openid="", anonymousId=GUEST).ok
    (line,) = kept(shop)
    assert line["who"] == "" and line["anon"] != ""


def test_100_repeats_of_a_batch_count_once(shop: Shop) -> None:
    batch = [event(n) for n in range(20)]
    for _ in range(100):
        assert track(*batch)["accepted"] == 20
    lines = kept(shop)
    assert len(lines) == 2000 and len(once(lines)) == 20


def test_nobody_hides_the_event_of_another_by_using_its_id(shop: Shop) -> None:
    record([ServerEvent(insertId="e1", event="order_paid", at=START, openid="u1")])
    track(event(1), openid="u1")
    track(event(1), openid="u2")
    assert len(once(kept(shop))) == 3


def test_events_of_a_guest_count_once_though_they_are_sent_again_after_the_login(
    shop: Shop,
) -> None:
    track(event(1), openid="", anonymousId=GUEST)
    track(event(1), openid="u1", anonymousId=GUEST)
    assert len(once(kept(shop))) == 1


# --- Firehose fails -------------------------------------------------------------------------------


def test_nothing_is_lost_and_nothing_counts_twice_while_firehose_fails(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten minutes: every call is answered, and all events arrive once when it works again."""
    put, asked = firehose.put, []

    def down(stream: str, records: Any) -> list[bytes]:
        asked.append(len(records))
        if len(asked) % 3 == 0:  # its answer is lost, but it took them
            put(stream, records)
        return list(records)

    monkeypatch.setattr(firehose, "put", down)
    monkeypatch.setattr(delivery, "_FIRST_WAIT_S", 0)  # the queue's delays are real ones
    for minute in range(10):
        delivery.reset()  # as in another process
        for n in range(5):
            assert track(event(100 * minute + n))["accepted"] == 1
        shop.clock.advance(clock.MINUTE)
        assert shop.run_queue("tracking", "deliverEvents") == []
    monkeypatch.setattr(firehose, "put", put)
    delivery.reset()
    assert shop.run_queue("tracking", "deliverEvents") == []
    assert shop.drain("tracking") == []
    found = once(kept(shop))
    assert len(found) == 50 and len({line["at_ms"] for line in found}) == 1


def test_calls_do_not_wait_for_a_firehose_that_has_just_failed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def down(stream: str, records: Any) -> list[bytes]:
        asked.append(len(records))
        return list(records)

    monkeypatch.setattr(firehose, "put", down)
    for n in range(5):
        assert track(event(n)).ok
    assert len(asked) == 1 and len(shop.drain("tracking")) == 5


def test_only_what_firehose_did_not_take_waits(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_RECORD", 600)
    monkeypatch.setattr(firehose, "put", lambda stream, records: list(records)[1:])
    track(*[event(n) for n in range(4)])
    waiting = shop.drain("tracking")
    assert len(waiting) == 3 and all(each["lines"].count("\n") == 1 for each in waiting)


def test_events_that_firehose_does_not_take_for_four_days_are_dead_letters(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firehose, "put", lambda stream, records: list(records))
    track(event(1))
    (waiting,) = shop.drain("tracking")
    shop.clock.advance(4 * clock.DAY + 1)
    from tests.support.cloud import LambdaContext, handler, sqs_event

    outcome = handler("deliverEvents")(sqs_event(waiting), LambdaContext())
    assert len(outcome["batchItemFailures"]) == 1


def test_if_the_queue_fails_too_the_client_is_told_to_send_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firehose, "put", lambda stream, records: list(records))
    shop.set(TRACKING_QUEUE_URL="http://127.0.0.1:1/nothing")
    assert track(event(1)).status >= 500


# --- pseudonyms -----------------------------------------------------------------------------------


def test_an_erased_user_is_not_found_again(shop: Shop) -> None:
    before = pseudonym("u1")
    assert pseudonym("u1") == before
    visitors.reset()
    assert pseudonym("u1") == before, "the salt is kept"
    commit_one(forget("u1"))
    assert pseudonym("u1") != before
    assert all(before not in str(item) for item in shop.items("analytics"))


def test_no_id_of_an_event_can_be_made_of_the_openid(shop: Shop) -> None:
    """Else the line would be found, and `who` in it leads to all events of an erased user."""
    sent = NoticeSent(openid="u1", about="order_paid#1", sentAt=START, at=START)
    note_notice(sent)
    note_login("u1", GUEST)
    known = ["u1", f"u1#{GUEST}", "u1#order_paid#1"]
    guesses = {insert_id("server", f"{name}#{each}") for name in NAMES for each in known}
    found = {line["event"]: line["insertid"] for line in kept(shop)}
    assert set(found) == {"notice_sent", "login"} and not guesses & set(found.values())
    note_notice(sent)
    note_login("u1", GUEST)
    assert len(once(kept(shop))) == 2, "repeats count once"


def test_two_at_once_get_one_salt(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pseudonym("u1")
    visitors.reset()
    monkeypatch.setattr(visitors.Visitor, "get", classmethod(lambda *_, **__: None))
    assert pseudonym("u1") == first, "another call had made it meanwhile"


# --- the catalogue --------------------------------------------------------------------------------


def save(name: str, props: dict[str, str], **more: Any) -> Answer:
    return call(
        "saveEvent", {"name": name, "title": "品鉴", "props": props} | more, "boss", OPERATOR
    )


def test_an_operator_adds_an_event(shop: Shop) -> None:
    assert rejected(track(event(1, "tasting", props={"cups": 3}))) == {"e1": "EVENT_UNKNOWN"}
    assert save("tasting", {"cups": "int", "note": "text"}).ok
    shop_event = event(1, "tasting", props={"cups": 3, "note": "香 🍵 'x'"})
    assert track(shop_event)["accepted"] == 1
    (line,) = kept(shop)
    assert line["props"] == '{"cups":3,"note":"香 🍵 \'x\'"}'
    listed = {each["name"]: each for each in call("listEvents", {}, "boss", OPERATOR)["items"]}
    assert listed["tasting"]["props"] == {"cups": "int", "note": "text"}
    assert listed["tasting"]["savedAt"] == START and listed["order_paid"]["source"] == "server"


def test_a_property_keeps_its_type(shop: Shop) -> None:
    assert save("tasting", {"cups": "int"}).ok
    assert save("tasting", {"cups": "int", "more": "bool"}).ok
    assert save("tasting", {"cups": "text", "more": "bool"}).code == "EVENT_FIXED"
    assert save("tasting", {"cups": "int"}).code == "EVENT_FIXED"
    assert save("goods_click", {"cups": "int"}).code == "EVENT_FIXED"
    assert save("other", {"fen": "text"}).code == "EVENT_FIXED", "a column has one type"
    assert save("Bad Name", {}).code == "BAD_REQUEST"
    assert save("other", {"a'b": "int"}).code == "BAD_REQUEST"


def test_only_operators_change_the_catalogue(shop: Shop) -> None:
    data = {"name": "tasting", "title": "品鉴"}
    assert call("saveEvent", data, "u1").code == "FORBIDDEN"
    assert call("listEvents", {}, "u1").code == "FORBIDDEN"
    assert call("saveEvent", data, "").code == "UNAUTHENTICATED"


def test_operators_save_an_event_at_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from shop.analytics.catalogue import SavedEvent

    assert save("tasting", {"cups": "int"}).ok
    stale = SavedEvent.get("events", "tasting")
    assert save("tasting", {"cups": "int", "more": "int"}).ok
    monkeypatch.setattr(SavedEvent, "get", classmethod(lambda *_, **__: stale))
    assert save("tasting", {"cups": "int", "other": "int"}).code == "EVENT_MOVED"

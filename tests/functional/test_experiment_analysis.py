"""An experiment from saving it to the paragraph, through the door, with DuckDB as Athena."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from shop.analytics import intake, sources, visitors
from shop.analytics.intake import ServerEvent, record
from shop.experiments import exposures, noting, reads
from shop.experiments.exposures import EXPOSURES, NoteExposure
from tests.support.analytics import Duck, athena_is_duck, kept, once
from tests.support.cloud import START, Answer, Shop, call
from wxcloud import clock

OPERATOR = ("operator",)
PLAN: dict[str, Any] = {
    "key": "home",
    "variants": [{"name": "v1", "weight": 1}, {"name": "v2", "weight": 1}],
    "metrics": [
        {"name": "orders", "event": "order_paid", "windowHours": 24},
        {"name": "revenue", "event": "order_paid", "value": "fen", "windowHours": 24},
    ],
    "start": START,
    "stop": START + 14 * clock.DAY,
    "minimumEffect": 0.1,
}


@pytest.fixture
def duck(shop: Shop) -> Iterator[Duck]:
    exposures.forget()
    reads.reset()
    with athena_is_duck(shop) as duck:
        yield duck


def analyze(**data: Any) -> Answer:
    return call("analyzeExperiment", {"experiment": "home", **data}, "op", OPERATOR)


def visit(openid: str) -> str:
    return str(call("getPageVersion", {"experiment": "home"}, openid)["variant"])


def paid_by(openid: str, fen: int) -> ServerEvent:
    return ServerEvent(
        insertId=f"paid#{openid}",
        event="order_paid",
        at=clock.now(),
        openid=openid,
        props={"fen": fen},
    )


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[NoteExposure]:
    """The queue of exposures, and the pseudonyms of users, without AWS: for many users."""
    sent: list[NoteExposure] = []
    monkeypatch.setattr(EXPOSURES, "send", lambda message, delay_s=0: sent.append(message))
    monkeypatch.setattr(visitors, "pseudonym", lambda openid: f"p-{openid}" if openid else "")
    monkeypatch.setattr(intake, "brought", lambda *about: sources.Brought())
    return sent


def noted(messages: list[NoteExposure]) -> None:
    """The messages are worked off, and their events are kept by one call."""
    events: list[ServerEvent] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(noting, "record", events.extend)
        for message in messages:
            noting.note(message)
    record(events)
    messages.clear()


def noted_one_by_one(shop: Shop) -> None:
    assert shop.run_queue("exposure", "noteExposure") == []


def test_an_experiment_from_the_door_to_the_paragraph(
    shop: Shop, duck: Duck, messages: list[NoteExposure]
) -> None:
    begun = {**PLAN, "start": START - clock.SECOND}  # it begins when it is saved, or just before
    assert call("saveExperiment", begun, "op", OPERATOR).ok
    rng = random.Random(7)
    users: dict[str, list[str]] = {"v1": [], "v2": []}
    for i in range(330):
        users[visit(f"u{i}")].append(f"u{i}")
    noted(messages)
    shop.clock.advance(clock.HOUR)
    paid, events = {"v1": 0, "v2": 0}, []
    for variant, chance in (("v1", 0.2), ("v2", 0.6)):
        for openid in users[variant]:
            if rng.random() < chance:
                events.append(paid_by(openid, 3000))
                paid[variant] += 1
    record(events)
    early = analyze()
    assert early["verdict"] == "tooEarly" and early["arms"][0]["waiting"] == len(users["v1"])
    shop.clock.advance(4 * clock.DAY)
    found = analyze()
    for arm in found["arms"]:
        assert arm["users"] == len(users[arm["name"]]) and arm["waiting"] == 0
        assert arm["conversions"] == paid[arm["name"]]
        assert arm["rate"] == arm["conversions"] / arm["users"]
    (compared,) = found["comparisons"]
    assert (compared["arm"], compared["control"]) == ("v2", "v1")
    assert compared["difference"] == pytest.approx(
        found["arms"][1]["rate"] - found["arms"][0]["rate"]
    )
    assert compared["low"] < compared["difference"] < compared["high"]
    assert compared["alwaysValidP"] < 0.05
    assert found["verdict"] == "better" and "把 v2 推给所有用户" in found["words"]
    assert "改过权重" not in found["words"]
    assert not found["sampleRatio"]["flagged"] and found["multipleExposures"] == 0
    revenue = found["metrics"][1]
    assert revenue["arms"][1]["value"] == pytest.approx(paid["v2"] * 3000 / len(users["v2"]))
    assert found["scannedBytes"] > 0

    drawn = {"queryId": found["queryId"], "format": "svg"}
    again = call("getAnalysis", drawn, "op", OPERATOR)
    assert again["words"] == found["words"] and again["arms"] == found["arms"]
    assert again["svg"].startswith("<svg") and "（对照）" in again["svg"]


def test_the_words_are_english_for_who_prefers_it(shop: Shop, duck: Duck) -> None:
    assert call("saveExperiment", PLAN, "op", OPERATOR).ok
    english = {"accept-language": "en-GB,en;q=0.9,zh;q=0.5"}
    data = {"experiment": "home"}
    told = call("analyzeExperiment", data, "op", OPERATOR, headers=english)["words"]
    assert told.startswith("Nobody is in this experiment yet.")
    assert analyze()["words"].startswith("还没有用户")


def test_one_exposure_is_kept_per_user_and_day_with_the_variant(shop: Shop, duck: Duck) -> None:
    assert call("saveExperiment", PLAN, "op", OPERATOR).ok
    variant = visit("u1")
    exposures.forget()  # another process
    visit("u1")
    noted_one_by_one(shop)
    lines = kept(shop)
    assert len(lines) == 2 and len(once(lines)) == 1
    (line,) = once(lines)
    assert (line["event"], line["experiment"], line["variant"]) == ("exposure", "home", variant)
    assert line["source"] == "server" and line["who"] and "u1" not in line["who"]
    shop.clock.advance(clock.DAY)
    visit("u1")
    noted_one_by_one(shop)
    assert len(once(kept(shop))) == 2


def test_what_users_do_is_stamped_with_their_variants(shop: Shop, duck: Duck) -> None:
    assert call("saveExperiment", PLAN, "op", OPERATOR).ok
    assert call("saveExperiment", {**PLAN, "key": "later", "start": START + 1}, "op", OPERATOR).ok
    event = {"insertId": "i1", "event": "page_view", "time": START}
    variant = visit("u1")
    assert call("trackEvents", {"events": [event]}, "u1")["accepted"] == 1
    (line,) = kept(shop)
    assert line["arms"] == f"|home={variant}|"
    assert [message["experiment"] for message in shop.drain("exposure")] == ["home"]


def test_users_who_change_their_version_are_left_out_and_told(
    shop: Shop, duck: Duck, messages: list[NoteExposure]
) -> None:
    assert call("saveExperiment", PLAN, "op", OPERATOR).ok
    before = {f"u{i}": visit(f"u{i}") for i in range(60)}
    shop.clock.advance(clock.DAY)
    changed = [{"name": "v1", "weight": 1}, {"name": "v2", "weight": 9}]
    assert call("saveExperiment", {**PLAN, "variants": changed}, "op", OPERATOR).ok
    after = {openid: visit(openid) for openid in before}
    noted(messages)
    moved = [openid for openid in before if before[openid] != after[openid]]
    assert {before[openid] for openid in moved} == {"v1"}  # who had v2 keeps it
    shop.clock.advance(4 * clock.DAY)
    found = analyze()
    assert found["multipleExposures"] == len(moved) and found["multipleExposuresFlagged"]
    assert f"{len(moved)} 人" in found["words"] and "之前进入的 60 人" in found["words"]
    assert found["verdict"] == "tooEarly" and [arm["users"] for arm in found["arms"]] == [0, 0]
    assert not found["sampleRatio"]["flagged"]  # the old weights do not count against the new ones


def test_a_change_of_weights_makes_no_version_look_better(
    shop: Shop, duck: Duck, messages: list[NoteExposure]
) -> None:
    """Two same versions. Half of the users come back after the change, and they are those who buy:
    of v1, they are left out with their orders, and without the others v1 would look bad."""
    assert call("saveExperiment", PLAN, "op", OPERATOR).ok
    users = [f"u{i}" for i in range(900)]
    before = {openid: visit(openid) for openid in users}
    shop.clock.advance(clock.HOUR)
    changed = [{"name": "v1", "weight": 1}, {"name": "v2", "weight": 9}]
    assert call("saveExperiment", {**PLAN, "variants": changed}, "op", OPERATOR).ok
    shop.clock.advance(2 * clock.MINUTE)
    after = {openid: visit(openid) for openid in users[::2]}  # on the same day
    moved = [openid for openid in after if before[openid] != after[openid]]
    noted(messages)
    record([paid_by(openid, 3000) for openid in after])
    shop.clock.advance(4 * clock.DAY)
    found = analyze()
    assert found["multipleExposures"] == len(moved) > 100
    assert found["verdict"] not in ("better", "worse")
    assert {each["verdict"] for each in found["comparisons"]} == {"undecided"}


def test_only_operators_ask_and_only_about_what_is_there(shop: Shop, duck: Duck) -> None:
    assert call("analyzeExperiment", {"experiment": "home"}, "u1").code == "FORBIDDEN"
    assert analyze().code == "NOT_FOUND"
    assert analyze(experiment="a b").code == "BAD_REQUEST"

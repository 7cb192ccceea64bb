"""Experiments at the door: save, list, get a version, note the exposure."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from shop.analytics import intake
from shop.experiments import exposures, noting, reads
from shop.experiments.exposures import EXPOSURES
from shop.experiments.hashing import bucket_of
from tests.support.cloud import START, Answer, call, direct
from wxcloud import aws

OPERATOR = ("operator",)
DAY = 86_400_000


@pytest.fixture(autouse=True)
def a_new_process(shop: Any) -> None:
    exposures.forget()
    reads.reset()


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[intake.ServerEvent]:
    """The events that analytics gets."""
    events: list[intake.ServerEvent] = []
    monkeypatch.setattr(noting, "record", events.extend)
    return events


def plan(**fields: Any) -> dict[str, Any]:
    return {
        "key": "home",
        "variants": [
            {"name": "v1", "weight": 1, "config": {"layout": "list"}},
            {"name": "v2", "weight": 1, "config": {"layout": "waterfall", "count": 2, "on": True}},
        ],
        "metrics": [{"name": "orders", "event": "order_paid"}],
        "start": START,
        "stop": START + 14 * DAY,
        "minimumEffect": 0.1,
        **fields,
    }


def save(**fields: Any) -> Answer:
    return call("saveExperiment", plan(**fields), "op", OPERATOR)


def version(openid: str = "u1", experiment: str = "home") -> Answer:
    return call("getPageVersion", {"experiment": experiment}, openid)


# --- getPageVersion ------------------------------------------------------------------------------


def test_without_any_configuration_there_are_v1_and_v2(shop: Any) -> None:
    got = {f"u{i}": call("getPageVersion", {}, f"u{i}")["variant"] for i in range(40)}
    assert set(got.values()) == {"v1", "v2"}
    for openid, variant in got.items():
        assert variant == ("v1" if bucket_of("page", openid) < 0.5 else "v2")
        assert call("getPageVersion", {}, openid)["variant"] == variant


def test_a_version_comes_with_its_configuration(shop: Any) -> None:
    assert save().ok
    got = [version(f"u{i}") for i in range(20)]
    assert {answer["variant"] for answer in got} == {"v1", "v2"}
    for answer in got:
        if answer["variant"] == "v2":
            assert answer["config"] == {"layout": "waterfall", "count": 2, "on": True}
        assert answer["inExperiment"] is True


def test_chinese_and_emoji_ids_get_the_version_of_the_sdks(shop: Any) -> None:
    for openid in ("用户一", "😀", "👨‍👩‍👧‍👦", "oé"):
        wanted = "v1" if bucket_of("home", openid) < 0.5 else "v2"
        assert direct("getPageVersion", {"experiment": "home"}, openid)["variant"] == wanted


def test_a_warm_process_asks_no_store(shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert save().ok
    version("first")

    def no_store(service: str, endpoint_url: str | None = None) -> Any:
        assert service == "sqs", service
        return real(service, endpoint_url)

    real = aws.client
    monkeypatch.setattr(aws, "client", no_store)
    for i in range(50):
        assert version(f"u{i}").ok


def test_a_change_is_seen_after_thirty_seconds_at_most(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert save(variants=[{"name": "v1", "weight": 1}, {"name": "v2", "weight": 0}]).ok
    now = [1000.0]
    monkeypatch.setattr("wxcloud.cache.time.monotonic", lambda: now[0])
    reads.reset()
    assert version()["variant"] == "v1"
    monkeypatch.setattr(reads, "forget", lambda key: None)  # it is saved in another process
    monkeypatch.setattr("shop.experiments.saving.reads.forget", lambda key: None)
    assert save(variants=[{"name": "v1", "weight": 0}, {"name": "v2", "weight": 1}]).ok
    now[0] += 29.9
    assert version()["variant"] == "v1"
    now[0] += 0.2
    assert version()["variant"] == "v2"


def test_a_guest_is_asked_to_log_in(shop: Any) -> None:
    assert version("").code == "UNAUTHENTICATED"


@pytest.mark.parametrize("name", ["", "a b", "x" * 65, "页面"])
def test_a_bad_key_is_refused(shop: Any, name: str) -> None:
    assert version(experiment=name).code == "BAD_REQUEST"


# --- exposures -----------------------------------------------------------------------------------


def noted(shop: Any) -> int:
    """Run the queue; how many messages were on it."""
    messages = shop.drain("exposure")
    for message in messages:
        EXPOSURES.send(EXPOSURES.message(**message))
    assert shop.run_queue("exposure", "noteExposure") == []
    return len(messages)


def test_the_first_call_of_a_day_is_noted_and_later_ones_cost_nothing(
    shop: Any, kept: list[intake.ServerEvent]
) -> None:
    assert save().ok
    variant = version()["variant"]
    version()
    assert noted(shop) == 1
    (event,) = kept
    assert (event.event, event.openid, event.at) == ("exposure", "u1", START)
    assert event.props == {"experiment": "home", "variant": variant}
    head, experiment, arm, user, day = event.insertId.split(":")
    assert (head, experiment, arm, day) == ("exposure", "home", variant, "2026-11-22")
    assert user and "u1" not in user

    shop.clock.advance(DAY)
    version()
    assert noted(shop) == 1
    assert len({event.insertId for event in kept}) == 2


def test_another_version_on_the_same_day_is_one_more_exposure(
    shop: Any, kept: list[intake.ServerEvent]
) -> None:
    for weights in ((1, 0), (0, 1), (1, 0)):
        variants = [{"name": f"v{n + 1}", "weight": each} for n, each in enumerate(weights)]
        assert save(variants=variants).ok
        version()
        version()
    assert noted(shop) == 2
    assert [event.props["variant"] for event in kept] == ["v1", "v2"]
    assert len({event.insertId for event in kept}) == 2


def test_another_process_and_a_second_delivery_have_the_same_insert_id(
    shop: Any, kept: list[intake.ServerEvent]
) -> None:
    version()
    exposures.forget()  # another process
    version()
    assert noted(shop) == 2
    version("u2")
    assert noted(shop) == 1
    assert Counter(event.insertId for event in kept).most_common(1)[0][1] == 2
    assert len({event.insertId for event in kept}) == 2


def test_an_exposure_that_the_queue_did_not_take_is_sent_again(
    shop: Any, kept: list[intake.ServerEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(message: Any, *, delay_s: int = 0) -> None:
        raise RuntimeError("no queue")

    with monkeypatch.context() as broken:
        broken.setattr(EXPOSURES, "send", fails)
        assert version().ok  # the page does not wait for analytics
    assert noted(shop) == 0
    version()
    assert noted(shop) == 1


def test_an_event_that_is_not_kept_stays_on_the_queue(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(events: Any) -> None:
        raise RuntimeError("nowhere to keep it")

    version()
    monkeypatch.setattr(noting, "record", fails)
    assert len(shop.run_queue("exposure", "noteExposure")) == 1


def test_the_memory_of_exposures_is_bounded(shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposures, "MOST", 10)
    for i in range(35):
        version(f"u{i}")
    assert len(exposures._sent) <= 10


def test_testers_are_not_noted(shop: Any) -> None:
    assert save(testers={"qa": "v2"}).ok
    got = version("qa")
    assert (got["variant"], got["inExperiment"]) == ("v2", False)
    assert shop.drain("exposure") == []


def test_after_the_end_all_get_the_winner_and_nobody_is_noted(shop: Any) -> None:
    assert save(winner="v2").ok
    shop.clock.advance(14 * DAY)
    assert {version(f"u{i}")["variant"] for i in range(10)} == {"v2"}
    assert shop.drain("exposure") == []


# --- saveExperiment, listExperiments -------------------------------------------------------------


def test_only_operators_save_and_list(shop: Any) -> None:
    assert call("saveExperiment", plan(), "u1").code == "FORBIDDEN"
    assert call("listExperiments", {}, "u1").code == "FORBIDDEN"


def test_saved_experiments_are_listed_with_their_state(shop: Any) -> None:
    assert save()["key"] == "home"
    assert save(key="later", start=START + DAY).ok
    listed = call("listExperiments", {}, "op", OPERATOR)["items"]
    assert [(each["experiment"]["key"], each["state"]) for each in listed] == [
        ("home", "running"),
        ("later", "planned"),
    ]
    assert listed[0]["experiment"]["variants"] == plan()["variants"]
    assert listed[0]["experiment"]["metrics"] == plan()["metrics"]


def test_saving_twice_changes_nothing(shop: Any) -> None:
    assert save().ok
    before = shop.items("experiments")
    assert save().ok
    assert shop.items("experiments") == before


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"variants": [{"name": "v1", "weight": 1}]}, "variants"),
        ({"variants": [{"name": "a", "weight": 0}, {"name": "b", "weight": 0}]}, "variants"),
        ({"variants": [{"name": "a", "weight": 1}, {"name": "a", "weight": 1}]}, "variants"),
        ({"variants": [{"name": "a", "weight": -1}, {"name": "b", "weight": 1}]}, "variants"),
        ({"stop": START}, "stop"),
        ({"start": START // 1000}, "start"),
        ({"layer": {"name": "page", "start": 0.5, "end": 0.5}}, "layer"),
        ({"layer": {"name": "page", "start": 0.5, "end": 1.5}}, "layer"),
        ({"testers": {"qa": "v9"}}, "testers"),
        ({"winner": "v9"}, "winner"),
        ({"metrics": []}, "metrics"),
        ({"metrics": [{"name": "a", "event": "x"}, {"name": "a", "event": "y"}]}, "metrics"),
        ({"metrics": [{"name": "a", "event": "x", "value": "p" * 41}]}, "metrics"),
        ({"minimumEffect": 0}, "minimumEffect"),
        ({"audience": {"coverage": 1.1}}, "audience"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_an_experiment_without_sense_is_refused(
    shop: Any, fields: dict[str, Any], field: str
) -> None:
    refused = save(**fields)
    assert refused.code == "BAD_REQUEST"
    assert field in refused["field"] or field in refused["detail"]
    assert shop.items("experiments") == []


def test_after_the_start_variants_keep_their_names(shop: Any) -> None:
    assert save().ok
    renamed = [{"name": "v1", "weight": 1}, {"name": "b", "weight": 1}]
    shop.clock.advance(1)
    assert save(variants=renamed).code == "VARIANTS_FIXED"
    assert save(variants=list(reversed(plan()["variants"]))).code == "VARIANTS_FIXED"
    assert save(variants=[{"name": "v1", "weight": 3}, {"name": "v2", "weight": 1}]).ok
    assert save(key="later", start=START + DAY).ok
    assert save(key="later", start=START + DAY, variants=renamed).ok


# --- layers --------------------------------------------------------------------------------------


def layer(start: float, end: float, name: str = "page") -> dict[str, Any]:
    return {"layer": {"name": name, "start": start, "end": end}}


def test_two_experiments_cannot_have_the_same_part_of_a_layer_at_the_same_time(shop: Any) -> None:
    assert save(**layer(0, 0.5)).ok
    taken = save(key="detail", **layer(0.4, 1))
    assert taken.code == "LAYER_TAKEN" and "home" in taken["detail"]
    assert save(key="detail", **layer(0.5, 1)).ok
    assert save(key="other", **layer(0, 1, "cart")).ok
    after = {"start": START + 14 * DAY, "stop": START + 20 * DAY}
    assert save(key="next", **after, **layer(0, 0.5)).ok


def test_an_experiment_gives_its_old_part_back(shop: Any) -> None:
    assert save(**layer(0, 1)).ok
    assert save(key="detail", **layer(0, 0.5)).code == "LAYER_TAKEN"
    assert save(**layer(0.5, 1)).ok
    assert save(key="detail", **layer(0, 0.5)).ok
    assert save(**layer(0, 1, "cart")).ok
    assert save(key="detail", **layer(0, 1)).ok
    assert save().ok  # in no layer any more
    assert save(key="third", **layer(0, 1, "cart")).ok


def test_users_of_one_layer_are_in_one_experiment_at_most(shop: Any) -> None:
    assert save(**layer(0, 0.5)).ok and save(key="detail", **layer(0.5, 1)).ok
    for i in range(60):
        counts = [version(f"u{i}", key)["inExperiment"] for key in ("home", "detail")]
        assert counts.count(True) == 1

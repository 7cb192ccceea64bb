"""Experiments: saved, listed, served, noted, analyzed."""

from __future__ import annotations

from shop.experiments.model import Experiment, Metric, PageVariant
from shop.experiments.saving import save
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from wxcloud import clock


def saved(shop: LocalShop) -> None:
    """The experiment `home`, new."""
    shop.forget("experiments", pk="experiment", sk="home")
    now = clock.now()
    plan = Experiment(
        key="home",
        variants=[PageVariant(name="v1", weight=1), PageVariant(name="v2", weight=1)],
        metrics=[Metric(name="orders", event="order_paid")],
        start=now,
        stop=now + 14 * clock.DAY,
        minimumEffect=0.1,
    )
    save(plan, "operator-1")


@expects("saveExperiment.json", "saveExperiment.http.json")
def an_experiment_is_saved(shop: LocalShop) -> Effect:
    shop.forget("experiments", pk="experiment", sk="home")
    answer = yield
    row = shop.row("experiments", pk="experiment", sk="home")
    assert row is not None and row["savedBy"] == "operator-1" and answer["key"] == "home"


@expects("listExperiments.json", "listExperiments.http.json")
def experiments_are_listed(shop: LocalShop) -> Effect:
    saved(shop)
    answer = yield
    assert "home" in {each["experiment"]["key"] for each in answer["items"]}


@expects("getPageVersion.json", "getPageVersion.http.json")
def a_version_is_served(shop: LocalShop) -> Effect:
    saved(shop)
    answer = yield
    assert answer["variant"] in ("v1", "v2")


@expects("analyzeExperiment.json", "analyzeExperiment.http.json")
def an_experiment_is_analyzed(shop: LocalShop) -> Effect:
    saved(shop)
    answer = yield
    assert answer["queryId"] and answer["state"] in ("WAITING", "RUNNING", "DONE")


@expects("noteExposure.sqs.json")
def an_exposure_is_kept(shop: LocalShop) -> Effect:
    yield
    assert shop.row("analytics", pk="visitor#shopper-1", sk="visitor") is not None

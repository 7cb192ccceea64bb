"""Buckets of users are those of GrowthBook's SDKs."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from shop.experiments.hashing import (
    bucket_of,
    bucket_ranges,
    choose_variation,
    in_namespace,
    place_of,
)
from tests.support.template import ROOT

SDK: dict[str, list[Any]] = json.loads(
    (ROOT / "tests/vectors/growthbook_sdk.json").read_text(encoding="utf-8")
)
HASHES = {1: place_of, 2: bucket_of}
CASES = os.environ.get("GROWTHBOOK_CASES", "")


def rounded(ranges: Any) -> list[list[float]]:
    return [[round(start, 6), round(end, 6)] for start, end in ranges]


def test_users_are_hashed_as_by_the_sdk() -> None:
    for seed, user, version, wanted in SDK["hash"]:
        assert HASHES[version](seed, user) == wanted, (seed, user, version)


def test_ranges_are_those_of_the_sdk() -> None:
    for arms, coverage, weights, wanted in SDK["getBucketRange"]:
        assert [list(each) for each in bucket_ranges(arms, coverage, weights)] == wanted


def test_variations_are_chosen_as_by_the_sdk() -> None:
    for bucket, ranges, wanted in SDK["chooseVariation"]:
        assert choose_variation(bucket, ranges) == wanted


def test_namespaces_are_those_of_the_sdk() -> None:
    for user, name, start, end, wanted in SDK["inNamespace"]:
        assert in_namespace(user, name, start, end) == wanted


@pytest.mark.parametrize(
    "seed, user, version, wanted",
    [("", "a", 1, 0.22), ("", "b", 1, 0.077), ("seed", "a", 2, 0.0505), ("seed", "b", 2, 0.2696)],
)
def test_the_published_examples_of_the_hash(
    seed: str, user: str, version: int, wanted: float
) -> None:
    assert HASHES[version](seed, user) == wanted


@pytest.mark.skipif(not CASES, reason="GROWTHBOOK_CASES names no file")
def test_the_public_cases_of_the_sdks() -> None:
    """`cases.json` of GrowthBook's SDKs (growthbook/growthbook, packages/sdk-js/test, MIT)."""
    cases = json.loads(Path(CASES).read_text(encoding="utf-8"))
    for seed, user, version, wanted in cases["hash"]:
        if version not in HASHES:  # an SDK gives nothing
            continue
        assert HASHES[version](seed, user) == wanted
    for name, (arms, coverage, weights), ranges in cases["getBucketRange"]:
        assert rounded(bucket_ranges(arms, coverage, weights)) == rounded(ranges), name
    for name, bucket, ranges, arm in cases["chooseVariation"]:
        assert choose_variation(bucket, ranges) == arm, name
    for name, user, (layer, start, end), inside in cases["inNamespace"]:
        assert in_namespace(user, layer, start, end) == inside, name

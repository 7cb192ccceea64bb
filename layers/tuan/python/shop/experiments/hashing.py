"""Buckets of users, as all GrowthBook SDKs make them. Pure rules.

A user and a seed make one of 10,000 buckets (hash version 2): FNV-1a of 32 bits over UTF-16 code
units, of the decimal digits of FNV-1a over seed and user. UTF-16 units matter for Chinese and
emoji: an SDK that hashes UTF-8 bytes puts these users elsewhere (growthbook-flutter #164).
Namespaces have 1,000 places (hash version 1).

Source: GrowthBook, "Build your own SDK", spec 0.8.0 (hash, getBucketRanges, chooseVariation,
inNamespace). Names and results are those of the SDKs.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

Range = tuple[float, float]

BUCKETS = 10_000
_OFFSET, _PRIME, _MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF


def fnv1a(text: str) -> int:
    """FNV-1a of 32 bits over the UTF-16 code units of a text."""
    raw = text.encode("utf-16-le", "surrogatepass")
    value = _OFFSET
    for unit in struct.unpack(f"<{len(raw) // 2}H", raw):
        value = (value ^ unit) * _PRIME & _MASK
    return value


def bucket_of(seed: str, user: str) -> float:
    """The bucket of a user, as a number from 0 to 0.9999."""
    return fnv1a(str(fnv1a(seed + user))) % BUCKETS / BUCKETS


def place_of(seed: str, user: str) -> float:
    """Where a user is in a namespace, by hash version 1: a number from 0 to 0.999."""
    return fnv1a(user + seed) % 1000 / 1000


def bucket_ranges(
    arms: int, coverage: float = 1.0, weights: Sequence[float] | None = None
) -> list[Range]:
    """The range of each arm. With a `coverage` below 1, each arm gets only the first part of its
    range, so a larger coverage later moves nobody. Weights that do not add up to 1 are equal."""
    coverage = min(1.0, max(0.0, coverage))
    if weights is None or len(weights) != arms or not 0.99 <= sum(weights) <= 1.01:
        weights = [1 / arms] * arms
    ranges, start = [], 0.0
    for weight in weights:
        ranges.append((start, start + coverage * weight))
        start += weight
    return ranges


def choose_variation(bucket: float, ranges: Sequence[Range]) -> int:
    """The arm in whose range the bucket is; -1 if it is in none."""
    for arm, (start, end) in enumerate(ranges):
        if start <= bucket < end:
            return arm
    return -1


def in_namespace(user: str, name: str, start: float, end: float) -> bool:
    """Whether a user is in a part of an exclusive layer: parts that do not overlap share nobody."""
    return start <= place_of("__" + name, user) < end

"""Signatures against AWS's published test vectors (tests/data/sigv4)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.support.template import ROOT
from wxcloud.awsjson import sigv4

VECTORS: dict[str, dict[str, str]] = json.loads(
    (ROOT / "tests/data/sigv4/vectors.json").read_text()
)
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
AT, SCOPE = "20150830T123600Z", "20150830/us-east-1/service/aws4_request"


def parse(raw: str) -> dict[str, Any]:
    head, _, body = raw.partition("\n\n")
    first, *lines = head.rstrip("\n").split("\n")
    method, _, target = first.partition(" ")
    path, _, query = target.removesuffix(" HTTP/1.1").partition("?")
    headers: dict[str, str] = {}
    name = ""
    for line in lines:
        if line.startswith(" "):
            headers[name] += line
            continue
        name, _, value = line.partition(":")
        name = name.lower()
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    return {
        "method": method,
        "path": path,
        "query": query,
        "headers": headers,
        "body": body.encode(),
    }


def test_there_are_all_vectors() -> None:
    assert len(VECTORS) == 34


@pytest.mark.parametrize("name", VECTORS)
def test_a_vector(name: str) -> None:
    vector = VECTORS[name]
    request = parse(vector["req"])
    token = re.search("^x-amz-security-token:(.*)$", vector["creq"], re.MULTILINE)
    if token:  # the signer adds it
        request["headers"]["x-amz-security-token"] = token[1]
    canonical, signed = sigv4.canonical_request(**request)
    assert canonical == vector["creq"]
    assert sigv4.string_to_sign(canonical, AT, SCOPE) == vector["sts"]
    header = sigv4.authorization(
        canonical,
        signed,
        access_key="AKIDEXAMPLE",
        secret_key=SECRET,
        timestamp=AT,
        region="us-east-1",
        service="service",
    )
    assert header == vector["authz"]


def test_the_key_of_a_day_is_derived_once() -> None:
    sigv4.signing_key.cache_clear()
    for hour in range(24):
        sigv4.authorization(
            "request",
            "host",
            access_key="a",
            secret_key=SECRET,
            timestamp=f"20150830T{hour:02}3600Z",
            region="us-east-1",
            service="dynamodb",
        )
    assert sigv4.signing_key.cache_info().misses == 1

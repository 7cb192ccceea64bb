"""Pictures on the deployed stack, where the local AWS checks signatures and rights as S3 does."""

from __future__ import annotations

from typing import Any

import pytest
import urllib3

from local.client import Shopper, read_stack

pytestmark = pytest.mark.local
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.fixture(scope="module")
def operator() -> Shopper:
    shopper = Shopper(read_stack(), "operator-1")
    shopper.login()
    return shopper


def form_of(operator: Shopper) -> dict[str, Any]:
    return dict(operator.call("getUpload", contentType="image/png"))


def post(url: str, fields: dict[str, str], body: bytes = PNG) -> tuple[int, str]:
    form: dict[str, Any] = {**fields, "file": ("picture.png", body, "image/png")}
    answer = urllib3.request("POST", url, fields=form, retries=False)
    return answer.status, answer.data.decode()


def get(url: str) -> int:
    return int(urllib3.request("GET", url, retries=False).status)


def test_a_picture_is_sent_and_served_to_everybody(operator: Shopper) -> None:
    form = form_of(operator)
    assert get(form["url"]) in (403, 404), "not yet"
    assert post(form["uploadUrl"], form["fields"])[0] == 204
    served = urllib3.request("GET", form["url"])
    assert (served.status, served.data) == (200, PNG)
    assert served.headers["content-type"] == "image/png"
    assert "immutable" in served.headers["cache-control"]


def test_a_forged_form_is_refused(operator: Shopper) -> None:
    form = form_of(operator)
    forged = {**form["fields"], "x-amz-signature": "0" * 64}
    assert post(form["uploadUrl"], forged)[0] == 403
    unsigned = {"key": "public/a.png", "Content-Type": "image/png"}
    assert post(form["uploadUrl"], unsigned)[0] == 403
    for changed in ({"key": "exports/a.csv"}, {"Content-Type": "text/html"}, {"acl": "private"}):
        assert post(form["uploadUrl"], form["fields"] | changed)[0] == 403
    assert "EntityTooLarge" in post(form["uploadUrl"], form["fields"], bytes(5 * 2**20 + 1))[1]
    assert "EntityTooSmall" in post(form["uploadUrl"], form["fields"], b"")[1]
    assert get(form["url"]) in (403, 404)


def test_nobody_lists_or_writes_or_reads_what_is_not_public(operator: Shopper) -> None:
    url = form_of(operator)["uploadUrl"]
    assert get(url) == get(f"{url}/exports/a.csv") == 403
    put = urllib3.request("PUT", f"{url}/public/a.png", body=PNG, retries=False)
    delete = urllib3.request("DELETE", f"{url}/public/a.png", retries=False)
    assert put.status == delete.status == 403

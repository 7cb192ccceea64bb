"""getUpload: a form that sends one picture to the bucket, which checks it, and the picture's URL.

The engine checks forms as S3 does, except for the signature, which it checks on the local stack
only (tests/local)."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config

from shop.catalog.pictures import MAX_BYTES
from tests.support import cloud
from tests.support.cloud import Answer, Shop, call
from wxcloud import aws, files

OPERATOR = ("operator",)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


def ask(content_type: Any = "image/png") -> Answer:
    return call("getUpload", {"contentType": content_type}, "operator-1", OPERATOR)


def post(url: str, fields: dict[str, str], body: bytes) -> urllib3.BaseHTTPResponse:
    """What wx.uploadFile sends: the fields, and then the file."""
    form: dict[str, Any] = {**fields, "file": ("picture.png", body, "image/png")}
    return urllib3.request("POST", url, fields=form, retries=False)


def make_bucket(shop: Shop) -> None:
    shop.aws("s3").create_bucket(Bucket=files.FILES_BUCKET.need())


def objects(shop: Shop) -> dict[str, Any]:
    s3, name = shop.aws("s3"), files.FILES_BUCKET.need()
    found = s3.list_objects_v2(Bucket=name).get("Contents", [])
    return {each["Key"]: s3.get_object(Bucket=name, Key=each["Key"]) for each in found}


def policy_in(fields: dict[str, str]) -> dict[str, Any]:
    return dict(json.loads(base64.b64decode(fields["policy"])))


def test_a_picture_that_is_sent_is_at_its_url(engine: Shop) -> None:
    make_bucket(engine)
    form = ask()
    assert form.ok, form
    assert post(form["uploadUrl"], form["fields"], PNG).status == 204
    ((key, found),) = objects(engine).items()
    assert form["url"] == f"https://files.example.com/{key}"
    assert key.startswith("public/2026-11-22/") and key.endswith(".png")
    assert found["Body"].read() == PNG
    assert found["ContentType"] == "image/png"
    assert found["CacheControl"] == "public, max-age=31536000, immutable"


def test_each_picture_has_a_key_of_its_own(shop: Shop) -> None:
    assert ask()["url"] != ask()["url"]


@pytest.mark.parametrize("size", [1, MAX_BYTES])
def test_a_picture_has_up_to_five_megabytes(engine: Shop, size: int) -> None:
    make_bucket(engine)
    form = ask()
    assert form["maxBytes"] == 5 * 1024 * 1024
    assert post(form["uploadUrl"], form["fields"], bytes(size)).status == 204


@pytest.mark.parametrize(
    ("changed", "size", "code"),
    [
        ({}, 0, "EntityTooSmall"),
        ({}, MAX_BYTES + 1, "EntityTooLarge"),
        ({"Content-Type": "text/html"}, 9, "AccessDenied"),
        ({"Content-Type": "image/svg+xml"}, 9, "AccessDenied"),
        ({"key": "public/index.html"}, 9, "AccessDenied"),
        ({"key": "exports/orders.csv"}, 9, "AccessDenied"),
        ({"Cache-Control": "no-store"}, 9, "AccessDenied"),
        ({"acl": "public-read-write"}, 9, "AccessDenied"),
        ({"x-amz-meta-a": "b"}, 9, "AccessDenied"),
    ],
)
def test_the_bucket_refuses_what_the_form_does_not_allow(
    engine: Shop, changed: dict[str, str], size: int, code: str
) -> None:
    make_bucket(engine)
    form = ask()
    answer = post(form["uploadUrl"], {**form["fields"], **changed}, bytes(size))
    assert 400 <= answer.status < 500
    assert f"<Code>{code}</Code>" in answer.data.decode()
    assert objects(engine) == {}


def test_a_form_ends(engine: Shop) -> None:
    make_bucket(engine)
    fields = files.upload_form("public/a", "image/png", 9, seconds=-1, cache_control="no-store")
    answer = post(files.FILES_URL.need(), fields, b"a")
    assert answer.status == 403 and "Policy expired" in answer.data.decode()


def test_a_policy_says_all_that_is_checked(shop: Shop) -> None:
    fields = ask("image/jpeg")["fields"]
    conditions = policy_in(fields)["conditions"]
    fixed: dict[str, str] = {}
    for each in conditions:
        fixed |= each if isinstance(each, dict) else {}
    assert fixed["bucket"] == files.FILES_BUCKET.need()
    assert fixed["Content-Type"] == fields["Content-Type"] == "image/jpeg"
    assert fixed["key"] == fields["key"]
    assert ["content-length-range", 1, MAX_BYTES] in conditions
    assert fixed.keys() - {"bucket"} == fields.keys() - {"policy", "x-amz-signature"}


@pytest.mark.parametrize(
    "kind", ["text/html", "image/svg+xml", "IMAGE/PNG", "image/png; a=b", "", None, 1]
)
def test_only_pictures_are_taken(shop: Shop, kind: Any) -> None:
    answer = ask(kind)
    assert (answer.status, answer["field"]) == (400, "contentType")


def test_only_operators_send_pictures(shop: Shop) -> None:
    assert call("getUpload", {"contentType": "image/png"}, "").status == 401
    assert call("getUpload", {"contentType": "image/png"}, "u1").status == 403
    assert call("getUpload", {"contentType": "image/png"}, "host-1", ("host",)).status == 403


def test_goods_show_the_picture(shop: Shop) -> None:
    url = ask()["url"]
    form = {"title": "茶", "price": 1, "category": "c", "rank": 1, "stock": 1}
    saved = call("saveGoods", {**form, "cover": url, "images": [url]}, "operator-1", OPERATOR)
    page = call("getGoods", {"goodsId": saved["goodsId"]}, "")
    assert (page["cover"], page["images"]) == (url, [url])


# --- wxcloud.files, against botocore --------------------------------------------------------------


def test_a_form_of_a_function_has_its_session_token(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "session-token")
    aws.reset()
    fields = files.upload_form("public/a", "image/png", 9, seconds=60, cache_control="no-store")
    assert fields["x-amz-security-token"] == "session-token"
    assert {"x-amz-security-token": "session-token"} in policy_in(fields)["conditions"]
    signer = SigV4Auth(aws.credentials(), "s3", aws.region())
    request = AWSRequest()
    request.context["timestamp"] = fields["x-amz-date"]
    assert fields["x-amz-signature"] == signer.signature(fields["policy"], request)
    monkeypatch.undo()
    aws.reset()


def test_a_file_is_written_and_read_by_a_signed_url(engine: Shop) -> None:
    make_bucket(engine)
    files.put("exports/订单 1.csv", b"a,b", "text/csv")
    url = files.download_url("exports/订单 1.csv", 60, filename="订单.csv")
    answer = urllib3.request("GET", url)
    assert (answer.status, answer.data) == (200, b"a,b")
    assert answer.headers["content-type"] == "text/csv"
    assert "%E8%AE%A2%E5%8D%95.csv" in answer.headers["content-disposition"]
    assert parse_qs(urlsplit(url).query)["X-Amz-Expires"] == ["60"]
    forged = url.replace("X-Amz-Expires=60", "X-Amz-Expires=600")
    assert urllib3.request("GET", forged).status == 403


def test_a_signed_url_is_botocores(shop: Shop) -> None:
    own = aws.credentials()
    oracle = cloud._session().create_client(
        "s3",
        region_name="us-east-1",
        aws_access_key_id=own.access_key,
        aws_secret_access_key=own.secret_key,
        aws_session_token=own.token,
        config=Config(signature_version="s3v4"),
    )
    key, header = "exports/a b.csv", "attachment; filename*=UTF-8''a%20b.csv"
    asked = {"Bucket": "files", "Key": key, "ResponseContentDisposition": header}
    for _ in range(3):  # the second may change between the two
        theirs = oracle.generate_presigned_url("get_object", asked, ExpiresIn=60)
        shop.set(FILES_URL=theirs.partition("/exports/")[0])
        ours = files.download_url(key, 60, filename="a b.csv")
        if signed(ours) == signed(theirs):
            return
    assert signed(ours) == signed(theirs)


def signed(url: str) -> Any:
    return urlsplit(url).path, parse_qs(urlsplit(url).query)

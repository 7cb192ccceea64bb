"""Put the built page of the console into the bucket that CloudFront serves.

    python -m tools.publish_console             of the stack on AWS, by samconfig.toml
    python -m tools.publish_console --env cn    AWS China has no such bucket: a function serves it

`--stack-name` and `--region` mean what they mean to `sam deploy`; its other options are ignored.

`make deploy` runs it after the deployment. It first uploads the files whose names have a hash, and
the page itself last: whoever opens it meanwhile finds all that it names. Files of older builds stay
for a month, for pages that are open.
"""

from __future__ import annotations

import argparse
import html
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shop.console.page import INDEX, origin_of
from tools.console import DIGEST, DIST, ROOT, contents

FOREVER, ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"
KEPT_S = 30 * 24 * 3600
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


def page_for(page: bytes, outputs: Mapping[str, str]) -> bytes:
    """The page with the address of its API, and with a policy that names it exactly: the one in
    CloudFront's headers can only name the API's region if the API has no own domain."""
    api = outputs["ApiUrl"]
    upload = outputs.get("UploadUrl", outputs["FilesUrl"])
    allowed = " ".join(["'self'", origin_of(api), origin_of(upload)])
    meta = (
        '<meta http-equiv="Content-Security-Policy" content="'
        f'{html.escape(f"connect-src {allowed}")}" />'
    )
    address = f'<meta name="tuan-api" content="{html.escape(api)}/" />'
    page = page.replace(b"<head>", b"<head>" + meta.encode(), 1)
    return page.replace(b"</head>", address.encode() + b"</head>", 1)


def publish(s3: Any, bucket: str, files: Mapping[str, bytes], now: float) -> list[str]:
    """Upload the files, the page last, and remove those that are not in use for a month. The names
    that were removed."""
    for name in sorted(files, key=lambda each: (each == INDEX, each)):
        s3.put_object(
            Bucket=bucket,
            Key=name,
            Body=files[name],
            ContentType=_TYPES.get(Path(name).suffix, "application/octet-stream"),
            CacheControl=FOREVER if name.startswith("assets/") else ASK_AGAIN,
        )
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    old = [
        each["Key"]
        for page in pages
        for each in page.get("Contents", ())
        if each["Key"] not in files and each["LastModified"].timestamp() < now - KEPT_S
    ]
    for name in old:
        s3.delete_object(Bucket=bucket, Key=name)
    return old


def main() -> int:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n")[0], allow_abbrev=False
    )
    parser.add_argument("--env", default="default", help="of samconfig.toml")
    parser.add_argument("--stack-name")
    parser.add_argument("--region")
    options, _ = parser.parse_known_args()
    settings = tomllib.loads((ROOT / "samconfig.toml").read_text())[options.env]
    import boto3

    stack = settings["global"]["parameters"]
    session = boto3.Session(region_name=options.region or stack.get("region"))
    described = session.client("cloudformation").describe_stacks(
        StackName=options.stack_name or stack["stack_name"]
    )
    outputs = {
        each["OutputKey"]: each["OutputValue"] for each in described["Stacks"][0].get("Outputs", ())
    }
    bucket = outputs.get("ConsoleBucketName")
    if bucket is not None:
        files = contents(DIST)
        files.pop(DIGEST, None)
        files[INDEX] = page_for(files[INDEX], outputs)
        publish(session.client("s3"), bucket, files, time.time())
    print(f"The console: {outputs.get('ConsoleUrl', 'this stack has none')}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

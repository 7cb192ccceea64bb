"""Where a service answers, by the environment: the rules of botocore that Lambda and the local
stack need. `find` gives None where botocore has more to say (proxies, FIPS, other partitions, files
of configuration): then botocore's client is used.

Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints"; AWS General Reference,
"Amazon DynamoDB endpoints and quotas".
"""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

from wxcloud.value import Value

_PARTITIONS = (
    (re.compile(r"cn-\w+-\d+"), "amazonaws.com.cn"),
    (re.compile(r"(?:us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+"), "amazonaws.com"),
)
_OTHERS = re.compile(r"us-gov-|us-iso|us-isob-|eu-isoe-|us-isof-|eusc-")
# With one of these set, a client is not the plain one that is built here.
_BEYOND = (
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
)
_PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


class Endpoint(Value):
    url: str
    host: str
    port: int
    tls: bool
    path: str
    region: str

    @property
    def authority(self) -> str:
        """The `Host` header: without the port that the scheme has anyway."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


def find(service: str) -> Endpoint | None:
    """The endpoint of `service`: the URL of AWS_ENDPOINT_URL_<SERVICE> or AWS_ENDPOINT_URL, else
    the service's own in this region. None if only botocore can say."""
    return _find(service, "", "")


def of_bucket(bucket: str) -> Endpoint | None:
    """The same of a bucket of S3: a host of its own, or a path where a URL is set."""
    return _find("s3", f"{bucket}.", f"/{bucket}")


def at(url: str) -> Endpoint | None:
    """The endpoint of this URL, in this region. None if only botocore can say how it is reached."""
    here = region()
    return _at(url, here) if here and not _is_beyond() else None


def region() -> str | None:
    """The region, if the environment says it, as Lambda's does."""
    return os.environ.get("AWS_DEFAULT_REGION") or os.environ.get("AWS_REGION")


def _find(service: str, in_host: str, in_path: str) -> Endpoint | None:
    here, get = region(), os.environ.get
    suffix = _suffix(here or "")
    if not here or suffix is None or _is_beyond():
        return None
    url = get(f"AWS_ENDPOINT_URL_{_NAMES[service]}") or get("AWS_ENDPOINT_URL")
    if url:
        return _at(f"{url.rstrip('/')}{in_path}" if in_path else url, here)
    return _at(f"https://{in_host}{_HOSTS.get(service, service)}.{here}.{suffix}", here)


def _is_beyond() -> bool:
    return any(os.environ.get(name) for name in _BEYOND)


def _at(url: str, region: str) -> Endpoint | None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        return None
    if _is_proxied(parts.scheme, parts.netloc):
        return None
    tls = parts.scheme == "https"
    port = parts.port or (443 if tls else 80)
    return Endpoint(url, parts.hostname, port, tls, parts.path or "/", region)


def _suffix(region: str) -> str | None:
    if _OTHERS.match(region):
        return None
    return next((suffix for known, suffix in _PARTITIONS if known.fullmatch(region)), None)


def _is_proxied(scheme: str, host: str) -> bool:
    if not any(os.environ.get(name) for name in _PROXIES):
        return False
    from urllib.request import getproxies, proxy_bypass

    return bool(getproxies().get(scheme)) and not proxy_bypass(host)


_HOSTS = {"cloudwatch": "monitoring"}
_NAMES = {
    "cloudwatch": "CLOUDWATCH",
    "dynamodb": "DYNAMODB",
    "firehose": "FIREHOSE",
    "s3": "S3",
    "scheduler": "SCHEDULER",
    "secretsmanager": "SECRETS_MANAGER",
    "sqs": "SQS",
}

"""The pay secret as people paste it: what is clear is normalised, the rest is named as a problem.

A key may come with `\\n` as two characters, on one line, without its BEGIN and END lines, or in
base64 a second time; a serial in lower case or with colons; a number as a JSON number. No problem
contains a value. Text only: `wxcloud.wechat.pay.merchant` also loads the keys.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

MISSING = "is missing"
PRIVATE = ("PRIVATE KEY", "RSA PRIVATE KEY")
PUBLIC = ("PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE")
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "host.docker.internal"})

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_PEM = re.compile(
    r"[-\u2010-\u2015]+\s*BEGIN ([A-Z ]+?)\s*[-\u2010-\u2015]+"
    r"(.*?)[-\u2010-\u2015]+\s*END \1\s*[-\u2010-\u2015]+",
    re.DOTALL,
)
_SERIAL_NAME = re.compile(r"^serial\s*(?:number|no)?\s*[=:]", re.IGNORECASE)


class Problem(NamedTuple):
    """A field of a secret that cannot work, and why. It never contains the field's value."""

    field: str
    why: str


class PastedAccount(NamedTuple):
    """The fields of the pay secret, normalised; a field with a problem is empty."""

    mchid: str
    serial: str
    notify_url: str
    private_key: str
    api_key: str
    previous_api_key: str
    keys: Mapping[str, str]


def read(kept: Mapping[str, Any]) -> tuple[PastedAccount, list[Problem]]:
    """The account in the secret, and what is wrong with it."""
    problems: list[Problem] = []

    def field(name: str, rule: Callable[[str], str], *, needed: bool = True) -> str:
        given = kept.get(name)
        text = str(given) if isinstance(given, str | int) and given is not True else ""
        if given in (None, "") or (isinstance(given, str) and not clean(given)):
            if needed:
                problems.append(Problem(name, MISSING))
            return ""
        try:
            return rule(text)
        except ValueError as error:
            problems.append(Problem(name, str(error)))
            return ""

    account = PastedAccount(
        mchid=field("mchid", mchid),
        serial=field("serial", serial),
        notify_url=field("notifyUrl", notify_url),
        private_key=field("privateKey", lambda text: pem(text, PRIVATE)),
        api_key=field("apiV3Key", api_key),
        previous_api_key=field("previousApiV3Key", api_key, needed=False),
        keys=_keys(kept.get("keys"), problems),
    )
    return account, problems


def _keys(given: Any, problems: list[Problem]) -> dict[str, str]:
    """WeChat Pay's keys by their serials."""
    if not given:
        problems.append(Problem("keys", MISSING))
        return {}
    if not isinstance(given, Mapping):
        problems.append(Problem("keys", "is not an object of serials and keys"))
        return {}
    keys = {}
    for number, (name, text) in enumerate(given.items(), 1):
        try:
            name = key_name(name)
        except ValueError as error:
            problems.append(Problem("keys", f"the name of key {number} {error}"))
            continue
        try:
            keys[name] = pem(text if isinstance(text, str) else "", PUBLIC)
        except ValueError as error:
            problems.append(Problem(f"keys.{name}", str(error)))
    return keys


# --- one field -----------------------------------------------------------------------------------


def clean(text: str) -> str:
    """The text without invisible characters, and without white space and quotes at its ends."""
    return unicodedata.normalize("NFKC", text).translate(_INVISIBLE).strip().strip("\"'`").strip()


def mchid(text: str) -> str:
    """The merchant's number. ValueError says why it cannot be one, as for all fields."""
    number = clean(text).replace(" ", "")
    if not re.fullmatch(r"[0-9]{6,32}", number):
        raise ValueError("is not a merchant number: digits only")
    return number


def serial(text: str) -> str:
    """The serial of a certificate: hex digits in upper case."""
    digits = _SERIAL_NAME.sub("", clean(text)).replace(":", "").replace(" ", "").upper()
    digits = digits.removeprefix("0X")
    if not re.fullmatch(r"[0-9A-F]{32,40}", digits):
        raise ValueError("is not the serial of a certificate: 40 hex digits")
    return digits


def key_name(text: str) -> str:
    """What `Wechatpay-Serial` says of a key: the id of a public key, or a certificate's serial."""
    name = clean(text).upper()
    if not name.startswith("PUB_KEY_ID"):
        return serial(name)
    if not re.fullmatch(r"PUB_KEY_ID_[0-9]{8,52}", name):
        raise ValueError("is not the id of a public key: PUB_KEY_ID_ and digits")
    return name


def api_key(text: str) -> str:
    """The APIv3 key."""
    key = clean(text)
    if not re.fullmatch(r"[!-~]{32}", key):
        raise ValueError("is not an APIv3 key: exactly 32 letters and digits")
    return key


def notify_url(text: str) -> str:
    """The URL of payNotify."""
    url = clean(text).rstrip("/")
    if "://" not in url:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("is not a URL") from None
    here = host in LOCAL_HOSTS or host.endswith(".localhost")
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        raise ValueError("must begin with https://")
    if not here and not re.fullmatch(r"(?=.*\.)[0-9a-z.-]+", host):
        raise ValueError("has no host that WeChat Pay can reach")
    if "?" in url or "#" in url or re.search(r"\s", url) or "@" in parts.netloc or port == 0:
        raise ValueError("must have no query, no fragment, no user and no spaces")
    if len(parts.path) < 2:
        raise ValueError("has no path: it ends in /payNotify")
    if len(url) > 255:
        raise ValueError("is longer than 255 characters")
    return parts._replace(netloc=parts.netloc.lower()).geturl()


def pem(text: str, labels: tuple[str, ...]) -> str:
    """A key or a certificate as PEM, with lines of 64 characters."""
    text = clean(text.replace("\\r", "").replace("\\n", "\n").replace("\\t", ""))
    found = _PEM.search(text)
    if found is not None:
        label, body = found.group(1), found.group(2)
    elif re.search(r"[^A-Za-z0-9+/=\s]", text) and ("BEGIN" in text or "END" in text):
        raise ValueError("is cut off: it needs its BEGIN line and its END line")
    else:
        label, body = "", text
    body = re.sub(r"\s+", "", body)
    try:
        der = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("is not a key in PEM") from None
    if not label and der.lstrip().startswith(b"-----BEGIN"):
        return pem(der.decode("ascii", "replace"), labels)
    if label == "ENCRYPTED PRIVATE KEY":
        raise ValueError("is encrypted: it must be a key without a password")
    label = label or _label(der, labels)
    if label not in labels:
        raise ValueError(f"is a {label or 'value of another kind'}: it must be a {labels[0]}")
    if not _is_whole(der):
        raise ValueError("is cut off: some of its characters are missing")
    lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n"


def _label(der: bytes, labels: tuple[str, ...]) -> str:
    """What DER without a label is, by its second element: an integer, an algorithm or more."""
    inner = der[4:]
    if der[:2] != b"\x30\x82":
        return ""
    if labels == PRIVATE:
        return "PRIVATE KEY" if inner[3:4] == b"\x30" else "RSA PRIVATE KEY"
    if inner[:1] == b"\x02":
        return "RSA PUBLIC KEY"
    return "PUBLIC KEY" if inner[:2] == b"\x30\x0d" else "CERTIFICATE"


def _is_whole(der: bytes) -> bool:
    """Whether there are as many bytes as the DER says. An RSA key of 2048 bits has over 255."""
    return der[:2] == b"\x30\x82" and len(der) == 4 + int.from_bytes(der[2:4], "big")

"""Codes that sign in a browser: begun by the browser, approved by the staff, opened once.

Keys of the table `platform`:

    console#code#<code>    a code, for two minutes

The secret is only known to the browser: its hash is kept. A code is approved under the condition
that nobody has approved it, and opened by the transaction that deletes it and notes the session. So
of two approvals, and of two openings, one wins.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import suppress
from typing import Annotated

from msgspec import Meta
from pynamodb.attributes import UnicodeAttribute

from shop.console import sessions
from shop.console.agents import browser_of, network_of, system_of
from shop.console.sessions import OpenSession
from shop.console.views import ConsoleCode, ConsoleOpened, ConsoleRequest
from wxcloud import clock, ids, session, users
from wxcloud.context import WXContext
from wxcloud.errors import FORBIDDEN, Code, Refusal
from wxcloud.model import Integer, Table, TableMeta
from wxcloud.rates import Rate
from wxcloud.transaction import (
    ALREADY_SO,
    Outcome,
    Refuse,
    commit,
    commit_one,
    delete,
    put,
    retry,
    update,
)

# Without what looks alike: 0 O, 1 I L, U V.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
LIFE = 2 * clock.MINUTE
PAGE = "pages/console/index"

Code6 = Annotated[
    str,
    Meta(pattern=rf"^[{ALPHABET}{ALPHABET.lower()}]{{6}}(?![\s\S])", description="six characters"),
]

CONSOLE_CODE_INVALID = Code(
    "CONSOLE_CODE_INVALID", 404, "This code does not work any more. Show a new one in the browser."
)
# Refused internally: another browser has this code now.
CODE_IN_USE = Code("CODE_IN_USE", 503, "No code is free. Try again.")

STARTS = Rate("consoleStart", 20, 10 * clock.MINUTE, "Too many codes were asked for from here.")
WRONG_SECRETS = Rate("consoleOpen", 30, 10 * clock.MINUTE, "Too many codes from here do not work.")
WRONG_CODES = Rate("consoleCode", 10, 10 * clock.MINUTE, "You have entered too many wrong codes.")


class SignIn(Table):
    """A browser that wants to sign in. `approvedBy` is who let it in, once somebody has."""

    class Meta(TableMeta):
        name = "platform"

    key = UnicodeAttribute(hash_key=True)
    code = UnicodeAttribute()
    secretHash = UnicodeAttribute()
    browser = UnicodeAttribute()
    system = UnicodeAttribute()
    network = UnicodeAttribute()
    startedAt = Integer()
    expiresAt = Integer()
    approvedBy = UnicodeAttribute(null=True)
    ttl = Integer()

    @classmethod
    def at(cls, code: str) -> SignIn:
        """The key alone."""
        return cls(key=f"console#code#{code}")

    @classmethod
    def new(cls, code: str, secret: str, address: str, agent: str) -> SignIn:
        now = clock.now()
        made = cls.at(code)
        made.code, made.secretHash = code, _hash(secret)
        made.browser, made.system = browser_of(agent), system_of(agent)
        made.network = network_of(address)
        made.startedAt, made.expiresAt = now, now + LIFE
        made.ttl = (made.expiresAt + clock.HOUR) // clock.SECOND
        return made


def start(address: str, agent: str) -> ConsoleCode:
    """A new code for a browser at that IP address ("": not known). TOO_MANY_REQUESTS."""
    STARTS.use(address)
    secret = secrets.token_urlsafe(32)

    def work() -> SignIn:
        code = "".join(secrets.choice(ALPHABET) for _ in range(6))
        made = SignIn.new(code, secret, address, agent)
        is_free = SignIn.key.does_not_exist() | (SignIn.expiresAt <= made.startedAt)
        return commit_one(put(made, where=is_free, otherwise=CODE_IN_USE))

    made = retry(work, on=[CODE_IN_USE])
    return ConsoleCode(
        code=made.code,
        secret=secret,
        qr=f"tuan-console:{made.code}",
        scene=made.code,
        page=PAGE,
        expiresAt=made.expiresAt,
        expiresIn=LIFE // clock.SECOND,
    )


def approve(text: str, wx: WXContext, *, confirm: bool) -> ConsoleRequest:
    """Who asks with this code; with `confirm`, the caller lets them in. A repeat changes nothing.

    CONSOLE_CODE_INVALID if there is no such code, if it has expired, or if another one approved it.
    FORBIDDEN from a browser: a stolen session must not make others. TOO_MANY_REQUESTS.
    """
    if wx.BROWSER:
        raise FORBIDDEN("Approve the code in the mini-program, not in a browser.")
    WRONG_CODES.check(wx.OPENID)
    asks = _live(text.upper())
    if asks is None or asks.approvedBy not in (None, wx.OPENID):
        WRONG_CODES.use(wx.OPENID)
        raise CONSOLE_CODE_INVALID()
    if confirm and asks.approvedBy is None:
        _let_in(asks, wx.OPENID)
        asks.approvedBy = wx.OPENID
    return ConsoleRequest(
        code=asks.code,
        browser=asks.browser,  # type: ignore[arg-type] # a text in the store
        system=asks.system,  # type: ignore[arg-type]
        network=asks.network,
        sameNetwork=bool(asks.network) and network_of(wx.CLIENTIP) == asks.network,
        startedAt=asks.startedAt,
        expiresAt=asks.expiresAt,
        approved=asks.approvedBy is not None,
    )


def _let_in(asks: SignIn, openid: str) -> None:
    """The browser that was shown, and no other one that has the code by now."""

    def otherwise(found: SignIn | None) -> Outcome:
        is_mine = found is not None and found.approvedBy == openid
        is_same = found is not None and found.secretHash == asks.secretHash
        return ALREADY_SO if is_mine and is_same else Refuse(CONSOLE_CODE_INVALID)

    commit_one(
        update(
            SignIn.at(asks.code),
            SignIn.approvedBy.set(openid),
            where=SignIn.approvedBy.does_not_exist()
            & (SignIn.secretHash == asks.secretHash)
            & (SignIn.expiresAt > clock.now()),
            otherwise=otherwise,
        )
    )


def open_session(text: str, secret: str, address: str) -> ConsoleOpened:
    """Whether the code was approved; then a session, once. CONSOLE_CODE_INVALID for another secret,
    or if the code has expired or was opened; TOO_MANY_REQUESTS."""
    WRONG_SECRETS.check(address)
    asks = _live(text.upper())
    if asks is None or not hmac.compare_digest(asks.secretHash, _hash(secret)):
        with suppress(Refusal):  # the caller is told that the code does not work
            WRONG_SECRETS.use(address)
        raise CONSOLE_CODE_INVALID()
    if asks.approvedBy is None:
        return ConsoleOpened(state="waiting", expiresAt=asks.expiresAt)
    return retry(lambda: _open(asks, str(asks.approvedBy)), on=[sessions.SESSIONS_MOVED])


def _open(asks: SignIn, openid: str) -> ConsoleOpened:
    user = users.User.get(openid, consistent=True)
    if user is None or not user.granted:
        raise CONSOLE_CODE_INVALID()  # the roles were taken since it was approved
    now = clock.now()
    opened = OpenSession(
        sessionId=ids.new_id(),
        openid=openid,
        roles=sorted(user.granted),
        browser=asks.browser,
        system=asks.system,
        network=asks.network,
        openedAt=now,
        expiresAt=now + session.BROWSER_LIFE_S * clock.SECOND,
    )
    is_asked = (SignIn.secretHash == asks.secretHash) & (SignIn.approvedBy == openid)
    used = delete(
        SignIn.at(asks.code),
        where=is_asked & (SignIn.expiresAt > now),
        otherwise=CONSOLE_CODE_INVALID,
    )
    commit(used, sessions.add_part(opened))
    token = session.issue(
        openid, unionid=user.unionid or "", roles=user.granted, browser=opened.sessionId
    )
    return ConsoleOpened(
        state="open",
        expiresAt=opened.expiresAt,
        session=token,
        sessionId=opened.sessionId,
        openid=openid,
        roles=opened.roles,
    )


def _live(code: str) -> SignIn | None:
    """The code as it is now, if it works."""
    found = SignIn.get(SignIn.at(code).key, consistent=True)
    return found if found is not None and found.expiresAt > clock.now() else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

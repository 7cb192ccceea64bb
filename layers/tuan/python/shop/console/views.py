"""What browsers and staff see of signing in to the console: the results of functions."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from wxcloud.fields import Id, Result, Time

Browser = Annotated[
    Literal["Chrome", "Edge", "Firefox", "Safari", "WeChat", "QQ", "other"],
    Meta(description="the family of the browser, by what it says of itself"),
]
System = Annotated[
    Literal["Windows", "macOS", "Linux", "Android", "iOS", "HarmonyOS", "other"],
    Meta(description="what the browser runs on, by what it says of itself"),
]
Network = Annotated[
    str,
    Meta(
        description="the network from which the browser asks, without its end: `203.0.113.*`;"
        " empty if that is not known"
    ),
]


class ConsoleCode(Result):
    """A code that a member of the staff approves in the mini-program."""

    code: Annotated[str, Meta(description="six characters, to show as text")]
    secret: Annotated[
        str, Meta(description="only this browser has it; keep it in memory, show it to nobody")
    ]
    qr: Annotated[
        str, Meta(description="what to show as a QR code; the mini-program scans it (wx.scanCode)")
    ]
    scene: Annotated[
        str, Meta(description="`scene` of a mini-program code that leads to the page `page`")
    ]
    page: Annotated[str, Meta(description="the page of the mini-program that takes the code")]
    expiresAt: Annotated[Time, Meta(description="ms UTC: two minutes after the start")]
    expiresIn: Annotated[int, Meta(ge=0, description="seconds until then")]


class ConsoleRequest(Result):
    """Who asks to sign in, for the member of the staff who has the code."""

    code: str
    browser: Browser
    system: System
    network: Network
    sameNetwork: Annotated[
        bool, Meta(description="whether the caller of this function asks from the same network")
    ]
    startedAt: Time
    expiresAt: Annotated[Time, Meta(description="ms UTC: the code works until then")]
    approved: Annotated[bool, Meta(description="whether the caller has approved it")]


class ConsoleOpened(Result):
    """Whether the code was approved, and the session if it was. The session is given once."""

    state: Annotated[
        Literal["waiting", "open"],
        Meta(description="waiting: nobody has approved the code yet; ask again in two seconds"),
    ]
    expiresAt: Annotated[
        Time, Meta(description="ms UTC: of the code while waiting, of the session once open")
    ]
    session: (
        Annotated[str, Meta(description="send it as a bearer token; keep it in memory only")]
        | UnsetType
    ) = UNSET
    sessionId: Annotated[Id, Meta(description="for revokeConsole")] | UnsetType = UNSET
    openid: Annotated[str, Meta(description="who approved it")] | UnsetType = UNSET
    roles: (
        Annotated[
            list[str], Meta(description="what the session may do: `operator`, `host`, `agent`")
        ]
        | UnsetType
    ) = UNSET


class ConsoleSession(Result):
    """A browser that is signed in to the console."""

    sessionId: Id
    openid: Annotated[str, Meta(description="who approved it")]
    roles: Annotated[list[str], Meta(description="the roles that it was given")]
    browser: Browser
    system: System
    network: Network
    openedAt: Time
    expiresAt: Annotated[Time, Meta(description="ms UTC: it ends by itself")]
    isThis: Annotated[bool, Meta(description="whether this call was made with it")]


class ConsoleSessions(Result):
    """The browsers that are signed in, the newest first: of all staff for operators, else the
    caller's own."""

    items: list[ConsoleSession]


class RevokedConsole(Result):
    """The session is refused: at once where it is revoked, everywhere within 20 seconds."""

    sessionId: Id

"""liveSocket: the WebSocket of a live room: `wss://.../live?liveId=<id>&token=<session>`.

The session may come as `Authorization: Bearer <session>` instead. Clients get `goodsPush` messages,
first of all the goods on show. They may send `{"action": "ping"}` (answered
`{"type": "pong", "at"}`; API Gateway closes sockets that are silent for 10 minutes) and
`{"action": "current"}` (answered with the push on show, or `{"type": "noGoods"}`).
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from shop.live import audience
from wxcloud import clock, http
from wxcloud.errors import BAD_REQUEST, UNAUTHENTICATED
from wxcloud.fields import Id, Request
from wxcloud.session import verify
from wxcloud.websocket import SocketEvent, socket

MOST_CHARACTERS = 1024


class Entry(msgspec.Struct):
    """What a client names as it connects."""

    liveId: Id


class Said(Request):
    action: Literal["ping", "current"]


@socket
def main(event: SocketEvent) -> dict[str, Any] | None:
    if event.kind == "CONNECT":
        claims = verify(_session(event))
        entry = http.convert(event.query, Entry)
        audience.connect(event.connection_id, claims.o, entry.liveId)
    elif event.kind == "DISCONNECT":
        audience.disconnect(event.connection_id)
    else:
        if len(event.body) > MOST_CHARACTERS:
            raise BAD_REQUEST("The message is longer than 1,024 characters.")
        if http.parse(event.body.encode(errors="replace"), Said).action == "current":
            return audience.on_show(event.connection_id)
        return {"type": "pong", "at": clock.now()}
    return None


def _session(event: SocketEvent) -> str:
    scheme, _, token = event.headers.get("authorization", "").partition(" ")
    if scheme and scheme.lower() != "bearer":
        raise UNAUTHENTICATED()
    return token.strip() or event.query.get("token", "")

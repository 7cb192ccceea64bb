"""liveSocket: the WebSocket of a live room: `wss://.../live?liveId=<id>&token=<session>`.

The session may be sent as `Authorization: Bearer <session>` instead. Clients get goods pushes
(`GoodsPushMessage`), first the goods on show. They may send two messages:

- `{"action": "ping"}`, answered with a `Pong`. API Gateway closes a socket that is silent for 10
  minutes;
- `{"action": "current"}`, answered with the goods on show, or with `NoGoods`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from shop.live import audience
from shop.live.messages import GoodsPushMessage, NoGoods, Pong
from wxcloud import clock, http
from wxcloud.errors import BAD_REQUEST, UNAUTHENTICATED
from wxcloud.fields import Id, Request
from wxcloud.session import verify
from wxcloud.websocket import SocketEvent, socket

MAX_CHARACTERS = 1024


class ConnectQuery(msgspec.Struct):
    """The query of the WebSocket's URL. Other parameters are ignored."""

    liveId: Id


class ClientMessage(Request):
    action: Literal["ping", "current"]


@socket
def main(event: SocketEvent) -> GoodsPushMessage | NoGoods | Pong | None:
    if event.kind == "CONNECT":
        claims = verify(_session(event))
        query = http.convert(event.query, ConnectQuery)
        audience.connect(event.connection_id, claims.o, query.liveId)
    elif event.kind == "DISCONNECT":
        audience.disconnect(event.connection_id)
    else:
        if len(event.body) > MAX_CHARACTERS:
            raise BAD_REQUEST("The message is longer than 1,024 characters.")
        message = http.parse(event.body.encode(errors="replace"), ClientMessage)
        if message.action == "current":
            return audience.on_show(event.connection_id)
        return Pong(at=clock.now())
    return None


def _session(event: SocketEvent) -> str:
    scheme, _, token = event.headers.get("authorization", "").partition(" ")
    if scheme and scheme.lower() != "bearer":
        raise UNAUTHENTICATED()
    return token.strip() or event.query.get("token", "")

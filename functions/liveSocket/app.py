"""liveSocket: the WebSocket of a live room: `<SocketUrl>?liveId=<id>&token=<session>`.

`SocketUrl` is an output of the stack. The session may be sent as `Authorization: Bearer <session>`
instead. Clients get goods pushes (`GoodsPushMessage`), first the goods on show; what is left of
these (`StockMessage`); and that the live begins or is over (`RoomMessage`). They may send five
messages:

- `{"action": "ping"}`, answered with a `Pong`. API Gateway closes a socket that is silent for 10
  minutes;
- `{"action": "current"}`, answered with the goods on show, or with `NoGoods`;
- `{"action": "numbers"}`, answered with `RoomNumbers`: viewers and likes;
- `{"action": "like", "n": 12}`, answered with `RoomNumbers`: the likes since the last message, 50
  at most. Send them together, once in two seconds at most;
- `{"action": "click", "pushId": "…"}`, answered with `Clicked`: the viewer has tapped the goods.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from shop.live import audience
from shop.live.messages import Clicked, Message, NoGoods, Pong, RoomNumbers
from wxcloud import clock, http
from wxcloud.errors import BAD_REQUEST, UNAUTHENTICATED
from wxcloud.fields import Id, Request
from wxcloud.session import verify
from wxcloud.websocket import SocketEvent, socket

MAX_CHARACTERS = 1024


class ConnectQuery(msgspec.Struct):
    """The query of the WebSocket's URL. Other parameters are ignored."""

    liveId: Id


Answer = Message | NoGoods | RoomNumbers | Clicked | Pong  # `Message`: what others send, too


class ClientMessage(Request):
    action: Literal["ping", "current", "numbers", "like", "click"]
    n: Annotated[int, Meta(ge=1, le=50, description="likes")] = 1
    pushId: Id | None = None


@socket
def main(event: SocketEvent) -> Answer | None:
    if event.kind == "CONNECT":
        claims = verify(_session(event))
        query = http.convert(event.query, ConnectQuery)
        audience.connect(event.connection_id, claims.o, query.liveId)
    elif event.kind == "DISCONNECT":
        audience.disconnect(event.connection_id)
    else:
        if len(event.body) > MAX_CHARACTERS:
            raise BAD_REQUEST("The message is longer than 1,024 characters.")
        return _answer(
            event.connection_id, http.parse(event.body.encode(errors="replace"), ClientMessage)
        )
    return None


def _answer(connection_id: str, message: ClientMessage) -> Answer:
    match message.action:
        case "current":
            return audience.on_show(connection_id)
        case "numbers":
            return audience.numbers_of(connection_id)
        case "like":
            return audience.like(connection_id, message.n)
        case "click":
            if message.pushId is None:
                raise BAD_REQUEST("pushId: A click names the push.", field="pushId")
            return audience.click(connection_id, message.pushId)
    return Pong(at=clock.now())


def _session(event: SocketEvent) -> str:
    scheme, _, token = event.headers.get("authorization", "").partition(" ")
    if scheme and scheme.lower() != "bearer":
        raise UNAUTHENTICATED()
    return token.strip() or event.query.get("token", "")

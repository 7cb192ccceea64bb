"""The whole sandbox: its parts, their routes, start and stop."""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from . import control
from .clock import Clock
from .codes import Codes
from .config import Config
from .control import merchant, platform
from .custom import Custom
from .developers import Developers
from .faults import Faults
from .journal import Journal
from .mailbox import Mailbox
from .pay.book import Book
from .pay.carriers import Carriers
from .pay.certificates import Certificates
from .pay.door import Door
from .pay.hand import Hand
from .pay.notices import Notices
from .pay.orders import Orders
from .pay.receipts import Receipts
from .pay.refunds import Refunds
from .pay.shipping import Shipping
from .push import Push
from .robot import Robot
from .server import App, Server
from .settings import Settings
from .shapes import JSON, Fields
from .snapshot import Kept, Snapshot
from .staff import Staff
from .subscribe import Subscribe
from .timers import Timers
from .tokens import Tokens
from .web import Route, Routes
from .wxacode import Wxacode


class Sandbox:
    """`start()` serves on a free port (or on the given one) and returns the base URL.

    With `state`, the state is kept in that file. `log` gets one line per request, without secrets.
    """

    def __init__(
        self,
        config: Config,
        host: str = "127.0.0.1",
        port: int = 0,
        state: Path | None = None,
        log: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.config = config
        self._address = (host, port)
        self._log = log
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._snapshot: Snapshot | None = None

        self.clock = Clock()
        self.settings = Settings(config)
        self.faults = Faults()
        self.journal = Journal()
        self.tokens = Tokens(config, self.settings, self.clock)
        self.mailbox = Mailbox()
        self.subscribe = Subscribe(config, self.settings, self.clock, self.tokens, self.mailbox)
        self.custom = Custom(config, self.clock, self.tokens, self.mailbox)
        self.robot = Robot(config, self.clock)
        self.wxacode = Wxacode(self.settings, self.clock, self.tokens)
        self.push = Push(config, self.settings, self.clock, self.custom)

        self.timers = Timers()
        self.door = Door(config, self.settings, self.clock)
        self.book = Book()
        self.orders = Orders(config, self.clock, self.book)
        self.notices = Notices(
            config, self.settings, self.clock, self.door, self.timers, self._changed
        )
        self.hand = Hand(config, self.settings, self.clock, self.book, self.orders, self.notices)
        self.developers = Developers(self.settings, self.clock, self.book, self.hand)
        self.codes = Codes(config, self.clock, self.developers.openid_of)
        self.staff = Staff(self.settings, self.codes)
        self.refunds = Refunds(
            self.settings,
            self.clock,
            self.book,
            self.timers,
            self.hand.tell_refund,
            self._changed,
        )
        self.carriers = Carriers(self.tokens)
        self.shipping = Shipping(config, self.tokens, self.book)
        self.receipts = Receipts(config, self.clock, self.book, self.push)
        self.certificates = Certificates(config, self.settings)

        kept: dict[str, Kept] = {
            "clock": self.clock,
            "settings": self.settings,
            "codes": self.codes,
            "developers": self.developers,
            "tokens": self.tokens,
            "mailbox": self.mailbox,
            "subscribe": self.subscribe,
            "custom": self.custom,
            "robot": self.robot,
            "book": self.book,
            "notices": self.notices,
        }
        if state:
            self._snapshot = Snapshot(state, kept)

    def start(self) -> str:
        if self._snapshot:
            self._snapshot.start()
        self.refunds.resume()
        self.notices.resume()
        app = App(
            Routes(self._routes()),
            self.faults,
            self.journal,
            self.clock,
            self.door.sign,
            self._changed,
        )
        self._server = Server(self._address, app, self._log)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="sandbox", daemon=True
        )
        self._thread.start()
        return self.url

    @property
    def url(self) -> str:
        if self._server is None:
            raise RuntimeError("the sandbox is not started")
        return f"http://{self._address[0]}:{self._server.server_port}"

    def stop(self) -> None:
        self.timers.cancel()
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server.hang_up()
            self._server = self._thread = None
        if self._snapshot:
            self._snapshot.stop()
            self._snapshot = None

    def __enter__(self) -> "Sandbox":
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def _changed(self) -> None:
        if self._snapshot:
            self._snapshot.changed()

    def _routes(self) -> Iterable[Route]:
        yield platform("GET", "/sns/jscode2session", self.codes.code2session)
        yield platform("GET", "/cgi-bin/token", self.tokens.token)
        yield platform("POST", "/cgi-bin/stable_token", self.tokens.stable_token)
        yield platform("POST", "/cgi-bin/message/subscribe/send", self.subscribe.send)
        yield platform("POST", "/cgi-bin/message/custom/send", self.custom.send)
        yield platform("POST", "/cgi-bin/message/custom/business/typing", self.custom.typing)

        yield platform("POST", "/wxa/getwxacodeunlimit", self.wxacode.unlimited)

        upload = "/wxa/sec/order/upload_shipping_info"
        yield platform("POST", upload, self.shipping.upload)
        yield platform("POST", "/wxa/sec/order/get_order", self.shipping.get)
        listed = "/cgi-bin/express/delivery/open_msg/get_delivery_list"
        yield platform("POST", listed, self.carriers.list)

        yield platform("POST", "/cgi-bin/webhook/send", self.robot.send)

        yield from self._pay_routes()
        yield from self._control_routes()

    def _pay_routes(self) -> Iterable[Route]:
        orders, refunds = "/v3/pay/transactions", "/v3/refund/domestic/refunds"
        number = orders + "/out-trade-no/{out_trade_no}"
        for method, path, handler in (
            ("POST", orders + "/jsapi", self.orders.prepay),
            ("GET", number, self.orders.by_out_trade_no),
            ("GET", orders + "/id/{transaction_id}", self.orders.by_id),
            ("POST", number + "/close", self.orders.close),
            ("POST", refunds, self.refunds.apply),
            ("GET", refunds + "/{out_refund_no}", self.refunds.query),
            ("GET", "/v3/certificates", self.certificates.list),
        ):
            yield merchant(method, path, self.door.guard(handler))

    def _control_routes(self) -> Iterable[Route]:
        yield control.get("/sandbox/health", lambda _: {"ok": True})
        yield control.get("/sandbox/clock", lambda _: self.clock.dump())
        yield control.post("/sandbox/clock", self._move_clock)
        yield control.get("/sandbox/config", lambda _: self.settings.dump())
        yield control.post("/sandbox/config", self.settings.change)
        yield control.post("/sandbox/reset", self._reset)
        yield control.post("/sandbox/faults", self.faults.add)
        yield control.get("/sandbox/faults", lambda _: {"faults": self.faults.waiting()})
        yield control.get("/sandbox/calls", lambda path: self.journal.find(path or "*"), "path")
        yield from self.developers.routes()
        yield control.post("/sandbox/code", self.codes.make)
        yield control.post("/sandbox/revoke", self._revoke)
        yield Route("GET", "/sandbox/console", "control", self.staff.open_console)
        yield control.get("/sandbox/messages", self.mailbox.find, "openid")
        yield control.get("/sandbox/robot", self.robot.find)
        yield control.get("/sandbox/templates", lambda _: self.subscribe.templates())
        yield control.post("/sandbox/templates", self.subscribe.register)
        yield control.post("/sandbox/consent", self.subscribe.consent)
        yield control.post("/sandbox/push", self.push.push)
        yield control.post("/sandbox/verify", self.push.verify)
        yield control.post("/sandbox/receipt", self.receipts.confirm)
        yield control.post("/sandbox/pay", self.hand.pay)
        yield control.post("/sandbox/notify", self.hand.notify)
        yield control.post("/sandbox/refunds", self.refunds.plan)
        yield control.post("/sandbox/settle", self.refunds.settle)
        yield control.get("/sandbox/payments", self.hand.payments, "out_trade_no")
        yield control.get("/sandbox/orders", self.orders.list, "out_trade_no")
        yield control.get("/sandbox/notifications", self.notices.find, "out_trade_no")

    def _move_clock(self, body: JSON) -> JSON:
        fields = Fields(body)
        most = 100 * 365 * 24 * 3600 * 1000
        offset_ms = fields.integer("offset_ms", least=-most, most=most)
        fields.done()
        self.clock.move_to(offset_ms)
        return self.clock.dump()

    def _revoke(self, body: JSON) -> JSON:
        Fields(body).done()
        return self.tokens.revoke()

    def _reset(self, body: JSON) -> JSON:
        """Forget what users and the shop have done, and set the clock to real time. What belongs to
        the account stays: settings, templates, and the shop's tokens."""
        Fields(body).done()
        self.timers.cancel()
        self.clock.move_to(0)
        for part in (
            self.book,
            self.notices,
            self.refunds,
            self.door,
            self.faults,
            self.journal,
            self.codes,
            self.developers,
            self.mailbox,
            self.subscribe,
            self.custom,
            self.robot,
            self.wxacode,
        ):
            part.reset()
        return {"ok": True}

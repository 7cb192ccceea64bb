"""Developers in WeChat's tools: who they are, and a page on which they pay.

The tools get their codes from WeChat, or none that works. So the sandbox may take each code that it
has not made as the login of a device. That is off, and such a code is 40029, until the setting
`developers` names the shop's staff (role -> openid).
"""

import hashlib
import threading
from html import escape
from urllib.parse import parse_qsl, urlencode

from .clock import Clock
from .errors import ControlError
from .pay.book import Book, Order
from .pay.hand import Hand
from .settings import Settings
from .shapes import JSON
from .web import Reply, Request, Route

SHOPPER = "shopper"
ROLES = {SHOPPER: "顾客", "operator": "运营", "host": "主播", "agent": "客服"}
TOOLS = "devtools"  # the device of codes that name none
PREFIX = "dev."  # a code that names its device: dev.<device>
HOME, PAY = "/sandbox/dev", "/sandbox/dev/pay"


class Developers:
    """The devices of developers: device -> role."""

    def __init__(self, settings: Settings, clock: Clock, book: Book, hand: Hand) -> None:
        self._settings = settings
        self._clock = clock
        self._book = book
        self._hand = hand
        self._lock = threading.Lock()
        self._roles: dict[str, str] = {}

    def openid_of(self, code: str) -> str | None:
        """The user of a code that the sandbox has not made; None if developers cannot log in.

        A device is the same user at every login, until another role is chosen for it.
        """
        if not self._settings.developers:
            return None
        device = code.removeprefix(PREFIX) if code.startswith(PREFIX) else TOOLS
        with self._lock:
            role = self._roles.setdefault(device, SHOPPER)
        return self._settings.developers.get(role, _shopper(device))

    def routes(self) -> list[Route]:
        pages = {
            (HOME, "GET"): self._home,
            (HOME, "POST"): self._choose,
            (PAY, "GET"): self._show_order,
            (PAY, "POST"): self._pay,
        }
        return [Route(method, path, "control", page) for (path, method), page in pages.items()]

    # --- who the user is --------------------------------------------------------------------------

    def _home(self, request: Request) -> Reply:
        """GET /sandbox/dev: the devices that have logged in, and the unpaid orders."""
        self._need_on()
        with self._lock:
            devices = dict(self._roles) or {TOOLS: SHOPPER}
        now = self._clock.now()
        with self._book.lock:
            unpaid = [order for order in self._book.orders.values() if self._is_open(order, now)]
        return _page(
            "本地沙箱",
            "<h2>登录身份</h2>"
            "<p class=hint>选择后，请在微信开发者工具中重新编译（Ctrl+B 或 ⌘B）。</p>"
            + "".join(self._device(device, role) for device, role in devices.items())
            + "<h2>待付款订单</h2>"
            + ("".join(map(_link, reversed(unpaid))) or "<p class=hint>没有待付款的订单。</p>"),
        )

    def _device(self, device: str, role: str) -> str:
        offered = [each for each in ROLES if each == SHOPPER or each in self._settings.developers]
        buttons = "".join(
            f"<button name=role value={each}{' class=on' if each == role else ''}>{ROLES[each]}"
            "</button>"
            for each in offered
        )
        openid = self._settings.developers.get(role, _shopper(device))
        return (
            f"<form method=post action={HOME}><input type=hidden name=device"
            f' value="{escape(device)}"><p>设备 <b>{escape(device)}</b><br>'
            f"<span class=hint>openid：{escape(openid)}</span></p>"
            f"<div class=row>{buttons}</div></form>"
        )

    def _choose(self, request: Request) -> Reply:
        """POST /sandbox/dev: choose a role for a device."""
        self._need_on()
        form = _form(request)
        device, role = form.get("device", ""), form.get("role", "")
        if not device or (role != SHOPPER and role not in self._settings.developers):
            raise ControlError(f"device and role are needed; role is one of {', '.join(ROLES)}")
        with self._lock:
            self._roles[device] = role
        return Reply(303, headers={"Location": HOME})

    # --- payment ----------------------------------------------------------------------------------

    def _show_order(self, request: Request) -> Reply:
        """GET /sandbox/dev/pay?prepay=<prepay_id>: what WeChat shows before a payment."""
        self._need_on()
        prepay = request.query.get("prepay", "")
        order = self._order(prepay)
        if not self._is_open(order, self._clock.now()):
            done = "已支付" if self._book.payments_of(order.out_trade_no) else "已关闭"
            return _page(
                "收银台", f"{_amount(order)}<p class=center>订单{done}，请返回小程序。</p>"
            )
        return _page(
            "收银台",
            f"{_amount(order)}<form method=post action={PAY}>"
            f'<input type=hidden name=prepay value="{escape(prepay)}">'
            "<button class=main>立即支付</button></form>"
            "<p class='hint center'>这是本地沙箱，不会真实扣款。不付款请直接返回。</p>",
        )

    def _pay(self, request: Request) -> Reply:
        """POST /sandbox/dev/pay: the user pays, and the shop is notified."""
        self._need_on()
        order = self._order(_form(request).get("prepay", ""))
        self._hand.pay({"out_trade_no": order.out_trade_no, "strict": True})
        return _page("支付成功", f"{_amount(order)}<p class=center>支付成功，请返回小程序。</p>")

    def _order(self, prepay: str) -> Order:
        with self._book.lock:
            for order in self._book.orders.values():
                if prepay in order.prepay_ids:
                    return order
        raise ControlError("there is no payment with this prepay_id")

    def _is_open(self, order: Order, now: int) -> bool:
        paid = self._book.payments_of(order.out_trade_no)
        return not paid and not order.closed and order.expires_at > now

    def _need_on(self) -> None:
        if not self._settings.developers:
            raise ControlError("developers cannot log in here: the setting `developers` is empty")

    def reset(self) -> None:
        with self._lock:
            self._roles.clear()

    def dump(self) -> JSON:
        with self._lock:
            return dict(self._roles)

    def load(self, saved: JSON) -> None:
        with self._lock:
            self._roles = dict(saved)


def _shopper(device: str) -> str:
    """The openid of a device's own user."""
    return f"dev-{hashlib.sha256(device.encode()).hexdigest()[:16]}"


def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.body.decode("utf-8", "replace")))


def _amount(order: Order) -> str:
    title = escape(str(order.params.get("description", "")))
    return f"<p class=center>{title}</p><p class=sum>¥{order.total / 100:.2f}</p>"


def _link(order: Order) -> str:
    address = (
        f"{PAY}?{urlencode({'prepay': max(order.prepay_ids, key=order.prepay_ids.__getitem__)})}"
    )
    title = escape(str(order.params.get("description", "")))
    return f'<a href="{escape(address)}"><span>{title}</span><b>¥{order.total / 100:.2f}</b></a>'


def _page(title: str, body: str) -> Reply:
    text = (
        "<!doctype html><html lang=zh-CN><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style><main><h1>{title}</h1>{body}</main></html>"
    )
    return Reply(200, text.encode(), {"Content-Type": "text/html; charset=utf-8"})


_STYLE = """
body{margin:0;background:#f4f4f5;color:#18181b;font:16px/1.5 system-ui,"PingFang SC",sans-serif}
main{max-width:480px;margin:0 auto;padding:16px}
h1{font-size:20px;margin:8px 0 16px}h2{font-size:16px;margin:24px 0 8px}p{margin:0 0 8px}
form,a{display:block;background:#fff;border-radius:8px;padding:16px;margin-bottom:12px}
form p{overflow-wrap:anywhere}.hint{color:#71717a;font-size:14px}.center{text-align:center}
.row{display:flex;flex-wrap:wrap;gap:8px}.sum{font-size:40px;font-weight:600;text-align:center}
button{font:inherit;border:1px solid #d4d4d8;background:#fff;color:inherit;border-radius:8px;
padding:8px 16px;min-height:44px;flex:1;white-space:nowrap}
.on,.main{background:#07a85a;border-color:#07a85a;color:#fff}.main{width:100%}
a{display:flex;justify-content:space-between;gap:16px;color:inherit;text-decoration:none}
a b{white-space:nowrap}
"""

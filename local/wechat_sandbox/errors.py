"""The three kinds of refusals, one for each kind of caller."""


class WeChatError(Exception):
    """A refusal of api.weixin.qq.com: HTTP 200 with a non-zero errcode."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(f"{errcode} {errmsg}")
        self.errcode = errcode
        self.errmsg = errmsg


class PayError(Exception):
    """A refusal of api.mch.weixin.qq.com: an HTTP status with {"code", "message", "detail"?}."""

    def __init__(
        self, status: int, code: str, message: str, detail: dict[str, object] | None = None
    ) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.detail = detail


class ControlError(Exception):
    """A wrong request to a /sandbox/ path: HTTP 400 with {"error": text}."""

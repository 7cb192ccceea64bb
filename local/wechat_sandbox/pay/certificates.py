"""GET /v3/certificates [pay.weixin.qq.com 4012551764]: 404 for merchants who have a public key."""

from datetime import datetime

from ..config import Config
from ..errors import PayError
from ..settings import Settings
from ..web import Reply, Request
from . import crypto
from .book import SHANGHAI


class Certificates:
    def __init__(self, config: Config, settings: Settings) -> None:
        self._config = config
        self._settings = settings

    def list(self, request: Request) -> Reply:
        from cryptography import x509

        if not self._settings.serve_certificates:
            raise PayError(404, "RESOURCE_NOT_EXISTS", "无可用的平台证书，请使用微信支付公钥")
        pem = self._config.platform_certificate
        certificate = x509.load_pem_x509_certificate(pem.encode())

        def text(time: datetime) -> str:
            return time.astimezone(SHANGHAI).isoformat(timespec="seconds")

        return Reply.json(
            {
                "data": [
                    {
                        "serial_no": self._config.platform_serial,
                        "effective_time": text(certificate.not_valid_before_utc),
                        "expire_time": text(certificate.not_valid_after_utc),
                        "encrypt_certificate": crypto.seal(
                            self._config.apiv3_key, pem.encode(), "certificate"
                        ),
                    }
                ]
            }
        )

"""WeChat on this machine: an HTTP server with WeChat's server API, as strict as its documentation.

    python -m local.wechat_sandbox.credentials FILE      keys and secrets for a local stack
    python -m local.wechat_sandbox --port 9000 --config FILE

In a test: `url = Sandbox(generate()).start()`.
"""

from .config import Config
from .sandbox import Sandbox

__all__ = ["Config", "Sandbox"]

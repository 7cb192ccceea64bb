"""onGroupChange: handles the events of groups, read from the table's stream, and retries the
handlers that failed."""

from __future__ import annotations

from shop.groups.events import decode
from shop.handlers import GROUP_HANDLERS, GROUP_RETRIES
from wxcloud.events import stream

main = stream(decode, GROUP_HANDLERS, GROUP_RETRIES)

"""onOutcome: notes goods pushes that went out and notices that were sent, read from the streams of
two tables, and retries what failed."""

from __future__ import annotations

from shop.analytics.outcomes import decode
from shop.handlers import OUTCOME_HANDLERS, OUTCOME_RETRIES
from wxcloud.events import stream

main = stream(decode, OUTCOME_HANDLERS, OUTCOME_RETRIES)

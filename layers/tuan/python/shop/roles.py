"""The roles of the people who run the shop. A user's record and session hold them."""

from __future__ import annotations

OPERATOR = "operator"  # runs the shop: goods, orders, refunds, settings
HOST = "host"  # runs live rooms
AGENT = "agent"  # answers customer service

ROLES = frozenset({OPERATOR, HOST, AGENT})

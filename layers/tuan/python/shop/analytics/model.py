"""The items of analytics, and their keys.

Keys of the table `analytics`:

    events              <name>     a kind of event that an operator has added
    visitor#<openid>    visitor    the salt of a user's pseudonym in events
    analysis#<id>       analysis   a question that was asked, and its answer
    day#<day>           bytes      how much was scanned on a day, for the bound on it
"""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from wxcloud.model import Integer, Table, TableMeta


class AnalyticsItem(Table):
    """An item of the table `analytics`. Each kind of item is a subclass."""

    class Meta(TableMeta):
        name = "analytics"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    ttl = Integer(null=True)  # seconds UTC

"""Orders: what a buyer bought, how it was paid, where it is, and what was paid back.

    PENDING ── paid ──> PAID ── shipped ──> SHIPPED ── received ──> COMPLETED
       │                 └── refund of all of it ──> REFUNDING ──> REFUNDED
       └── cancelled, or not paid in time ──> CLOSED

`model` has the states as data, and the keys; the other modules are the words that functions say.
"""

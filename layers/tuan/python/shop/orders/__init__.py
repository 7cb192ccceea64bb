"""Orders: what a buyer bought, how it was paid, where it is, and what was paid back.

    PENDING ── paid ──> PAID ── shipped ──> SHIPPED ── received ──> COMPLETED
       │                 └── refund of the whole order ──> REFUNDING ──> REFUNDED
       └── cancelled, or not paid in time ──> CLOSED

This package is the aggregate: its items, states, writes, events and reads. `shop.checkout` has the
use cases that change more than the order: place, pay, close, refund.
"""

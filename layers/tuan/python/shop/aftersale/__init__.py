"""After-sale: a buyer asks for money back, for units or an amount, and perhaps sends goods back.

    ASKED ── agreed ──> AGREED ── sent back ──> SENT ── received ──> RECEIVED ──> REFUNDED
      │                   └── not sent back in 7 days ──> EXPIRED      │
      └── denied ──> DENIED <──────────── denied after a look ─────────┘ (from SENT)

`states` has the table of moves, `shop.orders.claims` the arithmetic: what of an order can still be
claimed. While an after-sale is under way, its order holds its claim, so no other refund can have
the same units or money. `shop.checkout.refunds` pays the money back.
"""

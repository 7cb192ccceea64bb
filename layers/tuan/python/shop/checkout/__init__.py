"""Checkout: the use cases that change an order together with what it holds.

`quote` prices a request: `quoting` shows the price without a write, `drafting` makes the order of
it. `place` holds everything and opens the order in one transaction, `prepay` tells WeChat Pay of
it, `pay` gives new payment fields. `payments` takes a payment. `close` and `refunds` undo what the
order holds, each in one transaction. What an order holds (stock, a sale's limit, a seat, points) is
a value: see `holds`.
"""

"""Checkout: the use cases that change an order together with what it holds.

`quote` prices a `request` with what `offers` finds: `quoting` shows the price without a write,
`drafting` makes the order of it. `place` holds everything and opens the order in one transaction;
`prepay` announces it to WeChat Pay, and `pay` does so again for an order that waits. `payments`
takes what WeChat reports, and `points_of_orders` gives the points that follow. `addressing` sends
an order elsewhere, until it is shipped.

`close` and `refunds` undo what the order holds, each in one transaction; `reminding` tells the
buyer before an order is closed. `refund_rules` are WeChat Pay's, `refund_transfer` pays the money
back. What an order holds (stock, a sale's limit, a seat, points) is a value: see `holds`. `views`
and `quote_views` are what buyers see.
"""

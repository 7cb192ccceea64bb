"""Groups: buying together, at a price that needs company.

A group is one item of the table `groups`, all its seats included. So one conditional write takes a
seat, another pays the last one and makes the group a SUCCESS, a third lets it fail at its deadline,
and the store orders them: no row is counted, no seat taken twice.

    OPEN ── the last seat is paid ──> SUCCESS
         ── the deadline passes ────> FAILED (SUCCESS, if the campaign says so many are enough)

    nobody's ── an order holds it ──> HELD ── the order is paid ──> PAID
                                       └── not paid in time: nobody's, or the next joiner's

`model` has the items, `seats` the writes; the other modules are the words that functions say.
What follows from an outcome is read from the table's stream (`following`), what an order makes of
its seat from the orders' (`settling`).
"""

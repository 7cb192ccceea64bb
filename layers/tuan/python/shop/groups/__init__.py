"""Groups: buyers who buy together at a lower price.

A group is one item of the table `groups`, with all its seats. So one conditional write takes a
seat, one pays the last seat and makes the group a SUCCESS, one lets it fail at its deadline, and
DynamoDB orders them: no rows are counted, and no seat is taken twice.

    OPEN ── the last seat is paid ──> SUCCESS
         ── the deadline passes ────> FAILED (SUCCESS, if the campaign says that enough are in)
         ── the last seat is given up > FAILED

    free ── an order holds it ──> HELD ── the order is paid ──> PAID
                                   └── not paid in time: free, or taken over by the next buyer

This package is the aggregate: the items, the rules (`rules`), the writes (`seats`, `limits`,
`opened`), what an order holds of it (`holds`), its events and reads. `shop.groupbuy` has the use
cases.
"""

"""Shares: who brought whom, by a short code in a share card or under a mini-program code.

Keys of the table `shares`:

    share#<code>     share             who shares what, where; how many visits and orders it brought
    share#<code>     visit#<openid>    a visitor's first visit, and the first order after it
    user#<openid>    from              the last share that brought the user: for orders without one

A visit is counted once per visitor. An order is counted once per visitor, if it is the first after
the visit and within WINDOW. A sharer's own visits and orders are not counted.

`codes` makes the codes, `model` has the items, `links` creates and resolves shares, `counting`
counts orders.
"""

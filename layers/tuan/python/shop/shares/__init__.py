"""Shares: who brought whom, by a short code in a share card or under a mini-program code.

Keys of the table `shares`:

    share#<code>     share             who shares what, where; how many visits and orders it brought
    share#<code>     visit#<openid>    a visitor's first visit, and the first order after it
    order#<orderId>  from              the share that brought a paid order, and what became of it
    user#<openid>    from              the last share that brought the user: for orders without one

A visit is counted once per visitor. An order is counted once per visitor, if it is placed within
WINDOW after the visit and is the first that is shipped: until then it can still go back by itself,
because its group fails or because a member leaves. Then its sharer gets points for the invitation;
they are taken back if all of the order's money is paid back later. A sharer's own visits and orders
are not counted, and neither are orders of 0 fen.

`codes` makes the codes, `model` has the items, `links` creates and resolves shares, `counting`
counts orders.
"""

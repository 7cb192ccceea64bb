"""Group buying: open a group, join one, leave it, and settle what becomes of a seat and its order.

`shop.groups` is the aggregate; `shop.checkout` places, closes and refunds orders.
"""

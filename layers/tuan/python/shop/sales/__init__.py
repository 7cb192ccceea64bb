"""Flash sales: a SKU at its own price, from its own stock, for some time, with a limit for each
buyer.

The stock of a sale is taken from the SKU's free units. If they are too few, the rest is new stock,
so that a SKU can also be sold in sales alone. When the sale has ended, the units that it leaves
over are sold as the SKU's own again (`shop.stock`).
"""

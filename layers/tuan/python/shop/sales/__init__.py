"""Flash sales: a SKU at a price of its own, from a stock of its own, for some time. Each buyer may
buy a limited number of units.

The stock of a sale is taken from the SKU's free units. If they are too few, the rest is new stock,
so that a SKU can also be sold in sales alone. When the sale has ended, the units that it leaves
over are sold as the SKU's own again (`shop.stock`); nothing is moved.
"""

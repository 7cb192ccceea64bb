"""Stock: the units of SKUs, counted so that no unit is sold twice and none is lost.

A *pool* is the stock of a SKU, or the stock that a flash sale has for itself. A pool has one or
more *shards*: a pool that many buyers want at once is spread over several items, so that their
writes do not wait for each other.

Every write of a shard keeps `initial = remaining + held + sold`:

    hold       remaining → held      an order is placed
    sell       held → sold           the order is paid
    release    held → remaining      the order is closed
    restock    sold → remaining      the order is refunded before it is shipped

An order takes its units from one shard, which the buyer's id chooses. If no shard has enough units,
the order takes the last units of several shards in one transaction, so that every unit can be sold.
Before an order takes units, the code looks at the pool; the look may be half a second old. So a
buyer who comes when everything is sold is refused without a write, and mostly without a read.

Units that a flash sale leaves over are sold at the SKU's own price when the sale has ended: the
SKU's buyers may then take from the sale's pool. When an operator saves the SKU or another sale of
it, all units of the sales that are over are moved to the SKU's own pool (`shop.stock.moving`). So
the units of a SKU and of its sales have the same sum before, during and after any sales.
"""

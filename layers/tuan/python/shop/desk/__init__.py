"""The desk: what operators look for among all orders, and the figures of the day.

It is a read model: an index of the orders, and numbers, in a table of their own. Handlers of events
keep it, seconds behind the orders. What is shown of an order is read from the order itself.

    rows        one row per order, with the index and the numbers that follow from it
    search      pages of orders by status, kind, time, goods, phone
    counts      how many orders there are by status
    figures     today, against yesterday and last week
    low_stock   SKUs with few units
    ending_groups, group_lists
                groups that end soon; all groups, also those that have ended
    exports     a CSV of orders, made piece by piece
    rebuild     the whole read model made again from the orders
    jobs        the queue on which exports and the rebuild go on
"""

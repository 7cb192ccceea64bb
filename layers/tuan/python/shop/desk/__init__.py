"""The desk: what operators look for among all orders, and the figures of the day.

It is a read model: an index of the orders, and numbers, in a table of their own. Handlers of events
keep it, seconds behind the orders. What is shown of an order is read from the order itself.

    model          the items, and their keys
    generations    which generation of the read model is read, and which are written
    rules          what the desk knows of an order, and the numbers that follow
    rows           one row per order, with the index and the numbers that follow from it
    keys           which orders a filter finds
    search         pages of orders by status, kind, time, goods, phone
    counts         how many orders there are by status
    figures        today, against yesterday and last week
    low_stock      SKUs with few units
    ending_groups  groups that end soon
    group_lists    all groups, open or ended
    jobs           work that takes longer than a call, a message for each piece
    exports        a CSV of orders, made piece by piece
    spreadsheet    its rows
    rebuild        the whole read model made again from the orders
    views          what operators see of all this
"""

"""The catalog: what the shop sells, on which terms groups buy it, and in which order it is shown.

goods     the goods, as an operator saved them
terms     the terms of a group campaign
shelf     the places of goods, in the order of their rank
feed      the shelf, page by page
page      goods on their own page, with what is left of each SKU
saving    what an operator's saving changes: goods, places, SKUs
views     what users see of all this
"""

"""The catalog: what the shop sells, on which terms groups buy it, and in which order it is shown.

goods     the goods, as an operator saved them
terms     the terms of a group campaign
options   the options of SKUs, such as colour and size
inputs    what operators send
forms     from what operators send to what is saved
pictures  where an operator's client sends pictures
shelf     the places of goods, in the order of their rank
ranking   goods are moved in the feed
feed      the shelf, page by page
managing  lists of goods for operators: also those that shoppers do not see
unshown   the items by which these are found
page      goods on their own page, with what is left of each SKU
titles    which texts are in a title
postings  the items by which a search finds goods
search    goods whose title has a text, page by page
saving    what an operator's saving changes: goods, places, SKUs, postings
views     what users see of all this
"""

"""Address books: where users want their orders sent.

model    the address, the book of a user, and the keys of the table `addresses`
book     what saving and deleting do to a book, as functions of values
saving   saving and deleting
reads    the addresses of a user

The table `addresses` has all names, phone numbers and addresses of the shop, also those of orders
(`shop.orders.delivery`). It has no stream, so they are in no stream record and in no message.
"""

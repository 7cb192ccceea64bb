"""Address books: where users want their orders sent.

model    the address, the book of a user, and the keys of the table `addresses`
book     what saving and deleting do to a book, as functions of values
forms    an address as a person types it, or as `wx.chooseAddress` gives it
saving   saving and deleting
reads    the addresses of a user
views    what users see of their books

The table `addresses` has all names, phone numbers and addresses of the shop, also those of orders
(`shop.orders.delivery`). It has no stream, so they are in no stream record and in no message.
"""

"""wxcloud: the platform. What `wx.cloud` gives a cloud function, on AWS. Knows nothing of shops."""

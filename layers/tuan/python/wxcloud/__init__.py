"""wxcloud: the platform. What `wx.cloud` gives a cloud function, on AWS. Knows nothing of shops."""

import logging

# Lambda's root logger lets INFO through, and these would greet every cold start at length.
for _name in ("botocore", "pynamodb", "urllib3"):
    logging.getLogger(_name).setLevel(logging.WARNING)

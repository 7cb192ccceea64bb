"""wxcloud: the platform. It gives a cloud function on AWS what `wx.cloud` gives one in WeChat Cloud
Development. It knows nothing of shops."""

import logging

# Lambda's root logger shows INFO, and these libraries log at length at every cold start.
for _name in ("botocore", "pynamodb", "urllib3"):
    logging.getLogger(_name).setLevel(logging.WARNING)

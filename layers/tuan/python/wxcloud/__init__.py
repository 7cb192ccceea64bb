"""wxcloud: the platform. It gives a cloud function on AWS what `wx.cloud` gives one in WeChat Cloud
Development. It knows nothing of shops."""

import gc
import logging

# Nothing is garbage while a function is imported. With Python's own threshold, 700 new objects, the
# search for garbage took 4 % of a cold start.
gc.set_threshold(20_000)

# Lambda's root logger shows INFO, and these libraries log at length at every cold start.
for _name in ("botocore", "pynamodb", "urllib3"):
    logging.getLogger(_name).setLevel(logging.WARNING)

"""WeChat Pay API v3 for one merchant: JSAPI orders, refunds, notifications, shipping.

Pages: pay.weixin.qq.com/doc/v3/merchant/ + 4012791897 (order), 4012791900 (query), 4012791901
(close), 4012810597 (refund), 4012791902 (notification), 4012365342 (signature), 4013053249 (public
key).
"""

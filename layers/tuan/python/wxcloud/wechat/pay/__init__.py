"""WeChat Pay API v3 for one merchant.

    merchant        the merchant's account, which is in one secret
    account         the secret as people paste it: what is wrong with it
    keys            whether its keys are the right ones
    crypto          RSA signatures and AES-GCM
    signatures      what we sign, and whether WeChat Pay has signed what we got
    model           what WeChat Pay tells of payments and refunds
    calls           prepay, get, close, refund
    notifications   what WeChat Pay tells of payments and refunds

Amounts are integer fen, times milliseconds UTC. Sources: pay.weixin.qq.com/doc/v3/merchant/ +
4012365342 (signature), 4012791897 (order), 4012791900 (query), 4012791901 (close), 4012810597
(refund), 4012791902 (notification), 4013053249 (keys).
"""

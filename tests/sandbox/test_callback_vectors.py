"""The published message-push vectors, recomputed by the sandbox's own functions.

Source of all: developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push
"""

import json

import pytest

from local.wechat_sandbox import callback_crypto as crypto

TOKEN = "AAAAA"
KEY = "A" * 43
APPID = "wxba5fad812f8e6fb9"
PUSHED = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzD"
    "pVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2I"
    "uQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F"
    "9mFUPAJGj04="
)
MESSAGE = (
    '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY",'
    '"CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}'
)

# the official sample code for message encryption
XML_PUSHED = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6"
    "F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T33"
    "2jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCg"
    "avjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6Oewp"
    "usjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)
XML_MESSAGE = (
    "<xml><ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName>\n<FromUserName><![CDATA[oyORnuP"
    "8q7ou2gfYjqLzSIWZf0rs]]></FromUserName>\n<CreateTime>1409735668</CreateTime>\n<MsgType><!["
    "CDATA[text]]></MsgType>\n<Content><![CDATA[abcdteT]]></Content>\n<MsgId>605476859006471372"
    "8</MsgId>\n</xml>"
)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((TOKEN, "1714036504", "1514711492"), "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        ((TOKEN, "1714037059", "486452656"), "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
        ((TOKEN, "1714112445", "415670741"), "6c5c811b55cc85e0e1b54100749188c20beb3f5d"),
        ((TOKEN, "1714112445", "415670741", PUSHED), "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"),
    ],
)
def test_signatures(texts, expected):
    assert crypto.signature(*texts) == expected


def test_push_is_encrypted_as_published():
    envelope = crypto.envelope(MESSAGE.encode(), APPID, b"a8eedb185eb2fecf")
    assert len(envelope) == 224
    assert crypto.encrypt(envelope, KEY) == PUSHED
    assert crypto.decrypt(PUSHED, KEY) == (MESSAGE.encode(), APPID)


def test_xml_of_the_official_sample_code():
    key, appid = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx2c2769f8efd9abc2"
    signature = crypto.signature("spamtest", "1409735669", "1320562132", XML_PUSHED)
    assert signature == "5d197aaffba7e9b25a30732f161a50dee96bd5fa"
    envelope = crypto.envelope(XML_MESSAGE.encode(), appid, b"89465c840c5f116f")
    assert crypto.encrypt(envelope, key) == XML_PUSHED
    assert crypto.decrypt(XML_PUSHED, key) == (XML_MESSAGE.encode(), appid)


def test_reply_is_encrypted_as_published():
    envelope = crypto.envelope(b'{"demo_resp":"good luck"}', APPID, b"707722b803182950")
    encrypted = crypto.encrypt(envelope, KEY)
    assert encrypted == (
        "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
    )
    signature = crypto.signature(TOKEN, "1713424427", "415670741", encrypted)
    assert signature == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"


@pytest.mark.parametrize("position", [0, 40, 100, len(PUSHED) - 6])
def test_a_changed_character_is_detected(position):
    letter = "B" if PUSHED[position] != "B" else "C"
    changed = PUSHED[:position] + letter + PUSHED[position + 1 :]
    try:
        message, appid = crypto.decrypt(changed, KEY)
    except ValueError:
        return
    # The first block is random: CBC does not detect a change in it, but the signature does.
    assert crypto.signature(TOKEN, "1714112445", "415670741", changed) != (
        "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"
    )
    assert (message, appid) != (MESSAGE.encode(), APPID) or json.loads(message)

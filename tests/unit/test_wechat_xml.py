"""WeChat's XML: nested and repeated elements are read; entities and document types are refused."""

from __future__ import annotations

import pytest

from wxcloud.wechat import xml

BOMB = b"""<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<xml><Content>&b;</Content></xml>"""
EXTERNAL = b"""<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/hostname">]><xml><C>&e;</C></xml>"""


def test_texts_nested_elements_and_repeated_ones():
    body = "<xml><A><![CDATA[你好 <b>&amp;]]></A><B>1</B><L><I>x</I></L><L><I>y</I></L><L/></xml>"
    assert xml.parse(body.encode()) == {
        "A": "你好 <b>&amp;",
        "B": "1",
        "L": [{"I": "x"}, {"I": "y"}, ""],
    }


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        EXTERNAL,
        b"<!DOCTYPE xml><xml><A>1</A></xml>",
        b"<xml>&unknown;</xml>",
        b"<xml>text</xml>",
        b"<xml/>",
        b"<xml><A></xml>",
        b"<xml><A/></xml><xml/>",
        b"",
        b"<A>" * 5000,
        b"<x>" * 20 + b"</x>" * 20,
    ],
)
def test_xml_that_wechat_never_sends_is_refused(body):
    with pytest.raises(ValueError):
        xml.parse(body)


def test_written_xml_is_read_back():
    values = {"Content": "a ]]> b < & 你", "N": 7}
    assert xml.parse(xml.write(values).encode()) == {"Content": "a ]]> b < & 你", "N": "7"}

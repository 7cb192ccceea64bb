"""Carriers, by WeChat's ids (`delivery_id`).

WeChat knows about 1,500 carriers. Those here are the ones that carry parcels in China; their ids
and names are WeChat's (get_delivery_list). An id that is not here is looked up in WeChat's list.
"""

from __future__ import annotations

from collections.abc import Iterable

from wxcloud.cache import Cache
from wxcloud.errors import Code

CARRIER_UNKNOWN = Code(
    "CARRIER_UNKNOWN", 400, "WeChat does not know this carrier. Use an id of its list of carriers."
)
SF = "SF"  # WeChat wants the end of a phone number for its parcels

CARRIERS = {
    "AAE": "AAE全球专递",
    "ANEKY": "安能物流",
    "ANNTO": "安得物流",
    "AX": "安迅物流",
    "AXD": "安鲜达",
    "BTWL": "百世快运",
    "CND": "承诺达",
    "CNEX": "佳吉快运",
    "COE": "COE东方快递",
    "D4PX": "递四方速递",
    "DBL": "德邦快递",
    "DBLKY": "德邦快运/德邦物流",
    "DHL": "DHL",
    "DHL_C": "DHL(中国件)",
    "DNWL": "丹鸟物流",
    "DSWL": "D速物流",
    "DTWL": "大田物流",
    "EMS": "EMS",
    "EMS2": "EMS国内",
    "EWE": "EWE",
    "FBOX": "丰巢",
    "FEDEX": "FEDEX联邦(国内件）",
    "FEDEX_GJ": "FEDEX联邦(国际件）",
    "FWX": "丰网速运",
    "GTSD": "高铁速递",
    "HGLL": "黑狗冷链",
    "HOAU": "天地华宇",
    "HTKY": "百世快递",
    "JD": "京东快递",
    "JDKY": "京东快运",
    "JDLOGISTICS": "京东国际物流",
    "JGSD": "京广速递",
    "JIAJI": "佳吉物流",
    "JIUYE": "九曳供应链",
    "JTSD": "极兔速递",
    "JYKD": "晋越快递",
    "JYM": "加运美",
    "JYWL": "佳怡物流",
    "KERRYLOGISTICS": "嘉里大通物流",
    "KYSY": "跨越速运",
    "LB": "龙邦快递",
    "LHT": "联昊通速递",
    "MHKD": "民航快递",
    "RQ": "荣庆物流",
    "RRS": "日日顺物流",
    "SF": "顺丰速运",
    "SFB2C": "顺丰国际",
    "SFWL": "盛丰物流",
    "SHWL": "盛辉物流",
    "SINOAIR": "中外运",
    "SNWL": "苏宁物流",
    "SQWL": "商桥物流",
    "SS": "闪送",
    "STO": "申通快递",
    "STO_INTL": "申通快递国际单",
    "SUBIDA": "速必达物流",
    "SURE": "速尔快递",
    "SX": "顺心捷达",
    "TJS": "特急送",
    "TNT": "TNT快递",
    "UBONEX": "优邦国际速运",
    "UC": "优速快递",
    "UPS": "UPS",
    "USPS": "USPS美国邮政",
    "WJWL": "万家物流",
    "WTP": "微特派",
    "XBWL": "新邦物流",
    "XFEX": "信丰物流",
    "XGYZ": "香港邮政",
    "YCWL": "远成物流",
    "YD": "韵达速递",
    "YDKY": "韵达快运",
    "YFEX": "越丰物流",
    "YMDD": "壹米滴答",
    "YTO": "圆通速递",
    "YTOGJ": "圆通国际",
    "YUNEXPRESS": "云途物流",
    "YXWL": "宇鑫物流",
    "YZBK": "邮政国内标快",
    "YZGN": "包裹/平邮/挂号信",
    "YZPY": "邮政快递包裹",
    "ZJS": "宅急送",
    "ZTO": "中通快递",
    "ZTOGLOBAL": "中通国际",
    "ZTOKY": "中通快运",
    "ZTWL": "中铁物流",
    "ZYE": "众邮快递",
    "ZYKD": "中邮快递",
    "ZYWL": "中邮物流",
}
_listed: Cache[frozenset[str]] = Cache(6 * 3600)


def name_of(carrier: str) -> str:
    """The carrier's name in Chinese; its id if it is none of those here."""
    return CARRIERS.get(carrier, carrier)


def check(carriers: Iterable[str]) -> None:
    """CARRIER_UNKNOWN if WeChat does not know one of them. WeChat is asked only for those that are
    not listed here, at most every six hours; WeChatRefusal if it does not answer."""
    others = {carrier for carrier in carriers if carrier not in CARRIERS}
    if not others:
        return
    from wxcloud.wechat import shipping  # few parcels go by other carriers

    unknown = sorted(others - _listed.get("all", shipping.carriers))
    if unknown:
        raise CARRIER_UNKNOWN(f"carrier: WeChat does not know {unknown[0]}.", field="carrier")

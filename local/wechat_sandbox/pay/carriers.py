"""The carriers that WeChat knows [mini-program docs: weixin-express/express-msg/
api_get_delivery_list]: WeChat lists about 1,500, these are some of them."""

from ..tokens import Tokens, read_body
from ..web import Reply, Request

_IDS = """
007EX 139EXPRESS 8DT A4PX AAE ACS AJ ANEKY ANJUN ANNTO AX AXD BDT BTWL CND CNEX COE D4PX DBL DBLKY
DHL DHL_C DHL_DE DML DNWL DPD DSWL DTWL EMS EMS2 EWE FBOX FEDEX FEDEX_GJ FWX GLS GTSD HGLL HOAU HTKY
JD JDKY JDLOGISTICS JGSD JIAJI JIUYE JTSD JYKD JYM JYWL KERRYLOGISTICS KYSY LB LHT MHKD RQ RRS SAD
SF SFB2C SFWL SHWL SINOAIR SNWL SQWL SS STO STO_INTL SUBIDA SURE SX TJS TNT UBONEX UC UPS USPS WJWL
WTP XBWL XFEX XGYZ YCWL YD YDKY YFEX YMDD YTO YTOGJ YUNEXPRESS YXWL YZBK YZGN YZPY ZJS ZTO ZTOGLOBAL
ZTOKY ZTWL ZYE ZYKD ZYWL
"""
CARRIERS = frozenset(_IDS.split())


class Carriers:
    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def list(self, request: Request) -> Reply:
        """POST /cgi-bin/express/delivery/open_msg/get_delivery_list"""
        self._tokens.require(request)
        read_body(request)
        listed = [{"delivery_id": one, "delivery_name": one} for one in sorted(CARRIERS)]
        return Reply.json({"errcode": 0, "delivery_list": listed, "count": len(listed)})

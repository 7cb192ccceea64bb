"""Whether a user asks for a human. A pure function of the text.

A text is read clause by clause: "不用发链接了，直接转人工" asks for a human in its second clause,
although the first one says "不用". Words for a human count only where they are the request: 真人发,
人工养殖, 转接头 and "bleaching agent" are goods.
"""

from __future__ import annotations

from shop.support import matching
from shop.support.matching import any_of

_STAFF = (
    "(?:客服|客户服务|售后|店家|店长|店主|老板娘?|卖家|商家|掌柜|主管|经理|领导|负责人|接线员|专员"
    "|工作人员|服务人员|(?:能)?管事的?人?)"
)
_CALL = (
    "(?:找|叫|喊|要|整|想|需要|联系|呼叫|召唤|连|接|转|换|切换?|让|请|派|安排|搵|揾|回复|投诉"
    "|有没有?|有)"
    "(?:一下|下|一?个|几个|一?次|位|不了|不到|到|成|回|接|通|给|整|你们?|我|的|家|在线|那个|这边"
    "|人工|真人|过来|去)*"
)
_PERSON = "(?:真人|活人|大活人)"
_TALK = "(?:说|聊|讲|谈|唠|沟通|对话)"
# After 人工 or 真人, the text goes on as a request does, not as a description of goods does.
_GOES_ON = (
    "(?=$|人工|真人|客|服务|座席|坐席|专线|热线|通道|电话|介入|处理|解决|来|帮|给|跟|和|同|说|聊|讲"
    "|回[复我]|上线|出|在|都|有没有|怎么|呢|吗|吧|嘛|呗|啊|呀|哦|噢|了|行|可|谢|快|急|thx|please|pls)"
)

_REQUEST = any_of(
    # the word alone: 人工, 客服呢, 麻烦人工处理
    f"^(?:你好|您好|亲|喂|请问|直接|快点?|赶紧|麻烦|帮我|给我|我)*(?:人工|{_PERSON}|客服){_GOES_ON}",
    # somebody is called: 转人工, 有没有真人, 叫你们店长来
    f"{_CALL}(?:人工|{_PERSON}){_GOES_ON}",
    f"{_CALL}{_STAFF}(?!的(?!电话|微信|联系)|好|态度|戴|穿|用|品|装)",
    "(?:来|出来|出|派|换|找|叫|喊|搵|揾|安排|让)(?:一?个|位|点)?(?:能?管事的|懂的|活的|正常)?大?活?人"
    f"(?=$|来|啊|呀|吧|跟|和|同|{_TALK}|帮|处理|回|解决|出|行|接)",
    # somebody to talk to: 跟真人说话, 和人聊
    f"(?:跟|和|同|与|由)(?:一?个)?(?:人|{_PERSON}){_TALK}",
    f"(?:人工|{_PERSON})(?:客服|服务)(?=$|呢|吗|在|有)",
    # where is somebody: 客服在不在, 有人吗, 没人理
    f"^(?:你们?的?|那个)?{_STAFF}(?:小姐姐|小哥哥|小姐|小哥|大哥|姐姐|妹妹|人)*"
    "(?=$|在|呢|吗|啊|呀|出|来|人|有|去|死|快|为|怎|什|赶|麻|帮|理|都|电话|哪|跑|不在|不理|不回)",
    "有(?:没有)?个?(?:人|活的|喘气的)(?=$|吗|么|没|啊|管|回|理|出|能)",
    "没人(?:回|理|管|在|应)|没个人",
    # how to reach somebody
    "(?:客服|联系|投诉|热线)的?(?:电话|方式|微信|热线)",
    "^(?:我要|要)?投诉",
    # no machine
    "机器人.*(?:换|找|叫|搵|揾)(?:一?个)?人",
    "(?:不要|别|不想)(?:再)?(?:跟|和|用|让)?机器人",
    # English, and Chinese in Latin letters
    r"^(?:a |live |real )?(?:human|agent|operator|representative|customer (?:service|support)"
    r"|person)s?(?: |$)",
    r"\b(?:live|real|actual) (?:agent|person|human(?! hair)|people)\b",
    r"\b(?:talk|speak|chat|connect|transfer|need|want|get|give|find|reach|contact|call|is there"
    r"|let me)\b[a-z ]*\b(?:a human|human (?:agent|being|please|pls|help|support)|human$|agent"
    r"|person|someone|somebody|anyone|representative|rep|staff|customer (?:service|support|care)"
    r"|manager|supervisor)\b",
    r"\b(?:zhuan ?)?ren ?gong\b|\bkefu\b",
)

_NOT = (
    "(?:不用|不要|不必|不想|不需要|不是要|没必要|无需|用不着|别|勿|莫|甭|唔使|唔要|取消"
    "|没说|没要|没想|没让|没叫|没找|先不|不急着|暂时不)"
)
_NO_REQUEST = any_of(
    f"{_NOT}(?:再|先|给|帮|我|叫|要|说|让|急着?|着急|麻烦|去|到|总|老|又|动不动|随便|就)*"
    "(?:转|接|找|叫|喊|要|联系|想|换|搵|揾|麻烦|人工|真人|客服)",
    "(?:人工|真人|客服)(?:那?就|还是|先|什么的)*(?:算了|不用|不要|不必|免了|不需要|不找了)",
    r"\b(?:don ?t|do not|no need|not|never|without|cancel|stop)\b[a-z ]*"
    r"\b(?:human|agent|person|transfer|support)",
    # about the staff: a job, praise, an earlier talk
    "应聘|招聘|招人|招不招|缺不缺|态度|好评|差评|培训|表扬|上次|上回",
)


def wants_human(text: str) -> bool:
    """Whether a clause of the text asks for a human."""
    return any(
        _REQUEST.search(clause) and not _NO_REQUEST.search(clause)
        for clause in matching.clauses(text)
    )

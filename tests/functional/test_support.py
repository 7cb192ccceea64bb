"""Customer service, as WeChat drives it: pushes into csReply, replies out of sendReply."""

from __future__ import annotations

import json
import time
from types import SimpleNamespace

import pytest

from tests.support.cloud import Shop, call, sqs_event, webhook
from tests.support.cloud import handler as lambda_handler
from tests.support.events import EVENTS, fill
from tests.support.push_events import signed
from wxcloud.wechat import credentials

SEND = "/cgi-bin/message/custom/send"
FAQS = [
    ("faq-ship", "什么时候发货？", ["发货", "几天到"], "付款后 48 小时内发货，一般 3 天送到哦～"),
    ("faq-refund", "怎么申请退款？", ["退款"], "在订单页点“申请退款”，1-3 天原路退回。"),
    ("faq-group", "拼团没有成功怎么办？", ["拼团失败", "不成团"], "没拼成会自动退款，请放心。"),
]


@pytest.fixture
def desk(shop: Shop) -> Shop:
    """A shop with three answers."""
    for faq_id, question, keywords, answer in FAQS:
        teach(faqId=faq_id, question=question, keywords=keywords, answer=answer)
    return shop


def teach(**entry: object) -> object:
    answer = call("saveFaq", entry, openid="operator-1", roles=("operator",))
    assert answer.ok, answer.body
    return answer["faqId"]


def push(shop: Shop, content: str = "", openid: str = "o1", **more: object) -> dict:
    wish = {"openid": openid, **({"content": content} if content else {}), **more}
    return shop.sandbox.post("/sandbox/push", wish)


def texts(shop: Shop, openid: str = "o1") -> list[str]:
    return [message["text"]["content"] for message in shop.sandbox.messages(openid)]


def ask(shop: Shop, content: str, openid: str = "o1") -> str:
    """Say something and get the reply; a moment passes, as between people."""
    shop.clock.advance(1000)
    pushed = push(shop, content, openid)
    assert (pushed["status"], pushed["attempts"]) == (200, 1)
    before = len(texts(shop, openid))
    assert shop.work("support", "sendReply") == []
    (*_, reply) = ["", *texts(shop, openid)[before:]]
    return reply


# --- the URL check and the push itself -----------------------------------------------------------


def test_the_console_may_save_our_url(shop: Shop):
    assert shop.sandbox.post("/sandbox/verify", {})["ok"]
    forged = shop.sandbox.post("/sandbox/verify", {"tamper": True})
    assert (forged["status"], forged["ok"]) == (403, False)


@pytest.mark.parametrize("mode", ["secure", "compatible"])
def test_an_encrypted_push_is_answered_success_and_then_replied_to(desk: Shop, mode):
    pushed = push(desk, "什么时候发货呀", mode=mode)
    assert (pushed["status"], pushed["body"]) == (200, "success")
    assert pushed["took_ms"] < 1000
    assert texts(desk) == []  # the reply comes by itself, through the queue
    desk.work("support", "sendReply")
    assert texts(desk) == [FAQS[0][3]]


def test_a_shop_in_plain_mode_takes_plain_pushes(desk: Shop):
    secret = json.dumps(desk.sandbox.shop_secret() | {"messageMode": "plain"})
    desk.aws("secretsmanager").put_secret_value(
        SecretId=desk.prefix + "wechat", SecretString=secret
    )
    desk.set()  # forget the secret
    assert push(desk, "什么时候发货呀", mode="plain")["body"] == "success"
    desk.work("support", "sendReply")
    assert texts(desk) == [FAQS[0][3]]
    handed = push(desk, "人工", mode="plain")
    assert handed["reply"]["MsgType"] == "transfer_customer_service"
    assert push(desk, "什么时候发货呀", mode="plain", tamper="signature")["status"] == 403


def test_a_changed_aes_key_is_found_without_a_restart(desk: Shop, monkeypatch):
    monkeypatch.setattr(credentials, "_FRESH_S", 0.0)
    assert push(desk, "在吗")["status"] == 200  # the secret is in memory now
    new = "N" * 42 + "A"
    assert push(desk, "在吗", encodingAESKey=new)["status"] == 403
    old = desk.sandbox.shop_secret()
    both = old | {"encodingAESKey": new, "previousEncodingAESKey": old["encodingAESKey"]}
    desk.aws("secretsmanager").put_secret_value(
        SecretId=desk.prefix + "wechat", SecretString=json.dumps(both)
    )
    assert push(desk, "在吗", encodingAESKey=new)["status"] == 200
    assert push(desk, "在吗")["status"] == 200  # in flight when the key was changed


def test_a_secure_shop_takes_no_plain_push(desk: Shop):
    assert push(desk, "什么时候发货呀", mode="plain")["status"] == 403
    assert desk.drain("support") == []


@pytest.mark.parametrize("tamper", ["signature", "body", "appid", "padding", "unsigned", "stale"])
def test_a_tampered_push_is_refused_and_goes_nowhere(desk: Shop, tamper):
    pushed = push(desk, "什么时候发货呀", tamper=tamper)
    assert (pushed["status"], json.loads(pushed["body"])["errCode"]) == (403, "PUSH_REFUSED")
    assert desk.drain("support") == []


@pytest.mark.parametrize("body", ["", "{}", "[]", "<xml/>", "x" * 70_000])
def test_a_stranger_gets_a_clear_no(shop: Shop, body):
    status, text = webhook("csReply", body)
    assert status in (400, 403)
    assert json.loads(text)["errCode"] in ("PUSH_REFUSED", "BODY_TOO_LARGE")


def test_chinese_arrives_as_chinese(desk: Shop):
    ask(desk, "怎么退钱")
    (message,) = desk.sandbox.messages("o1")
    assert message["escaped"] is False
    assert FAQS[1][3] in message["raw"]
    assert message["aimsgcontext"] == {"is_ai_msg": 1}


# --- one reply -----------------------------------------------------------------------------------


def test_a_push_repeated_by_wechat_gets_one_reply(desk: Shop):
    push(desk, "什么时候发货呀", times=5)
    desk.work("support", "sendReply")
    push(desk, "什么时候发货呀", msgId=7)
    desk.clock.advance(20_000)
    push(desk, "什么时候发货呀", msgId=7)
    desk.work("support", "sendReply")
    assert len(texts(desk)) == 2


def test_an_event_repeated_gets_one_greeting(desk: Shop):
    push(desk, event="user_enter_tempsession", times=3)
    desk.work("support", "sendReply")
    (greeting,) = texts(desk)
    assert greeting.startswith("您好")
    assert FAQS[0][1] in greeting


def test_a_message_delivered_again_by_the_queue_is_not_sent_again(desk: Shop):
    push(desk, "什么时候发货呀")
    (said,) = desk.drain("support")
    for _ in range(3):
        outcome = lambda_handler("sendReply")(sqs_event(said))
        assert outcome == {"batchItemFailures": []}
    assert desk.sandbox.calls(SEND) == 1


def test_a_reply_that_wechat_was_too_busy_for_is_sent_later_and_once(desk: Shop):
    desk.sandbox.fault(SEND, errcode=-1, times=2)
    push(desk, "什么时候发货呀")
    for expected in (0, 0, 1, 1):
        assert desk.work("support", "sendReply") == []
        wait_for_delayed(desk)
        assert len(texts(desk)) == expected
    assert desk.sandbox.calls(SEND) == 3


def wait_for_delayed(shop: Shop) -> None:
    """Let the queue's delays be over."""
    client, url = shop.aws("sqs"), shop.queues["support"]
    from moto.backends import get_backend

    for backend in get_backend("sqs").values():
        for region in backend.values():
            for queue in region.queues.values():
                for message in queue._messages:
                    message.delayed_until = 0
    client.get_queue_attributes(QueueUrl=url)


def test_when_wechat_stays_away_the_message_goes_back_to_the_queue(desk: Shop):
    desk.sandbox.fault(SEND, errcode=-1, times=20)
    push(desk, "什么时候发货呀")
    (said,) = desk.drain("support")
    last = sqs_event({**said, "tries": 4})
    failed = lambda_handler("sendReply")(last)["batchItemFailures"]
    assert failed == [{"itemIdentifier": last["Records"][0]["messageId"]}]
    desk.sandbox.post("/sandbox/faults", {"path": SEND, "times": 0, "errcode": -1})
    assert lambda_handler("sendReply")(last) == {"batchItemFailures": []}
    assert len(texts(desk)) == 1


@pytest.mark.parametrize("fault", [{"drop": True, "after": True}, {"delay_ms": 2200}])
def test_a_reply_whose_answer_was_lost_or_late_is_not_sent_twice(desk: Shop, fault):
    desk.sandbox.fault(SEND, **fault)
    push(desk, "什么时候发货呀")
    (said,) = desk.drain("support")
    for _ in range(2):
        assert lambda_handler("sendReply")(sqs_event(said)) == {"batchItemFailures": []}
    assert desk.drain("support") == []
    patience = time.monotonic() + 3
    while not desk.sandbox.calls(SEND) and time.monotonic() < patience:
        time.sleep(0.02)  # WeChat is still at it, in its own time
    assert desk.sandbox.calls(SEND) == 1
    assert texts(desk) == [FAQS[0][3]]


def test_no_token_no_trace_and_another_try(desk: Shop):
    """Falling before the reply is taken leaves everything to be done again."""
    desk.sandbox.fault("/cgi-bin/stable_token", errcode=-1, times=3)
    push(desk, "什么时候发货呀")
    assert desk.work("support", "sendReply") == []
    assert [item["pk"] for item in desk.items("support")] == ["faq"] * 3
    wait_for_delayed(desk)
    desk.work("support", "sendReply")
    assert len(texts(desk)) == 1


@pytest.mark.parametrize("errcode", [45015, 45047, 40003, 70000])
def test_what_wechat_refuses_for_good_is_not_tried_again(desk: Shop, errcode):
    desk.sandbox.fault(SEND, errcode=errcode)
    push(desk, "什么时候发货呀")
    assert desk.work("support", "sendReply") == []
    assert desk.drain("support") == []
    assert desk.sandbox.calls(SEND) == 1


def test_a_token_that_wechat_took_back_is_renewed_once(desk: Shop):
    assert ask(desk, "什么时候发货") == FAQS[0][3]
    desk.sandbox.post("/sandbox/revoke", {})
    assert ask(desk, "怎么退款") == FAQS[1][3]
    assert desk.sandbox.calls(SEND) == 3
    assert desk.sandbox.calls("/cgi-bin/stable_token") == 2


# --- what the bot says ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("什么时候发货？", FAQS[0][3]),
        ("你们多久能寄出呀", FAQS[0][3]),
        ("when do you ship", FAQS[0][3]),
        ("ＳＨＩＰＰＩＮＧ？", FAQS[0][3]),
        ("我要退钱！！", FAQS[1][3]),
        ("我的订单怎么退款", FAQS[1][3]),
        ("团购失败了怎么办", FAQS[2][3]),
        ("拼团没成功怎么办呢", FAQS[2][3]),
    ],
)
def test_a_question_finds_its_answer_by_keyword_synonym_or_likeness(desk: Shop, question, answer):
    assert ask(desk, question) == answer


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("订单 2026112200123 到哪了", "2026112200123"),
        ("订单号TUAN-88", "TUAN-88"),
        ("where is order 7f3a9", "7f3a9"),
        ("01kb2c3d4e5f6g7h8j9kmnpqrs", "01kb2c3d4e5f6g7h8j9kmnpqrs"),
    ],
)
def test_an_order_number_that_is_not_theirs_is_not_found(desk: Shop, question, number):
    reply = ask(desk, question)
    assert number in reply and reply.startswith("没有找到")


def test_whoever_knows_of_orders_answers_for_their_owner_only(desk: Shop, monkeypatch):
    def orders(openid: str, number: str) -> str | None:
        return "订单已发货，预计明天送达" if openid == "o1" and number in ("", "A10086") else None

    monkeypatch.setattr("shop.support.replies.status_text", orders)
    assert ask(desk, "订单A10086") == "订单已发货，预计明天送达"
    assert ask(desk, "我的快递到哪了") == "订单已发货，预计明天送达"
    assert ask(desk, "订单A10086", openid="o2").startswith("没有找到")
    assert ask(desk, "我的订单", openid="o2").startswith("您名下还没有订单")


def test_a_greeting_a_thank_you_and_the_unknown(desk: Shop):
    assert ask(desk, "你好").startswith("您好")
    assert ask(desk, "谢谢啦").startswith("不客气")
    missed = ask(desk, "宇宙的尽头是什么")
    assert "人工" in missed and FAQS[0][1] in missed


def test_a_date_is_no_order_number(desk: Shop):
    assert not ask(desk, "2026-11-22 可以吗").startswith("没有找到")


def test_a_picture_is_answered_too(desk: Shop):
    push(desk, msgType="image", fields={"PicUrl": "http://x", "MediaId": "m"})
    desk.work("support", "sendReply")
    assert "文字" in texts(desk)[0]


def test_other_events_are_heard_and_left_alone(desk: Shop):
    pushed = push(desk, event="subscribe_msg_popup_event", fields={"List": {"TemplateId": "t"}})
    assert pushed["body"] == "success"
    assert desk.drain("support") == []


# --- humans --------------------------------------------------------------------------------------


def test_who_asks_for_a_human_is_handed_over_and_hears_no_bot_any_more(desk: Shop):
    pushed = push(desk, "转人工")
    assert pushed["reply"]["MsgType"] == "transfer_customer_service"
    assert pushed["reply"]["ToUserName"] == "o1"
    desk.work("support", "sendReply")
    assert "人工" in texts(desk)[0]
    desk.clock.advance(60_000)
    again = push(desk, "什么时候发货")
    assert again["reply"]["MsgType"] == "transfer_customer_service"
    desk.work("support", "sendReply")
    assert len(texts(desk)) == 1


def test_two_misses_in_a_row_call_a_human_and_the_next_message_hands_over(desk: Shop):
    ask(desk, "宇宙的尽头是什么")
    assert "转人工" in ask(desk, "那银河呢")
    assert push(desk, "在吗")["reply"]["MsgType"] == "transfer_customer_service"


def test_an_answer_in_between_starts_the_count_of_misses_anew(desk: Shop):
    ask(desk, "宇宙的尽头是什么")
    ask(desk, "什么时候发货")
    assert "转人工" not in ask(desk, "那银河呢")


def test_after_half_an_hour_of_silence_the_bot_is_back(desk: Shop):
    ask(desk, "人工")
    desk.clock.advance(29 * 60_000)
    assert ask(desk, "什么时候发货") == ""
    desk.clock.advance(29 * 60_000)
    assert ask(desk, "什么时候发货") == ""  # the user's own words count as life
    desk.clock.advance(31 * 60_000)
    assert ask(desk, "什么时候发货") == FAQS[0][3]


def test_an_agent_takes_the_conversation_and_gives_it_back(desk: Shop):
    def agent(name: str, who: str = "agent-1") -> str:
        return call(name, {"openid": "o1"}, openid=who, roles=("agent",)).code

    ask(desk, "什么时候发货")
    assert call("takeConversation", {"openid": "o1"}).code == "FORBIDDEN"
    assert agent("takeConversation") == agent("takeConversation") == "OK"
    assert agent("takeConversation", "agent-2") == "CONVERSATION_TAKEN"
    assert agent("releaseConversation", "agent-2") == "CONVERSATION_NOT_YOURS"
    assert ask(desk, "什么时候发货") == ""
    assert agent("releaseConversation") == "OK"
    assert ask(desk, "什么时候发货") == FAQS[0][3]


def test_a_reply_composed_before_the_takeover_is_not_sent_after_it(desk: Shop):
    desk.sandbox.fault(SEND, errcode=-1)
    push(desk, "什么时候发货")
    desk.work("support", "sendReply")  # composed, not sent
    call("takeConversation", {"openid": "o1"}, openid="agent-1", roles=("agent",))
    wait_for_delayed(desk)
    desk.work("support", "sendReply")
    assert texts(desk) == []


# --- WeChat's budget of replies ------------------------------------------------------------------


def test_never_more_than_five_replies_to_one_spell_of_messages(desk: Shop):
    for _ in range(8):
        push(desk, "什么时候发货")
    desk.clock.advance(1000)
    desk.work("support", "sendReply")
    assert len(texts(desk)) == 5
    assert desk.sandbox.calls(SEND) == 5
    assert ask(desk, "怎么退款") == FAQS[1][3]  # the user has written again


def test_no_reply_after_48_hours(desk: Shop):
    push(desk, "什么时候发货")
    desk.clock.advance(48 * 3_600_000)
    desk.work("support", "sendReply")
    assert desk.sandbox.calls(SEND) == 0


def test_no_greeting_after_a_minute(desk: Shop):
    push(desk, event="user_enter_tempsession")
    desk.clock.advance(60_000)
    desk.work("support", "sendReply")
    assert desk.sandbox.calls(SEND) == 0


def test_once_wechat_says_that_is_enough_there_is_no_other_try(desk: Shop):
    desk.sandbox.fault(SEND, errcode=45047)
    push(desk, "什么时候发货")
    push(desk, "怎么退款")
    desk.clock.advance(1000)
    desk.work("support", "sendReply")
    assert desk.sandbox.calls(SEND) == 1


# --- teaching ------------------------------------------------------------------------------------


def test_an_entry_is_changed_and_hidden_within_a_minute(desk: Shop):
    assert ask(desk, "怎么退款") == FAQS[1][3]
    changed = {
        "faqId": "faq-refund",
        "question": "怎么退款",
        "keywords": ["退款"],
        "answer": "换一种答法",
    }
    assert teach(**changed) == "faq-refund"
    assert ask(desk, "怎么退款") == "换一种答法"
    teach(**changed, hidden=True)
    assert ask(desk, "怎么退款").startswith("抱歉")


def test_another_process_uses_a_change_within_a_minute(desk: Shop, monkeypatch):
    from shop.support import faq
    from wxcloud import cache

    assert ask(desk, "怎么退款") == FAQS[1][3]
    kept = dict(faq._entries._kept)
    teach(faqId="faq-refund", question="怎么退款", keywords=["退款"], answer="换一种答法")
    faq._entries._kept.update(kept)  # as in a process that did not save it
    assert ask(desk, "怎么退款") == FAQS[1][3]
    later = SimpleNamespace(monotonic=lambda: time.monotonic() + 60)
    monkeypatch.setattr(cache, "time", later)
    assert ask(desk, "怎么退款") == "换一种答法"


def test_a_new_entry_gets_an_id(desk: Shop):
    faq_id = teach(question="有实体店吗", keywords=["实体店"], answer="暂时没有哦～")
    assert faq_id and ask(desk, "实体店在哪") == "暂时没有哦～"


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"question": ""}, "question"),
        ({"question": "长" * 51}, "question"),
        ({"keywords": []}, "keywords"),
        ({"keywords": ["a"] * 21}, "keywords"),
        ({"keywords": ["a\n"]}, "keywords[0]"),
        ({"answer": ""}, "answer"),
        ({"answer": "长" * 601}, "answer"),
        ({"answer": "a\x00"}, "answer"),
        ({"more": 1}, "more"),
    ],
)
def test_a_bad_entry_is_refused(shop: Shop, entry, field):
    good = {"question": "问", "keywords": ["词"], "answer": "答\n两行"}
    answer = call("saveFaq", good | entry, openid="operator-1", roles=("operator",))
    assert (answer.status, answer["field"]) == (400, field)
    assert shop.items("support") == []


def test_only_operators_teach(shop: Shop):
    entry = {"question": "问", "keywords": ["词"], "answer": "答"}
    assert call("saveFaq", entry).code == "FORBIDDEN"
    assert call("saveFaq", entry, openid="").code == "UNAUTHENTICATED"


# --- the sample events ---------------------------------------------------------------------------


def test_the_sample_events_of_csreply_work_once_they_are_signed(desk: Shop):
    def send(name: str, shift: int = 0) -> tuple[int, str]:
        event = json.loads((EVENTS / name).read_text())
        secret, now = desk.sandbox.shop_secret(), desk.clock.now + shift
        answer = lambda_handler("csReply")(signed(event, secret, desk.sandbox.appid, now))
        return answer["statusCode"], answer["body"]

    assert send("csReply.check.http.json") == (200, "4375120948345356249")
    assert send("csReply.http.json") == (200, "success")
    assert send("csReply.http.json", shift=-600_000)[0] == 403
    (said,) = desk.drain("support")
    assert (said["openid"], said["text"]) == ("shopper-1", "什么时候发货？")
    unsigned = json.loads((EVENTS / "csReply.http.json").read_text())
    assert lambda_handler("csReply")(unsigned)["statusCode"] == 403


def test_the_sample_event_of_sendreply_is_a_message_that_it_takes(desk: Shop):
    event = fill(EVENTS / "sendReply.sqs.json", lambda _: "", desk.clock.now)
    assert lambda_handler("sendReply")(event) == {"batchItemFailures": []}
    kept = [item for item in desk.items("support") if item["pk"] == "user#shopper-1"]
    assert {item["sk"] for item in kept} == {"conversation", "message#24000000000000001"}

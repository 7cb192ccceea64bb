"""Every sample event on the deployed stack: as it is, and as `make invoke` sends it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from local import events, invoke
from local.client import Shopper, read_stack
from local.events.preparing import Preparer
from tests.local.conftest import PublicShop
from tests.support.contract import Contract, document

pytestmark = pytest.mark.local

FILES = {path.name: path for path in events.files()}

# What the events get as they are: orders, pushes and conversations must exist first, and WeChat
# signs its own messages. If an event was invoked before, it may get the second refusal.
REFUSED = {
    "analyzeExperiment": {"NOT_FOUND"},
    "analyzeLive": {"NOT_FOUND"},
    "approveConsole": {"CONSOLE_CODE_INVALID"},
    "askAfterSale": {"ORDER_NOT_FOUND"},
    "cancelGoodsPush": {"PUSH_NOT_FOUND"},
    "cancelOrder": {"ORDER_NOT_FOUND"},
    "changeAddress": {"ORDER_NOT_FOUND"},
    "confirmReceipt": {"ORDER_NOT_FOUND"},
    "correctAddress": {"ORDER_NOT_FOUND"},
    "correctShipping": {"ORDER_NOT_FOUND"},
    "csReply": {"PUSH_REFUSED"},
    "decideAfterSale": {"AFTER_SALE_NOT_FOUND"},
    "endLive": {"NOT_FOUND"},
    "fallback": {"FUNCTION_NOT_FOUND"},
    "getAfterSale": {"AFTER_SALE_NOT_FOUND"},
    "getAnalysis": {"NOT_FOUND"},
    "getExport": {"NOT_FOUND"},
    "getOrder": {"ORDER_NOT_FOUND"},
    "getSale": {"SALE_NOT_FOUND"},
    "leaveGroup": {"NOT_IN_GROUP"},
    "moveGoodsPush": {"PUSH_NOT_FOUND"},
    "openConsole": {"CONSOLE_CODE_INVALID"},
    "payNotify": {"FAIL"},
    "payOrder": {"ORDER_NOT_FOUND"},
    "receiveReturn": {"AFTER_SALE_NOT_FOUND"},
    "refundOrder": {"ORDER_NOT_FOUND"},
    "releaseConversation": {"CONVERSATION_NOT_YOURS"},
    "remindSale": {"SALE_NOT_FOUND"},
    "replyConversation": {"CONVERSATION_NOT_YOURS"},
    "sendBack": {"AFTER_SALE_NOT_FOUND"},
    "shipOrder": {"ORDER_NOT_FOUND"},
    "startLive": {"NOT_FOUND"},
    "withdrawAfterSale": {"AFTER_SALE_NOT_FOUND"},
}
REPEATED = {
    "adjustScore": {"ALREADY_COUNTED"},
    "createGroup": {"TOO_MANY_GROUPS", "TOO_MANY_REQUESTS"},
    "joinGroup": {"ALREADY_IN_GROUP", "GROUP_FULL"},
    "leaveGroup": {"GROUP_ENDED"},
    "noteOrder": {"ORDER_NOT_FOUND"},
    "patchGoods": {"GOODS_CHANGED"},
    "placeOrder": {"TOO_MANY_UNPAID", "UNITS_LIMIT"},
    "rebuildDesk": {"REBUILD_RUNS"},
    "saveSale": {"SALE_ENDED"},
    "updateScore": {"ALREADY_COUNTED"},
}


@pytest.fixture(scope="module")
def preparer() -> Preparer:
    return Preparer(read_stack())


@pytest.mark.parametrize("name", FILES)
def test_an_event_succeeds_as_it_is_or_gets_a_documented_refusal(
    name: str, preparer: Preparer
) -> None:
    function = events.function_of(FILES[name])
    outcome = invoke.invoke(preparer.stack, function, preparer.as_it_is(FILES[name]))
    if outcome.is_success:
        return
    assert not outcome.failed, outcome
    assert outcome.code in REFUSED.get(function, set()) | REPEATED.get(function, set()), outcome
    if function != "payNotify":  # its refusals have WeChat's form
        Contract(document()).check_refusal(outcome.body)


@pytest.mark.parametrize("name", FILES)
def test_make_invoke_does_what_the_event_is_made_for(name: str, preparer: Preparer) -> None:
    function = events.function_of(FILES[name])
    prepared = Preparer(preparer.stack)  # its shoppers are new ones
    outcome = invoke.invoke(preparer.stack, function, prepared.event(FILES[name]))
    if function == "fallback":
        assert (outcome.status, outcome.code) == (404, "FUNCTION_NOT_FOUND")
    else:
        assert outcome.is_success, outcome


def test_a_killed_run_is_cleaned_up_after_the_next_one(preparer: Preparer, tmp_path: Path) -> None:
    first = PublicShop(preparer.stack)
    first.remember(tmp_path / "before")
    first.goods.add("killed before it was hidden")
    second = PublicShop(preparer.stack)
    second.remember(tmp_path / "before")
    assert second.goods == first.goods - {"killed before it was hidden"}
    second.goods.clear()  # as if all that is there now was made by the run that was killed
    second.remember(tmp_path / "before")
    assert (second.goods, second.rules, second.answers) == (
        first.goods - {"killed before it was hidden"},
        first.rules,
        first.answers,
    )


def test_what_tests_put_on_the_shelf_is_taken_from_it(preparer: Preparer) -> None:
    shop, operator = PublicShop(preparer.stack), Shopper(preparer.stack, "operator-1")
    operator.login()
    form = {"title": "test", "price": 100, "category": "test", "rank": 1, "stock": 9}
    form |= {"cover": "https://img.example.com/t.png"}
    goods = operator.call("saveGoods", **form)["goodsId"]
    now = time.time_ns() // 1_000_000
    sale = {"skuId": goods, "price": 50, "stock": 2, "limit": 1}
    sale |= {"startAt": now - 1000, "endAt": now + 3_600_000}
    sale_id = operator.call("saveSale", **sale)["saleId"]
    faq = {"question": "几点开门？", "keywords": ["几点开门"], "answer": "九点。"}
    operator.call("saveFaq", faqId="faq-of-a-test", **faq)
    operator.call("saveScoreRule", action="act_of_a_test", points=1)
    shop.restore()
    assert goods not in shop.shelf()
    assert shop.open_sales().get(sale_id, {"endAt": 0})["endAt"] <= now + 60_000
    assert shop._keys("support") == shop.answers and shop._keys("scores") == shop.rules

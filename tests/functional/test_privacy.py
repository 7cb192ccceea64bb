"""A user who has done everything is erased: nothing is left but what docs/privacy.md says."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from shop.privacy import erasing, exporting, headings
from shop.privacy.model import Erasure, file_of
from tests.support import orders, privacy
from tests.support.cloud import LambdaContext, Shop, call, handler, token
from tests.support.desk import desk, order_item, save_items
from tests.support.orders import OPERATOR
from tests.support.privacy import PERSON, SECRETS, Life, run_privacy, traces
from wxcloud import clock, files, revocations, users
from wxcloud.errors import BUSY


@pytest.fixture
def bucket(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr(erasing, "_QUIET_S", 0)
    shop.aws("s3").create_bucket(Bucket=shop.prefix + "files")
    return shop


@pytest.fixture
def life(bucket: Shop) -> Life:
    lived = Life(bucket)
    users.log_in(PERSON, "oUnion_of_the_person")
    lived.live()
    return lived


def erase(shop: Shop, openid: str = PERSON) -> dict[str, Any]:
    answer = call("eraseMe", {}, openid)
    assert answer.ok, answer
    run_privacy(shop)
    return dict(answer.body)


def test_nothing_is_left_of_an_erased_user_but_what_the_documents_say(bucket: Shop) -> None:
    everything = {**SECRETS, "unionid": "oUnion_of_the_person"}
    with privacy.logged() as lines:
        life = Life(bucket)
        users.log_in(PERSON, everything["unionid"])
        life.live()
        privacy.watch_live(bucket)
        url = life("exportMyData")["url"]
        day = {"from": bucket.clock.now - clock.DAY, "to": bucket.clock.now}
        export_id = desk("exportOrders", **day)["exportId"]
        while (
            bucket.run_queue("desk", "runDeskJob") == []
            and desk("getExport", exportId=export_id)["state"] != "DONE"
        ):
            pass
        before = traces(privacy.places(bucket), everything)
        assert {what for what, _ in before} >= everything.keys() - {"message"}, "the search works"
        assert ("name", "table addresses") in before
        assert any(where.startswith("file exports/mine/") for _, where in before)

        result = erase(bucket)
        assert result["state"] == "ERASING" and result["points"] > 0
        life.deliver()
    left = traces(privacy.places(bucket), everything)
    # Operators' own exports are removed by the bucket, after a week: docs/privacy.md.
    allowed = f"file exports/{export_id}/"
    assert {(what, where) for what, where in left if not where.startswith(allowed)} == set()
    assert traces((("log", line) for line in lines), everything) == set()
    assert len(lines) > 50 and url


def test_the_law_gets_its_orders_and_the_others_keep_what_is_theirs(life: Life) -> None:
    shop = life.shop
    before = {order_id: orders.get_order(order_id) for order_id in life.kept}
    erase(shop)
    life.deliver()
    for order_id in life.kept:
        kept = orders.get_order(order_id)
        for field in ("status", "total", "items", "refunded", "createdAt"):
            assert kept[field] == before[order_id][field]
        assert "address" not in kept and "remark" not in kept
        assert [entry["what"] for entry in kept["history"]] == [
            entry["what"] for entry in before[order_id]["history"]
        ]
    gone = {item["buyer"] for item in shop.items("orders") if item.get("orderId") in life.kept}
    assert len(gone) == 1 and gone.pop().startswith("erased-")
    (group,) = [
        item
        for item in shop.items("groups")
        if item.get("status") == "SUCCESS" and item["leader"].startswith("erased-")
    ]
    assert len(group["seats"]) == 2 and "friend" in group["seats"]
    friends = call("listScore", {}, "friend")["items"]
    assert any(entry["action"] == "invite" for entry in friends)
    shares = [item for item in shop.items("shares") if item["sk"] == "share"]
    assert {item["sharer"][:7] for item in shares} == {"friend", "erased-"}
    rows = [item for item in shop.items("desk") if "#order#" in item["pk"]]
    assert len(rows) == len([i for i in shop.items("orders") if i["sk"].startswith("order#")])
    assert not [item for item in rows if item.get("phone")]


def test_a_refund_after_the_erasure_asks_nothing_of_the_erased_account(life: Life) -> None:
    erase(life.shop)
    order_id = life.kept[1]
    life("refundOrder", privacy.OP, orderId=order_id, reason="召回")
    life.deliver()
    life.until(lambda: orders.get_order(order_id)["refunds"][-1]["status"] == "SUCCESS")
    assert privacy.messages(life.shop)["order_event"] == []


def test_the_same_account_comes_back_as_a_new_user(life: Life) -> None:
    shop = life.shop
    code = {"code": shop.sandbox.post("/sandbox/code", {"openid": PERSON})["code"]}
    old = token(PERSON)
    assert call("eraseMe", {}, PERSON).ok
    headers = {"authorization": f"Bearer {old}"}
    assert call("listOrders", {}, PERSON, headers=headers).code == "UNAUTHENTICATED"
    assert call("login", code, "").code == "BEING_ERASED"
    run_privacy(shop)
    shop.clock.advance(clock.SECOND)
    code = {"code": shop.sandbox.post("/sandbox/code", {"openid": PERSON})["code"]}
    back = call("login", code, "")
    assert back.ok and back["isNew"]
    headers = {"authorization": f"Bearer {back['token']}"}
    for name in ("listOrders", "listAddresses", "listMyGroups", "listMyAfterSales", "listScore"):
        assert call(name, {}, PERSON, headers=headers)["items"] == []
    assert call("getScore", {}, PERSON, headers=headers)["score"] == 0
    assert call("getOrder", {"orderId": life.kept[0]}, PERSON, headers=headers).status == 404
    assert orders.place(PERSON).ok
    assert call("eraseMe", {}, PERSON).code == "UNDER_WAY"


# --- what stands in the way ----------------------------------------------------------------------


def test_money_and_goods_under_way_stand_in_the_way(bucket: Shop) -> None:
    life = Life(bucket)
    life.sell()

    def refused() -> str:
        for data in ({}, {"preview": True}):
            answer = call("eraseMe", data, PERSON)
            assert (answer.status, answer.code) == (409, "UNDER_WAY")
        assert bucket.drain("privacy") == []
        assert not [i for i in bucket.items("users") if i["openid"] in (PERSON, "erasure")]
        return str(answer["detail"])

    order_id = orders.place(PERSON)["orderId"]
    assert order_id in refused()
    orders.pay(bucket, order_id)
    life.deliver()
    assert order_id in refused()
    life("refundOrder", orderId=order_id, reason="不要了")
    assert order_id in refused()
    life("refundOrder", privacy.OP, orderId=order_id, reason="不要了")
    refused()
    life.until(lambda: orders.get_order(order_id)["status"] == "REFUNDED")
    assert call("eraseMe", {"preview": True}, PERSON)["state"] == "READY"
    free = call("createGroup", {"goodsId": "gift"}, PERSON)["groupId"]
    life.deliver()
    assert free in refused()
    life("leaveGroup", groupId=free)
    bought = life.order()
    life.ship(bought)
    ask = {"orderId": bought, "kind": "refund", "amount": 1, "reason": "坏了"}
    asked = life("askAfterSale", **ask)["afterSaleId"]
    assert asked in refused() and bought in refused()
    life("withdrawAfterSale", afterSaleId=asked)
    assert erase(bucket)["state"] == "ERASING"


def test_the_staff_stays(shop: Shop) -> None:
    users.grant("boss", ["operator"])
    users.grant("host-1", ["host"])
    for who in ("boss", "host-1"):
        assert call("eraseMe", {}, who).code == "STAFF_STAYS"
    code = shop.sandbox.post("/sandbox/code", {"openid": "boss"})["code"]
    assert call("login", {"code": code}, "").ok


def test_operators_erase_who_asked_them_and_nobody_else_erases_others(bucket: Shop) -> None:
    users.log_in(PERSON)
    assert call("eraseMe", {"openid": PERSON}, "u2").code == "FORBIDDEN"
    assert call("eraseMe", {"openid": PERSON}, "").code == "UNAUTHENTICATED"
    data = {"openid": PERSON, "preview": True}
    assert call("eraseMe", data, "operator-1", OPERATOR)["state"] == "READY"
    assert call("eraseMe", {"openid": PERSON}, "operator-1", OPERATOR)["state"] == "ERASING"
    run_privacy(bucket)
    (done,) = [item for item in bucket.items("users") if item["openid"].startswith("erasure#")]
    assert done["by"] == "operator-1" and done["doneAt"] and "person" not in done
    assert PERSON not in {item["openid"] for item in bucket.items("users")}


@pytest.mark.parametrize("bad", [{"openid": ""}, {"preview": "yes"}, {"x": 1}, {"openid": "a b"}])
def test_bad_input_is_refused(shop: Shop, bad: dict[str, Any]) -> None:
    assert call("eraseMe", bad, "operator-1", OPERATOR).code == "BAD_REQUEST"
    assert call("exportMyData", {"x": 1}, "u1").code == "BAD_REQUEST"


# --- twice, late, half-way -----------------------------------------------------------------------


def test_a_repeat_begins_nothing_new(bucket: Shop) -> None:
    users.log_in(PERSON)
    first = call("eraseMe", {}, PERSON)
    bucket.clock.advance(1)
    second = call("eraseMe", {}, PERSON)  # of a process that still takes the session
    assert first.body == second.body
    (one, two) = bucket.drain("privacy")
    assert one == two
    for message in (one, two, one):
        privacy_job(message)
    run_privacy(bucket)
    privacy_job(one)  # late: the user is a new one
    users.log_in(PERSON)
    privacy_job(one)
    assert users.User.get(PERSON) is not None


def privacy_job(message: Any) -> list[Any]:
    from tests.support.cloud import sqs_event

    failed = handler("runPrivacyJob")(sqs_event(message), LambdaContext())["batchItemFailures"]
    return list(failed)


def test_an_order_placed_meanwhile_ends_the_erasure_and_nothing_is_lost(
    bucket: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = Life(bucket)
    life.sell()
    life("updateScore", action="daily_checkin")
    assert call("eraseMe", {}, PERSON).ok
    with monkeypatch.context() as patch:  # by a process that does not know yet
        patch.setattr(revocations, "has_ended", lambda *_: False)
        placed = orders.place(PERSON)
    assert placed.ok
    run_privacy(bucket)
    code = {"code": bucket.sandbox.post("/sandbox/code", {"openid": PERSON})["code"]}
    bucket.clock.advance(1)
    assert call("login", code, "").ok
    assert call("getScore", {}, PERSON)["score"] > 0
    assert [o["orderId"] for o in call("listOrders", {}, PERSON)["items"]] == [placed["orderId"]]


def test_a_begin_that_stops_half_way_is_finished_by_its_message(
    bucket: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    users.log_in(PERSON)

    def stops(openid: str) -> None:
        raise ConnectionError("the process stops before the sessions are ended")

    with monkeypatch.context() as patch:
        patch.setattr(revocations, "end_sessions", stops)
        assert call("eraseMe", {}, PERSON).status >= 500
    assert call("listOrders", {}, PERSON).ok
    (message,) = bucket.drain("privacy")
    privacy_job(message)
    assert call("listOrders", {}, PERSON).code == "UNAUTHENTICATED"
    assert users.User.get(PERSON) is not None, "old sessions may still be taken for some seconds"
    run_privacy(bucket)
    assert users.User.get(PERSON) is None


def test_the_work_begins_when_the_sessions_have_ended_long_enough_ago(
    bucket: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`begin` stops before it ends the sessions; it is repeated when its first message is due."""
    monkeypatch.setattr(erasing, "_QUIET_S", 900)
    monkeypatch.setattr(erasing.clock, "movable", lambda: False)
    waits: list[int] = []
    monkeypatch.setattr(erasing.JOBS, "send", lambda job, *, delay_s=0: waits.append(delay_s))
    users.log_in(PERSON)

    def stops(openid: str) -> None:
        raise ConnectionError("the process stops before the sessions are ended")

    with monkeypatch.context() as patch:
        patch.setattr(revocations, "end_sessions", stops)
        with pytest.raises(ConnectionError):
            erasing.begin(PERSON)
    bucket.clock.advance(890 * clock.SECOND)
    ends = bucket.clock.now
    view = erasing.begin(PERSON)
    assert view.doneBy == ends + (900 + 300) * clock.SECOND
    user = users.User.get(PERSON)
    assert user is not None and user.erasure
    for seconds, wait in ((10, 890), (889, 1)):  # the first message, and the one that it sends
        bucket.clock.advance(seconds * clock.SECOND)
        erasing.go_on(user.erasure)
        assert waits[-1] == wait, "old sessions may still be taken"
        assert erasing.begin(PERSON).doneBy == view.doneBy, "a repeat does not put the work off"
    bucket.clock.advance(clock.SECOND)
    erasing.go_on(user.erasure)
    assert users.User.get(PERSON) is None


def test_invitations_are_renamed_in_pieces_that_go_on_where_the_last_one_stopped(
    bucket: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "PIECE", 3)
    monkeypatch.setattr(erasing, "_STEPS", {"invitations": erasing._invitations})
    monkeypatch.setattr(erasing, "_may_start", lambda erasure: True)
    made = [order_item(PERSON, status="COMPLETED") for _ in range(7)]
    erasure = Erasure.new(PERSON, "user")
    save_items(bucket, [*made, erasure])
    looked_at: list[str] = []
    monkeypatch.setattr(
        erasing.shares, "rename_bought", lambda order_id, *_: looked_at.append(order_id)
    )
    for count in (3, 6, 7):
        erasing.go_on(erasure.erasureId)
        assert len(looked_at) == count
    assert sorted(looked_at) == sorted(order.orderId for order in made), "each once"


def test_the_work_survives_a_crash_at_any_step(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each write crashes twice, before it and after it, and pieces are small."""
    from wxcloud import transaction

    shop = life.shop
    monkeypatch.setattr(erasing, "PIECE", 3)
    assert call("eraseMe", {}, PERSON).ok
    write = transaction._write
    seen: Counter[str] = Counter()

    def failing(parts: Any, token_: str) -> Any:
        what = str([(part.kind, part.item.attribute_values) for part in parts])
        seen[what] += 1
        if seen[what] == 1:
            raise ConnectionError("before the write")
        outcome = write(parts, token_)
        if seen[what] == 2:
            raise ConnectionError("after the write")
        return outcome

    monkeypatch.setattr(transaction, "_write", failing)
    while waiting := shop.drain("privacy"):
        for message in waiting:
            while privacy_job(message):
                assert sum(seen.values()) < 3000
    monkeypatch.setattr(transaction, "_write", write)
    life.deliver()
    assert len(seen) > 30
    assert traces(privacy.places(shop), SECRETS) == set()


# --- a user's own data ---------------------------------------------------------------------------


def read(url: str) -> Any:
    path = url.partition("?")[0].partition("-files/")[2]
    assert path.startswith("exports/mine/")
    return json.loads(files.get(path))


def test_a_user_gets_all_that_the_shop_knows_in_chinese(life: Life) -> None:
    answer = life("exportMyData")
    assert answer["state"] == "DONE" and answer["done"] == answer["total"] > 20
    found = read(answer["url"])
    text = json.dumps(found, ensure_ascii=False)
    for what in ("openid", "name", "phone", "detail", "remark", "contact"):
        assert SECRETS[what] in text, what
    assert SECRETS["after-sale reason"] in text and SECRETS["refund reason"] in text
    assert "oUnion_of_the_person" in text
    for heading in headings.SECTIONS.values():
        assert found[heading], heading
    assert found["字段说明"].keys() <= headings.FIELDS.keys()
    assert "friend" not in text and "guest-of-user" not in text and "operator-1" not in text
    assert len(found["订单"]) == len(life.kept)


def test_somebody_whom_the_shop_does_not_know_gets_an_empty_file(bucket: Shop) -> None:
    found = read(call("exportMyData", {}, "nobody")["url"])
    assert found["订单"] == [] and found["账号"] == [{"openid": "nobody"}]


def test_a_repeat_gets_the_same_file_and_asking_is_bounded(bucket: Shop) -> None:
    first = call("exportMyData", {}, "u1")
    path = first["url"].partition("?")[0]
    assert call("exportMyData", {}, "u1")["url"].partition("?")[0] == path
    for _ in range(9):
        bucket.clock.advance(exporting.FRESH)
        assert call("exportMyData", {}, "u1").ok
    bucket.clock.advance(exporting.FRESH)
    assert call("exportMyData", {}, "u1").code == "TOO_MANY_REQUESTS"
    assert call("exportMyData", {}, "u2").ok


def test_much_data_is_exported_by_the_queue_with_progress(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = life.shop
    at_once = read(life("exportMyData")["url"])
    shop.clock.advance(exporting.FRESH)
    monkeypatch.setattr(exporting, "AT_ONCE", 7)
    monkeypatch.setattr(exporting, "_STEP", 10)
    assert life("exportMyData") == {"state": "RUNNING", "done": 0, "total": 7}
    assert life("exportMyData")["state"] == "RUNNING"
    (message,) = shop.drain("privacy")
    put = files.put

    def fails(*args: Any) -> None:
        raise ConnectionError("the process stops")

    monkeypatch.setattr(files, "put", fails)
    assert privacy_job(message)
    assert life("exportMyData")["done"] >= 10
    monkeypatch.setattr(files, "put", put)
    for _ in range(2):  # the message comes twice
        assert not privacy_job(message)
    done = life("exportMyData")
    assert done["state"] == "DONE" and done["done"] == done["total"] > 20
    assert read(done["url"]) == at_once
    files_there = shop.aws("s3").list_objects_v2(Bucket=shop.prefix + "files")["Contents"]
    assert len(files_there) == 1


def test_an_export_that_has_stopped_is_begun_again(
    bucket: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    assert call("exportMyData", {}, "u1")["state"] == "RUNNING"
    (lost,) = bucket.drain("privacy")
    bucket.clock.advance(exporting.STALLED)
    assert call("exportMyData", {}, "u1")["state"] == "RUNNING"
    run_privacy(bucket)
    assert call("exportMyData", {}, "u1")["state"] == "DONE"
    privacy_job(lost)
    assert call("exportMyData", {}, "u1")["state"] == "DONE"


def exports_there(shop: Shop) -> tuple[list[str], list[str]]:
    """Ids of the exports, and keys of the files."""
    items = [item["openid"] for item in shop.items("users")]
    found = shop.aws("s3").list_objects_v2(Bucket=shop.prefix + "files").get("Contents", [])
    exports = [each.removeprefix("export#") for each in items if each.startswith("export#")]
    return exports, [each["Key"] for each in found]


def test_an_erasure_leaves_no_older_export(bucket: Shop) -> None:
    users.log_in(PERSON)
    assert call("exportMyData", {}, PERSON).ok
    bucket.clock.advance(exporting.FRESH + clock.MINUTE)
    assert call("exportMyData", {}, PERSON).ok
    (export_id,), (file,) = exports_there(bucket)
    assert file == file_of(export_id)
    erase(bucket)
    assert exports_there(bucket) == ([], [])
    assert not [i for i in bucket.items("users") if PERSON in str(i)]


@pytest.mark.parametrize("stops_at", ["_begin", "commit", "as_json", "_note"])
def test_an_export_that_stops_leaves_nothing_that_an_erasure_does_not_find(
    bucket: Shop, monkeypatch: pytest.MonkeyPatch, stops_at: str
) -> None:
    class Stop(BaseException):
        """The process ends."""

    def stops(*_: Any) -> None:
        raise Stop

    users.log_in(PERSON)
    assert call("exportMyData", {}, PERSON).ok
    bucket.clock.advance(exporting.FRESH)
    with monkeypatch.context() as patch:
        patch.setattr(exporting, stops_at, stops)
        with pytest.raises(Stop):
            exporting.export(PERSON)
    erase(bucket)
    assert exports_there(bucket) == ([], [])


def test_what_the_call_could_not_save_the_queue_saves(
    bucket: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise ConnectionError("the bucket is not reached")

    monkeypatch.setattr(exporting, "_LATER_S", 0)  # the queue's time cannot be moved
    with monkeypatch.context() as patch:
        patch.setattr(files, "put", fails)
        assert call("exportMyData", {}, PERSON).status >= 500
    assert call("exportMyData", {}, PERSON)["state"] == "RUNNING"
    run_privacy(bucket)
    assert read(call("exportMyData", {}, PERSON)["url"])["账号"] == [{"openid": PERSON}]


def test_of_two_calls_at_once_one_makes_the_export(
    bucket: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = exporting._begin
    for _ in range(2):  # without an export before, and with one
        with monkeypatch.context() as patch:

            def after_another(*arguments: Any) -> None:
                with monkeypatch.context() as inner:
                    inner.setattr(exporting, "_begin", begin)
                    assert exporting.export(PERSON).state == "DONE"
                begin(*arguments)

            patch.setattr(exporting, "_begin", after_another)
            assert exporting.export(PERSON).state == "DONE"
        (export_id,), (file,) = exports_there(bucket)
        assert file == file_of(export_id)
        bucket.clock.advance(exporting.FRESH)

    def busy(*_: Any) -> None:
        raise BUSY()

    monkeypatch.setattr(exporting, "_begin", busy)
    assert call("exportMyData", {}, PERSON).code == "BUSY"


def test_a_file_that_was_saved_after_the_erasure_is_removed_by_the_repeat(
    bucket: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    assert call("exportMyData", {}, PERSON)["state"] == "RUNNING"
    (message,) = bucket.drain("privacy")
    put = files.put

    def stops(*arguments: Any) -> None:
        exporting.erase(PERSON)
        put(*arguments)
        raise ConnectionError("the process stops before it removes the file")

    with monkeypatch.context() as patch:
        patch.setattr(files, "put", stops)
        assert privacy_job(message)
    assert exports_there(bucket)[0] == [] and len(exports_there(bucket)[1]) == 1
    assert not privacy_job(message)
    assert exports_there(bucket) == ([], [])


def test_an_export_names_no_operator(bucket: Shop) -> None:
    users.log_in(PERSON)
    users.appoint(PERSON, ["host", "agent"], "operator-1")
    users.appoint(PERSON, ["agent"], PERSON)
    text = read(call("exportMyData", {}, PERSON)["url"])
    assert "operator-1" not in json.dumps(text, ensure_ascii=False)
    now = bucket.clock.now
    assert text["账号"][0]["roleHistory"] == [
        f"{now} shop +agent +host",
        f"{now} {PERSON} -host",
    ]

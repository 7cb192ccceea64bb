"""Personal data: given to its user, or erased; and the operators' lists."""

from __future__ import annotations

from shop.privacy.model import DataExport
from tests.docker.expect import Effect, expects
from tests.docker.shop import LocalShop
from wxcloud.transaction import ALREADY_SO, commit_one, put


@expects("exportMyData.json", "exportMyData.http.json")
def a_user_gets_the_url_of_their_data(shop: LocalShop) -> Effect:
    answer = yield
    assert answer["state"] == "DONE" and "exports/mine/" in answer["url"]


@expects("eraseMe.json", "eraseMe.http.json")
def an_erasure_is_previewed(shop: LocalShop) -> Effect:
    answer = yield
    assert answer["state"] == "READY" and "doneBy" not in answer


@expects("runPrivacyJob.sqs.json")
def a_large_export_is_made(shop: LocalShop) -> Effect:
    export = DataExport.new("exporting-user-1", done=0, total=0)
    commit_one(put(export, otherwise=ALREADY_SO))
    yield {"data-export-demo-1": export.exportId}
    row = shop.row("users", openid=export.openid)
    assert row is not None and row["file"].startswith("exports/mine/")


@expects("listGroups.json", "listGroups.http.json")
def open_groups_are_listed(shop: LocalShop) -> Effect:
    answer = yield
    assert {each["status"] for each in answer["items"]} <= {"OPEN"}


@expects("listGoodsForOperators.json", "listGoodsForOperators.http.json")
def goods_are_listed_with_their_state(shop: LocalShop) -> Effect:
    answer = yield
    assert {each["state"] for each in answer["items"]} == {"shown"}

"""The address book, as users call it."""

from __future__ import annotations

import pytest

from tests.support.addresses import CHOSEN, addresses, call_save_address, save_address
from tests.support.cloud import Shop, call


def test_an_address_is_saved_as_wechat_gives_it(shop: Shop) -> None:
    address_id = save_address()
    kept = {name: value for name, value in CHOSEN.items() if value and name != "errMsg"}
    assert addresses() == [{**kept, "addressId": address_id, "isDefault": True}]


def test_all_that_wechat_may_give_is_taken(shop: Shop) -> None:
    more = {
        "streetName": "江南中街道",
        "detailInfoNew": "397号",
        "nationalCodeFull": "440105000000",
    }
    save_address(**more, telNumber="13800000000")
    (saved,) = addresses()
    assert (saved["streetName"], saved["detailInfoNew"]) == ("江南中街道", "397号")
    assert "nationalCodeFull" not in saved and "errMsg" not in saved
    save_address("u2", nationalCode="", countyName="", postalCode="", telNumber="+852 1234-5678")
    assert addresses("u2")[0]["countyName"] == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("userName", ""),
        ("userName", "\u3000"),
        ("userName", "x" * 51),
        ("telNumber", "abc"),
        ("telNumber", ""),
        ("provinceName", ""),
        ("detailInfo", "x" * 121),
        ("detailInfo", ""),
        ("nationalCode", "广东"),
        ("street", "x"),
    ],
)
def test_what_is_no_address_is_refused(shop: Shop, field: str, value: str) -> None:
    answer = call_save_address(**{field: value})
    assert (answer.status, answer.code) == (400, "BAD_REQUEST")
    assert addresses() == []


def test_the_same_address_gets_no_second_entry(shop: Shop) -> None:
    first = save_address()
    other = save_address(detailInfo="中山路1号")
    assert save_address() == first
    assert {each["addressId"] for each in addresses()} == {first, other}
    assert save_address("u2") != first


def test_all_fields_of_an_address_are_replaced(shop: Shop) -> None:
    first = save_address(streetName="江南中街道")
    assert save_address(addressId=first, userName="李四") == first
    (saved,) = addresses()
    assert saved["userName"] == "李四" and saved["isDefault"] and "streetName" not in saved


def test_there_is_one_default(shop: Shop) -> None:
    first, second = save_address(), save_address(detailInfo="中山路1号")
    assert [each["addressId"] for each in addresses() if each["isDefault"]] == [first]
    third = save_address(detailInfo="中山路2号", isDefault=True)
    assert [each["addressId"] for each in addresses()] == [third, second, first]
    assert [each["isDefault"] for each in addresses()] == [True, False, False]
    save_address(addressId=third, detailInfo="中山路2号", isDefault=False)
    assert not any(each["isDefault"] for each in addresses())


def test_a_book_has_at_most_twenty_addresses(shop: Shop) -> None:
    kept = [save_address(detailInfo=f"中山路{n}号") for n in range(20)]
    full = call_save_address(detailInfo="中山路20号")
    assert (full.status, full.code) == (409, "ADDRESS_LIMIT")
    assert save_address(addressId=kept[0], detailInfo="中山路21号") == kept[0]
    assert call("deleteAddress", {"addressId": kept[1]}).ok
    save_address(detailInfo="中山路22号")
    assert len(addresses()) == 20


def test_an_address_is_deleted_once(shop: Shop) -> None:
    first, second = save_address(), save_address(detailInfo="中山路1号")
    for _ in range(2):
        answer = call("deleteAddress", {"addressId": first})
        assert answer.ok and answer["addressId"] == first
    assert [each["addressId"] for each in addresses()] == [second]
    assert call("deleteAddress", {"addressId": second}, "u3").ok


def test_a_book_is_its_owners_alone(shop: Shop) -> None:
    first = save_address()
    assert addresses("u2") == []
    assert call("deleteAddress", {"addressId": first}, "u2").ok
    stolen = call_save_address("u2", addressId=first)
    assert (stolen.status, stolen.code) == (404, "ADDRESS_NOT_FOUND")
    assert [each["addressId"] for each in addresses()] == [first]
    for name in ("saveAddress", "listAddresses", "deleteAddress"):
        data = {"saveAddress": CHOSEN, "deleteAddress": {"addressId": first}}.get(name, {})
        assert call(name, data, "").code == "UNAUTHENTICATED"

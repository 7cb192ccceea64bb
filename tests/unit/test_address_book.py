"""The rules of an address book."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.addresses.book import find, known, saved, without
from shop.addresses.model import MAX_ADDRESSES, Address, SavedAddress
from wxcloud.errors import Refusal


def address(detail: str = "新港中路397号") -> Address:
    return Address(
        userName="张三丰",
        telNumber="13812345678",
        provinceName="广东省",
        cityName="广州市",
        countyName="海珠区",
        detailInfo=detail,
        nationalCode="440105",
        streetName="江南中街道",
    )


steps = st.lists(
    st.tuples(
        st.sampled_from(["save", "delete"]),
        st.integers(0, MAX_ADDRESSES + 3),
        st.sampled_from([None, True, False]),
    ),
    max_size=60,
)


@given(steps)
def test_a_book_is_bounded_and_has_one_default_at_most(many: list[tuple[str, int, bool | None]]):
    book: list[SavedAddress] = []
    for what, number, is_default in many:
        name, ids = str(number), [each.addressId for each in book]
        if what == "delete":
            book = without(book, name)
            assert [each.addressId for each in book] == [each for each in ids if each != name]
            continue
        try:
            book = saved(book, name, address(name), is_default)
        except Refusal:
            assert len(book) == MAX_ADDRESSES and name not in ids
            continue
        assert book[0].copied() == address(name)
        if is_default is not None:
            assert book[0].isDefault is is_default
        assert len({each.addressId for each in book}) == len(book) <= MAX_ADDRESSES
        assert sum(each.isDefault for each in book) <= 1


def test_an_address_is_found_by_its_id_and_by_what_it_says():
    book = saved([], "a", address(), None)
    assert find(book, "a").isDefault
    assert known(book, address()) == book[0]
    assert known(book, address("1")) is None
    with pytest.raises(Refusal, match="ADDRESS_NOT_FOUND"):
        find(book, "b")

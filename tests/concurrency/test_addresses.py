"""Address books under concurrency, and what they cost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.support.addresses import addresses, call_save_address, save_address
from tests.support.cloud import Shop, call


def test_parallel_saves_make_one_default_and_twenty_addresses(engine: Shop) -> None:
    def save(number: int) -> str:
        return call_save_address(detailInfo=f"中山路{number}号", isDefault=bool(number % 2)).code

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(save, range(24)))
    # A call that met the others too often says BUSY: its address is not saved.
    assert set(codes) <= {"OK", "ADDRESS_LIMIT", "BUSY"}
    assert len(addresses()) == codes.count("OK") <= 20
    assert sum(each["isDefault"] for each in addresses()) <= 1


def test_the_units_of_an_address_book(engine: Shop) -> None:
    for work, write in (
        (save_address, 1),
        (save_address, 0),  # a repeat
        (lambda: call("listAddresses"), 0),
        (lambda: call("deleteAddress", {"addressId": addresses()[0]["addressId"]}), 1),
    ):
        with engine.units() as used:
            work()
        assert used.write == write
        assert used.read <= 2

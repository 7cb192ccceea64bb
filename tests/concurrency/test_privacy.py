"""What exporting and erasing a user's data costs, and both at once, on a real engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from shop.addresses.model import Address
from shop.orders.delivery import Delivery
from shop.orders.model import Order
from shop.orders.retention import forget_addresses
from shop.privacy import erasing, exporting
from shop.privacy.model import Erasure, get_erasure
from tests.support.addresses import CHOSEN
from tests.support.cloud import Shop
from tests.support.desk import order_item, save_items
from wxcloud import clock
from wxcloud.transaction import commit, put
from wxcloud.users import ERASURE_MOVED, begin_erasure, log_in

USER = "u1"
ADDRESS = Address(**{name: CHOSEN[name] for name in Address.__struct_fields__})


@pytest.fixture
def shop(engine: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    engine.aws("s3").create_bucket(Bucket=engine.prefix + "files")
    monkeypatch.setattr(erasing, "_QUIET_S", 0)
    log_in(USER)
    return engine


def bought(engine: Shop, count: int) -> list[Order]:
    """Orders of the user that are complete, each with an address."""
    made = [order_item(USER, status="COMPLETED", hasDelivery=True) for _ in range(count)]
    for order in made:
        order.due, order.dueAt = "forget#00", engine.clock.now
    goes = [Delivery.new(each.orderId, ADDRESS, "轻放", engine.clock.now) for each in made]
    save_items(engine, [*made, *goes])
    return made


def begun() -> Erasure:
    erasure = Erasure.new(USER, "user")
    commit(begin_erasure(USER, erasure.erasureId), put(erasure, otherwise=ERASURE_MOVED))
    return erasure


def _is_under_way(erasure: Erasure) -> bool:
    now = get_erasure(erasure.erasureId)
    return now is not None and now.person is not None


def cost_of_erasing(engine: Shop, count: int) -> tuple[float, float]:
    bought(engine, count)
    erasure = begun()
    erasing.go_on(erasure.erasureId)  # it ends the sessions
    with engine.units() as used:
        while _is_under_way(erasure):
            erasing.go_on(erasure.erasureId)
    log_in(USER)
    return used.write, used.read


def test_units_of_an_erasure(shop: Shop) -> None:
    none, some = cost_of_erasing(shop, 0), cost_of_erasing(shop, 20)
    assert none[0] <= 20 and none[1] <= 40
    assert (some[0] - none[0]) / 20 <= 6 and (some[1] - none[1]) / 20 <= 6


def test_units_of_an_export(shop: Shop) -> None:
    costs = []
    for user in ("nobody", USER):
        if user == USER:
            bought(shop, 20)
        with shop.units() as used:
            assert exporting.export(user).state == "DONE"
        costs.append((used.write, used.read))
    (writes, none), (same, some) = costs
    assert writes == same <= 6
    assert none <= 14 and (some - none) / 20 <= 2.5


def test_units_of_forgetting_an_address(shop: Shop) -> None:
    bought(shop, 10)
    shop.clock.advance(181 * clock.DAY)
    with shop.units() as used:
        assert forget_addresses(shop.clock.now) == 10
    assert used.write <= 10 * 6 and used.read <= 10 + 16 * 0.5
    with shop.units() as used:
        assert forget_addresses(shop.clock.now) == 0
    assert used.write == 0


def test_two_messages_at_once_erase_once(shop: Shop) -> None:
    made = bought(shop, 30)
    erasure = begun()
    erasing.go_on(erasure.erasureId)

    def work(_: int) -> None:
        for _ in range(20):
            erasing.go_on(erasure.erasureId)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    kept = [each for each in shop.items("orders") if each["sk"].startswith("order#")]
    assert {each["buyer"] for each in kept} == {erasure.gone} and len(kept) == len(made)
    assert shop.items("addresses") == []
    done = get_erasure(erasure.erasureId)
    assert done is not None and done.person is None and done.doneAt


def test_two_calls_at_once_begin_one_erasure(shop: Shop) -> None:
    with ThreadPoolExecutor(4) as pool:
        views = list(pool.map(lambda _: erasing.begin(USER), range(4)))
    assert len({view.doneBy for view in views}) == 1
    assert len([i for i in shop.items("users") if i["openid"].startswith("erasure#")]) == 1

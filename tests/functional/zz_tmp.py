import json
from tests.support.cloud import LambdaContext, handler, token, Shop
from tests.support import demo, events
def test_events(shop: Shop):
    demo.furnish(shop)
    roles={"host-1":("host",),"operator-1":("operator",)}
    for f in "saveLive scheduleGoodsPush cancelGoodsPush listGoodsPush pushGoods deliverGoods liveSocket fallback".split():
        for p in sorted(events.EVENTS.glob(f+".*json"))+sorted(events.EVENTS.glob(f+".json")):
            e=events.fill(p, lambda o: token(o, roles.get(o,())), shop.clock.now)
            print(p.name, handler(f)(e, LambdaContext(f)))

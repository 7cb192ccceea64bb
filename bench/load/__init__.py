"""Load on the local stack: shoppers of locust, and the invariants of design after them."""

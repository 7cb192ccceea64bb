"""Load: many shoppers at once on the local stack, and whether the shop is right afterwards."""

"""Simulations for docs/scale.md: what AWS's published limits make of this shop's code at sizes that
no machine of ours has. They use the shop's own rules and constants; time is simulated, so the same
seed gives the same numbers everywhere.
"""

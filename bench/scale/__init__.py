"""What happens at sizes that no machine here can make: models, run event by event.

    python -m bench.scale [NAME ...]     prints the tables; --write puts them into docs/scale.md

A model takes AWS's published limits (`limits`, each with its page), the shop's own rules where they
are pure functions (shards, pauses, retries, allocation), and assumptions about times that AWS does
not publish (`assumed`). A result is no measurement. It shows what breaks first, and how the parts
compare.
"""

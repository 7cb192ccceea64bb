"""One shopper's day, played through the public API of the local shop.

    python -m local.day          play it; exit 0 only if every step did what it should
    python -m local.day --stay   the same, then show where everything is and wait for Ctrl-C

A scene is a module with `STEPS`: what happens, and the function that does it and says what it saw.
"""

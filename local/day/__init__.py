"""One shopper's day through the public API of the local shop.

    python -m local.day          run it; exit 0 only if every step succeeded
    python -m local.day --stay   the same, then print the URLs and wait for Ctrl-C

A scene is a module with `STEPS`: each step has a title and a function that does it and returns the
result as text.
"""

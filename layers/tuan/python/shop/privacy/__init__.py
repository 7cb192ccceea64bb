"""Personal data: what the shop knows of a user is given to them, or erased (PIPL, articles 45, 47).

    erasing     a user's data is erased, step by step
    gathering   all that the shop knows of a user
    exporting   the same as a file
    jobs        the queue of the work

docs/privacy.md says what personal data is where, why, and for how long.
"""

"""Personal data: what the shop knows of a user is given to them, or erased (PIPL, articles 45, 47).

    model       erasures and exports, and their keys
    erasing     a user's data is erased, step by step
    gathering   all that the shop knows of a user
    exporting   the same as a file
    headings    the Chinese headings in it
    jobs        the queue of the work
    views       what users see of it

docs/privacy.md says what personal data is where, why, and for how long.
"""

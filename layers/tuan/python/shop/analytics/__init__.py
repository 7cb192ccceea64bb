"""What users do, and what it tells.

intake      takes events
visitors    the pseudonyms of users in events
"""

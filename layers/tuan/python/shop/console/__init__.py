"""The console: how the staff signs in to it in a browser, without a password.

1. The browser calls `startConsole` and shows the code that it gets (`codes`). It keeps the secret.
2. A member of the staff enters or scans the code in the mini-program, which calls `approveConsole`
   with the member's own session: first to see which browser asks and from where, then to agree.
3. The browser asks `openConsole` with the code and its secret until it gets a session, once.

A code works once, for two minutes. The session (`wxcloud.session`) names the console session, has
the member's roles and ends after eight hours, or when it is revoked (`sessions`). At each call it
has only the roles that the member's record still has; without any it has ended.
"""

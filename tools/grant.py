"""Set the roles of a user. Whoever has credentials for the users table may do it.

    python -m tools.grant oAbC123 operator             # the shop's first operator
    python -m tools.grant oAbC123 operator host --stack tuan-staging
    python -m tools.grant oAbC123                      # takes all roles away
    python -m tools.grant me operator --local          # on the local stack

Credentials and region are those of the AWS CLI. Operators appoint others by `setRole`.
"""

from __future__ import annotations

import argparse
import os

from shop.roles import ROLES


def main() -> int:
    parser = argparse.ArgumentParser(description="Set the roles of a user.")
    parser.add_argument("openid", help="as login returns it")
    parser.add_argument("roles", nargs="*", choices=[[], *sorted(ROLES)], help="all of their roles")
    parser.add_argument("--stack", default="tuan", help="the stack's name")
    parser.add_argument("--local", action="store_true", help="on the local stack")
    options = parser.parse_args()
    if options.local:
        from local.client import read_stack
        from local.shop_environment import enter

        enter(read_stack())
    else:
        os.environ["TABLE_PREFIX"] = f"{options.stack}-"
    from wxcloud import users

    user = users.grant(options.openid, options.roles)
    print(f"{user.openid}: {', '.join(sorted(user.granted)) or 'no role'}. They log in again.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""setRole: an operator sets the roles of a user.

`roles` are all roles that the user has from now on; an empty list takes them all away. A role that
is taken away ends at once; a user with a new role logs in again. The shop always has an operator.
The first one is made by a command: docs/operations.md, "Roles".
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shop import staff
from shop.roles import OPERATOR
from shop.staff import Role, StaffMember
from wxcloud.context import WXContext
from wxcloud.fields import Id, Request
from wxcloud.function import cloud_function


class SetRole(Request):
    openid: Id
    roles: Annotated[list[Role], Meta(max_length=3)]


@cloud_function(SetRole, only=OPERATOR)
def main(data: SetRole, wx: WXContext) -> StaffMember:
    return staff.set_roles(data.openid, data.roles, wx.OPENID)

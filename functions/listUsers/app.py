"""listUsers: who works in the shop: the users who have a role, and how they got it."""

from __future__ import annotations

from shop import staff
from shop.roles import OPERATOR
from shop.staff import Role, Staff
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function


class ListUsers(Request):
    role: Role | None = None


@cloud_function(ListUsers, only=OPERATOR, keeps_answer=False)
def main(data: ListUsers, wx: WXContext) -> Staff:
    return staff.list_staff(data.role)

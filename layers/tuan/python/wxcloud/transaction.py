"""Parts: conditional writes that know what their failure means, committed together or not at all.

A part is one write to one item with its own condition. A use case composes parts and commits
once: a part alone is a plain conditional write (1 write unit per KB), several are one
`TransactWriteItems` (2 units each). Nothing else in the code writes.

`otherwise` says what a failed condition means. It gets the item as the store saw it (None if
there was none) and returns

- a `Code` or `Refusal`: the commit is refused with it;
- another `Part`: it is tried in this part's place (the last seat, the next shard, a lapsed hold);
- None: what was wanted is so already; alone that is a success, and in a transaction the other
  parts go on without this one.

Source: DynamoDB API Reference, TransactWriteItems and UpdateItem; Developer Guide,
"Amazon DynamoDB transactions: how it works" (conflicts, cancellation reasons).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pynamodb.attributes import Attribute
from pynamodb.exceptions import VerboseClientError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from wxcloud.errors import BUSY, Code, Refusal
from wxcloud.ids import new_id
from wxcloud.model import Table, connection

DEADLINE_S = 2.5  # conflicts are retried this long, then the caller hears BUSY
MOST_TRIES = 40  # parts tried in another's place: shards, seats; a bound, not a budget

Otherwise = Callable[[Any], "Code | Refusal | Part | None"]


@dataclass(frozen=True, slots=True)
class Part:
    """One conditional write. Make it with `update`, `put`, `delete` or `check`."""

    kind: Literal["Update", "Put", "Delete", "ConditionCheck"]
    item: Table
    condition: Condition | None
    otherwise: Code | Otherwise
    actions: tuple[Action, ...] = ()

    @property
    def model(self) -> type[Table]:
        return type(self.item)

    def request(self) -> dict[str, Any]:
        """The part in DynamoDB's own words, asking for the old item if the condition fails."""
        if self.kind == "Put":
            request = self.item.get_save_kwargs_from_instance(self.condition)
        elif self.kind == "Update":
            request = self.item.get_update_kwargs_from_instance(list(self.actions), self.condition)
        else:
            request = self.item.get_delete_kwargs_from_instance(self.condition)
        if self.condition is not None:
            request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        return request

    def refused(self, old: Mapping[str, Any] | None) -> Part | None:
        """What to do now that the condition failed: another part, or nothing; or it raises."""
        answer = (
            self.otherwise
            if isinstance(self.otherwise, Code)
            else self.otherwise(self.model.of(old) if old else None)
        )
        if isinstance(answer, Code):
            raise answer()
        if isinstance(answer, Refusal):
            raise answer
        return answer


def update(
    item: Table,
    *actions: Action,
    where: Condition | None,
    otherwise: Code | Otherwise,
) -> Part:
    """Change an item (named by an instance with its key set) where the condition holds."""
    return Part("Update", item, where, otherwise, actions)


def put(item: Table, *, otherwise: Code | Otherwise, where: Condition | None = None) -> Part:
    """Write a whole item; unless `where` says otherwise, only if its key is not used yet."""
    return Part("Put", item, _absent(item) if where is None else where, otherwise)


def delete(item: Table, *, where: Condition | None, otherwise: Code | Otherwise) -> Part:
    """Remove an item where the condition holds."""
    return Part("Delete", item, where, otherwise)


def check(item: Table, *, where: Condition, otherwise: Code | Otherwise) -> Part:
    """Write nothing, but let the transaction stand only where the condition holds."""
    return Part("ConditionCheck", item, where, otherwise)


def commit(*parts: Part) -> list[Any]:
    """Carry out the parts, all or none.

    Returns the items as they are now, in the order of the parts: of a lone update, and of puts;
    None where the store does not say (other parts of a transaction, deletes, checks).
    Raises the Refusal of the first part whose condition failed; BUSY if conflicts do not end.
    """
    deadline = time.monotonic() + DEADLINE_S
    live: list[Part | None] = list(parts)
    conflicts, token = 0, new_id()
    for _ in range(MOST_TRIES):
        going = [part for part in live if part is not None]
        try:
            news = _write(going, token)
            return [news.pop(0) if part is not None else None for part in live]
        except _Failed as failed:
            index = _position(live, failed.index)
            alone = len(going) == 1
            if alone and _is_our_own(going[0], failed.old):
                return [going[0].item if i == index else None for i in range(len(live))]
            replaced = going[failed.index].refused(failed.old)
            if replaced is None and alone:
                old = going[0].model.of(failed.old) if failed.old else None
                return [old if i == index else None for i in range(len(live))]
            live[index], token = replaced, new_id()
        except _Conflict as conflict:
            conflicts += 1
            _pause(conflicts, deadline, conflict)
            if not conflict.in_progress:
                token = new_id()
    raise BUSY()


class _Failed(Exception):
    """The condition of the part at `index` did not hold; `old` is the item as it stands."""

    def __init__(self, index: int, old: Mapping[str, Any] | None) -> None:
        self.index, self.old = index, old


class _Conflict(Exception):
    """The store was busy with the same items, or short of capacity: worth another try.

    `in_progress`: an attempt whose answer was lost is still at work. It must be asked after under
    its own token; under another it would be done twice."""

    def __init__(self, *, in_progress: bool = False) -> None:
        self.in_progress = in_progress


_PASSING = {
    "TransactionConflict",
    "TransactionConflictException",
    "ThrottlingError",
    "ThrottlingException",
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
}
_SINGLE = {"Update": "UpdateItem", "Put": "PutItem", "Delete": "DeleteItem"}


def _write(parts: Sequence[Part], token: str) -> list[Any]:
    if not parts:
        return []
    if len(parts) == 1 and parts[0].kind in _SINGLE:
        return [_write_one(parts[0])]
    return _write_all(parts, token)


def _write_one(part: Part) -> Any:
    request = part.request()
    if part.kind == "Update":
        request["ReturnValues"] = "ALL_NEW"
    try:
        answer = connection().dispatch(_SINGLE[part.kind], request)
    except VerboseClientError as error:
        if _code(error) == "ConditionalCheckFailedException":
            raise _Failed(0, _old_item(error)) from None
        raise _as_conflict(error) from error
    if part.kind == "Update":
        return part.model.of(answer["Attributes"])
    return part.item if part.kind == "Put" else None


def _write_all(parts: Sequence[Part], token: str) -> list[Any]:
    items = [{part.kind: part.request()} for part in parts]
    request = {"TransactItems": items, "ClientRequestToken": token}
    try:
        connection().dispatch("TransactWriteItems", request)
    except VerboseClientError as error:
        reasons = error.cancellation_reasons
        for index, reason in enumerate(reasons):
            if reason is not None and reason.code == "ConditionalCheckFailed":
                raise _Failed(index, reason.raw_item) from None
        if any(reason is not None and reason.code in _PASSING for reason in reasons):
            raise _Conflict() from error
        raise _as_conflict(error) from error
    return [part.item if part.kind == "Put" else None for part in parts]


def _as_conflict(error: VerboseClientError) -> Exception:
    if _code(error) == "TransactionInProgressException":
        return _Conflict(in_progress=True)
    return _Conflict() if _code(error) in _PASSING else error


def _code(error: VerboseClientError) -> str:
    return str(error.response["Error"]["Code"])


def _old_item(error: VerboseClientError) -> Mapping[str, Any] | None:
    response: Any = getattr(error.__cause__, "response", {})
    item: Mapping[str, Any] | None = response.get("Item")
    return item


def _is_our_own(part: Part, old: Mapping[str, Any] | None) -> bool:
    """A lone put that finds its very item there: written by us, and the answer was lost.
    (Transactions need no such guess: a repeat goes under the same ClientRequestToken.)"""
    return part.kind == "Put" and old == part.request()["Item"]


def _position(live: Sequence[Part | None], nth: int) -> int:
    return [i for i, part in enumerate(live) if part is not None][nth]


def _pause(conflicts: int, deadline: float, cause: Exception) -> None:
    wait = random.uniform(0.001, min(0.2, 0.005 * 2**conflicts))  # noqa: S311 - jitter
    if time.monotonic() + wait >= deadline:
        raise BUSY() from cause
    time.sleep(wait)


def _absent(item: Table) -> Condition:
    hash_key: Attribute[Any] = type(item)._hash_key_attribute()
    return hash_key.does_not_exist()


__all__ = ["Part", "check", "commit", "delete", "put", "update"]

"""Parts: conditional writes that know what a failed condition means. All are committed, or none.

A part is one write to one item, with its own condition. A use case composes parts and commits them
once: a lone part is a plain conditional write (1 write unit per KB), several parts are one
`TransactWriteItems` (2 units each). Nothing else in the code writes.

`otherwise` says what a failed condition means. It is a `Code` (the commit is refused with it), the
constant `ALREADY_SO`, or a function that gets the item as it stands (None if there is none) and
returns one of three outcomes:

- `Refuse(code)`: the commit is refused;
- `Instead(part)`: that part is tried in place of this one (the last seat, an expired hold);
- `AlreadySo()`: the item is already as wanted. A lone commit succeeds and returns the item as it
  stands; a transaction goes on without this part.

Source: DynamoDB API Reference, TransactWriteItems and UpdateItem; Developer Guide,
"Amazon DynamoDB transactions: how it works" (conflicts, cancellation reasons).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Generic, Literal, TypeVar, cast, overload

from pynamodb.attributes import Attribute
from pynamodb.exceptions import VerboseClientError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from wxcloud.errors import BUSY, Code, Refusal
from wxcloud.ids import new_id
from wxcloud.model import Table, connection
from wxcloud.value import Value

DEADLINE_S = 2.5  # conflicts are retried for this long, then the commit is refused with BUSY
MAX_ITEMS = 100  # of a transaction (DynamoDB API Reference, TransactWriteItems)
MAX_ATTEMPTS = 40  # a bound on parts tried in place of others (shards, seats)

TOO_MANY_CHANGES = Code(
    "TOO_MANY_CHANGES", 409, "This would change too many items at once. Do it in smaller steps."
)

M = TypeVar("M", bound=Table)
T = TypeVar("T")


# --- outcomes of a failed condition --------------------------------------------------------------


class Refuse(Value):
    """The commit is refused, with a code or with a refusal that is made already."""

    why: Code | Refusal


class Instead(Value):
    """This part is tried in place of the one whose condition failed."""

    part: Part[Any]


class AlreadySo(Value):
    """The item is already as wanted; nothing needs to be written."""


ALREADY_SO = AlreadySo()
Outcome = Refuse | Instead | AlreadySo
Decide = Callable[[Any], Outcome]
Otherwise = Code | AlreadySo | Decide


# --- parts ---------------------------------------------------------------------------------------


class Part(Value, Generic[T]):
    """One conditional write. Make it with `update`, `put`, `delete` or `check`.

    T is what `commit_one` returns for it: the model, or the model or None where the part may find
    that nothing needs to be written.
    """

    kind: Literal["Update", "Put", "Delete", "ConditionCheck"]
    item: Table
    condition: Condition | None
    otherwise: Otherwise
    actions: tuple[Action, ...] = ()

    @property
    def model(self) -> type[Table]:
        return type(self.item)

    def request(self) -> dict[str, Any]:
        """The part as DynamoDB takes it; it asks for the old item if the condition fails."""
        if self.kind == "Put":
            request = self.item.get_save_kwargs_from_instance(self.condition)
        elif self.kind == "Update":
            request = self.item.get_update_kwargs_from_instance(list(self.actions), self.condition)
        else:
            request = self.item.get_delete_kwargs_from_instance(self.condition)
        if self.condition is not None:
            request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        return request

    def read(self, raw: Mapping[str, Any] | None) -> Table | None:
        return self.model.of(raw) if raw else None

    def outcome(self, old: Mapping[str, Any] | None) -> Outcome:
        """What the failed condition means, with the item `old` as it stands."""
        if isinstance(self.otherwise, Code):
            return Refuse(self.otherwise)
        if isinstance(self.otherwise, AlreadySo):
            return self.otherwise
        return self.otherwise(self.read(old))


@overload
def update(item: M, *actions: Action) -> Part[M]: ...
@overload
def update(item: M, *actions: Action, where: Condition, otherwise: Code) -> Part[M]: ...
@overload
def update(
    item: M,
    *actions: Action,
    where: Condition,
    otherwise: Callable[[M | None], Refuse | Instead],
) -> Part[M]: ...
@overload
def update(
    item: M,
    *actions: Action,
    where: Condition,
    otherwise: AlreadySo | Callable[[M | None], Outcome] | Otherwise,
) -> Part[M | None]: ...
def update(
    item: Any, *actions: Action, where: Condition | None = None, otherwise: Any = ALREADY_SO
) -> Part[Any]:
    """Change an item (an instance that has its key), if the condition holds. Without `where` the
    change is unconditional."""
    return Part("Update", item, where, otherwise, actions)


@overload
def put(item: M, *, where: Condition | None = None, otherwise: Code) -> Part[M]: ...
@overload
def put(
    item: M,
    *,
    where: Condition | None = None,
    otherwise: Callable[[M | None], Refuse | Instead],
) -> Part[M]: ...
@overload
def put(
    item: M,
    *,
    where: Condition | None = None,
    otherwise: AlreadySo | Callable[[M | None], Outcome] | Otherwise,
) -> Part[M | None]: ...
def put(item: Any, *, where: Condition | None = None, otherwise: Any) -> Part[Any]:
    """Write a whole item; unless `where` says otherwise, only if its key is not used yet."""
    return Part("Put", item, _is_absent(item) if where is None else where, otherwise)


def delete(
    item: Table, *, where: Condition | None = None, otherwise: Otherwise = ALREADY_SO
) -> Part[None]:
    """Remove an item, if the condition holds. Without `where` the removal is unconditional."""
    return Part("Delete", item, where, otherwise)


def check(item: Table, *, where: Condition, otherwise: Otherwise) -> Part[None]:
    """Write nothing, but let the transaction succeed only if the condition holds."""
    return Part("ConditionCheck", item, where, otherwise)


def as_read(attribute: Attribute[Any], value: Any) -> Condition:
    """The condition that an attribute is as it was read: it has this value, or None: it is absent.
    Of an item with a version, the whole item is as it was read, or it is not there."""
    same: Condition = attribute.does_not_exist() if value is None else attribute == value
    return same


# --- committing ----------------------------------------------------------------------------------


def commit_one(part: Part[T]) -> T:
    """Carry out one part; the item as it is now.

    Raises the Refusal that the part's failed condition means, or BUSY if conflicts do not end.
    """
    return cast(T, commit(part)[0])


def commit(*parts: Part[Any]) -> list[Any]:
    """Carry out the parts, all or none.

    Returns the items as they are now, in the order of the parts: of a lone update, and of puts;
    None where DynamoDB does not tell (other parts of a transaction, deletes, checks).
    Raises the Refusal of the first part whose condition failed, or BUSY if conflicts do not end.
    TOO_MANY_CHANGES if there are more parts than DynamoDB takes in a transaction: a use case that
    can compose so many divides its work before.
    """
    if len(parts) > MAX_ITEMS:
        raise TOO_MANY_CHANGES()
    deadline = time.monotonic() + DEADLINE_S
    going: list[Part[Any] | None] = list(parts)  # None: already so
    conflicts, token = 0, new_id()
    for _ in range(MAX_ATTEMPTS):
        live = [part for part in going if part is not None]
        result = _write(live, token)
        if isinstance(result, _Conflict):
            conflicts += 1
            _pause(conflicts, deadline, result)
            if not result.in_progress:
                token = new_id()
            continue
        if isinstance(result, _Failed):
            failed, index = live[result.index], _position(going, result.index)
            old = failed.read(result.old)
            if len(live) == 1 and _is_own_write(failed, result.old):
                return [failed.item if i == index else None for i in range(len(going))]
            outcome = failed.outcome(result.old)
            if isinstance(outcome, Refuse):
                raise outcome.why() if isinstance(outcome.why, Code) else outcome.why
            if isinstance(outcome, AlreadySo) and len(live) == 1:
                return [old if i == index else None for i in range(len(going))]
            going[index] = outcome.part if isinstance(outcome, Instead) else None
            token = new_id()
            continue
        return [result.pop(0) if part is not None else None for part in going]
    raise BUSY()


def retry(
    work: Callable[[], T], on: Collection[Code], *, deadline_s: float = 4.0, attempts: int = 40
) -> T:
    """The result of `work`, which is done again each time it is refused with a code in `on`:
    something that it read has changed before its commit. BUSY after `deadline_s` seconds."""
    until = time.monotonic() + deadline_s
    for attempt in range(attempts):
        began = time.monotonic()
        try:
            return work()
        except Refusal as refusal:
            if refusal.code not in on:
                raise
        # A crowd spreads out: the pause grows with the time that one attempt takes.
        longest = min(1.5, max(0.01, time.monotonic() - began) * min(attempt, 10))
        pause = random.uniform(0, longest)  # noqa: S311 - jitter
        if time.monotonic() + pause > until:
            break
        time.sleep(pause)
    raise BUSY()


class _Failed(Value):
    """The condition of the part at `index` did not hold; `old` is the item as it stands."""

    index: int
    old: Mapping[str, Any] | None


class _Conflict(Value):
    """DynamoDB was busy with the same items, or short of capacity: another attempt may succeed.

    `in_progress`: an attempt whose answer was lost still runs. It must be repeated with its own
    token; with another token it would be done twice."""

    cause: Exception
    in_progress: bool = False


_CONFLICTS = {
    "TransactionConflict",
    "TransactionConflictException",
    "ThrottlingError",
    "ThrottlingException",
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
}
_SINGLE = {"Update": "UpdateItem", "Put": "PutItem", "Delete": "DeleteItem"}


def _write(parts: Sequence[Part[Any]], token: str) -> list[Any] | _Failed | _Conflict:
    if not parts:
        return []
    if len(parts) == 1 and parts[0].kind in _SINGLE:
        return _write_one(parts[0])
    return _write_all(parts, token)


def _write_one(part: Part[Any]) -> list[Any] | _Failed | _Conflict:
    request = part.request()
    if part.kind == "Update":
        request["ReturnValues"] = "ALL_NEW"
    try:
        answer = connection().dispatch(_SINGLE[part.kind], request)
    except VerboseClientError as error:
        if _code(error) == "ConditionalCheckFailedException":
            return _Failed(0, _old_item(error))
        return _as_conflict(error)
    if part.kind == "Update":
        return [part.model.of(answer["Attributes"])]
    return [part.item if part.kind == "Put" else None]


def _write_all(parts: Sequence[Part[Any]], token: str) -> list[Any] | _Failed | _Conflict:
    items = [{part.kind: part.request()} for part in parts]
    request = {"TransactItems": items, "ClientRequestToken": token}
    try:
        connection().dispatch("TransactWriteItems", request)
    except VerboseClientError as error:
        reasons = error.cancellation_reasons
        for index, reason in enumerate(reasons):
            if reason is not None and reason.code == "ConditionalCheckFailed":
                return _Failed(index, reason.raw_item)
        if any(reason is not None and reason.code in _CONFLICTS for reason in reasons):
            return _Conflict(error)
        return _as_conflict(error)
    return [part.item if part.kind == "Put" else None for part in parts]


def _as_conflict(error: VerboseClientError) -> _Conflict:
    if _code(error) == "TransactionInProgressException":
        return _Conflict(error, in_progress=True)
    if _code(error) in _CONFLICTS:
        return _Conflict(error)
    raise error


def _code(error: VerboseClientError) -> str:
    return str(error.response["Error"]["Code"])


def _old_item(error: VerboseClientError) -> Mapping[str, Any] | None:
    response: Any = getattr(error.__cause__, "response", {})
    item: Mapping[str, Any] | None = response.get("Item")
    return item


def _is_own_write(part: Part[Any], old: Mapping[str, Any] | None) -> bool:
    """A lone put finds the very item that it writes: we wrote it, and the answer was lost.
    (A transaction needs no such guess: it is repeated with the same ClientRequestToken.)"""
    return part.kind == "Put" and old == part.request()["Item"]


def _position(going: Sequence[Part[Any] | None], nth: int) -> int:
    return [i for i, part in enumerate(going) if part is not None][nth]


def _pause(conflicts: int, deadline: float, conflict: _Conflict) -> None:
    wait = random.uniform(0.001, min(0.2, 0.005 * 2**conflicts))  # noqa: S311 - jitter
    if time.monotonic() + wait >= deadline:
        raise BUSY() from conflict.cause
    time.sleep(wait)


def _is_absent(item: Table) -> Condition:
    hash_key: Attribute[Any] = type(item)._hash_key_attribute()
    return hash_key.does_not_exist()


__all__ = ["ALREADY_SO", "AlreadySo", "Instead", "Otherwise", "Outcome", "Part", "Refuse"]
__all__ += ["as_read", "check", "commit", "commit_one", "delete", "put", "retry", "update"]

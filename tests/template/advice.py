"""Lines of template.yaml that give a function the rights that it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.template.stack import made

Right = tuple[str, str]  # (place, action)


def shared_policies(rights_of: Callable[[dict[str, Any]], set[Right]]) -> dict[str, set[Right]]:
    """The managed policies of the stack, each with its rights, as `rights_of` reads a statement."""
    return {
        name: {
            right
            for statement in properties["PolicyDocument"]["Statement"]
            for right in rights_of(statement)
        }
        for name, properties in made("AWS::IAM::ManagedPolicy").items()
    }


def to_add(
    missing: set[Right], needs: set[Right], shared: dict[str, set[Right]]
) -> tuple[list[str], set[Right]]:
    """The managed policies that give what is missing and nothing that is not needed, as lines; and
    what they give. One that gives less than another one of them is not needed."""
    good = {name: rights for name, rights in shared.items() if rights & missing and rights <= needs}
    fit = [name for name, rights in good.items() if not any(rights < of for of in good.values())]
    given = {right for name in fit for right in shared[name]}
    return [f"        - !Ref {name}" for name in sorted(fit)], given


def statement(actions: Iterable[str], resource: str) -> list[str]:
    """A statement, line by line."""
    names = list(actions)
    return [
        "            - Effect: Allow",
        f"              Action: {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}",
        f"              Resource: {resource}",
    ]

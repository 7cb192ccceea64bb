"""Generations of the read model.

A rebuild makes a new generation beside the current one. Handlers write to both, and readers read
the current one. When the new one is complete, it becomes the current one. So numbers that were
wrong are not carried on, and nobody reads half of a rebuild.
"""

from __future__ import annotations

from shop.desk.model import DeskItem
from wxcloud.cache import Cache
from wxcloud.model import Integer
from wxcloud.transaction import Otherwise, Part, update

FIRST = 1
LIFE_S = 5.0  # a process may know only older generations for so long


class Generations(DeskItem):
    """`current` is what readers read; `building` is what a rebuild makes."""

    current = Integer(default=FIRST)
    building = Integer(null=True)

    @property
    def live(self) -> list[int]:
        """Those that handlers write to."""
        return [self.current] if self.building is None else [self.current, self.building]


_known: Cache[Generations] = Cache(LIFE_S)


def known() -> Generations:
    """The generations, as they were at most LIFE_S ago."""
    return _known.get("generations", fresh)


def fresh() -> Generations:
    """The generations as they are now."""
    key = _key()
    return Generations.get(key.pk, key.sk, consistent=True) or key


def forget() -> None:
    """Read them again at the next use."""
    _known.clear()


def build_part(generation: int) -> Part[Generations]:
    """A rebuild begins to make this generation."""
    return update(_key(), Generations.building.set(generation))


def switch_part(generation: int, otherwise: Otherwise) -> Part[Generations | None]:
    """The generation that was built becomes the current one."""
    return update(
        _key(),
        Generations.current.set(generation),
        Generations.building.remove(),
        where=Generations.building == generation,
        otherwise=otherwise,
    )


def _key() -> Generations:
    return Generations(pk="generations", sk="generations")

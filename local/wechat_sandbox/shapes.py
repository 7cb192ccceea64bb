"""The fields of a control request; a wrong field is a 400 that names it."""

from typing import Any, TypeAlias

from .errors import ControlError

JSON: TypeAlias = dict[str, Any]

_REQUIRED = object()


class Fields:
    """Takes the fields of a control request one by one; `done` refuses all that are left."""

    def __init__(self, given: JSON) -> None:
        self._given = dict(given)

    def _take(self, name: str, default: Any, kinds: tuple[type, ...], text: str) -> Any:
        if name not in self._given:
            if default is _REQUIRED:
                raise ControlError(f"{name} is missing: {text}")
            return default
        value = self._given.pop(name)
        # In Python a bool is an int; in JSON it is not.
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise ControlError(f"{name} must be {text}")
        return value

    def text(self, name: str, default: Any = _REQUIRED) -> str:
        value: str = self._take(name, default, (str,), "a text that is not empty")
        if value == "" and default != "":
            raise ControlError(f"{name} must be a text that is not empty")
        return value

    def maybe_text(self, name: str) -> str | None:
        return self.text(name) if name in self._given else None

    def integer(
        self, name: str, default: Any = _REQUIRED, least: int = 0, most: int = 10**15
    ) -> int:
        value: int = self._take(name, default, (int,), f"a whole number from {least} to {most}")
        if not least <= value <= most:
            raise ControlError(f"{name} must be a whole number from {least} to {most}")
        return value

    def maybe_integer(self, name: str, least: int = 0, most: int = 10**15) -> int | None:
        return self.integer(name, least=least, most=most) if name in self._given else None

    def number(self, name: str, default: Any = _REQUIRED, least: float = 0.0) -> float:
        value = self._take(name, default, (int, float), f"a number not below {least}")
        if value < least:
            raise ControlError(f"{name} must be a number not below {least}")
        return float(value)

    def flag(self, name: str, default: bool = False) -> bool:
        value: bool = self._take(name, default, (bool,), "true or false")
        return value

    def choice(self, name: str, allowed: tuple[str, ...], default: Any = _REQUIRED) -> str:
        value: str = self._take(name, default, (str,), "one of " + ", ".join(allowed))
        if value != default and value not in allowed:
            raise ControlError(f"{name} must be one of " + ", ".join(allowed))
        return value

    def object(self, name: str, default: Any = _REQUIRED) -> JSON:
        value: JSON = self._take(name, default, (dict,), "an object")
        return value

    def any(self, name: str, default: Any = None) -> Any:
        return self._given.pop(name, default)

    def names(self) -> set[str]:
        return set(self._given)

    def done(self) -> None:
        if self._given:
            raise ControlError("unknown field: " + ", ".join(sorted(self._given)))

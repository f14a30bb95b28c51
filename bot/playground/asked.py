"""What a request of the page says, read strictly."""

from typing import Any

from bot.playground.standing import ActionError
from bot.playground.state import Json


def text(asked: Json, name: str) -> str:
    """A text that must be there. Raises ActionError."""
    found = asked.get(name)
    if not isinstance(found, str):
        raise ActionError(f"“{name}” must be given, as text.")
    return found


def mapping(asked: Json, name: str, usual: Json | None = None) -> Json:
    """An object, which must be there unless there is a usual one. Raises ActionError."""
    found = asked.get(name, usual)
    if not isinstance(found, dict):
        raise ActionError(f"“{name}” must be given, as an object.")
    return found


def number(asked: Json, name: str, usual: float, most: float, least: float = 0) -> float:
    """A number within bounds. Raises ActionError."""
    found: Any = asked.get(name, usual)
    if isinstance(found, bool) or not isinstance(found, int | float) or not least <= found <= most:
        raise ActionError(f"“{name}” must be a number from {least:g} to {most:,.0f}.")
    return found


def whole(asked: Json, name: str, usual: int, most: int, least: int = 0) -> int:
    """A whole number within bounds. Raises ActionError."""
    found = number(asked, name, usual, most, least)
    if found != int(found):
        raise ActionError(f"“{name}” must be a whole number from {least} to {most:,}.")
    return int(found)

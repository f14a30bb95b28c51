"""The fact store: the only place that knows SQL."""

from bot.store.store import FactStore

__all__ = ["FactStore"]

"""The mandates that speak for missions on a day or within a period, with their states (rule 8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.facts import Mandate
from bot.rules.histories import History, decided
from bot.rules.mandates import DaysLeft, days_left, mandate_state, speaking_mandate
from bot.rules.scope import Scope


@dataclass(frozen=True, slots=True)
class Held:
    """A mandate that speaks for a mission, its own or a whole's, with its state on the day."""

    mandate: Mandate
    history: History
    owner: History
    state: str
    left: DaysLeft | None

    @property
    def inherited_from(self) -> str | None:
        """The whole whose mandate it is, or None for the mission's own."""
        return self.owner.mission if self.owner is not self.history else None


def held_within(found: Mapping[str, History], scope: Scope, first: date, last: date) -> list[Held]:
    """The mandates that speak: each mission's own, and once each those of the wholes that they are part of (rule 8)."""
    inside = {mission: history for mission, history in sorted(found.items()) if history.names_place(scope.where(mission), last)}
    held: dict[str, Held] = {}
    for history in inside.values():
        for owner in (history, *(whole for whole in history.wholes if whole.mission not in inside)):
            for mandate in _spoke_within(owner, first, last):
                state = mandate_state(mandate, owner, last)
                held.setdefault(mandate.id, Held(mandate, history, owner, state, days_left(mandate, state, last)))
    return list(held.values())


def _spoke_within(history: History, first: date, last: date) -> list[Mandate]:
    turns = {first, *(decided(mandate) for mandate in history.mandates if first < decided(mandate) <= last)}
    spoke = {mandate.id: mandate for turn in turns if (mandate := speaking_mandate(history, turn))}
    return list(spoke.values())

"""Casualties: a range over the accounts of one incident, a sum over incidents, never a sum over accounts (rule 11)."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.facts import Account, Incident

FIELDS = ("nz_killed", "nz_injured", "others_killed", "others_injured", "distance_km")


class Told(NamedTuple):
    """The least and the most that the accounts which state a number tell."""

    min: float
    max: float


def told(accounts: Iterable[Account], field: str) -> Told | None:
    """What the accounts tell of one field, or None where none states it; not reported is not none."""
    numbers = [value for account in accounts if (value := getattr(account, field)) is not None]
    return Told(min(numbers), max(numbers)) if numbers else None


def toll(incidents: Iterable[Incident], field: str) -> Told | None:
    """The sum of one field over incidents, as a range; None where no incident's accounts state it."""
    each = [one for incident in incidents if (one := told(incident.accounts, field))]
    return Told(sum(one.min for one in each), sum(one.max for one in each)) if each else None

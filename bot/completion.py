"""What may be meant by the beginning of a name: places and missions to choose from, best first."""

from collections.abc import Collection
from typing import NamedTuple

from bot.names import Gazetteer, fold


class Choice(NamedTuple):
    """A place or a mission that can be chosen: its id, its name, and what tells it from others of that name."""

    id: str
    name: str
    beside: str


def places(names: Gazetteer, typed: str, most: int) -> list[Choice]:
    """The places with a name or an alias that begins so, or holds a word that does; macrons need not be typed."""
    found = _ranked(names, typed, "place")
    kinds = {place: names.places[place].kind != "country" for place in found}
    best = sorted(found, key=lambda place: (found[place], kinds[place], fold(names.places[place].name), place))
    return [Choice(place, names.places[place].name, _about_place(names, place)) for place in best[:most]]


def missions(names: Gazetteer, typed: str, most: int, among: Collection[str] | None = None) -> list[Choice]:
    """The same of missions; `among` limits them, None is all."""
    found = _ranked(names, typed, "mission")
    kept = [mission for mission in found if among is None or mission in among]
    best = sorted(kept, key=lambda mission: (found[mission], fold(names.missions[mission].name), mission))
    return [Choice(mission, names.missions[mission].name, _about_mission(names, mission)) for mission in best[:most]]


def _ranked(names: Gazetteer, typed: str, kind: str) -> dict[str, int]:
    """How well each id fits: 0 the whole name, 1 its beginning, 2 the beginning of a word; a typing error where nothing else."""
    wanted = fold(typed)
    found: dict[str, int] = {}
    for name, ids in names.called(kind):
        rank = 0 if name == wanted else 1 if name.startswith(wanted) else 2 if f" {wanted}" in name else None
        if rank is not None:
            found.update({each: min(rank, found.get(each, rank)) for each in ids})
    if not found:
        near = (each.term for each in names.near(wanted))
        found = {each: 3 for term in near if term for each in (term.places if kind == "place" else term.missions)}
    return found


def _about_place(names: Gazetteer, place: str) -> str:
    here = names.places[place]
    within = names.places[here.within].name if here.within in names.places and here.within != "world" else ""
    return "; ".join(part for part in (within, ", ".join(here.aliases)) if part)


def _about_mission(names: Gazetteer, mission: str) -> str:
    here = names.missions[mission]
    return "; ".join(part for part in (here.operation or "", ", ".join(here.aliases)) if part)

"""What a question is about (rule 9): several places unite, a place and a mission intersect, one word for both means both."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.answer import Question
from bot.names import Gazetteer


@dataclass(frozen=True, slots=True)
class Scope:
    """The places and the missions asked about, with everything inside them. `joined` are of words that name both.

    `asked` are the places as named, without what lies in them.
    """

    everywhere: bool
    asked: frozenset[str]
    places: frozenset[str]
    missions: frozenset[str]
    joined_places: frozenset[str]
    joined_missions: frozenset[str]

    @property
    def all_places(self) -> frozenset[str]:
        """Every place that a row may name to be in scope."""
        return self.places | self.joined_places

    @property
    def all_missions(self) -> frozenset[str]:
        """Every mission that the question names, with its parts."""
        return self.missions | self.joined_missions

    def where(self, mission: str) -> frozenset[str] | None:
        """The places in which this mission's rows count; None for anywhere, an empty set for nowhere."""
        if self.everywhere or mission in self.joined_missions:
            return None
        if not self.missions:
            return self.all_places
        if mission in self.missions:
            return self.places or None
        return self.joined_places

    def holds(self, places: Iterable[str], missions: Collection[str]) -> bool:
        """Whether a row that names these places and missions is in scope."""
        if self.everywhere or not self.joined_missions.isdisjoint(missions) or not self.joined_places.isdisjoint(places):
            return True
        in_place = not self.places.isdisjoint(places)
        in_mission = not self.missions.isdisjoint(missions)
        if self.places and self.missions:
            return in_place and in_mission
        return in_place or in_mission


def scope_of(question: Question, names: Gazetteer) -> Scope:
    """The scope of a question's subject."""
    both = [term for term in question.terms if term.places and term.missions]
    place_ids = [place for term in question.terms if not term.missions for place in term.places]
    mission_ids = [mission for term in question.terms if not term.places for mission in term.missions]
    joined = [place for term in both for place in term.places]
    return Scope(
        everywhere=not (both or place_ids or mission_ids),
        asked=frozenset([*place_ids, *joined]),
        places=names.inside(place_ids),
        missions=names.with_parts(mission_ids),
        joined_places=names.inside(joined),
        joined_missions=names.with_parts(mission for term in both for mission in term.missions),
    )


def touches(places: Iterable[str], where: frozenset[str] | None) -> bool:
    """Whether a row that names `places` touches `where` (rule 4): one of them lies in it. None is anywhere."""
    return where is None or not where.isdisjoint(places)

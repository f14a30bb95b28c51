"""What the beginning of a name may mean, best first."""

import pytest

from bot.completion import missions, places
from bot.names import Gazetteer, Mission, Place

NAMES = Gazetteer(
    [
        Place("world", "World", (), "region", None, None),
        Place("mali", "Mali", (), "country", "world", None),
        Place("malakal", "Malakal", (), "city", "south", None),
        Place("south", "South Sudan", ("Juba country",), "country", "world", None),
        Place("camp", "Camp Malo", ("Ōhua",), "base", "mali", None),
    ],
    [
        Mission("mali-mission", "Mission in Mali", ("MINUSMA",), "Operation Ōhua", "United Nations", None),
        Mission("other", "Another mission", (), None, "New Zealand", None),
    ],
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mali", ["mali"]),
        ("mal", ["mali", "malakal", "camp"]),
        ("sudan", ["south"]),
        ("juba", ["south"]),
        ("ohua", ["camp"]),
        ("ŌH", ["camp"]),
        ("malakl", ["malakal"]),
        ("", ["mali", "south", "camp", "malakal", "world"]),
        ("xyz", []),
        ("🙂", ["mali", "south", "camp", "malakal", "world"]),
    ],
)
def test_places_whole_names_first_then_beginnings_then_words(typed: str, found: list[str]) -> None:
    """Among equals a country comes first, then the alphabet; a typing error counts only where nothing begins so."""
    assert [each.id for each in places(NAMES, typed, 100)] == found


def test_a_choice_shows_what_tells_it_from_others() -> None:
    """Where a place lies and what else it is called; a mission's operation and aliases."""
    assert places(NAMES, "camp", 1)[0].beside == "Mali; Ōhua"
    assert missions(NAMES, "minusma", 1)[0].beside == "Operation Ōhua; MINUSMA"


def test_missions_are_limited_to_those_there_and_to_as_many_as_fit() -> None:
    """`among` limits the missions, `most` their number."""
    assert [each.id for each in missions(NAMES, "", 100)] == ["other", "mali-mission"]
    assert [each.id for each in missions(NAMES, "", 100, {"mali-mission"})] == ["mali-mission"]
    assert len(missions(NAMES, "", 1)) == 1

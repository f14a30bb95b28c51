"""Missions by parts of their names: Mohua, sanctions patrols, the Red Sea team; only where one mission or operation is left."""

from collections.abc import Sequence
from functools import lru_cache

from bot.answer import Term
from bot.language.ordinary import COMMON
from bot.names import Gazetteer, fold
from bot.phrases import MONTH_NUMBERS


def partly(names: Gazetteer, words: Sequence[str]) -> Term | None:
    """The missions of an operation said without that word, or the one mission whose name holds these words in their order."""
    if not _words_of_names(names).issuperset(words):
        return None
    whole = {full for _mission, name, full in names.mission_names if name == list(words)}
    if whole:
        return max((term for full in sorted(whole) if (term := names.term(full))), key=lambda term: len(term.missions))
    found = [(mission, full) for mission, name, full in names.mission_names if _is_within(words, name)]
    return names.term(found[0][1]) if len({mission for mission, _full in found}) == 1 else None


@lru_cache(maxsize=2)
def _words_of_names(names: Gazetteer) -> frozenset[str]:
    return frozenset(word for _mission, name, _full in names.mission_names for word in name)


@lru_cache(maxsize=2)
def _own_names(names: Gazetteer) -> frozenset[str]:
    found = {name[0] for _mission, name, _full in names.mission_names if len(name) == 1}
    for mission in names.missions.values():
        first, *rest = mission.name.split() or [""]
        named = [first] if first.isupper() else []
        found.update(fold(each) for name in mission.aliases for each in name.split() if len(each) > 2 and each.isupper())
        found.update(fold(each) for each in (*named, *rest) if len(each) > 3 and each[0].isupper())
    return frozenset(found - MONTH_NUMBERS.keys() - COMMON)


def is_own_name(names: Gazetteer, word: str) -> bool:
    """Whether a folded word is a name inside the names of missions (APEC, Winston) or of an operation, and nothing ordinary."""
    return word in _own_names(names)


def _is_within(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the words stand in a name, in the same order, perhaps with others between them."""
    rest = iter(name)
    return all(word in rest for word in words)

"""What the menus of a form offer as one types, and the names of what was chosen."""

from collections.abc import Iterable, Sequence

from bot.answer import Row
from bot.completion import missions, places
from bot.editing.kinds import NEW
from bot.edtf import say
from bot.facts import Facts
from bot.names import fold
from bot.render.forms import NEW_SOURCE
from bot.wording import cite, source_rows

MOST = 100

Choice = tuple[str, str]
"""What is shown, and the id that it stands for."""


def choices(sort: str, text: str, facts: Facts) -> list[Choice]:
    """The places, missions, sources or incidents whose names hold what was typed; those that begin with it come first."""
    if sort in ("place", "mission"):
        named = places if sort == "place" else missions
        return [(choice.name, choice.id) for choice in named(facts.names, text, MOST)]
    found = _sources(facts) if sort == "source" else _incidents(facts)
    words = fold(text).split()
    ranked = sorted(
        (rank, at, shown, id) for at, (shown, id, names) in enumerate(found) if (rank := _rank(words, names)) is not None
    )
    first: list[Choice] = [(NEW_SOURCE, NEW)] if sort == "source" else []
    return [*first, *((shown, id) for _rank, _at, shown, id in ranked)][:MOST]


def _rank(words: Sequence[str], names: str) -> int | None:
    """How well names fit what was typed, 0 best; None where a word of it is in none of them."""
    if not all(word in names for word in words):
        return None
    typed = " ".join(words)
    return 0 if names.startswith(typed) else 1 if f" {typed}" in names else 2


Named = tuple[str, str, str]


def _sources(facts: Facts) -> list[Named]:
    newest = sorted(facts.sources(), key=lambda source: source.published.first, reverse=True)
    return [
        (
            f"{cite(source)}: {source.title}",
            source.id,
            fold(f"{source.publisher} {source.title} {say(source.published)} {source.url} {source.id}"),
        )
        for source in newest
    ]


def _incidents(facts: Facts) -> list[Named]:
    newest = sorted(facts.incidents(), key=lambda incident: incident.occurred.first, reverse=True)
    return [
        (f"{say(each.occurred)}: {each.name}", each.id, fold(f"{each.name} {say(each.occurred)} {each.id}")) for each in newest
    ]


def labels(ids: Iterable[str], facts: Facts) -> dict[str, str]:
    """The names of these ids, as far as the store knows them."""
    wanted = set(ids)
    found = {place.id: place.name for place in facts.names.places.values() if place.id in wanted}
    found |= {each.id: each.name for each in facts.names.missions.values() if each.id in wanted}
    found |= {source.id: cite(source) for source in facts.sources(sorted(wanted))}
    missing = wanted - found.keys()
    if missing:
        found |= {each.id: each.name for each in facts.incidents() if each.id in missing}
    return found


def held_sources(ids: Iterable[str], facts: Facts) -> tuple[Row, ...]:
    """These sources as an answer lists them."""
    return source_rows(facts.sources(sorted(set(ids))))

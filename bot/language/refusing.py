"""Sentences that are not answered as they stand: half ones, those that point at nothing, and those that no row can answer."""

from collections.abc import Callable
from itertools import pairwise

from bot.answer import Term
from bot.language.ordinary import FIELD
from bot.language.replies import offers, quoted, unclear
from bot.language.votes import Votes
from bot.language.words import (
    BEING,
    CORRECTING,
    HALF,
    HARMED,
    HAVING,
    IN_ALL,
    KNOWN_WORDS,
    ONE_OF_MANY,
    OPEN,
    PASSED,
    PEOPLE,
    PLACES,
    POINTING,
)
from bot.names import LED_BY

_WHOM = frozenset(("nzdf", "stuff", "government", "govt", "un", "nato", "mfo", "defence", "army", "united"))


def refuse(reading: Votes) -> None:
    """Raises Unclear for a half sentence, one source, a name of two things, another country's troops and a correction."""
    for refused in _REFUSED:
        refused(reading)


def points_at_nothing(reading: Votes) -> str:
    """The word for something said before (who says so, at the base), where the sentence says nothing else about what."""
    lowered = reading.lowered
    if lowered[:3] == ["where", "are", "they"] or reading.question.everything:
        return ""  # our people, of whom else
    for before, noun in pairwise(lowered):
        if before in ("the", "that", "this", "other") and noun in ONE_OF_MANY:
            return noun
    if {*reading.votes} & {"digest", "search"} or not FIELD.isdisjoint(lowered):
        return ""
    if lowered[-2:] == ["how", "many"]:
        return "how many"
    pointing = next((word for word in lowered if word in POINTING), "")
    if not pointing and lowered[-1:] == ["there"] and BEING.isdisjoint(lowered[-2:-1]):
        return "there"
    return pointing or ("who" if "who" in lowered and "sources" in reading.votes else "")


def counts_all_ever(reading: Votes) -> bool:
    """How many have served there in all: a sum over the years, where a count tells only who was there at a time."""
    lowered = reading.lowered
    passed = [at for at, word in enumerate(lowered) if word in PASSED]
    counted = reading.many_at < len(lowered) or not {"number", "total"}.isdisjoint(lowered)
    if not counted or not passed or reading.question.names_days:
        return False
    having = "ever" in lowered or any(lowered[at - 1 : at] == ["we"] for at in passed)  # we've sent
    having = having or any(not HAVING.isdisjoint(lowered[max(0, at - 4) : at]) for at in passed)
    through = any(lowered[at + 1 : at + 2] == ["through"] for at in passed) or ("been", "to") in pairwise(lowered)
    in_all = IN_ALL.search(" ".join(lowered)) is not None
    return through or (having and in_all) or "served" in lowered


def _half(reading: Votes) -> None:
    """How many in; as known by."""
    lowered, last = reading.lowered, reading.lowered[-1:]
    long_for = last == ["for"] and "long" in lowered
    named = reading.question.terms or reading.countries
    if not named and last and last[0] in HALF and (OPEN | PLACES).isdisjoint(lowered) and not long_for:
        sentence = f"The question ends at “{reading.words[-1]}”; name a place, a mission or a date there."
        raise unclear(reading.question.today, sentence)
    if last == ["by"] and not KNOWN_WORDS.isdisjoint(lowered[-2:-1]):
        raise unclear(reading.question.today, "The question ends at “by”; name a date there.")


def _one_source(reading: Votes) -> None:
    """According to the UN, to Stuff: an answer names all its sources, and is never of one."""
    lowered = reading.lowered
    for at, word in enumerate(lowered[:-2]):
        whom = at + 2 + (lowered[at + 2] == "the")
        if word == "according" and lowered[at + 1] == "to" and not _WHOM.isdisjoint(lowered[whom : whom + 1]):
            named = [term.said for term in reading.question.terms if not term.said.startswith(LED_BY)]
            sentence = "An answer is never of one source alone; “sources” shows who says what."
            tries = [" ".join((kind, *named)) for kind in ("sources", "status")]
            raise unclear(reading.question.today, sentence, offers(tries))


def _twofold(reading: Votes) -> None:
    """SAS in Ukraine: a mission, and a word for a place and another mission, whose people would be added."""
    missions = [term for term in reading.question.terms if term.missions and not term.places]
    for end, term in reading.named.items():
        start = reading.starts[end]
        inside = start > 0 and reading.lowered[start - 1] in ("in", "inside", "within")
        if missions and term.missions and term.places and inside:
            sentence = f"{quoted(_said(reading, end))} is a place and a mission here; ask for one thing at a time."
            tries = [f"status {one.said.removeprefix(LED_BY)}" for one in (missions[0], term)]
            raise unclear(reading.question.today, sentence, offers(tries))


def _foreign(reading: Votes) -> None:
    """UK troops in Iraq, Australia in Taji, alongside Britain: a country whose people are meant, and where they are."""
    for end, term in reading.named.items():
        elsewhere = any(reading.stands_for_a_place(at) for at in reading.placed if at > end)
        theirs = not (PEOPLE | HARMED | {"numbers"}).isdisjoint(reading.lowered[end : end + 1])
        if not term.missions and ((elsewhere and theirs) or _acts_elsewhere(reading, end, term)):
            said = " ".join([_said(reading, end), *reading.words[end : end + theirs]])
            others = [f"status {other.said}" for other in reading.question.terms if other != term]
            sentence = f"{quoted(said)} may be another country's; only New Zealand's are held here."
            raise unclear(reading.question.today, sentence, offers(others[:2]))


def _said(reading: Votes, end: int) -> str:
    return " ".join(reading.words[reading.starts[end] : end])


def _acts_elsewhere(reading: Votes, end: int, term: Term) -> bool:
    """Whether a country stands beside another place that is not in it: Australia in Taji, alongside Australia in Iraq."""
    names, start = reading.names, reading.starts[end]
    if not any(names.places[place].kind == "country" for place in term.places) or reading.stands_for_a_place(start):
        return False
    if start > 0 and reading.lowered[start - 1] == "alongside":
        return len(reading.question.terms) > 1
    following = end + 1 + (reading.lowered[end + 1 : end + 2] == ["the"])
    where = next((other for last, other in reading.named.items() if reading.starts[last] == following), None)
    if reading.lowered[end : end + 1] not in (["in"], ["at"]) or where is None:
        return False
    return names.inside(term.places).isdisjoint(where.places) if where.places else False


def _correction(reading: Votes) -> None:
    """Jordan, sorry, Lebanon: one of them is meant."""
    for at, word in enumerate(reading.lowered):
        later = [where for where in (at + 1, at + 2, at + 3) if where in reading.placed]
        if word in CORRECTING and at - 1 in reading.placed and later:
            said = quoted(" ".join(reading.words[at - 1 : later[0] + 1]))
            sentence = f"{said} names one place and then another; ask for the one that is meant."
            tries = [f"status {term.said}" for term in reading.question.terms]
            raise unclear(reading.question.today, sentence, offers(tries[:3]))


_REFUSED: tuple[Callable[[Votes], None], ...] = (_half, _one_source, _twofold, _foreign, _correction)

"""Parts of the names of missions, taken into a sentence: the Red Sea team, the CMCC liaison officer, its chopper."""

from dataclasses import replace

from bot.answer import Term
from bot.language.ordinary import ORDINARY
from bot.language.part_names import is_own_name, partly
from bot.language.plain import Sentence
from bot.language.words import INSIDE, PEOPLE, SMALL_WORDS
from bot.names import fold

_OF_ANY = {"infantry", "intelligence", "training", "team", "staff", "support"}  # in the names of missions, and said of any
MOST_PARTS = 3  # of names in one sentence


def take_partial_names(reading: Sentence) -> None:
    """Parts of the names of missions: the Red Sea team, sanctions patrols, the CMCC liaison officer, Mohua."""
    for start, end in reading.unmatched[:MOST_PARTS]:
        if start in reading.refused or (start, end) not in reading.unmatched:
            continue  # taken, it may be, with the words before it
        before = reading.named.get(start)
        if before and _is_in_its_name(reading, before, start, end):
            reading.unmatched.remove((start, end))
        elif found := _in_a_longer_name(reading, before, start, end) if before else _named_by(reading, start, end):
            term, last = found
            spans = [span if not start <= span[0] < last else (last, span[1]) for span in reading.unmatched]
            reading.unmatched = [span for span in spans if span[0] < span[1]]
            kept = tuple(each for each in reading.question.terms if each != before)
            reading.question = replace(reading.question, terms=kept)
            reading.add_term(term)


def _is_in_its_name(reading: Sentence, term: Term, start: int, end: int) -> bool:
    """Whether the words after a mission are words of its name: the CMCC liaison officer; its chopper, unless they are counted."""
    if len(term.missions) != 1 or term.places:
        return False
    mission = reading.names.missions[term.missions[0]]
    known = {word for name in (mission.name, *mission.aliases) for word in fold(name).split()}
    said = {fold(word) for word in reading.words[start:end]}
    return said <= known or (said <= {"chopper", "helicopter", "plane", "aircraft", "ship"} and "many" not in reading.lowered)


def _in_a_longer_name(reading: Sentence, before: Term, start: int, end: int) -> tuple[Term, int] | None:
    """The one mission whose name holds the name before these words, and the words; and where they end."""
    found = partly(reading.names, [*fold(before.said).split(), *fold(" ".join(reading.words[start:end])).split()])
    return (found, end) if found else None


def _named_by(reading: Sentence, start: int, end: int) -> tuple[Term, int] | None:
    """The missions named by these words and the ordinary or unknown ones after them, and where the name ends.

    One word alone names a mission only if it is a name by itself.
    """
    loose, stop = reading.loose, end
    while stop < min(len(reading.words), end + 3) and (
        stop in loose or fold(reading.words[stop]) in ORDINARY | PEOPLE | SMALL_WORDS
    ):
        stop += 1
    inside = start > 0 and (reading.lowered[start - 1] in INSIDE or reading.lowered[start - 1] == "many")
    for last in range(stop, end - 1, -1):
        words = fold(" ".join(reading.words[start:last])).split()
        if words and (words[-1] in SMALL_WORDS - PEOPLE or _OF_ANY.issuperset(words)):
            continue  # infantry in, a training team: whose is not said
        if len(words) > 1 or (words and not inside and is_own_name(reading.names, words[0])):
            found = partly(reading.names, words)
            if found:
                return found, last
    return None

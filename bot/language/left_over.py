"""What becomes of the words that a sentence leaves over: slips righted, asides left out and said to be."""

import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from itertools import pairwise

from bot.answer import Warning
from bot.language.dropping import is_a_slip, is_understood
from bot.language.ordinary import (
    ADDRESSING,
    COUNTED,
    DEADLINE,
    NUMBERS,
    ORDINARY,
    TALKING,
)
from bot.language.part_names import partly
from bot.language.plain import Sentence, sentence, sentence_of
from bot.language.reading import SYNONYMS
from bot.language.replies import Unclear, quoted, unclear, unknown_verb
from bot.language.sentences import is_asking, is_idle, spoken_words
from bot.language.slips import righted
from bot.language.talk import changes, is_label, is_told, may_narrow, only_checks
from bot.language.words import HALF, INSIDE, PEOPLE
from bot.names import Gazetteer, fold
from bot.spans import WEEKDAYS
from handlers import verbs

_SHORT = 4  # words, up to which a text is a command rather than a sentence
MOST_SLIPS = 3  # more words than this that are not known are no typing errors
_WITH = (
    "with",
    "plus",
    "including",
    "counting",
    "like",
    "such",
    "of",
    "wearing",
    "who",
    "whose",
    "which",
    "while",
    "when",
    "and",
    "or",
)
_DUE = {"today", "tomorrow", "tonight", "now", *WEEKDAYS}
_NEAR, _NEAR_TIME = {"this", "next", "last"}, {"week", "weekend", "month", *WEEKDAYS}
_OPENERS = (
    r"(?:(?:how (?:many|long|much|big|did|has|have)|until when|since when|who|whose|what|when|where|which) "
    r"|(?:is|are|do|did|has|have|was|were) (?=(?:we|there|any(?:one|body)?|our|the|nz|nzdf|new|they|it|you|this|that|kiwis?)\b))"
)
_SAID = "|".join(
    rf"(?<= {words})(?! to\b)"
    for words in (
        *("whether", "if", "says", "reckons", "swears", "claims", "insists", "saying", "wants", "needs", "asks", "asks for"),
        *("asking for", "asked for", "after", "thinks", "believes"),
    )
)
# Where one part of a message ends: at a stop, after “wants to know whether”, before “for my story”, before what asks.
_CUT = re.compile(
    rf"(?<=[,:;.!)]) | -+ | (?=\()|(?<=\s)-+ "
    rf"|(?:{_SAID}) "
    rf"| (?=for (?:a|an|my|our|the|this|his|her|their|tomorrow|tonight|some|another|background)\b)"
    rf"| (?=(?:on|with) (?:a |tight )*deadline)| (?=asap\b)| (?=need(?:ed|s|ing)? (?:it|this|that|them|by|asap)\b)"
    rf"| (?={_OPENERS})| (?=it(?:'s| is) (?:for|due)\b)| (?=that (?:i|he|she|my)\b)| (?=before (?:i|he|she|they)(?:'ve)? )"
    rf"| (?=that the \w+ (?:should|needs|wants|ought|may|might|can|could|would)\b)"
    rf"| (?=as (?:a )?(?:i|we|my|background|backgrounder|context)\b)| (?=because\b)| (?=so (?:i|we|that)\b)"
    rf"| (?=if (?:that|it|you|possible)\b)| (?=and (?:i|my)\b)| (?=(?:i(?:'m| am)|(?:i|we) (?:need|want)) )",
    re.IGNORECASE,
)
# A clause that says why somebody asks or how sure they are: given that the ship had only just arrived; , as I recall, .
_GIVEN = re.compile(
    r"^(?:given|seeing|considering|bearing in mind|knowing|now|even though|although|though)(?: that| as)? (?P<clause>[^,]+), "
    rf"(?={_OPENERS}|(?:can|could|would|will) you\b|until\b|since\b)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?<=, )(?P<clause>(?:(?:and|though|although|as|if|so) (?:i|we|you|it|that|possible|known|far as)|i(?:'m|'ve)?) [^,]+), ",
    re.IGNORECASE,
)
MOST_PIECES = 40
_BEFORE_IT_GOES = re.compile(r"before (?:this|it|that|i|we) (?:goes?|runs?|airs?|publish|file|print|post)\b", re.IGNORECASE)


def _righted(reading: Sentence) -> Sentence:
    """The sentence read again where some of its words are slips of words that ask.

    Where a short text begins with what is nearly a verb it is a command gone wrong, and is not put right unasked. Raises Unclear.
    """
    words, names, today = reading.words, reading.names, reading.question.today
    if (
        len(words) <= _SHORT
        and reading.unmatched[:1]
        and reading.unmatched[0][0] == 0
        and get_close_matches(words[0].lower(), verbs(), n=1, cutoff=0.7)
    ):
        raise unknown_verb(words, today, SYNONYMS)
    right = list(words)
    notes: list[Warning] = []
    loose = reading.loose
    for at in loose if len(loose) <= MOST_SLIPS else ():
        word = fold(words[at])
        looked_for = "search" in reading.votes and at >= reading.cue_end
        if not looked_for and not any(near.distance == 1 for near in names.near(word, 1)):
            right[at] = righted(word) or words[at]
            if right[at] != words[at] and right[at] not in ORDINARY:
                notes.append(Warning("corrected", f"{quoted(words[at])} is read as {quoted(right[at])}."))
    if right == words:
        return reading
    again = sentence(right, names, today)
    again.add_notes(*notes)
    return again


def without_asides(text: str, words: Sequence[str], names: Gazetteer, today: date) -> tuple[Sentence, list[str]]:
    """A reading of the words of a text, and the parts of it that were left out: those with unknown words, which ask for nothing.

    Raises Unclear where a date is wrong.
    """
    try:
        reading = sentence(words, names, today)
    except Unclear:
        found = _without(text, range(len(words)), names, today)
        if found is None:
            raise
        return found
    if not reading.unmatched:
        due = any(word in DEADLINE for word in reading.lowered) and (reading.question.names_days or reading.by)
        by = kind_of(reading) or "" if due else ""
        return (due and _without(text, range(len(words)), names, today, dated=True, loosely=by)) or (reading, [])
    loose = reading.loose
    found = _without(text, loose, names, today) or (_righted(reading), [])
    kind = kind_of(reading) if found[0].unmatched else None
    return (kind and _without(text, loose, names, today, loosely=kind)) or found


def kind_of(reading: Sentence) -> str | None:
    """The verb that a sentence asks for, None where nothing says so or two are asked for."""
    try:
        return reading.kind()
    except Unclear:
        return None


def _without(
    text: str, loose: Sequence[int], names: Gazetteer, today: date, *, dated: bool = False, loosely: str = ""
) -> tuple[Sentence, list[str]] | None:
    """The sentence read without the parts that hold loose words and may be left out, and those parts; None where there are none.

    `loosely`: the verb asked for; also parts without a word of address go, where the rest asks for it, and says about what.
    """
    kept: list[str] = []
    left_out: list[str] = []
    at, over, length, was_left_out = 0, set(loose), 0, False
    for piece in _CUT.split(text, MOST_PIECES):
        words = spoken_words(piece)
        touched = not over.isdisjoint(range(at, at + len(words)))
        due = not touched and {"due", "deadline"} & {word.lower() for word in words}  # due Tuesday
        if (touched or due) and may_be_left_out(words, names, today, dated=dated or bool(due), loosely=loosely):
            said = piece.strip(" ,:;.!?()-")
            left_out[-1:] = [f"{left_out[-1]} {said}"] if was_left_out else [*left_out[-1:], said]
        else:
            kept.extend(words)
        was_left_out = bool(left_out) and len(kept) == length
        length = len(kept)
        at += len(words)
    if not left_out or not kept:
        return None
    if not loosely:
        return _righted(sentence(kept, names, today)), left_out
    try:
        reading = _righted(sentence(kept, names, today))
    except Unclear:
        return None
    whole = not reading.unmatched and bool(reading.question.terms or reading.countries)
    return (reading, left_out) if kind_of(reading) == loosely and (whole or is_understood(reading, loosely)) else None


def without_clauses(text: str, names: Gazetteer, today: date) -> tuple[str, list[str]]:
    """A question without the clause before it that gives a reason and the one between its commas; and those clauses.

    They go where they narrow nothing and give no day; only a reason may name something, if the question does so itself.
    Raises Unclear where only the reason gives a day.
    """
    left_out: list[str] = []
    for pattern in (_GIVEN, _BETWEEN):
        found = pattern.search(text)
        if not found:
            continue
        rest = f"{text[: found.start()]}{text[found.end() :]}"
        if _says_nothing(found["clause"], rest if pattern is _GIVEN else "", names, today):
            text = rest
            left_out += [] if is_idle(found[0]) else [found[0].strip(" ,")]
    return text, left_out


def _says_nothing(clause: str, rest: str, names: Gazetteer, today: date) -> bool:
    """Whether a clause beside a question says nothing of what is asked; where it gives a reason, `rest` is the question."""
    reading = sentence_of(clause, names, today)
    folded = [fold(word) for word in spoken_words(clause)]
    if reading is None or may_narrow(["that", *folded] if rest else folded, [fold(reading.words[at]) for at in reading.loose]):
        return False
    asked, own = reading.question, sentence_of(rest, names, today) if rest else None
    if reading.is_dated or asked.everything:
        if own and not own.is_dated:
            raise unclear(today, f"The day stands in {quoted(clause)} and not in the question; put it there.")
        return False
    if own:
        return bool(own.question.terms) or not (asked.terms or reading.countries)
    return not (asked.terms or reading.countries) and {*reading.votes} <= {"status"} and (PEOPLE | COUNTED).isdisjoint(folded)


def may_be_left_out(words: Sequence[str], names: Gazetteer, today: date, *, dated: bool = False, loosely: str = "") -> bool:
    """Whether a part of a message says who asks or what for: it holds a word of address, and no name, date or word that asks.

    A weekday is no date there where it says by when an answer is wanted. `dated`: only a part with such a day. `loosely`: also a
    clause without a word of address, about people who ask or about the answer, that asks for nothing but that verb.
    """
    folded = [fold(word) for word in words]
    goes = _BEFORE_IT_GOES.match(" ".join(folded)) is not None  # to the lawyers, to print: who is told changes nothing
    addressed = goes or not ADDRESSING.isdisjoint(folded) or (dated and "due" in folded)
    if not (addressed or (loosely and _is_talk(folded))) or (not goes and changes(folded)):
        return False
    if folded[0] in INSIDE and len(folded) < 4:
        return False
    due = not DEADLINE.isdisjoint(folded)
    near = {at for at, (one, other) in enumerate(pairwise(folded)) if one in _NEAR and other in _NEAR_TIME}  # by next week
    rest = [word for at, word in enumerate(words) if not (due and (folded[at] in _DUE or at in near))]
    if dated and len(rest) == len(words):
        return False
    while rest and rest[-1].lower() in HALF:
        rest.pop()
    try:
        reading = sentence(rest, names, today)
    except Unclear:
        return False
    if _names_anything(reading):
        return False
    if not addressed and any(_may_name(reading, at) for at in reading.loose):
        return False
    if any(end - start > 1 and partly(names, fold(" ".join(rest[start:end])).split()) for start, end in reading.unmatched):
        return False  # Cyclone Winston relief
    asks = [verb for verb in reading.votes if verb not in ("status", loosely)]
    placed = any(reading.stands_for_a_place(at) and rest[at][:1].isupper() and _is_inside(reading, at) for at in reading.loose)
    return not (asks or placed or {"how", "where", "many"} & {*folded})


def _names_anything(reading: Sentence) -> bool:
    """Whether a part names a place, a mission, everywhere or a time."""
    return bool(reading.question.terms or reading.countries or reading.question.everything or reading.is_dated)


def _is_talk(folded: Sequence[str]) -> bool:
    """Whether words are a clause about those who ask or about the answer, and count nothing."""
    long_enough = len(folded) > 2 or (len(folded) == 2 and folded[0] in ("i", "we", "my", "he", "she"))
    return long_enough and folded[0] not in _WITH and not TALKING.isdisjoint(folded) and COUNTED.isdisjoint(folded)


def _may_name(reading: Sentence, at: int) -> bool:
    """Whether an unknown word of a clause may be a name, or says where something was."""
    word = reading.words[at]
    inside = reading.stands_for_a_place(at) and fold(word) not in NUMBERS and reading.lowered[at - 1] not in ("of", "for")
    return inside or (at > 0 and word[:1].isupper()) or is_a_slip(reading, fold(word))


def _is_inside(reading: Sentence, at: int) -> bool:
    return at > 0 and reading.lowered[at - 1] in ("in", "at", "near", "inside", "within")


def before_asides(parts: list[str], names: Gazetteer, today: date) -> tuple[list[str], str, list[str]]:
    """The sentences of a message that only say who asks or what for, its first question, and its other questions."""
    parts = [part for at, part in enumerate(parts) if not at or not (only_checks(part) and _names_nothing(part, names, today))]
    if len(parts) == 1:
        return [], parts[0], []
    asks_at = next((at for at, part in enumerate(parts) if is_asking(part)), 0)
    idle = [
        part
        for at, part in enumerate(parts)
        if may_be_left_out(spoken_words(part), names, today) or (at < asks_at and _only_says(part, names, today))
    ]
    first, *others = [part for part in parts if part not in idle] or parts
    return ([part.strip(" .!?") for part in idle] if len(idle) < len(parts) else [], first, others)


def _names_nothing(part: str, names: Gazetteer, today: date) -> bool:
    """Whether a part of a message has no name and no date: is that right, and not: is it right that 45 are in Iraq."""
    reading = sentence_of(part, names, today)
    return reading is not None and not (reading.question.terms or reading.countries or reading.question.names_days)


def _only_says(part: str, names: Gazetteer, today: date) -> bool:
    """Whether a sentence before a question says nothing that the question could lean on: no name and no date."""
    words = spoken_words(part)
    try:
        reading = sentence(words, names, today)
    except Unclear:
        return False
    folded = [fold(word) for word in words]
    return not (
        _names_anything(reading)
        or may_narrow(folded, [fold(words[at]) for at in reading.loose])
        or (not is_told(folded) and is_label(folded))
    )

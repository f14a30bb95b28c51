"""Words that are not known and may go unread: those that cannot change the answer, which are always said to be left out.

They may go only where what is asked for and about what are known, and where they stand for no name, narrow nothing that is
counted, compare nothing and name no time. Wherever one of them might, the question is asked back.
"""

from bot.language.ordinary import ADDRESSING, CHANGING, EVERYWHERE, FIELD, THINGS
from bot.language.plain import Sentence
from bot.language.words import ASKING, ATTACKS, CLAUSES, MISSION_NOUNS, PEOPLE, TRADES
from bot.names import fold

MOST_DROPPED = 4  # words of one sentence; with more of them too little is understood
_COUNTED = PEOPLE | MISSION_NOUNS | {phrase[0] for phrase, verb in ASKING.items() if verb == "incidents" and len(phrase) == 1}
_COUNTING = {"many", "much", "few", "number", "numbers", "count", "tally", "total"}
_POINTING = {"the", "our", "that", "this", "those", "these", "all", "some", "a", "an"}
_BEFORE_A_NAME = {
    *("in", "at", "near", "inside", "within", "to", "from", "of", "for", "with", "on", "by", "under", "against", "around"),
    *("aboard", "into", "over", "across", "about", "called", "named", "than", "as", "like", "outside", "and", "or"),
}
_FOR, _OF = (
    {"for", "about", "as", "like"},
    {"of", "with", "on", "by", "under", "against", "around", "over", "to", "from", "behind"},
)
_BEFORE_WHAT_IS_COUNTED = {
    "many",
    "much",
    "few",
    "any",
    "several",
    "which",
    "what",
    "whose",
    "how",
    "number",
    "numbers",
    "no",
    "each",
    "every",
}
_BEING = {"are", "were", "was", "is", "be", "been", "being", "got", "get", "gets", "ever", "still"}
_AFTER = {"after", "before", "during"}
_TIMES = {"when", "while", "once", "before", "after", "since", "during", "until", "till"}
_ASKED_AFTER_WHEN = {"did", "do", "does", "is", "are", "was", "were", "will", "has", "have", "had", "can", "could"}
_EXCLUDING = {"not", "except", "without", "excluding", "apart", "besides", "no", "only"}
_DOUBTING = {
    *("nobody", "noone", "none", "nothing", "no", "not", "never", "isnt", "arent", "wasnt", "werent", "havent", "hasnt", "hadnt"),
    *("didnt", "dont", "doesnt", "wont"),
}
_FOR_SURE = {"nobody", "noone", "none", "nothing"} | {each for each in _DOUBTING if each[-2:] == "nt"} - {"dont", "doesnt"}
_DENIED = PEOPLE | MISSION_NOUNS | {"one", "longer", "more", "kiwis", "nz", "nzdf"}  # no …
_DENYING = {"we", "they", "there", "it", "nz", "our", "has", "have", "is", "are", "was", "were", "did", "been"}  # … not …
_SORTS = {"island", "islands", "airport", "province", "city", "town", "district", "peninsula", "governorate", "republic"}
_OPEN = {"how", "many", "which", "what", "where", "who", "whose", "when", "every", "all"}
_DOING, _DOING_AFTER = ("ing", "ly"), ("ing", "ly", "ed")  # a word with such an ending names nothing


def drop_unknown(reading: Sentence, kind: str | None) -> list[str]:
    """Leave unknown words out where they cannot change the answer to a question of this kind; gives those left out."""
    count = sum(end - start for start, end in reading.unmatched)
    if kind is None or not 0 < count <= MOST_DROPPED:
        return []
    addressed = all(fold(reading.words[at]) in ADDRESSING for at in reading.loose)
    if not (is_understood(reading, kind) or (addressed and reading.question.terms)):
        return []
    dated = {start for name, (start, _end) in reading.spans.items() if reading.lowered[start] not in CLAUSES}
    safe = [
        (start, end)
        for start, end in reading.unmatched
        if not any(_may_change(reading, kind, at) or at + 1 in dated for at in range(start, end))
    ]
    reading.unmatched = [span for span in reading.unmatched if span not in safe]
    return [" ".join(reading.words[start:end]) for start, end in safe]


def is_understood(reading: Sentence, kind: str) -> bool:
    """Whether a sentence says about what it asks, in the words of this field: our troops, a mandate, a mission by its name."""
    asked, said = reading.question, {*reading.lowered}
    if kind == "incidents" and not FIELD.isdisjoint(said):
        return True  # all that is held happened near our people
    if any(term.missions for term in asked.terms) or kind in ("digest", "incidents", "sources"):
        return bool(asked.terms or reading.countries or asked.everything or not EVERYWHERE.isdisjoint(said) or kind == "digest")
    about = (
        bool(asked.terms or reading.countries or asked.everything) or not EVERYWHERE.isdisjoint(said) or _asks_for_any(reading)
    )
    return about and not FIELD.isdisjoint(said)


def _asks_for_any(reading: Sentence) -> bool:
    """Any mandates, every authorisation, our troops: all of them."""
    pairs = zip(reading.lowered, reading.lowered[1:], strict=False)
    return any(
        (before in ("any", "every", "all") and ASKING.get((after,)) == "mandate") or (before == "our" and after in PEOPLE)
        for before, after in pairs
    )


def _may_change(reading: Sentence, kind: str, at: int) -> bool:
    """Whether an unknown word may be a name, or may narrow, compare or date what is asked."""
    word = fold(reading.words[at])
    after = reading.lowered[at + 1] if at + 1 < len(reading.words) else ""
    listed = _is_listed(reading, kind)
    if at - 1 in reading.placed and word in _SORTS:
        return False  # Bamiyan Province
    if word in TRADES and kind != "status":
        return False
    if listed and word == "outside" and len(reading.question.terms) == 1:
        return False  # outside Camp Taji is near it
    if listed and after in ATTACKS and word not in _EXCLUDING | _DOUBTING:
        return False  # the Iranian missiles, in the hotel siege
    named = at > 0 and reading.words[at][:1].isupper() and word not in ADDRESSING
    opens = at == 0 and reading.words[0][:1].isupper() and not reading.question.terms  # Gallipoli casualties
    if named or opens or word in CLAUSES or any(each.isdigit() for each in word):
        return True
    if reading.question.names_days and not _AFTER.isdisjoint(reading.lowered[max(0, at - 2) : at + 1]):
        return False  # after the cyclone in March 2015
    if _only_doubts(reading, kind, at) or (
        word == "only" and any(at in (start - 1, end) for start, end in reading.spans.values())
    ):
        return False  # 2011 only
    if listed and word in THINGS:
        return False
    if word in (_EXCLUDING if kind == "sources" else CHANGING):
        return True
    if _stands_for_a_name(reading, kind, at) or _narrows(reading, kind, at) or _dates(reading, at):
        return True
    return is_a_slip(reading, word) or bool(reading.names.containing(word, 1))


def is_a_slip(reading: Sentence, word: str) -> bool:
    """Whether a folded word is one slip away from a name, two if it is long."""
    near = reading.names.near(word, 1)
    return bool(near) and near[0].distance <= (2 if len(word) > 7 else 1)


def _only_doubts(reading: Sentence, kind: str, at: int) -> bool:
    """Whether a word denies what is asked of one place or mission (there's nobody in Mali any more?); the answer says."""
    word, said = fold(reading.words[at]), {*reading.lowered}
    one = (
        [len(term.missions) <= 1 for term in reading.question.terms] == [True]
        and not reading.countries
        and kind in ("status", "incidents", "mandate", "timeline")
    )
    if {"at", "all"} <= said:
        said.discard("all")
    if _ASKED_AFTER_WHEN.isdisjoint(reading.lowered[reading.when_at + 1 : reading.when_at + 2]):
        said.discard("when")  # was nobody hurt when it was hit
    if word not in _DOUBTING or not one or not _OPEN.isdisjoint(said):
        return False
    before, after = (reading.lowered[each] if 0 <= each < len(reading.words) else "" for each in (at - 1, at + 1))
    if word == "no":
        return after in _DENIED or ASKING.get((after,)) == "incidents"
    return word in _FOR_SURE or before in _DENYING or after in _DENYING


def _stands_for_a_name(reading: Sentence, kind: str, at: int) -> bool:
    """Whether a word stands where a name does, or beside one as if it were a part of it.

    For the lawyers, on the agenda: after an article a word in small letters names nothing but, after in and at, a place.
    """
    word = reading.lowered[at]
    if at - 1 in reading.placed and word in ADDRESSING:
        return False  # the Qatar story, the Gallant Phoenix line
    beside = (at - 1 in reading.placed and not word.endswith(_DOING_AFTER)) or (
        at + 1 in reading.placed and not word.endswith(_DOING)
    )
    before = _word_before(reading, at)
    if reading.lowered[at - 1] in _POINTING and before in (_FOR if kind in ("status", "incidents") else _FOR | _OF):
        return beside
    return beside or before in _BEFORE_A_NAME


def _word_before(reading: Sentence, at: int) -> str:
    """The word before this one, articles left aside."""
    before = at - 1
    while before > max(0, at - 3) and reading.lowered[before] in _POINTING:
        before -= 1
    return reading.lowered[before] if before >= 0 else ""


def _is_listed(reading: Sentence, kind: str) -> bool:
    """Whether things that happened are asked for and not counted: the list holds the fatal ones too, and the crash of a plane."""
    return kind in ("incidents", "timeline") and _COUNTING.isdisjoint(reading.lowered)


def _narrows(reading: Sentence, kind: str, at: int) -> bool:
    """Whether a word stands beside what is counted, or says of what kind it is."""
    if kind == "sources":
        return False
    listed = _is_listed(reading, kind)
    before = reading.lowered[at - 1] if at else ""
    after = reading.lowered[at + 1] if at + 1 < len(reading.words) else ""
    if not listed and (before in _BEFORE_WHAT_IS_COUNTED or before in _COUNTED or after in _COUNTED):
        return True
    if kind not in ("status", "incidents"):
        return False
    word = reading.lowered[at]
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    is_being = before in _BEING and not (listed and word.endswith(_DOING_AFTER))
    return plural or is_being or before in ("a", "an")


def _dates(reading: Sentence, at: int) -> bool:
    """Whether a word belongs to a time named by what happened, and by no date: when it fell, after the election."""
    if reading.question.names_days:
        return False
    for time in range(max(0, at - 4), at):
        following = reading.lowered[time + 1]
        if reading.lowered[time] in _TIMES and not (reading.lowered[time] == "when" and following in _ASKED_AFTER_WHEN):
            return not any(start <= time < end for start, end in reading.spans.values())
    return False

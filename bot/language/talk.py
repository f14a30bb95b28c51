"""Talk around a question: who asks and why, what somebody claimed, thanks; and the words in it that might change the question."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from bot.language.ordinary import (
    ADDRESSING,
    CHANGING,
    COUNTED,
    DENYING,
    LONGEST_PHRASE,
    PERSONS,
    REFUSING,
    TELLING,
    THINGS,
    is_ordinary,
    ordinary_phrase,
)
from bot.language.words import PEOPLE

_SPEAKING = frozenset(("i", "im", "ive", "id", "me", "my"))
_STATING = frozenset(("is", "was", "has", "had", "does", "did", "will", "would", "can", "could"))
_EASED = frozenset(("rush", "hurry", "stress", "worries", "pressure", "drama", "need", "offence", "bother", "idea"))
_MEANING = frozenset(("asking", "interested", "mean", "meant", "care"))
_MEANT = frozenset(("about", "the", "mean", "meant", "just", "only", "on"))
# Is that still right? Have we? It asks what was said before it.
_CHECKING = re.compile(
    r"(?:and |so |but |or )?(?:(?:is|are|was|were|does|do|did|can|could|has|have) (?:that|this|it|they|those|you|i)\b.{0,20}"
    r"\b(?:right|correct|true|accurate|current|up to date|the case|stack up|stand up|check out|hold up|hold|confirm|check)\b"
    r"|(?:is|are|was|were|does|do|did|has|have|had|can|could|would|will)(?:n't)? (?:we|they|you|i|it|that|this|he|she|there)"
    r"(?: agree| not| really)?[ ?!.]*$)",
    re.IGNORECASE,
)
_WITHOUT = frozenset(("without",))


def changes(folded: Sequence[str], harmless: frozenset[str] = frozenset()) -> bool:
    """Whether words hold one that would change the answer, but for `harmless` ones and what the person who asks cannot do."""
    at = 0
    while at < len(folded):
        if size := ordinary_phrase(folded[at : at + LONGEST_PHRASE]):
            at += size
        elif (
            folded[at] in CHANGING and folded[at] not in harmless and (at == 0 or folded[at - 1] not in ("i", "im", "ive", "my"))
        ):
            return True
        else:
            at += 1
    return False


def may_narrow(folded: Sequence[str], unknown: Collection[str]) -> bool:
    """Whether words say, or may say, who or what is counted: only the officers, I'm asking about gunners.

    `unknown` are those of them that are read as nothing.
    """
    counts = not (PEOPLE | COUNTED).isdisjoint(folded)
    harmless = DENYING | THINGS | _WITHOUT if (folded[0] in PERSONS or folded[0].endswith("ing")) and not counts else DENYING
    if changes(folded, harmless) or ((folded[0] in REFUSING or "only" in folded) and counts):
        return True
    if _MEANING.isdisjoint(folded) and folded[0] not in ("just", "only"):
        return False
    meant, known = _MEANT | {"in"} if "interested" in folded else _MEANT, ADDRESSING | DENYING
    return any(
        before in meant and word in unknown and word not in known and not is_ordinary(word) for before, word in pairwise(folded)
    )


def only_checks(part: str) -> bool:
    """Whether a part of a message asks whether what was said before it is so: is that right, have we, do you agree."""
    return _CHECKING.match(part) is not None


def is_label(folded: Sequence[str]) -> bool:
    """Whether a few words by themselves may say who is counted: infantry; just the divers."""
    unknown = [at for at, word in enumerate(folded) if not is_ordinary(word) and word not in ADDRESSING | DENYING]
    return len(folded) <= 3 and any(
        len(folded) == 1 or folded[at].endswith("s") or (at and folded[at - 1] in _MEANT) for at in unknown
    )


def is_told(folded: Sequence[str]) -> bool:
    """Whether words say what a person does, thinks or wants, or nothing: I was told, my boss has a meeting, surely not."""
    if folded[0] in PERSONS or folded[0].endswith("ing") or not {*folded}.isdisjoint(_SPEAKING | ADDRESSING):
        return True
    states = not _STATING.isdisjoint(folded[1:4]) or not TELLING.isdisjoint(folded)
    eased = folded[0] == "no" and not _EASED.isdisjoint(folded[1:2])
    return states or eased or all(is_ordinary(word) or word in DENYING for word in folded)

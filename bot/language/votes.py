"""Votes: which verb the words of a sentence ask for, and what becomes of several."""

from dataclasses import replace
from datetime import timedelta

from bot.answer import Question
from bot.language.dated import DatedInSpeech
from bot.language.replies import Unclear, offers, unclear
from bot.language.words import (
    ALLOWING,
    ASKING,
    ASKING_OPENERS,
    CLEARED,
    COMING,
    DECIDED,
    FRESH,
    GIVING,
    GIVING_NOW,
    HARMED,
    HELD,
    LEAVING,
    LEFT,
    LISTED,
    LONGEST_ASKING,
    NEWS,
    PEOPLE,
    SMALL_WORDS,
    TIMELINES,
)
from bot.names import Gazetteer, fold
from handlers import verbs

RECENT = timedelta(days=31)
PAST = frozenset(("did", "was", "were", "had"))
_FIGURES = frozenset(("number", "numbers", "figure", "figures", "count", "total", "claim", "this", "that", "it", "information"))
_HOW_MANY_MAY = (("can", "we", "have"), ("may", "we", "have"))
_COMING_FROM = (("come", "from"), ("comes", "from"), ("came", "from"))
_SPANS = frozenset(("year", "month", "day", "step", "date"))
_NEWSY = frozenset(("update", "updates", "fresh", "i", "missed"))
_COUNTED = frozenset(("many", "count", "number", "numbers", "figure", "figures", "headcount", "strength", "total"))
_THERE = frozenset(("are", "were", "did", "have", "remain", "went", "actually", "there", "still"))
_MAY = frozenset(("can", "may", "could", "allowed", "authorised", "authorized", "permitted", "approved", "cap"))
_SOURCE_OF = frozenset(("for", "that", "which", "who", "on", "behind", "saying"))  # a source that says so is asked for
_MOST = frozenset(("maximum", "max", "number", "numbers", "of", "the"))
_ANNOUNCED = frozenset(("decision", "decisions", "announced", "announcements"))
_SPANS_OF_TIME = frozenset(("days", "weeks", "months", "years"))
_TOLD = frozenset(("says", "said", "tells", "told", "claims", "claimed", "reckons", "reckoned", "swears"))
_OURS = frozenset(("missions", "deployments", "operations", "nzdf", "kiwis"))


class Votes(DatedInSpeech):
    """A reading that gathers what the words of a sentence ask for."""

    def __init__(self, words: list[str], names: Gazetteer, question: Question) -> None:
        """`question` is of kind status, the weakest, until the votes are counted. `numbers` holds those that are no dates."""
        super().__init__(verbs()["status"], words, names, question)
        self.when_at = self._first("when")
        self.many_at = self._first("many")
        self.numbers: list[str] = []
        self.votes: dict[str, None] = {}
        self.firm: set[str] = set()  # the verbs that a word asks for by itself, not “when” or “how long” with another
        self.heard: set[str] = set()
        self.asks_when = self.asks_age = False
        self.heard_at: dict[str, list[int]] = {}  # where the words that ask for each verb stand
        self.cue_end = 0  # where the last words that ask for a search end

    def _first(self, word: str) -> int:
        return self.lowered.index(word) if word in self.lowered else len(self.lowered)

    def kind(self) -> str | None:
        """The verb that the sentence asks for, None where nothing says so. Raises Unclear where it asks for two or none."""
        if self._asks_where_from() or self._asks_who_gives():
            return "sources"
        strong = self._agreed({verb: None for verb in self.votes if verb != "status"})
        if sure := self._by_name(strong):
            return sure
        asked = self._one_of(strong)
        if asked in (readers := {"mandate": self._of_mandate, "timeline": self._of_timeline, "incidents": self._of_incidents}):
            return readers[asked]()
        about_people = any(word in PEOPLE or word in _OURS for word in self.lowered)
        status = (self.votes or about_people) and (self.asks_age or not self.asks_when)
        return asked or ("status" if status else None)

    def _agreed(self, strong: dict[str, None]) -> list[str]:
        """The verbs asked for, without those that are only another way to ask for the mandate."""
        if {"history", "mandate"} <= strong.keys():
            strong.pop("history")  # who approved the extension
        if strong.keys() == {"timeline", "mandate"} and not _ANNOUNCED.isdisjoint(self.heard):
            strong.pop("timeline")  # is there a decision on the mandate
        return [*strong]

    def _by_name(self, strong: list[str]) -> str | None:
        """A verb that is asked for whatever else is; a timeline asked for by name holds incidents and mandates too."""
        in_order = {"by"} < self.heard and not _SPANS.isdisjoint(self.heard)  # what happened year by year
        named = ["timeline"] if in_order or not self.heard.isdisjoint(TIMELINES) else []
        return next((sure for sure in ("history", "sources", "search", *named) if sure in strong), None)

    def _one_of(self, strong: list[str]) -> str:
        """The one verb asked for, or nothing. Raises Unclear where there are two."""
        if len(strong) > 1:
            strong = [verb for verb in strong if verb in self.firm] or strong
        if {*strong} == {"incidents", "timeline"} and {"went", "down"} <= self.heard and not HARMED.isdisjoint(self.heard):
            return "incidents"  # a ship or an aircraft
        if len(strong) > 1:
            raise self._ask_for(f"That asks for {' and '.join(strong)}; ask one at a time.", *strong)
        return "".join(strong)

    def _ask_for(self, sentence: str, *verbs: str) -> Unclear:
        """The reply that these verbs, about what the sentence names, may be asked for instead."""
        rest = " ".join(term.said for term in self.question.terms)
        return unclear(self.question.today, sentence, offers([f"{verb} {rest}".strip() for verb in verbs]))

    def _of_mandate(self) -> str:
        """The mandate, or what its words ask for of a count or of a time past. Raises Unclear for what no mandate tells."""
        if any(self.lowered[at - 1] in ("after", "before", "than") for at in self.placed if at):
            raise unclear(self.question.today, "Ends are not compared with one another; ask for each place or mission by itself.")
        if self._counts_beside("mandate"):
            return "status"
        self._refuse_ends()
        if {"maximum", "max"} & self.heard and self.heard <= _MOST and ALLOWING.isdisjoint(self.lowered):
            sentence = "The most that were there is not looked for; ask for the most allowed, or for what was counted."
            raise self._ask_for(sentence, "mandate", "timeline")
        decided = self.question.names_days and not (self.question.terms or DECIDED.isdisjoint(self.heard))
        return "timeline" if decided or self._ended() else "mandate"  # what was decided in April 2025

    def _of_timeline(self) -> str:
        """The timeline, the digest for news, or the status for an update on how many there are."""
        if self.heard and self.heard <= _NEWSY and not _COUNTED.isdisjoint(self.lowered):
            return "status"
        self._refuse_ends()
        return "digest" if self._asks_news() else "timeline"

    def _of_incidents(self) -> str:
        return "status" if self._counts_beside("incidents") else "incidents"

    def _asks_where_from(self) -> bool:
        """Where's the Bahrain number from; where is that figure from (March 2020)."""
        if "where" not in self.lowered or "from" not in self.lowered:
            return False
        figure = not _FIGURES.isdisjoint(self.lowered[self._first("where") : self._first("from")])
        of_a_time = any(start == self._first("from") for start, _end in self.spans.values()) and PEOPLE.isdisjoint(self.lowered)
        return figure and (self.lowered[-1] == "from" or of_a_time)

    def _asks_who_gives(self) -> bool:
        """Who gives the 660, who is claiming 12."""
        after = self.lowered[self._first("who") + 1 :]
        return bool(self.numbers) and not (GIVING.isdisjoint(after[:1]) and GIVING_NOW.isdisjoint(after[:2]))

    def _counts_beside(self, verb: str) -> bool:
        """The cap was 100 but how many went; how many were there when it was hit: raises Unclear where no day is named."""
        said = self.heard_at.get(verb, [])
        if not said or self.many_at >= len(self.lowered):
            return False
        if verb == "mandate":
            asked = self.lowered[self.many_at + 1 : self.many_at + 5]
            return max(said) < self.many_at and not _THERE.isdisjoint(asked) and _MAY.isdisjoint(self.lowered[self.many_at :])
        times = [at for at, word in enumerate(self.lowered) if word in ("when", "while") and at > self.many_at]
        if not times or min(said) < times[0]:
            return False
        if not self.question.names_days:
            raise unclear(self.question.today, "The day of what happened is not looked up; name the date.")
        return True

    def _refuse_ends(self) -> None:
        """How many were there when it ended, the number when we left: a day that no row tells. Raises Unclear for it."""
        counted = min(self.many_at, self._first("number"), self._first("numbers"))
        times = [at for at, word in enumerate(self.lowered) if word in ("when", "once") and at > counted]
        spans = not _SPANS_OF_TIME.isdisjoint(self.lowered[counted + 1 : counted + 2])  # how many days
        if times and not (
            spans or self.question.names_days or (HELD | LEAVING).isdisjoint(self.lowered[times[0] : times[0] + 6])
        ):
            raise unclear(self.question.today, "The day of what happened is not looked up; name the date.")

    def _is_about_a_figure(self) -> bool:
        """Whether what came from somewhere is a figure, and neither rockets nor troops."""
        told = not _FIGURES.isdisjoint(self.lowered) or any(word.isdigit() for word in self.lowered)
        return told or not ("incidents" in self.votes or not PEOPLE.isdisjoint(self.lowered))

    def _ended(self) -> bool:
        """When did INTERFET end: the timeline; when did its mandate end, or when does it end: the mandate."""
        asked = self.lowered[self.when_at :]
        return len(asked) > 1 and not PAST.isdisjoint(asked) and CLEARED.isdisjoint(asked) and self.heard <= HELD

    def _asks_news(self) -> bool:
        """What's new, what changed since Monday: the digest, unless another day than one of the last month is named."""
        asked = self.question
        newly = not NEWS.isdisjoint(self.heard)
        if (
            newly
            and asked.since
            and asked.until
            and asked.until.last >= asked.today
            and asked.today - asked.since.first <= RECENT
        ):
            asked = self.question = replace(asked, until=None)  # what is new this week
        if newly and asked.on and timedelta() <= asked.today - asked.on.first <= RECENT:
            asked = self.question = replace(asked, on=None, since=asked.on)  # what changed yesterday
        if asked.on or asked.until or asked.reported_by or self.by:
            return False
        if asked.since:
            return not NEWS.isdisjoint(self.heard) and asked.today - asked.since.first <= RECENT
        return not self.heard.isdisjoint(FRESH)

    def _asking(self, at: int, least: int) -> int:
        """A phrase that asks for a verb, of at least so many words."""
        if self.lowered[at] not in ASKING_OPENERS:
            return 0
        for size in range(min(LONGEST_ASKING, len(self.words) - at), least - 1, -1):
            verb = ASKING.get(phrase := tuple(self.lowered[at : at + size]))
            if phrase in _HOW_MANY_MAY and self.many_at > at:
                continue  # may we have the figure
            if phrase in _COMING_FROM and not self._is_about_a_figure():
                continue  # where did the rockets come from
            if phrase == ("attackers",) and self.lowered[at - 1] == "many":
                continue  # whose killed are not counted here
            if phrase == ("source",) and self._tells(at):
                return 1  # a source says that they were hit
            if phrase == ("hit",) and (self.lowered[at + 1 : at + 2] or [""])[0].isdigit():
                continue  # did numbers hit 100
            if verb and self.lowered[at : at + 2] == ["how", "long"]:
                verb = self._how_long(at) or verb
            if verb:
                self.votes[verb] = None
                self.heard_at.setdefault(verb, []).append(at)
                if self.lowered[at : at + 2] != ["how", "long"]:
                    self.firm.add(verb)
                if verb == "search":
                    self.cue_end = at + size
                elif verb != "status":
                    self.heard.update(self.lowered[at : at + size])
                return size
        return 0

    def _tells(self, at: int) -> bool:
        """Whether a source is somebody who told the person who asks."""
        told = not _TOLD.isdisjoint(self.lowered[at + 1 : at + 7]) and self.lowered[at + 1] not in _SOURCE_OF
        return told and at > 0 and self.lowered[at - 1] in ("a", "my", "our", "one", "another")

    def _names_sources(self) -> bool:
        return "sources" in self.votes

    def _how_long(self, at: int) -> str | None:
        """How long we've been there: since when; how long have they been cleared for: the mandate; else as the words say."""
        after = self.lowered[at + 2 : at + 9]
        if not CLEARED.isdisjoint(after):
            return "mandate"
        return "timeline" if "been" in after[:5] else None

    def _time_left(self, at: int) -> int:
        """How many months are left, or was it extended by: asked of the mandate."""
        if self.lowered[at] not in ("days", "weeks", "months", "years") or not self._is_counted(at):
            return 0
        if LEFT.isdisjoint(self.lowered[at + 1 :]):
            return 0
        self.votes["mandate"] = None
        self.firm.add("mandate")
        return 1

    def _is_counted(self, at: int) -> bool:
        """How many posts; and a camp, where its name may follow."""
        named = self.lowered[at] == "camp" and fold("".join(self.lowered[at + 1 : at + 2])) not in ("", *SMALL_WORDS)
        return named or (at > 0 and self.lowered[at - 1] == "many")

    def _vote_on_leaving(self, at: int) -> None:
        """When did they leave: the timeline; when do they, when is it up: the mandate; have they: where they are."""
        moved = self.lowered[at] not in ("back", "out", "up") or (self.lowered[at] == "back" and self.lowered[at - 1] in COMING)
        many = self.many_at < at and moved
        if self.when_at < at:
            meant = not CLEARED.isdisjoint(self.lowered[self.when_at : at])  # when were we meant to be out
            past = self.lowered[self.when_at + 1] in ("did", "was", "were", "had") and not meant
            if not (past and self.lowered[at] == "up"):  # when did we pack up
                self.votes["timeline" if past else "mandate"] = None
        elif many and not (
            self.lowered[at] == "left" and self.lowered[at + 1 : at + 2] in ([], ["in"], ["at"], ["on"], ["there"])
        ):
            self.votes["timeline"] = None
        elif (not LISTED.isdisjoint(self.lowered[:at]) and self.lowered[at].startswith("withdr")) or (
            self.lowered[:1] == ["who"] and self.lowered[at - 1] in COMING
        ):
            self.votes["timeline"] = None  # which were withdrawn in 2021, who came home
        elif self.lowered[at] != "up":
            self.votes["status"] = None

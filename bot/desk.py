"""The one way from a text to an answer: read it, look once at the store, let the verb answer."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.answer import Answer, Question, Suggestion
from bot.edtf import NEW_ZEALAND, say_day
from bot.errors import BotError, StoreError
from bot.facts import Facts
from bot.language.understanding import Unclear, day_problem, understand
from bot.rules.scope import scope_of
from bot.store import FactStore
from bot.store.snapshot import Snapshot
from bot.unreviewed import marked
from handlers import verbs

if TYPE_CHECKING:
    from bot.completion import Choice
    from bot.digest.plan import Point
    from bot.editing.proposals import ProposedRow

# What only Slack needs is loaded where it is asked for: `ask` starts cold for every question.
ZONE = NEW_ZEALAND
GOLDEN_QUESTION = "status"
MOST_CHOICES = 100  # as many as a menu of Slack's takes
log = logging.getLogger(__name__)


def wall_clock() -> datetime:
    """The instant now in New Zealand; the only place that asks the machine for it."""
    return datetime.now(ZONE)


class Preview(NamedTuple):
    """A question with its answers before and after a proposal; they are equal where it changes nothing there."""

    question: str
    before: Answer
    after: Answer


class Desk:
    """Answers questions from one store by one clock. Safe to share between threads."""

    def __init__(self, store: FactStore, today: Callable[[], date]) -> None:
        """`today` gives the day in New Zealand."""
        self.store = store
        self.today = today

    def ask(self, text: str, thread: str | None = None) -> Answer:
        """Answer any text; one that is not understood gets an Answer that says so. Raises StoreError for a bad store.

        `thread` is a key for one person in one conversation, whose next question may lean on this one.
        """
        today = self.today()
        before = self._before(thread) if thread else None
        with self.store.reading() as snapshot:
            try:
                previous = understand(before, snapshot.names, today) if before else None
            except Unclear:  # the store no longer knows its names
                previous = None
            try:
                question = understand(text, snapshot.names, today, previous)
            except Unclear as reply:
                return reply.answer
            answer = _answer(question, snapshot)
        if thread:
            self._remember(thread, question)
        # What was corrected or guessed is said first, so that a misreading is seen at once.
        said_first = " ".join(note.text for note in question.notes)
        return replace(answer, headline=f"{said_first} {answer.headline}") if said_first else answer

    def complete(self, kind: str, typed: str, place: str = "") -> "list[Choice]":
        """The places or missions (`kind` place or mission) that the beginning of a name may mean, best first.

        With a place, only missions that are or were there. Raises StoreError for a bad store.
        """
        from bot.completion import missions, places  # noqa: PLC0415

        with self.store.reading() as snapshot:
            names = snapshot.names
            if kind == "place":
                return places(names, typed, MOST_CHOICES)
            there = snapshot.facts(None).missions_touching(names.inside([place])) if place else None
            return missions(names, typed, MOST_CHOICES, there)

    def day_problem(self, text: str) -> str | None:
        """What is wrong with a text that should be a day or a period, as a sentence; None where it is one."""
        return day_problem(text, self.today())

    def _before(self, thread: str) -> str | None:
        try:
            return self.store.previous_question(thread)
        except StoreError as problem:
            log.warning("the conversation could not be read: %s", problem)
            return None

    def _remember(self, thread: str, question: Question) -> None:
        """Keep what was understood for the next question. The words of a search are a person's own, so they are not kept."""
        if question.words or question.kind == "help":
            return
        try:
            self.store.remember_question(thread, question.command())
        except StoreError as problem:
            log.warning("the conversation could not be kept: %s", problem)

    def digest(self, subject: str, before: "Point | None", now: "Point") -> Answer:
        """What changed for a subject between two points: the store as it stood after a change, looked at on a day.

        Raises BotError where the subject is not understood (any more).
        """
        from bot.digest.changes import Look, changed  # noqa: PLC0415

        with self.store.reading() as snapshot:
            question = _subject_question(subject, snapshot, now.day)

            def compared(facts: Callable[[date | None, int], Facts]) -> Answer:
                then = Look(facts(None, before.change), before.day) if before else None
                return changed(Look(facts(None, now.change), now.day), then, question)

            answer = compared(snapshot.facts)
            if unreviewed := snapshot.unreviewed(now.change):
                answer = marked(answer, compared(snapshot.reviewed_facts), unreviewed)
            return answer

    def check_subject(self, subject: str) -> None:
        """Raises BotError with what was not understood, where a digest cannot be about this."""
        with self.store.reading() as snapshot:
            _subject_question(subject, snapshot, self.today())

    def preview(self, rows: "Sequence[ProposedRow]", change: int | None = None) -> list[Preview]:
        """What the rules answer before and after completed rows are approved, for the questions that they bear on.

        Before and after the `change` that they made, where they were approved. Needs no lock and writes nothing. Raises
        StoreError for a bad store.
        """
        from bot.editing.asking import questions_about  # noqa: PLC0415

        today = self.today()
        with self.store.reading() as snapshot:
            if change is None:
                now, then = snapshot.facts(), snapshot.proposed(rows)
            else:
                now, then = snapshot.facts(as_of=change - 1), snapshot.facts(as_of=change)
            asked = questions_about(rows, today)
            return [Preview(text, _answer_from(text, now, today), _answer_from(text, then, today)) for text in asked]

    def export(self, subject: str = "") -> dict[str, list[dict[str, str]]]:
        """The standing rows as CSV text by table: all, or those about a subject with what they refer to.

        Raises BotError where the subject is not understood.
        """
        from bot.store.exporting import export_about  # noqa: PLC0415 - the package, which no answer needs
        from bot.store.keeping import export  # noqa: PLC0415

        if not subject.strip():
            return export(self.store)
        with self.store.reading() as snapshot:
            try:
                question = understand(f"history {subject}", snapshot.names, self.today())
            except Unclear as reply:
                raise BotError(reply.answer.headline) from None
            if not question.terms or question.kind != "history" or question.names_days:
                raise BotError(f"An export is of a place, a mission or a source, without dates, and not of “{subject[:80]}”.")
            scope = scope_of(question, snapshot.names)
        holds = scope.holds if scope.all_places or scope.all_missions else lambda places, missions: False
        return export_about(self.store, holds, {source for term in question.terms for source in term.sources})

    def ready(self) -> str | None:
        """None when the store can be read and the golden question is answered from it; else what is wrong."""
        try:
            answer = self.ask(GOLDEN_QUESTION)
        except StoreError as problem:
            return str(problem)
        return None if answer.kind == GOLDEN_QUESTION else f"The store answers “{GOLDEN_QUESTION}” with: {answer.headline}"

    def warm_up(self) -> None:
        """Read the names before the first question comes; a store that cannot answer is warned of now, not then."""
        problem = self.ready()
        if problem:
            log.warning("%s", problem)

    def claim(self, key: str) -> bool:
        """True the first time that this delivery is seen; also where the store cannot record it, since an answer matters more."""
        try:
            return self.store.claim(key)
        except StoreError as problem:
            log.warning("a delivery could not be recorded, so a repeat would not be known: %s", problem)
            return True


def _subject_question(subject: str, snapshot: Snapshot, today: date) -> Question:
    """The question of a digest about a subject. Raises BotError where that is no subject."""
    try:
        question = understand(f"digest {subject}", snapshot.names, today)
    except Unclear as reply:
        raise BotError(f"A digest cannot be about “{subject[:80]}”. {reply.answer.headline}") from None
    if question.kind != "digest" or question.names_days or question.reported_by or question.recorded_by:
        raise BotError(f"A digest is about a place or a mission, without dates, and not about “{subject[:80]}”.")
    return question


def _answer_from(text: str, facts: Facts, today: date) -> Answer:
    try:
        question = understand(text, facts.names, today)
    except Unclear as reply:
        return reply.answer
    return verbs()[question.kind].answer(question, facts)


def _answer(question: Question, snapshot: Snapshot) -> Answer:
    """What the verb answers, from the facts as the store stood at the end of the day asked for, in New Zealand."""
    as_of = None
    if question.recorded_by:
        as_of = snapshot.change_by(datetime.combine(question.recorded_by.last, time(23, 59, 59), ZONE))
        if as_of == 0:
            return _nothing_recorded(question, snapshot.first_recorded())
    verb = verbs()[question.kind]
    answer = verb.answer(question, snapshot.facts(question.known_by, as_of))
    if unreviewed := snapshot.unreviewed(as_of):
        answer = marked(answer, verb.answer(question, snapshot.reviewed_facts(question.known_by, as_of)), unreviewed)
    return answer


def _nothing_recorded(question: Question, first: datetime | None) -> Answer:
    since = f"; its first facts were recorded on {say_day(first.astimezone(ZONE).date())}" if first else ""
    by = say_day(question.recorded_by.last) if question.recorded_by else ""
    now = replace(question, recorded_by=None)
    return Answer(
        kind="unknown",
        question=question,
        headline=f"Nothing had been recorded in this store by {by}{since}.",
        absence="no-rows",
        warnings=question.notes,
        suggestions=(Suggestion("As it stands now", now.command()),),
    )


def open_desk(path: Path, clock: Callable[[], datetime] = wall_clock, today: date | None = None) -> Desk:
    """The desk for the store at `path`; `today` fixes the day, else it is the clock's in New Zealand. Opens nothing yet."""
    return Desk(FactStore(path, clock), lambda: today or clock().astimezone(ZONE).date())

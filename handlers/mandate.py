"""mandate: authorised until when, at most how many, decided when (rules 8 to 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.answer import Answer, Question, Row, Suggestion
from bot.edtf import say, say_day
from bot.facts import Facts, Mandate
from bot.rules.histories import History, decided, histories
from bot.rules.mandates import (
    ENDED_EARLY,
    ENDING,
    LAPSED,
    RUNNING,
    DaysLeft,
    days_left,
    mandate_state,
    part_mandates,
    rival_mandates,
    speaking_mandate,
)
from bot.rules.scope import Scope, scope_of
from bot.wording import (
    capital,
    cite,
    future_warnings,
    known_words,
    listed,
    mission_name,
    number,
    plural,
    source_rows,
    straddling_warnings,
    subject_name,
    when_words,
)

ORDER = 2
USAGE = "mandate [SUBJECT] [on DATE] [since DATE] [until DATE] [reported by DATE]"
PURPOSE = "authorised until when, at most how many, decided when"
EXAMPLES = ("mandate", "mandate qatar on 15 april 2020", "mandate taji reported by 2020-01-12", "when is the qatar mandate up")
TAKES = "subject"


@dataclass(frozen=True, slots=True)
class _Held:
    """A mandate that speaks for a mission, its own or a whole's, with its state on the day."""

    mandate: Mandate
    history: History
    owner: History
    state: str
    left: DaysLeft | None

    @property
    def inherited_from(self) -> str | None:
        """The whole whose mandate it is, or None for the mission's own."""
        return self.owner.mission if self.owner is not self.history else None


def answer(question: Question, facts: Facts) -> Answer:
    """Answer with the mandate that speaks for each mission, soonest end first and lapsed last.

    `since` and `until` bound the end; a month, a year or a span after `on` brings every mandate that spoke within it.
    """
    scope = scope_of(question, facts.names)
    candidates = None if scope.everywhere else facts.missions_touching(scope.all_places) | scope.all_missions
    found = histories(facts, candidates)
    first, last = _days(question)
    held = _in_order([one for one in _held(found, scope, first, last) if _ends_within(one.mandate, question)])
    if not held:
        return _nothing(question, facts)
    notes = (*question.notes, *future_warnings(question), *straddling_warnings(facts, question))
    rivals = [rival for one in held for rival in rival_mandates(one.mandate, one.owner)]
    return Answer(
        kind="mandate",
        question=question,
        headline=_headline(question, held, facts, last),
        rows=tuple(_row(one, facts, last) for one in held),
        warnings=notes,
        sources=source_rows([*(one.mandate.source for one in held), *(rival.source for rival in rivals)]),
    )


def _days(question: Question) -> tuple[date, date]:
    """The first and the last day on which mandates speak for the answer; `since` and `until` bound ends instead."""
    if question.on:
        return question.on.first, max(question.on.first, min(question.on.last, question.today))
    only = question.known_by or question.today
    return only, only


def _ends_within(mandate: Mandate, question: Question) -> bool:
    since, until = question.since, question.until
    return (since is None or mandate.ends.last >= since.first) and (until is None or mandate.ends.first <= until.last)


def _held(found: Mapping[str, History], scope: Scope, first: date, last: date) -> list[_Held]:
    """The mandates that speak: each mission's own, and once each those of the wholes that they are part of (rule 8)."""
    inside = {mission: history for mission, history in sorted(found.items()) if history.names_place(scope.where(mission), last)}
    held: dict[str, _Held] = {}
    for history in inside.values():
        for owner in (history, *(whole for whole in history.wholes if whole.mission not in inside)):
            for mandate in _spoke_within(owner, first, last):
                state = mandate_state(mandate, owner, last)
                held.setdefault(mandate.id, _Held(mandate, history, owner, state, days_left(mandate, state, last)))
    return list(held.values())


def _spoke_within(history: History, first: date, last: date) -> list[Mandate]:
    turns = {first, *(decided(mandate) for mandate in history.mandates if first < decided(mandate) <= last)}
    spoke = {mandate.id: mandate for turn in turns if (mandate := speaking_mandate(history, turn))}
    return list(spoke.values())


def _in_order(held: list[_Held]) -> list[_Held]:
    """Soonest end first; lapsed and ended ones last, the latest of them first."""
    going = [one for one in held if one.state in (RUNNING, ENDING)]
    gone = [one for one in held if one.state in (LAPSED, ENDED_EARLY)]
    going.sort(key=lambda one: (one.mandate.ends.first, one.mandate.ends.last, not one.history.wholes, one.history.mission))
    gone.sort(key=lambda one: (one.mandate.ends.last, one.history.mission), reverse=True)
    return going + gone


def _headline(question: Question, held: list[_Held], facts: Facts, day: date) -> str:
    label = capital(subject_name(question, facts.names))
    asked = f"{label}, on {say_day(day)}{known_words(question)}"
    going = [one for one in held if one.state in (RUNNING, ENDING)]
    if not going:
        return (
            f"{asked}: no mandate held here runs; the latest, for {_whose(held[0], facts)}, {_state_words(held[0], facts, day)}."
        )
    soonest = going[0]
    until = f"until {say(soonest.mandate.ends)} ({_left_words(soonest)})"
    missions = list(dict.fromkeys(_whose(one, facts) for one in going))
    if len({one.mandate.ends.text for one in going}) > 1:
        return f"{asked}: {len(going)} mandates run; the soonest to end, for {missions[0]}, is {until}."
    if missions == [label]:
        return f"{asked}: authorised {until}."
    return f"{asked}: {listed(missions)} {'is' if len(missions) == 1 else 'are'} authorised {until}."


def _whose(one: _Held, facts: Facts) -> str:
    """The mission that the mandate is for: the whole, where it is a whole's."""
    return mission_name(facts.names, one.owner.mission)


def _left_words(one: _Held) -> str:
    if one.left is None:
        return "over"
    if one.state == ENDING:
        length = (one.mandate.ends.last - one.mandate.ends.first).days
        return "ending today" if length == 0 else "ending this month" if length < 31 else "ending this year"
    if one.left.min == one.left.max:
        return f"{plural(one.left.min, 'day')} left"
    return f"{number(one.left.min)} to {number(one.left.max)} days left"


def _state_words(one: _Held, facts: Facts, day: date) -> str:
    """The state in words. Lapsed is not ended: that no later decision is held says nothing of what was decided since."""
    end = say(one.mandate.ends)
    withdrawn = one.owner.withdrawn_between(decided(one.mandate), day)
    if withdrawn and one.state == ENDED_EARLY:
        return f"was to run until {end}, but the mission was withdrawn before that ({say(withdrawn.occurred)})"
    if one.state != LAPSED:
        return f"authorised until {end}, {_left_words(one)}"
    if withdrawn and withdrawn.deployment == one.owner.mission:
        return f"ran out after {end}, and the mission was withdrawn ({say(withdrawn.occurred)})"
    later = [mandate for whole in one.owner.wholes if (mandate := speaking_mandate(whole, day))]
    going_on = next((mandate for mandate in later if mandate.ends.last > one.mandate.ends.last), None)
    if going_on:
        whole = mission_name(facts.names, going_on.deployment)
        return f"ran out after {end}; {whole}, which it is part of, was authorised until {say(going_on.ends)}"
    return f"lapsed after {end} on the record held here; no later decision in the store"


def _row(one: _Held, facts: Facts, day: date) -> Row:
    mandate = one.mandate
    return {
        "mandate": mandate.id,
        "deployment": one.history.mission,
        "inherited_from": one.inherited_from,
        "places": list(mandate.places),
        "ends": mandate.ends.text,
        "state": one.state,
        "days_left": one.left._asdict() if one.left else None,
        "cap": mandate.cap,
        "decided": mandate.decided.text if mandate.decided else None,
        "source": mandate.source.id,
        "disputed_by": [_rival(rival) for rival in rival_mandates(mandate, one.owner)],
        "details": [_detail(part) for part in part_mandates(one.owner, day)],
        "text": _row_words(one, facts, day),
    }


def _rival(mandate: Mandate) -> Row:
    return {"mandate": mandate.id, "ends": mandate.ends.text, "cap": mandate.cap, "source": mandate.source.id}


def _detail(mandate: Mandate) -> Row:
    """A running mandate for only part of the mission: shown beside, never speaking for it."""
    which = mandate.note.rstrip(".") or "not said which"
    return _rival(mandate) | {"text": f"for part of it ({which}): until {say(mandate.ends)} ({cite(mandate.source)})"}


def _row_words(one: _Held, facts: Facts, day: date) -> str:
    name = mission_name(facts.names, one.history.mission)
    under = f" (under {mission_name(facts.names, one.inherited_from)})" if one.inherited_from else ""
    whole = " in the whole" if one.inherited_from else ""
    cap = f"; at most {plural(one.mandate.cap, 'person', 'people')}{whole}" if one.mandate.cap is not None else ""
    made = f"; decided {say(one.mandate.decided)}" if one.mandate.decided else "; day of decision not stated"
    said = f"{name}{under}: {_state_words(one, facts, day)}{cap}{made} ({cite(one.mandate.source)})."
    disputing = listed(f"until {say(rival.ends)} ({cite(rival.source)})" for rival in rival_mandates(one.mandate, one.owner))
    parts = listed(_detail(part)["text"] for part in part_mandates(one.owner, day))
    return f"{said}{f' Disputed: {disputing}.' if disputing else ''}{f' Besides, {parts}.' if parts else ''}"


def _nothing(question: Question, facts: Facts) -> Answer:
    """A subject that the store holds, with no mandate to speak for it (rule 10)."""
    label = subject_name(question, facts.names)
    return Answer(
        kind="unknown",
        question=question,
        headline=f"The store holds no mandate for {label} {when_words(question)}{known_words(question)}.",
        absence="no-rows",
        warnings=(*question.notes, *straddling_warnings(facts, question)),
        suggestions=(Suggestion("Show the timeline", f"timeline {' '.join(question.subject)}".strip()),),
    )

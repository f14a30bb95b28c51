"""mandate: authorised until when, at most how many, decided when (rules 8 to 10)."""

from dataclasses import replace
from datetime import date

from bot.answer import Answer, Question, Row, Suggestion, no_rows
from bot.edtf import say, say_day
from bot.facts import Facts, Mandate
from bot.mandate_words import left_words, state_words
from bot.rules.authorised import Held, held_within
from bot.rules.histories import histories_in
from bot.rules.mandates import (
    ENDED_EARLY,
    ENDING,
    LAPSED,
    RUNNING,
    part_mandates,
    rival_mandates,
)
from bot.rules.scope import scope_of
from bot.wording import (
    capital,
    cite,
    future_warnings,
    known_words,
    listed,
    mission_name,
    plural,
    source_rows,
    straddling_warnings,
    subject_name,
    when_words,
)

ORDER = 2
USAGE = "mandate [SUBJECT] [on DATE] [since DATE] [until DATE] [reported by DATE] [recorded by DATE]"
PURPOSE = "authorised until when, at most how many, decided when"
EXAMPLES = ("mandate", "mandate qatar on 15 april 2020", "mandate taji reported by 2020-01-12", "when is the qatar mandate up")
TAKES = "subject"


def answer(question: Question, facts: Facts) -> Answer:
    """Answer with the mandate that speaks for each mission, soonest end first and lapsed last.

    `since` and `until` bound the end; a month, a year or a span after `on` brings every mandate that spoke within it.
    """
    scope = scope_of(question, facts.names)
    found = histories_in(facts, scope)
    first, last = _days(question)
    held = _in_order([one for one in held_within(found, scope, first, last) if _ends_within(one.mandate, question)])
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
    return question.vantage, question.vantage


def _ends_within(mandate: Mandate, question: Question) -> bool:
    since, until = question.since, question.until
    return (since is None or mandate.ends.last >= since.first) and (until is None or mandate.ends.first <= until.last)


def _in_order(held: list[Held]) -> list[Held]:
    """Soonest end first; lapsed and ended ones last, the latest of them first."""
    going = [one for one in held if one.state in (RUNNING, ENDING)]
    gone = [one for one in held if one.state in (LAPSED, ENDED_EARLY)]
    going.sort(key=lambda one: (one.mandate.ends.first, one.mandate.ends.last, not one.history.wholes, one.history.mission))
    gone.sort(key=lambda one: (one.mandate.ends.last, one.history.mission), reverse=True)
    return going + gone


def _headline(question: Question, held: list[Held], facts: Facts, day: date) -> str:
    label = capital(subject_name(question, facts.names))
    asked = f"{label}, on {say_day(day)}{known_words(question)}"
    ends = _bounds(question)
    bounds = f" with an end {ends}" if ends else ""
    going = [one for one in held if one.state in (RUNNING, ENDING)]
    if not going:
        latest = f"the latest of {len(held)}" if bounds and len(held) > 1 else "the latest"
        said = f"{latest}, for {_whose(held[0], facts)}, {state_words(held[0], facts, day)}"
        return f"{asked}: no mandate held here{bounds} runs; {said}."
    soonest = going[0]
    until = f"until {say(soonest.mandate.ends)} ({left_words(soonest)})"
    missions = list(dict.fromkeys(_whose(one, facts) for one in going))
    if len({one.mandate.ends.text for one in going}) > 1:
        return f"{asked}: {len(going)} mandates{bounds} run; the soonest to end, for {missions[0]}, is {until}."
    if missions == [label]:
        return f"{asked}: authorised {until}."
    return f"{asked}: {listed(missions)} {'is' if len(missions) == 1 else 'are'} authorised {until}."


def _bounds(question: Question) -> str:
    """The period in which the mandates shown end, if one was asked for: in 2020, by 2020, from 2021 on."""
    if question.since and question.until:
        return when_words(question)
    if question.until:
        return f"by {say(question.until)}"
    return f"from {say(question.since)} on" if question.since else ""


def _whose(one: Held, facts: Facts) -> str:
    """The mission that the mandate is for: the whole, where it is a whole's."""
    return mission_name(facts.names, one.owner.mission)


def _row(one: Held, facts: Facts, day: date) -> Row:
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


def _row_words(one: Held, facts: Facts, day: date) -> str:
    name = mission_name(facts.names, one.history.mission)
    under = f" (under {mission_name(facts.names, one.inherited_from)})" if one.inherited_from else ""
    whole = " in the whole" if one.inherited_from else ""
    cap = f"; at most {plural(one.mandate.cap, 'person', 'people')}{whole}" if one.mandate.cap is not None else ""
    made = f"; decided {say(one.mandate.decided)}" if one.mandate.decided else "; day of decision not stated"
    said = f"{name}{under}: {state_words(one, facts, day)}{cap}{made} ({cite(one.mandate.source)})."
    disputing = listed(f"until {say(rival.ends)} ({cite(rival.source)})" for rival in rival_mandates(one.mandate, one.owner))
    parts = listed(_detail(part)["text"] for part in part_mandates(one.owner, day))
    return f"{said}{f' Disputed: {disputing}.' if disputing else ''}{f' Besides, {parts}.' if parts else ''}"


def _nothing(question: Question, facts: Facts) -> Answer:
    """A subject that the store holds, with no mandate to speak for it (rule 10)."""
    label = subject_name(question, facts.names)
    notes = (*question.notes, *straddling_warnings(facts, question))
    if bounds := _bounds(question):
        held = f"No mandate held{f' for {label}' if question.terms else ''} ends {bounds}{known_words(question)}"
        days = dict.fromkeys(when for when in (question.since, question.until) if when)
        asked = [replace(question, since=None, until=None, on=day).command() for day in days]
        said = f"{held}; for those that ran then, ask for a day, a month or a year."
        return no_rows(question, said, notes, *(Suggestion(each, each) for each in asked))
    return no_rows(
        question,
        f"The store holds no mandate for {label} {when_words(question)}{known_words(question)}.",
        notes,
        Suggestion("Show the timeline", f"timeline {' '.join(question.subject)}".strip()),
    )

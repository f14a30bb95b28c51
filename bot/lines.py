"""The lines of a status answer as rows of the contract, each with its words."""

from datetime import date

from bot.answer import Row
from bot.edtf import say
from bot.facts import Event, Facts, Mandate, Strength
from bot.rules.mandates import mandate_for
from bot.rules.periods import PERIODS
from bot.rules.status import Line
from bot.rules.strengths import CURRENT, DETAIL, ENDED, ENDING, LAST_KNOWN, MANDATED, WIDER
from bot.wording import age_words, capital, cite, claimed, listed, mission_name, number, strength_words


def line_row(line: Line, facts: Facts, day: date) -> Row:
    """One line as the contract has it, with its words."""
    mandate = mandate_for(line.history, day)
    row: Row = {"strength": None, "deployment": line.history.mission}
    if line.row:
        row |= {
            "strength": line.row.id,
            "places": list(line.row.places),
            "count": line.row.count,
            "qualifier": line.row.qualifier,
            "includes": line.row.includes or None,
            "from": line.row.start.text,
            "to": line.row.end.text if line.row.end else None,
        }
    elif line.proof:
        row |= {"places": list(line.proof.places), "count": None, "qualifier": None, "includes": None}
        row |= {"from": line.since.text, "to": None}
    return row | {
        "state": line.state.name,
        "reported": line.source.published.text,
        "age_months": line.state.age_months,
        "mandate": mandate.id if mandate else None,
        "superseded": line.superseded,
        "shared": len(row["places"]) > 1,
        "source": line.source.id,
        "disputed_by": [_rival(each) for each in rival_rows(line)],
        "text": _line_words(line, facts, mandate, day),
    }


def rival_rows(line: Line) -> list[Strength]:
    """The rows of the reports that dispute a line."""
    return [row for report in line.rivals for row in report.rows]


def _rival(row: Strength) -> Row:
    return {"strength": row.id, "count": row.count, "qualifier": row.qualifier, "from": row.start.text, "source": row.source.id}


def _line_words(line: Line, facts: Facts, mandate: Mandate | None, day: date) -> str:
    """The line as a sentence: the mission, the count with its places, since when, what its state means, and who says so."""
    mission = mission_name(facts.names, line.history.mission)
    if line.row is None:
        said = "ended" if line.state.name == ENDED else "present"
        return f"{mission}: {said}, no number held ({line.proof_words}; {cite(line.source)})."
    said = f"{mission}: {strength_words(line.row, facts.names)}"
    if line.row.includes:
        said += f", counting {line.row.includes}"
    said += f"; {say(line.row.start)}{_state_words(line, mandate, facts, day)} ({cite(line.source)})."
    said += " A later report took its place." if line.superseded else ""
    disputing = listed(claimed(rival) for rival in line.rivals)
    return f"{said} Disputed: {disputing}." if disputing else said


def _state_words(line: Line, mandate: Mandate | None, facts: Facts, day: date) -> str:
    state, aged = line.state.name, age_words(line.state.age_months)
    end = f" to {say(line.row.end)}" if line.row and line.row.end and line.row.end.text != line.row.start.text else ""
    until = _until(mandate, line, facts, day)
    if state == CURRENT:
        return end or until
    if state == ENDING:
        return f"{end}, ending then"
    if state == MANDATED:
        return f", last counted {aged} ago{until}"
    if state == ENDED:
        return f", ended by {say(line.ended(day))}" if line.is_withdrawn(day) else f"{end}, when the count ended"
    if state == WIDER:
        return ", named only for the wider area"
    if state == DETAIL:
        old = f", last counted {aged} ago" if line.state.age_months >= PERIODS.fresh_months else ""
        return f"{end}{old}, part of the mission, not added"
    return f", not confirmed since, {aged} ago{until if state == LAST_KNOWN else ''}"


def _until(mandate: Mandate | None, line: Line, facts: Facts, day: date) -> str:
    """The mandate beside a count; a whole's is said to be the whole's."""
    if mandate is None or line.superseded:
        return ""
    of_whole = mandate.deployment != line.history.mission
    under = f" under {mission_name(facts.names, mandate.deployment)}" if of_whole else ""
    return f", {'authorised until' if day <= mandate.ends.last else 'its mandate lapsed after'} {say(mandate.ends)}{under}"


def movement_row(event: Event, facts: Facts) -> Row:
    """A return or a withdrawal as a row of `movements`."""
    who = f"{number(event.count)} {event.kind}" if event.count is not None else event.kind
    return {
        "event": event.id,
        "deployment": event.deployment,
        "occurred": event.occurred.text,
        "kind": event.kind,
        "count": event.count,
        "places": list(event.places),
        "source": event.source.id,
        "text": f"{capital(say(event.occurred))}: {mission_name(facts.names, event.deployment)}, {who}. "
        f"{event.summary.rstrip('.')} ({cite(event.source)}).",
    }

"""What changed in the mandates: new, extended, shortened, ending, lapsed, disputed (rule 8)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bot.answer import Row
from bot.digest.lines import Change
from bot.digest.looks import View
from bot.edtf import Date, say
from bot.facts import Mandate
from bot.mandate_words import left_words, state_words
from bot.rules.authorised import Held
from bot.rules.histories import decided
from bot.rules.mandates import LAPSED, rival_mandates
from bot.wording import cite, listed, mission_name, plural

THRESHOLDS = (90, 30, 7, 0)  # days before the first day that an end can mean


class Crossing(NamedTuple):
    """A threshold before the end of a mandate and the day on which it is reached; None is the lapse, after its last day."""

    threshold: int | None
    day: date


def tightest(ends: Date, after: date, until: date) -> Crossing | None:
    """The tightest threshold of an end that is reached after one day and by another, or None."""
    crossings = [Crossing(days, ends.first - timedelta(days=days)) for days in THRESHOLDS]
    crossings.append(Crossing(None, ends.last + timedelta(days=1)))
    return next((crossing for crossing in reversed(crossings) if after < crossing.day <= until), None)


def mandate_changes(before: View, now: View) -> Iterator[Change]:
    """What changed in the mandates that speak, once for each mission that owns one; those of withdrawn missions are silent.

    A mandate that disputes the one before it is told as a disagreement, not as an extension of it.
    """
    for mission, one in now.held.items():
        if one.owner.withdrawn_between(decided(one.mandate), now.day):
            continue
        old = before.mandate_of(mission)
        disputed = old is not None and old in rival_mandates(one.mandate, one.owner)
        if not disputed and (old is None or _says(old) != _says(one.mandate)):
            yield _decided(one, old, now)
        elif not is_over(mission, now):
            crossing = tightest(one.mandate.ends, before.day, now.day)
            if crossing:
                yield ending(one, crossing, now)
        yield from _disputed(one, old, before, now)
    for mission, one in before.held.items():
        if now.mandate_of(mission) is None:
            said = f"{_name(mission, now)}: no mandate is held any more; the one until {say(one.mandate.ends)} was taken back"
            source = one.mandate.source
            yield Change(
                "retracted", f"{said} ({cite(source)}).", (source,), mission, mandate=one.mandate.id, before=_row(one.mandate)
            )


def ending(one: Held, crossing: Crossing, now: View) -> Change:
    """A mandate that came near its end or lapsed."""
    mandate = one.mandate
    what = "mandate " if crossing.threshold is None else ""
    text = f"{_name(one.owner.mission, now)}: {what}{state_words(one, now.look.facts, now.day)} ({cite(mandate.source)})."
    return Change(
        "mandate-lapsed" if crossing.threshold is None else "mandate-ending",
        text,
        (mandate.source,),
        one.owner.mission,
        mandate=mandate.id,
        threshold=crossing.threshold,
        now=_row(mandate),
        order=mandate.ends.first.toordinal(),
    )


def _decided(one: Held, old: Mandate | None, now: View) -> Change:
    """A mandate that is new, or says otherwise than the one before; with its tightest threshold, where one is reached."""
    mandate = one.mandate
    crossing = tightest(mandate.ends, date.min, now.day) if old is None or old.ends != mandate.ends else None
    left = "" if crossing is None else f" ({left_words(one)})" if one.state != LAPSED else " (which has passed)"
    kind, said = _against(mandate, old, left)
    people = f"; at most {plural(mandate.cap, 'person', 'people')}" if mandate.cap is not None else ""
    caps = f", {old.cap} before" if people and old and old.cap is not None and old.cap != mandate.cap else ""
    made = f"; decided {say(mandate.decided)}" if mandate.decided else ""
    return Change(
        kind,
        f"{_name(one.owner.mission, now)}: {said}{people}{caps}{made} ({cite(mandate.source)}).",
        (mandate.source, *((old.source,) if old else ())),
        one.owner.mission,
        mandate=mandate.id,
        threshold=crossing.threshold if crossing else None,
        before=_row(old) if old else None,
        now=_row(mandate),
        order=mandate.ends.first.toordinal(),
    )


def _against(mandate: Mandate, old: Mandate | None, left: str) -> tuple[str, str]:
    """The kind of a change of mandate, and the words for its end, with the time left, against the one before."""
    until = f"authorised until {say(mandate.ends)}{left}"
    if old is None:
        return "mandate-new", f"new mandate, {until}"
    if old.ends == mandate.ends:
        return "mandate-changed", until
    if old.ends.overlaps(mandate.ends):
        return "mandate-changed", f"{until}, given before as {say(old.ends)}"
    if mandate.ends.first > old.ends.last:
        return "mandate-extended", f"{until}, extended from {say(old.ends)}"
    return "mandate-shortened", f"{until}, shortened from {say(old.ends)}"


def _disputed(one: Held, old: Mandate | None, before: View, now: View) -> Iterator[Change]:
    """Mandates that newly cannot be true together with the one that speaks."""
    rivals = rival_mandates(one.mandate, one.owner)
    known = {old.id, *(rival.id for rival in rival_mandates(old, before.found[one.owner.mission]))} if old else set()
    if rivals and not known.issuperset([one.mandate.id, *(rival.id for rival in rivals)]):
        claims = [one.mandate, *rivals]
        said = listed((f"{say(each.ends)} ({cite(each.source)})" for each in claims), "or")
        yield Change(
            "disagreement",
            f"Sources disagree on when the mandate of {_name(one.owner.mission, now)} ends: {said}.",
            tuple(each.source for each in claims),
            one.owner.mission,
            mandate=one.mandate.id,
            now=_row(one.mandate),
        )


def is_over(mission: str, now: View) -> bool:
    """Whether the counts of a mission, or of all its parts, have ended: its mandate then lapses in silence."""
    family = now.look.facts.names.with_parts([mission])
    standings = [now.standings[each] for each in family if each in now.standings and now.standings[each].lines]
    return bool(standings) and all(standing.has_ended for standing in standings)


def _says(mandate: Mandate) -> tuple[Date, int | None]:
    return mandate.ends, mandate.cap


def _row(mandate: Mandate) -> Row:
    return {"mandate": mandate.id, "ends": mandate.ends.text, "cap": mandate.cap, "source": mandate.source.id}


def _name(mission: str, now: View) -> str:
    return mission_name(now.look.facts.names, mission)

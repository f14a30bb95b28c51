"""The words of a mandate's state."""

from datetime import date

from bot.edtf import say
from bot.facts import Facts
from bot.rules.authorised import Held
from bot.rules.histories import decided
from bot.rules.mandates import ENDED_EARLY, ENDING, LAPSED, speaking_mandate
from bot.wording import mission_name, number, plural


def left_words(one: Held) -> str:
    """The time left of a mandate: 9 days left, 1 to 30 days left, ending this month, over."""
    if one.left is None:
        return "over"
    if one.state == ENDING:
        length = (one.mandate.ends.last - one.mandate.ends.first).days
        return "ending today" if length == 0 else "ending this month" if length < 31 else "ending this year"
    if one.left.min == one.left.max:
        return f"{plural(one.left.min, 'day')} left"
    return f"{number(one.left.min)} to {number(one.left.max)} days left"


def state_words(one: Held, facts: Facts, day: date) -> str:
    """The state in words. Lapsed is not ended: that no later decision is held says nothing of what was decided since."""
    end = say(one.mandate.ends)
    withdrawn = one.owner.withdrawn_between(decided(one.mandate), day)
    if withdrawn and one.state == ENDED_EARLY:
        return f"was to run until {end}, but the mission was withdrawn before that ({say(withdrawn.occurred)})"
    if one.state != LAPSED:
        return f"authorised until {end}, {left_words(one)}"
    if withdrawn and withdrawn.deployment == one.owner.mission:
        return f"ran out after {end}, and the mission was withdrawn ({say(withdrawn.occurred)})"
    later = [mandate for whole in one.owner.wholes if (mandate := speaking_mandate(whole, day))]
    going_on = next((mandate for mandate in later if mandate.ends.last > one.mandate.ends.last), None)
    if going_on:
        whole = mission_name(facts.names, going_on.deployment)
        return f"ran out after {end}; {whole}, which it is part of, was authorised until {say(going_on.ends)}"
    return f"lapsed after {end} on the record held here; no later decision in the store"

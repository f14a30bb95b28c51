"""The form for asking without words to learn, as Slack's modal views; and what was chosen in one that was sent off."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from bot.answer import Answer
from bot.completion import Choice
from bot.render.blocks import Block, in_a_view
from bot.render.text import clean

CALLBACK, PLACE, MISSION, VERB, DAY = "ask", "form_place", "form_mission", "form_verb", "form_day"
TITLE = "Ask about deployments"
OPTION, LONGEST_DAY, LONGEST_ID = 75, 100, 150
ASKS = {
    "status": "How many are there",
    "mandate": "Until when they are authorised",
    "incidents": "What happened to them or near them",
    "timeline": "Everything in one dated list",
    "sources": "Who says so",
}


class Chosen(NamedTuple):
    """What stands in the form: a verb, the ids of a place and a mission, and a day as typed; empty where nothing was given."""

    verb: str
    place: str
    mission: str
    day: str

    @property
    def question(self) -> str:
        """The command that asks it. A mission says more than the place where it was looked for."""
        return " ".join(part for part in (self.verb, self.mission or self.place, self.day) if part)


def form(place: str = "") -> Block:
    """The form. The menu of missions remembers the place in its block_id, since Slack sends no state with what is typed in it."""
    days = {"type": "plain_text_input", "action_id": DAY, "max_length": LONGEST_DAY}
    verbs = [{"text": _plain(label), "value": verb} for verb, label in ASKS.items()]
    return {
        **_modal([]),
        "callback_id": CALLBACK,
        "submit": _plain("Ask"),
        "blocks": [
            {**_input("place", "Place", _menu(PLACE, "Anywhere"), optional=True), "dispatch_action": True},
            _input(f"mission:{place}", "Mission there" if place else "Mission", _menu(MISSION, "Any mission"), optional=True),
            _input(
                "verb", "What to ask", {"type": "radio_buttons", "action_id": VERB, "options": verbs, "initial_option": verbs[0]}
            ),
            {
                **_input("day", "Day or period", {**days, "placeholder": _plain("Today")}, optional=True),
                "hint": _plain("10 January 2020, last month, since 2019, winter 2018. Days come before months."),
            },
        ],
    }


def chosen(view: Block) -> Chosen:
    """What stands in a form that was sent off or changed. A part that is missing is empty."""
    state: dict[str, Any] = {}
    for fields in view.get("state", {}).get("values", {}).values():
        state.update(fields)
    verb = _picked(state.get(VERB))
    return Chosen(
        verb if verb in ASKS else "status", _picked(state.get(PLACE)), _picked(state.get(MISSION)), _typed(state.get(DAY))
    )


def place_of(block_id: str) -> str:
    """The place that the menu of missions was made for."""
    return block_id.partition(":")[2]


def options(choices: Iterable[Choice]) -> list[Block]:
    """Places or missions as the options of a menu; one whose id is longer than Slack takes is left out."""
    found = []
    for choice in choices:
        if len(choice.id) <= LONGEST_ID:
            option = {"text": _plain(_cut(choice.name)), "value": choice.id}
            beside = _cut(choice.beside)
            found.append({**option, "description": _plain(beside)} if beside else option)
    return found


def answered(answer: Answer, command: str) -> Block:
    """The answer in place of the form, with the command that asks the same."""
    blocks, left = in_a_view(answer)
    more = (
        f"{left} more {'row' if left == 1 else 'rows'} with the same question as a command" if left else "The same as a command"
    )
    again = f"{command} {answer.question.pinned().command()}"
    parts: list[Block] = [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": f"{more}, for any channel:"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": clean(again)}]},
    ]
    return _modal([*blocks, {"type": "rich_text", "elements": parts}])


def notice(sentence: str) -> Block:
    """A modal that only says something."""
    return _modal([{"type": "section", "text": _plain(clean(sentence))}])


def _modal(blocks: list[Block]) -> Block:
    return {"type": "modal", "title": _plain(TITLE), "close": _plain("Close"), "blocks": blocks}


def _menu(action_id: str, placeholder: str) -> Block:
    return {"type": "external_select", "action_id": action_id, "min_query_length": 0, "placeholder": _plain(placeholder)}


def _input(block_id: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {"type": "input", "block_id": block_id, "label": _plain(label), "element": element, "optional": optional}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _cut(text: str) -> str:
    text = clean(text)
    return text if len(text) <= OPTION else text[: OPTION - 1].rstrip() + "…"


def _picked(field: Block | None) -> str:
    return ((field or {}).get("selected_option") or {}).get("value") or ""


def _typed(field: Block | None) -> str:
    return ((field or {}).get("value") or "").strip()

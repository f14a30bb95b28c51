"""The digest's setting as a Slack message and as a form."""

import json
from collections.abc import Sequence
from datetime import time
from typing import Any

from bot.digest.plan import EIGHT, Subscription
from bot.digest.words import DAYS, LONGEST_SUBJECT, days_of
from bot.render.blocks import Block

FORM, OPEN = "digest:form", "digest:open"
AT_A_TIME, AT_ONCE, OFF = "time", "once", "off"
_LONGEST_ZONE = 60
_WHEN = {AT_A_TIME: "At a time of day", AT_ONCE: "At once, as each change is approved", OFF: "Not at all"}


def setting_message(lines: Sequence[str], *, button: bool = True) -> Block:
    """What a channel's digest is set to, for one person; `lines` are mrkdwn whose outside words are escaped already."""
    text = "\n".join(lines)
    blocks: list[Block] = [{"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}]
    if button:
        face = _plain("Change the digest")
        blocks.append({"type": "actions", "elements": [{"type": "button", "action_id": OPEN, "text": face, "value": "open"}]})
    return {"text": text, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def form(channel: str, sub: Subscription | None) -> Block:
    """The form of a channel's setting, filled with what is set; remembers the channel and the version that it shows."""
    shown = sub or Subscription(channel, state="off")
    kind = OFF if sub and sub.state == "off" else AT_ONCE if shown.at is None else AT_A_TIME
    when: Block = {
        "type": "radio_buttons",
        "action_id": "when",
        "options": [_option(key, said) for key, said in _WHEN.items()],
        "initial_option": _option(kind, _WHEN[kind]),
    }
    clock = {"type": "timepicker", "action_id": "at", "initial_time": f"{shown.at or EIGHT:%H:%M}"}
    days: Block = {"type": "checkboxes", "action_id": "days", "options": [_option(code, name) for code, name in DAYS.items()]}
    days["initial_options"] = [_option(code, DAYS[code]) for code in days_of(shown.days)]
    zone = _typed("zone", _LONGEST_ZONE, shown.zone)
    quiet: Block = {"type": "checkboxes", "action_id": "quiet", "options": [_option("quiet", "Post nothing when nothing is new")]}
    if shown.quiet:
        quiet["initial_options"] = quiet["options"]
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": json.dumps({"c": channel, "v": sub.version if sub else 0}),
        "title": _plain("Digest"),
        "submit": _plain("Save"),
        "close": _plain("Cancel"),
        "blocks": [
            _input("when", "When does this channel get a digest?", when),
            _input("at", "Time of day", clock),
            _input("days", "Days", days, optional=True),
            _input("zone", "Time zone", zone, hint="A city, or a name such as Pacific/Auckland"),
            _input("subject", "About", _typed("subject", LONGEST_SUBJECT, shown.subject), "Empty: everything", optional=True),
            _input("quiet", "Quiet", quiet, optional=True),
        ],
    }


def done(sentence: str) -> Block:
    """What takes the form's place once it is saved."""
    return {
        "type": "modal",
        "title": _plain("Digest"),
        "close": _plain("Close"),
        "blocks": [{"type": "section", "text": _plain(sentence[:3000])}],
    }


def wished(view: Block) -> tuple[str, int, dict[str, Any]]:
    """The channel, the version and the values of a form that was sent: when, at, days, zone, subject, quiet."""
    kept = json.loads(view["private_metadata"])
    found = {name: control for block in view["state"]["values"].values() for name, control in block.items()}
    values: dict[str, Any] = {
        "when": ((found.get("when") or {}).get("selected_option") or {}).get("value", AT_A_TIME),
        "at": time.fromisoformat((found.get("at") or {}).get("selected_time") or f"{EIGHT:%H:%M}"),
        "days": [each["value"] for each in (found.get("days") or {}).get("selected_options") or []],
        "zone": (found.get("zone") or {}).get("value") or "",
        "subject": " ".join(((found.get("subject") or {}).get("value") or "").split()),
        "quiet": bool((found.get("quiet") or {}).get("selected_options")),
    }
    return str(kept["c"]), int(kept["v"]), values


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _option(value: str, said: str) -> Block:
    return {"text": _plain(said), "value": value}


def _typed(action: str, most: int, said: str) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": action, "max_length": most}
    return {**element, "initial_value": said[:most]} if said else element


def _input(block: str, label: str, element: Block, hint: str = "", *, optional: bool = False) -> Block:
    found: Block = {"type": "input", "block_id": block, "label": _plain(label), "element": element, "optional": optional}
    return {**found, "hint": _plain(hint)} if hint else found

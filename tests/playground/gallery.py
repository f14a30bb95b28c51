"""A Bolt app that shows whatever a test hands it, and keeps what Slack's stand-in tells it of what a person did."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import Queue

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.playground.server import Playground
from bot.playground.state import SIGNING_SECRET

from .server_parts import Json, client, over_socket, plain, serving, with_scopes

SHORTCUTS = [
    {"name": "Open the form", "type": "global", "callback_id": "open", "description": "Opens what the test has laid out"},
    {"name": "Record a fact", "type": "message", "callback_id": "record", "description": "From this message"},
]
MANIFEST: Json = with_scopes("files:write")
MANIFEST = {**MANIFEST, "features": {**MANIFEST["features"], "shortcuts": SHORTCUTS}}
PLACES = ("Camp Taji", "Camp Fallujah", "Kabul")
ANY = re.compile(".*")


class Gallery:
    """The app. A test sets `view`, `home`, `acted` and `submitted`; `heard` holds the interactions that came, oldest first."""

    def __init__(self, playground: Playground) -> None:
        """Connects to nothing yet; `app` is the Bolt app."""
        self.playground = playground
        self.client = client(playground)
        self.heard: Queue[Json] = Queue()
        self.app = App(client=self.client, signing_secret=SIGNING_SECRET, listener_executor=ThreadPoolExecutor(8))
        self.clear()
        self._listen()

    def clear(self) -> None:
        """As at the start: nothing to show, nothing heard, and nothing left in the workspace."""
        self.view: Json = {}
        self.home: Json | None = None
        self.acted: Callable[[Json, WebClient], object] = lambda _body, _client: None
        self.submitted: Callable[[Json], Json] = lambda _view: {}
        while not self.heard.empty():
            self.heard.get_nowait()
        self.playground.run(self._forget())

    async def _forget(self) -> None:
        space = self.playground.workspace
        for message in space.messages:
            space.remove(message)
        space.homes.clear()
        space.stacks.clear()
        space.touch()

    def next(self) -> Json:
        """The next interaction that came, waited for."""
        return self.heard.get(timeout=5)

    def action(self) -> Json:
        """What was chosen in the next block_actions, without what they all carry; typing in a menu before it is passed over."""
        while (body := self.next())["type"] == "block_suggestion":
            pass
        (action,) = body["actions"]
        return {name: value for name, value in action.items() if name not in ("type", "block_id", "action_ts", "text", "style")}

    def post(self, *blocks: Json, text: str = "shown", channel: str = "C0NEWSROOM") -> str:
        """A message of the app with these blocks; gives its ts."""
        return str(self.client.chat_postMessage(channel=channel, text=text, blocks=list(blocks))["ts"])

    def _listen(self) -> None:
        app = self.app

        @app.action(ANY)
        def on_action(ack: Ack, body: Json, client: WebClient) -> None:
            ack()
            self.heard.put(body)
            self.acted(body, client)

        @app.options(ANY)
        def on_options(ack: Ack, body: Json) -> None:
            self.heard.put(body)
            ack(options=[option(place) for place in PLACES if body["value"].lower() in place.lower()])

        @app.shortcut(ANY)
        def on_shortcut(ack: Ack, body: Json, client: WebClient) -> None:
            ack()
            self.heard.put(body)
            if self.view:
                client.views_open(trigger_id=body["trigger_id"], view=self.view)

        @app.view(ANY)
        def on_submission(ack: Ack, body: Json) -> None:
            self.heard.put(body)
            ack(**self.submitted(body["view"]))

        @app.view_closed(ANY)
        def on_closed(ack: Ack, body: Json) -> None:
            ack()
            self.heard.put(body)

        @app.event("app_home_opened")
        def on_home(event: Json, client: WebClient) -> None:
            if self.home and event["tab"] == "home":
                client.views_publish(user_id=event["user"], view=self.home)


def option(name: str) -> Json:
    """An option whose value is its name."""
    return {"text": plain(name), "value": name}


def field(label: str, kind: str, **more: object) -> Json:
    """An input block named by its label, with one element of this kind; `optional` and `dispatch_action` are the block's."""
    outer: Json = {name: more.pop(name) for name in ("optional", "dispatch_action", "hint") if name in more}
    stem = label.lower().replace(" ", "_")
    return {
        "type": "input",
        "block_id": stem,
        "label": plain(label),
        "element": {"type": kind, "action_id": stem, **more},
        **outer,
    }


def form(*blocks: Json, title: str = "Form", submit: str | None = "Send", **more: object) -> Json:
    """A modal view with these blocks."""
    words = {"title": plain(title), "close": plain("Cancel"), **({"submit": plain(submit)} if submit else {})}
    return {"type": "modal", "callback_id": "form", **words, "blocks": list(blocks), **more}


def controls(*elements: Json) -> Json:
    """An actions block of these elements."""
    return {"type": "actions", "block_id": "controls", "elements": list(elements)}


@contextmanager
def open_gallery() -> Iterator[Gallery]:
    """The app connected to a playground of its own."""
    with serving(manifest=MANIFEST) as playground:
        gallery = Gallery(playground)
        with over_socket(gallery.app):
            yield gallery


CHOICES = [option("One"), option("Two")]
ALL_INPUTS = [
    field("Words", "plain_text_input", multiline=True),
    field("Number", "number_input", is_decimal_allowed=False),
    field("Link", "url_text_input"),
    field("Mail", "email_text_input"),
    field("Day", "datepicker"),
    field("Time", "timepicker"),
    field("Sort", "static_select", options=CHOICES),
    field("Place", "external_select"),
    field("Who", "users_select"),
    field("Channel", "channels_select"),
    field("Where", "conversations_select", default_to_current_conversation=True),
    field("Boxes", "checkboxes", options=CHOICES),
    field("One of", "radio_buttons", options=CHOICES),
    field("Many", "multi_static_select", options=[option("Three"), option("Four")], optional=True),
]

EVERY_BLOCK: list[Json] = [
    {"type": "header", "text": plain("Today")},
    {"type": "section", "text": {"type": "mrkdwn", "text": "*45* people"}, "fields": [plain("Left"), plain("Right")]},
    {"type": "divider"},
    {"type": "context", "elements": [plain("As the store stands")]},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Rich"}]}]},
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a map"},
    controls(
        {"type": "button", "action_id": "go", "text": plain("Check"), "value": "v"},
        {"type": "static_select", "action_id": "sort", "placeholder": plain("Sort"), "options": [option("One"), option("Two")]},
        {"type": "overflow", "action_id": "more", "options": [option("Undo")]},
    ),
    field("Words", "plain_text_input", dispatch_action=True),
]

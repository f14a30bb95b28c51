"""Small Bolt apps, unmodified but for their API address, and the ways in which tests connect them to the playground."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from slack_bolt import Ack, App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.playground.server import Playground
from bot.playground.state import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

Json = dict[str, Any]

FULL_MANIFEST: Json = {
    "features": {
        "app_home": {"home_tab_enabled": True},
        "bot_user": {"display_name": "nzdf"},
        "slash_commands": [{"command": "/tiny", "description": "Anything", "usage_hint": "[words]"}],
        "shortcuts": [
            {"name": "Tiny form", "type": "global", "callback_id": "open_form", "description": "Opens the form"},
            {"name": "Repeat", "type": "message", "callback_id": "repeat", "description": "Says it again"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["app_mentions:read", "chat:write", "commands", "im:history", "channels:history"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im"]}},
}


async def drained(playground: Playground) -> None:
    """Wait until nothing is left to be delivered, for 5 seconds at most."""
    async with asyncio.timeout(5):
        await asyncio.gather(*playground.delivery._tasks)


def with_scopes(*scopes: str) -> Json:
    """The manifest with more scopes for the bot."""
    granted = [*FULL_MANIFEST["oauth_config"]["scopes"]["bot"], *scopes]
    return {**FULL_MANIFEST, "oauth_config": {"scopes": {"bot": granted}}}


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        """At some instant."""
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.now


@contextmanager
def serving(**options: Any) -> Iterator[Playground]:
    """A playground that serves until the block ends, for an app with every part that the tiny app uses."""
    made = Playground(**{"manifest": FULL_MANIFEST, **options})
    made.start()
    try:
        yield made
    finally:
        made.stop()


async def until(playground: Playground, true: Callable[[], bool]) -> None:
    """Wait for a change after which this is true, for 5 seconds at most."""
    async with asyncio.timeout(5):
        while not true():
            await playground.workspace.changed.wait()


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def modal(**more: Any) -> Json:
    """A small modal with one input."""
    field = {"type": "plain_text_input", "action_id": "word"}
    block = {"type": "input", "block_id": "said", "label": plain("Word"), "element": field}
    return {"type": "modal", "callback_id": "form", "title": plain("Form"), "submit": plain("Send"), "blocks": [block], **more}


def button(action: str) -> Json:
    """A block with one button."""
    return {
        "type": "actions",
        "elements": [{"type": "button", "action_id": action, "text": plain(action.title()), "value": "v"}],
    }


def set_up(playground: Playground, doing: str, **asked: Any) -> Json:
    """Ask the playground for something that nobody does in Slack, as admin.py lists it. Raises ActionError."""
    work = playground.page.doings[doing](playground.workspace.people["editor"], asked)
    return playground.run(_awaited(work)) or {}


async def _awaited(work: Awaitable[Json | None]) -> Json | None:
    return await work


def client(playground: Playground) -> WebClient:
    """The SDK's own client, at the playground; it tries nothing twice."""
    made = WebClient(token=BOT_TOKEN, base_url=playground.api_url)
    made.retry_handlers = []
    return made


def tiny_app(playground: Playground) -> App:
    """A Bolt app of a few lines: a command, a button that opens a form, the form, a mention, the Home tab."""
    app = App(client=client(playground), signing_secret=SIGNING_SECRET, listener_executor=ThreadPoolExecutor(8))

    @app.command("/tiny")
    def on_command(ack: Ack, command: Json) -> None:
        ack(text=f"heard {command['text']}", blocks=[button("form")])

    @app.action("form")
    def on_button(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal())

    @app.view("form")
    def on_form(ack: Ack, view: Json) -> None:
        word = view["state"]["values"]["said"]["word"]["value"]
        if word == "wrong":
            ack(response_action="errors", errors={"said": "Another word, please."})
        else:
            ack()

    @app.shortcut({"type": "shortcut", "callback_id": "open_form"})
    def on_shortcut(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal(private_metadata=",".join(sorted(body))))

    @app.shortcut({"type": "message_action", "callback_id": "repeat"})
    def on_message(ack: Ack, body: Json, respond: Any) -> None:
        ack()
        same = body["message"]["ts"] == body["message_ts"]
        respond(f"{body['user']['id']} repeats {body['message']['text']} in {body['channel']['id']}: {same}")

    @app.view("to_channel")
    def on_channel(ack: Ack, body: Json) -> None:
        ack()
        (place,) = body["response_urls"]
        said = f"from {place['block_id']} and {place['action_id']}"
        WebhookClient(place["response_url"]).send(text=said, response_type="in_channel")

    @app.event("app_mention")
    def on_mention(event: Json, say: Any) -> None:
        say(text="mentioned", thread_ts=event["ts"])

    @app.event("app_home_opened")
    def on_home(event: Json, client: WebClient) -> None:
        view = {"type": "home", "blocks": [{"type": "section", "text": plain("At home")}]}
        client.views_publish(user_id=event["user"], view=view)

    return app


def overhear(app: App, seen: list[Json]) -> None:
    """Put the body of everything that reaches the app into a list."""

    @app.use
    def note(body: Json, next: Callable[[], Any]) -> None:
        seen.append(body)
        next()


@contextmanager
def over_socket(app: App) -> Iterator[SocketModeHandler]:
    """The app connected over Socket Mode, by Bolt's own handler."""
    handler = SocketModeHandler(app, APP_TOKEN)
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        yield handler
    finally:
        handler.client.auto_reconnect_enabled = False
        handler.client.closed = True
        # The SDK waits for its reading thread, for seconds; nothing is lost by not waiting for that.
        closing = Thread(target=handler.close, daemon=True)
        closing.start()
        closing.join(0.2)
        app.listener_runner.listener_executor.shutdown()


@contextmanager
def over_http(app: App, playground: Playground) -> Iterator[list[Json]]:
    """The app behind a request URL; gives the headers of each request that came."""
    seen: list[Json] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append({name.lower(): value for name, value in self.headers.items()})
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            response = app.dispatch(BoltRequest(body=body, headers=dict(self.headers.items())))
            self.send_response(response.status)
            for name, values in response.headers.items():
                self.send_header(name, values[0])
            self.send_header("content-length", str(len((response.body or "").encode())))
            self.end_headers()
            self.wfile.write((response.body or "").encode())

        def log_message(self, *_args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    playground.delivery.request_url = f"http://127.0.0.1:{server.server_address[1]}/slack/events"
    try:
        yield seen
    finally:
        server.shutdown()
        server.server_close()
        app.listener_runner.listener_executor.shutdown()


async def quiet(playground: Playground) -> None:
    """Wait until nothing more is under way in the background of the playground."""
    async with asyncio.timeout(10):
        while playground.delivery._tasks:
            await asyncio.sleep(0.01)

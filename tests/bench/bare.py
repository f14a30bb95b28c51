"""The bare Bolt applications that the bot is measured against: they do no more than acknowledge a command with “hi”."""

import os

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from tests.slack.papers import SECRET, TOKEN

GREETING = "hi"


def defaults() -> SlackRequestHandler:
    """Bolt as its documentation shows it: a listener in a thread of its own, whose acknowledgement is polled for."""
    return _bare(process_before_response=False)


def fast() -> SlackRequestHandler:
    """The same with `process_before_response=True`: the listener runs in the request's own thread."""
    return _bare(process_before_response=True)


def over_socket(*, process_before_response: bool) -> None:
    """The same over Socket Mode, until the process is ended."""
    SocketModeHandler(_app(process_before_response=process_before_response), os.environ["SLACK_APP_TOKEN"]).start()  # type: ignore[no-untyped-call]


def _bare(*, process_before_response: bool) -> SlackRequestHandler:
    return SlackRequestHandler(_app(process_before_response=process_before_response))


def _app(*, process_before_response: bool) -> App:
    token = os.environ.pop("SLACK_BOT_TOKEN", TOKEN)  # Bolt warns of a token beside a client that has one
    client = WebClient(token=token, base_url=os.environ["SLACK_API_URL"])
    app = App(client=client, signing_secret=SECRET, process_before_response=process_before_response)

    @app.command("/nzdf")
    def on_command(ack: Ack) -> None:
        ack(GREETING)

    return app

"""`python -m bot playground`: the server, and in the same process the real bot, which reaches it as it would reach Slack."""

import signal
from typing import TYPE_CHECKING

from bot.playground.options import Options
from bot.playground.server import Playground
from bot.playground.state import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from bot.settings import Mode, Settings, forget_proxies
from bot.slack.app import build_app
from bot.slack.clock import Clock, build_clock
from bot.slack.socket import Line, Stop

if TYPE_CHECKING:
    from bot.desk import Desk


def settings_for(playground: Playground, mode: Mode = "socket") -> Settings:
    """The settings with which the bot reaches this playground."""
    return Settings(
        mode=mode,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        signing_secret=SIGNING_SECRET,
        api_url=playground.api_url,
        command=str(playground.workspace.commands[0]["command"]),
        editors=("U0EDITOR", "U0SECOND"),
        reviewers=("U0EDITOR", "U0SECOND"),
        review_channel="C0REVIEW",
    )


def connect(playground: Playground, desk: "Desk", stop: Stop) -> Line:
    """The real bot, connected to the playground over Socket Mode. Raises BotError where it cannot connect."""
    desk.warm_up()
    settings = settings_for(playground)
    forget_proxies(settings)
    line = Line(settings, build_app(settings, desk), stop)
    line.open()
    return line


def start_clock(playground: Playground, desk: "Desk") -> Clock:
    """The real clock of the digests, which posts to the playground."""
    clock = build_clock(settings_for(playground), desk)
    clock.start()
    return clock


def run(options: Options, desk: "Desk | None") -> None:
    """Serve until Ctrl-C or SIGTERM, with the bot at this desk or without one. Raises BotError where the port is taken."""
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.now())
    playground = Playground(manifest=None if desk else options.manifest, channels=options.channels)
    playground.delivery.request_url = "" if desk else options.request_url
    playground.start(options.port)
    line, clock = None, None
    try:
        print(f"The playground is open at {playground.url}; Ctrl-C ends it.", flush=True)
        if desk:
            line, clock = connect(playground, desk, Stop()), start_clock(playground, desk)
        else:
            print(f"SLACK_API_URL={playground.api_url}\nSLACK_BOT_TOKEN={BOT_TOKEN}\nSLACK_APP_TOKEN={APP_TOKEN}", flush=True)
            print(f"SLACK_SIGNING_SECRET={SIGNING_SECRET}", flush=True)
        stop.wait()
        print("\nThe playground is closed.")
    finally:
        if line:
            line.close()
        if clock:
            clock.stop()
        playground.stop()

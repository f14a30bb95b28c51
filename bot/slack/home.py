"""The App Home, published when it is opened and when something on it changes, and no oftener than need be."""

import json
import logging
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.digest.status import next_words, setting_words
from bot.errors import BotError
from bot.render.blocks import Block, escape
from bot.render.home import Picture, home
from bot.render.menus import menu
from bot.slack.failures import sentence_for
from bot.slack.modals import Body
from bot.store.digests import subscriptions

if TYPE_CHECKING:
    from slack_bolt import App

    from bot.office import Office
    from bot.slack.app import Bot
    from bot.store import FactStore

log = logging.getLogger(__name__)

LATELY_SECONDS, BETWEEN_SECONDS, MOST_PEOPLE = 3_600, 5, 200
NOT_HERE = ("not_enabled", "user_not_found", "hash_conflict")

Later = Callable[[float, Callable[[], None]], None]


def by_timer(seconds: float, job: Callable[[], None]) -> None:
    """Do the job in a thread of its own after so many seconds."""
    timer = threading.Timer(seconds, job)
    timer.daemon = True
    timer.start()


class Homes:
    """The App Homes that were opened lately in this process, each published at most once in some seconds."""

    def __init__(
        self, bot: "Bot", office: "Office", clock: Callable[[], float] = time.monotonic, later: Later = by_timer
    ) -> None:
        """Nobody has opened one. `clock` counts seconds; `later` does a job after some."""
        self._bot, self._office, self._clock, self._later = bot, office, clock, later
        self._lock = threading.Lock()
        self._opened: dict[str, float] = {}
        self._shown: dict[str, str] = {}
        self._published: dict[str, float] = {}
        self._due: set[str] = set()

    def listen(self, app: "App") -> None:
        """Take the openings of the Home tab."""

        @app.event("app_home_opened")
        def on_home(event: Body) -> None:
            if event.get("tab") == "home":
                self.opened(event["user"])

    def opened(self, user: str) -> None:
        """Publish the Home of a person who looks at it now."""
        with self._lock:
            self._opened[user] = self._clock()
            for old in sorted(self._opened, key=lambda each: self._opened[each])[:-MOST_PEOPLE]:
                del self._opened[old]
        self._plan(user)

    def changed(self) -> None:
        """Something on the Homes changed: publish those that were opened lately."""
        with self._lock:
            lately = [user for user, when in self._opened.items() if self._clock() - when < LATELY_SECONDS]
        for user in lately:
            self._plan(user)

    def _plan(self, user: str) -> None:
        """Publish now, or as soon as the last publication lies far enough back; what comes meanwhile goes with it."""
        with self._lock:
            if user in self._due:
                return
            self._due.add(user)
            wait = self._published.get(user, float("-inf")) + BETWEEN_SECONDS - self._clock()
        if wait > 0:
            self._later(wait, lambda: self._publish(user))
        else:
            self._bot.executor.submit(self._publish, user)

    def _publish(self, user: str) -> None:
        with self._lock:
            self._due.discard(user)
            self._published[user] = self._clock()
        try:
            view = self._view(user)
            mark = sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
            if self._shown.get(user) != mark:
                self._bot.client.views_publish(user_id=user, view=view)
                self._shown[user] = mark
        except SlackApiError as error:
            level = logging.INFO if error.response["error"] in NOT_HERE else logging.ERROR
            log.log(level, "An App Home could not be published (%s)", error.response["error"])
        except (BotError, OSError) as error:
            log.warning("An App Home could not be made (%s)", type(error).__name__)
        except Exception as error:
            sentence_for(error)

    def _view(self, user: str) -> Block:
        bot = self._bot
        editor, reviewer = bot.people.is_editor(user), bot.people.is_reviewer(user)
        picture = Picture(
            status=bot.desk.ask("status"),
            mandates=bot.desk.ask("mandate"),
            editor=editor,
            reviewer=reviewer,
            mine=self._office.proposed_by(user) if editor else (),
            digests=digest_lines(bot.desk.store, user),
            waiting=self._office.waiting_for(user, single_editor=bot.settings.single_editor) if reviewer else (),
        )
        return home(picture, bot.command, menu if editor else None)


def digest_lines(store: "FactStore", user: str) -> list[str]:
    """The digests and their state, a line each, as markup; of those in direct messages this person's own alone."""
    lines = []
    for sub in subscriptions(store):
        direct = sub.channel.startswith("D")
        if not direct or sub.made_by == user:
            where = "Your direct message" if direct else f"<#{sub.channel}>"
            lines.append(f"{where}: {escape(setting_words(sub))} {escape(next_words(sub))}")
    return lines

"""Who may ask, who may edit and who may review: named by the settings, asked again at every click, and nobody in doubt."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from slack_bolt.middleware import Middleware
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import BotError
from bot.settings import Settings

log = logging.getLogger(__name__)

KEPT_SECONDS, RETRY_SECONDS, PATIENCE = 300, 20, 2
_WIPED = (
    "Nothing can be changed here: this host wipes its disk at each restart. Put the fact store on a volume that lasts, "
    "name it in NZDF_DB, and set NZDF_DISK=kept."
)
_NOBODY = (
    "Nobody may change the facts yet: set NZDF_EDITORS to the member ids or user groups of the editors and start the bot again."
)
_ELSEWHERE = "This bot answers people of its own organisation only; NZDF_OTHER_ORGANISATIONS=ask lets others ask too."


class NotAllowed(BotError):
    """The person may not do this; the sentence says who may, and what to set."""


class People:
    """The editors and the reviewers. A user group is read from Slack and kept for some minutes; one not readable holds nobody."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        """Asks Slack nothing yet. `clock` counts seconds."""
        self._settings, self._clock = settings, clock
        self._client = WebClient(token=settings.bot_token, base_url=settings.api_url, timeout=PATIENCE)
        self._client.retry_handlers = []
        self._groups: dict[str, tuple[float, frozenset[str], str]] = {}
        self._reading = threading.Lock()

    def check_editor(self, user: str) -> None:
        """Raises NotAllowed where this person may not propose changes."""
        self._check_open()
        self._check(user, self._settings.editors, "Only editors may change the facts", "NZDF_EDITORS")

    def check_reviewer(self, user: str) -> None:
        """Raises NotAllowed where this person may not decide on proposals."""
        self._check_open()
        self._check(user, self._settings.reviewers, "Only reviewers may decide on a change", "NZDF_REVIEWERS")

    def is_editor(self, user: str) -> bool:
        """Whether this person may propose changes."""
        try:
            self.check_editor(user)
        except NotAllowed:
            return False
        return True

    def is_reviewer(self, user: str) -> bool:
        """Whether this person may decide on proposals."""
        try:
            self.check_reviewer(user)
        except NotAllowed:
            return False
        return True

    def seems_editor(self, user: str) -> bool:
        """Whether this person is an editor as far as is known without asking Slack; only to decide what to offer."""
        if self._settings.disk_is_wiped:
            return False
        known = (self._groups.get(each) for each in self._settings.editors)
        return user in self._settings.editors or any(group and user in group[1] for group in known)

    def read_groups(self) -> None:
        """Read the user groups of the editors afresh where they are old, so that `seems_editor` knows them."""
        for each in self._settings.editors:
            if each.startswith("S"):
                self._members(each)

    def reviewers(self) -> list[str]:
        """The ids of everybody who may review."""
        found = [
            member
            for each in self._settings.reviewers
            for member in ([each] if not each.startswith("S") else sorted(self._members(each)[0]))
        ]
        return list(dict.fromkeys(found))

    def _check_open(self) -> None:
        if self._settings.disk_is_wiped:
            raise NotAllowed(_WIPED)
        if not self._settings.editors:
            raise NotAllowed(_NOBODY)

    def _check(self, user: str, allowed: tuple[str, ...], sentence: str, setting: str) -> None:
        if user and user in allowed:
            return
        troubles = []
        for group in (each for each in allowed if each.startswith("S")):
            members, trouble = self._members(group)
            if user in members:
                return
            troubles += [f" The user group {group} could not be read ({trouble}), so it counts as empty."] if trouble else []
        raise NotAllowed(f"{sentence}, and {setting} does not name you ({user or 'nobody'}).{''.join(troubles[:1])}")

    def _members(self, group: str) -> tuple[frozenset[str], str]:
        """The members of a user group, and why it could not be read; one thread asks Slack, the others wait for it."""
        with self._reading:
            until, members, trouble = self._groups.get(group, (0.0, frozenset(), ""))
            if self._clock() < until:
                return members, trouble
            members, trouble = self._ask(group)
            kept = RETRY_SECONDS if trouble else KEPT_SECONDS
            self._groups[group] = (self._clock() + kept, members, trouble)
            return members, trouble

    def _ask(self, group: str) -> tuple[frozenset[str], str]:
        try:
            found = self._client.usergroups_users_list(usergroup=group).get("users") or []
        except SlackApiError as error:
            trouble = str(error.response["error"])[:60]
        except OSError:
            trouble = "no answer from Slack"
        else:
            return frozenset(map(str, found)), ""
        log.warning("The user group %s could not be read (%s), so it counts as empty", group, trouble)
        return frozenset(), trouble


class OwnPeople(Middleware):
    """Refuses people of other organisations, who meet the bot in shared channels, unless the settings let them ask."""

    def __init__(self, say: Callable[[dict[str, Any], str], None]) -> None:
        """`say` tells the person of a payload one sentence after the acknowledgement."""
        self._say = say

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse | None:
        """Runs after the check of the signature. A refused request is acknowledged, so that Slack does not send it again."""
        if not is_from_elsewhere(req.body):
            return next()
        event = req.body.get("event")
        if event is None or (event.get("user") and "bot_id" not in event):
            self._say(req.body, _ELSEWHERE)
        return BoltResponse(status=200)


def is_from_elsewhere(body: dict[str, Any]) -> bool:
    """Whether a payload says that its person belongs to another organisation than the one where the bot is installed.

    A slash command cannot: Slack offers it to the bot's own organisation only.
    """
    event = body.get("event") or {}
    allowed: dict[str, Any] = next(iter(body.get("authorizations") or []), {})
    view = body.get("view") or {}
    home = (
        allowed.get("team_id") or view.get("app_installed_team_id") or body.get("team_id") or (body.get("team") or {}).get("id")
    )
    theirs = event.get("user_team") or event.get("team") or (body.get("user") or {}).get("team_id")
    organisation = allowed.get("enterprise_id") or (body.get("enterprise") or {}).get("id")
    return bool(home and theirs) and theirs not in (home, organisation)

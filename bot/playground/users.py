"""The methods of the Web API for people and user groups."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playground.state import BOT_USER, TEAM, Json, Person, SlackError
from bot.playground.workspace import Workspace


class UserMethods:
    """Tells the app of people and of the groups that they are in."""

    def __init__(self, workspace: Workspace) -> None:
        """The workspace whose people they are."""
        self._workspace = workspace

    def methods(self) -> dict[str, Callable[[Json], Json]]:
        """The methods by name."""
        return {"users.info": self._info, "usergroups.users.list": self._group}

    def _info(self, asked: Json) -> Json:
        number = str(asked.get("user", ""))
        if number == BOT_USER:
            return {"user": {"id": number, "team_id": TEAM, "name": self._workspace.app_name, "is_bot": True, "deleted": False}}
        who = self._workspace.person(number)
        profile = {"real_name": who.name, "display_name": who.name}
        known = {"id": who.id, "team_id": who.team, "name": who.key, "real_name": who.name, "profile": profile}
        return {"user": {**known, **self._zone(who), "is_bot": False, "is_stranger": who.team != TEAM, "deleted": False}}

    def _zone(self, who: Person) -> Json:
        offset = datetime.fromtimestamp(self._workspace.clock(), ZoneInfo(who.tz)).utcoffset()
        return {"tz": who.tz, "tz_label": who.tz.replace("_", " "), "tz_offset": int(offset.total_seconds() if offset else 0)}

    def _group(self, asked: Json) -> Json:
        group = self._workspace.groups.get(str(asked.get("usergroup", "")))
        if group is None:
            raise SlackError("no_such_subteam")
        return {"users": group.users}

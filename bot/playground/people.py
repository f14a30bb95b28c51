"""Somebody to act as, for tests and scripts: what the page does, in plain calls that wait for the app's acknowledgement."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.playground.server import Playground
from bot.playground.state import Json, Message, controls


class Actor:
    """One person at the playground. Raises ActionError where what they do cannot be done."""

    def __init__(self, playground: Playground, key: str = "editor") -> None:
        """`key` is editor, second or reader."""
        self._playground, self._acting, self._forms = playground, playground.acting, playground.forms
        self.who = playground.workspace.people[key]

    def state(self) -> Json:
        """Everything that this person sees, as the page gets it."""

        async def look() -> Json:
            return self._playground.page.state(self.who)

        return self._playground.run(look())

    def messages(self, channel: str = "newsroom") -> list[Json]:
        """What this person sees in a channel; “dm” is the direct message with the app."""
        number = self._playground.workspace.channel(self._number(channel)).id
        messages: list[Json] = next(one["messages"] for one in self.state()["channels"] if one["id"] == number)
        return messages

    def command(self, channel: str, typed: str) -> None:
        """Give a slash command: `command("newsroom", "/nzdf status iraq")`."""
        self._playground.run(self._acting.command(self.who, self._number(channel), typed))

    def say(self, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Write a message; gives its ts. @nzdf mentions the app."""
        return self._playground.run(self._acting.say(self.who, self._number(channel), text, thread_ts))

    def press(self, ts: str, action_id: str, **chosen: Any) -> None:
        """Press a button of a message, or choose in it: `press(ts, "day", selected_date="2020-01-10")`."""

        async def press() -> None:
            await self._acting.press(self.who, self._message(ts), {"action_id": action_id, **chosen})

        self._playground.run(press())

    def shortcut(self, callback_id: str, ts: str = "") -> None:
        """Run a global shortcut, or with `ts` one on that message."""

        async def run() -> None:
            if ts:
                await self._acting.message_shortcut(self.who, callback_id, self._message(ts))
            else:
                await self._acting.shortcut(self.who, callback_id)

        self._playground.run(run())

    def select(self, ts: str, action_id: str, value: str) -> None:
        """Choose an option of a menu in a message by its value."""
        self.press(ts, action_id, selected_option=self._option(ts, action_id, value))

    def press_view(self, view_id: str, action_id: str, values: Json | None = None, **chosen: Any) -> None:
        """Press a button of a modal or of the Home tab, or choose in it."""
        self._playground.run(self._forms.press_view(self.who, view_id, {"action_id": action_id, **chosen}, values))

    def submit(self, view_id: str, values: Json) -> Json | None:
        """Send a modal off; gives the app's errors by block_id, None where it took it."""
        return self._playground.run(self._forms.submit(self.who, view_id, values))

    def close(self, view_id: str, *, every: bool = False) -> None:
        """Close a modal, or the whole stack."""
        self._playground.run(self._forms.close(self.who, view_id, every))

    def open_home(self, tab: str = "home") -> None:
        """Open the App Home."""
        self._playground.run(self._forms.open_home(self.who, tab))

    def wait_for(self, wanted: Callable[[Json], bool], channel: str = "newsroom", seconds: float = 5) -> Json:
        """The newest message seen in a channel of which `wanted` is true; waits for it. Raises TimeoutError."""
        return self._playground.run(self._arrival(wanted, channel, seconds))

    async def _arrival(self, wanted: Callable[[Json], bool], channel: str, seconds: float) -> Json:
        space = self._playground.workspace
        number = space.channel(self._number(channel)).id
        async with asyncio.timeout(seconds):
            while True:
                changed = space.changed
                for message in reversed(list(space.visible(number, self.who.id))):
                    if wanted(message.body):
                        return message.body
                await changed.wait()

    def join(self, channel: str, *, bot: bool = False) -> None:
        """Join a channel, or take the app into it."""

        async def join() -> None:
            self._acting.join(self.who, channel, bot=bot)

        self._playground.run(join())

    def _message(self, ts: str) -> Message:
        return self._playground.standing.find("", ts, self.who)

    def _number(self, channel: str) -> str:
        return self.who.id if channel == "dm" else channel

    def _option(self, ts: str, action_id: str, value: str) -> Json:
        message: Message = self._playground.workspace.find("", ts)
        for block in message.body.get("blocks", []):
            for control in controls(block):
                for option in control.get("options", []) if control["action_id"] == action_id else []:
                    if option["value"] == value:
                        return dict(option)
        raise KeyError(value)

"""The settings, read once from the environment into one frozen object."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from bot.errors import SettingsError

Mode = Literal["socket", "http", "clock", "local"]
Value = TypeVar("Value")

DEFAULT_PORT = 3000
SLACK_API = "https://slack.com/api/"
DATA = Path(__file__).resolve().parent.parent / "data"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

_TOKEN = r"{prefix}-[A-Za-z0-9-]{{4,}}"
_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")
_MEMBER_OR_GROUP = re.compile(r"[UWS][A-Z0-9]{2,30}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,30}")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process runs. `port` is None where PORT is not set; `disk_is_wiped` is true where the host forgets its files.

    `editors` and `reviewers` are ids of people and of user groups; `others_may_ask` is about people of other organisations.
    `clock` is whether the process of the bot sends the digests too.
    """

    mode: Mode
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = SLACK_API
    db: Path = Path("nzdf.db")
    data: Path = DATA
    command: str = "/nzdf"
    log_level: str = "INFO"
    port: int | None = None
    disk_is_wiped: bool = False
    editors: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    review_channel: str = ""
    single_editor: bool = False
    others_may_ask: bool = False
    clock: bool = True

    @property
    def api_is_loopback(self) -> bool:
        """Whether the Slack Web API stands on this machine, as in tests and in the playground."""
        return urlsplit(self.api_url).hostname in _LOOPBACK


class _FaultError(ValueError):
    """One setting that is missing or malformed; the message says what would be right and never repeats a secret."""


def read_settings(environ: Mapping[str, str], mode: Mode) -> Settings:
    """The settings of a process in this mode. Raises SettingsError that names every missing or malformed setting."""
    faults: list[str] = []

    def read(name: str, check: Callable[[str], Value], default: Value) -> Value:
        try:
            return check(environ.get(name, "").strip())
        except _FaultError as fault:
            faults.append(f"{name} {fault}")
            return default

    live = mode != "local"
    kept = read("NZDF_DISK", _word("kept"), False)
    nobody: tuple[str, ...] = ()
    editors = read("NZDF_EDITORS", _people, nobody)
    settings = Settings(
        mode=mode,
        bot_token=read("SLACK_BOT_TOKEN", _token("xoxb", "the bot token"), "") if live else "",
        app_token=read("SLACK_APP_TOKEN", _token("xapp", "the app-level token"), "") if mode == "socket" else "",
        signing_secret=read("SLACK_SIGNING_SECRET", _signing_secret, "") if mode == "http" else "",
        api_url=read("SLACK_API_URL", _api_url, SLACK_API),
        db=Path(environ.get("NZDF_DB", "").strip() or "nzdf.db"),
        data=Path(environ.get("NZDF_DATA", "").strip() or DATA),
        command=read("NZDF_COMMAND", _command, "/nzdf"),
        log_level=read("NZDF_LOG_LEVEL", _log_level, "INFO"),
        port=read("PORT", _port, None) if live else None,
        disk_is_wiped=bool(environ.get("DYNO")) and not kept,
        editors=editors,
        reviewers=read("NZDF_REVIEWERS", _people, nobody) or editors,
        review_channel=read("NZDF_REVIEW_CHANNEL", _channel, ""),
        single_editor=read("NZDF_SINGLE_EDITOR", _word("yes"), False),
        others_may_ask=read("NZDF_OTHER_ORGANISATIONS", _word("ask"), False),
        clock=read("NZDF_CLOCK", _clock, True),
    )
    if live:
        read("SLACK_CLIENT_ID", _absent, None)
        read("SLACK_CLIENT_SECRET", _absent, None)
    if faults:
        raise SettingsError("; ".join(faults) + ".")
    return settings


def forget_proxies(settings: Settings) -> None:
    """Drop the proxy variables of this process where the Slack API is on this machine: a proxy could not reach it."""
    if settings.api_is_loopback:
        for name in _PROXIES:
            os.environ.pop(name, None)
            os.environ.pop(name.upper(), None)


def _token(prefix: str, what: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not value:
            raise _FaultError(f"is missing; it is {what} and begins with {prefix}-")
        if not re.fullmatch(_TOKEN.format(prefix=prefix), value, re.ASCII):
            raise _FaultError(f"does not look like {what}, which begins with {prefix}- and has no spaces")
        return value

    return check


def _signing_secret(value: str) -> str:
    right = "the signing secret of the app's Basic Information page, 32 hexadecimal digits"
    if not value:
        raise _FaultError(f"is missing; it is {right}")
    if not re.fullmatch(r"[!-~]{16,}", value):
        raise _FaultError(f"is too short or has spaces in it; it is {right}")
    return value


def _api_url(value: str) -> str:
    if not value:
        return SLACK_API
    try:
        good = urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).hostname)
    except ValueError:
        good = False
    if not good or re.search(r"\s", value):
        raise _FaultError(f"is not a web address; leave it out for {SLACK_API}")
    return value if value.endswith("/") else value + "/"


def _command(value: str) -> str:
    if value and not _COMMAND.fullmatch(value):
        raise _FaultError("is not a slash command; write /nzdf: a slash, then up to 31 lower-case letters, digits, - or _")
    return value or "/nzdf"


def _log_level(value: str) -> str:
    if value and value.upper() not in LOG_LEVELS:
        raise _FaultError(f"is not a log level; write one of {', '.join(LOG_LEVELS)}")
    return value.upper() or "INFO"


def _clock(value: str) -> bool:
    if value not in ("", "on", "off"):
        raise _FaultError("is not on or off; set it to off where a process of its own sends the digests")
    return value != "off"


def _port(value: str) -> int | None:
    if not value:
        return None
    if not re.fullmatch(r"\d{1,5}", value, re.ASCII) or not 1 <= int(value) <= 65535:
        raise _FaultError("is not a port; write a number from 1 to 65535")
    return int(value)


def _people(value: str) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(re.split(r"[\s,]+", value))) if value else ()
    if not all(_MEMBER_OR_GROUP.fullmatch(each) for each in ids):
        raise _FaultError("is not a list of member ids (U024BE7LH) or user group ids (S0615G0KT), with commas between them")
    return ids


def _channel(value: str) -> str:
    if value and not _CHANNEL.fullmatch(value):
        raise _FaultError("is not the id of a channel, such as C024BE91L; copy it from the channel's details")
    return value


def _word(word: str) -> Callable[[str], bool]:
    """A setting that is that one word or nothing."""

    def check(value: str) -> bool:
        if value not in ("", word):
            raise _FaultError(f"must be {word}, or left out")
        return bool(value)

    return check


def _absent(value: str) -> None:
    if value:
        raise _FaultError(
            "must not be set; with it Slack's library takes the app for one of many workspaces and ignores the bot token"
        )

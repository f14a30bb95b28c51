"""The options of `python -m bot playground`; read here, where aiohttp is not needed yet."""

import argparse
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import BotError

PORT, MOST_PORT, MOST_CHANNELS = 8765, 65_535, 100_000
_PARTS = ("features", "oauth_config", "settings")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
USUAL = {"port": PORT, "no_bot": False, "manifest": None, "request_url": "", "channels": 0}


@dataclass(frozen=True)
class Options:
    """How to serve: `channels` is how many channels there are beside the usual ones, `request_url` makes delivery signed HTTP."""

    port: int = PORT
    manifest: dict[str, Any] | None = None
    request_url: str = ""
    channels: int = 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--port", type=_whole("port", MOST_PORT), default=PORT, help=f"the port of the page ({PORT}; 0 for any)")
    parser.add_argument("--no-bot", action="store_true", help="leave the bot out, and print what another app needs to connect")
    parser.add_argument("--manifest", type=Path, metavar="FILE", help="with --no-bot: the app's manifest (this bot's own)")
    parser.add_argument("--request-url", default="", metavar="URL", help="with --no-bot: deliver signed HTTP there")
    parser.add_argument(
        "--channels",
        type=_whole("number of channels", MOST_CHANNELS),
        default=0,
        metavar="N",
        help="so many channels more, with the app in each",
    )


def read_options(found: argparse.Namespace) -> Options:
    """The options as given. Raises BotError where they do not fit together or the manifest cannot be read."""
    if not found.no_bot and (found.manifest or found.request_url):
        raise BotError("--manifest and --request-url are for another app; give --no-bot with them.")
    if found.request_url and not (_ADDRESS.fullmatch(found.request_url)):
        raise BotError(f"“{found.request_url}” is not a request URL; it begins with http:// or https://.")
    return Options(found.port, _manifest(found.manifest), found.request_url, found.channels)


def _whole(what: str, most: int) -> Callable[[str], int]:
    """Reads a whole number from 0 to `most`, for argparse."""

    def read(given: str) -> int:
        if not given.isdecimal() or int(given) > most:
            raise argparse.ArgumentTypeError(f"“{given}” is not a {what} from 0 to {most}")
        return int(given)

    return read


def _manifest(file: Path | None) -> dict[str, Any] | None:
    if file is None:
        return None
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = None
    if not isinstance(manifest, dict) or not all(isinstance(manifest.get(part, {}), dict) for part in _PARTS):
        raise BotError(f"{file} is not a manifest of a Slack app in JSON.")
    return manifest

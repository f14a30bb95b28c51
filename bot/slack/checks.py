"""What is asked of Slack once, before the bot starts: whether the token works and may do what the bot does."""

import logging
import re

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import BotError, SettingsError
from bot.settings import Settings

log = logging.getLogger(__name__)

SCOPES = ("app_mentions:read", "chat:write", "commands", "im:history")
# Scopes that the bot can do without, and what it then cannot do.
_HELD = "after a crash a digest for {} is held instead of posted, since it may stand there already"
WANTED = {
    "files:write": "/nzdf export cannot send its files",
    "im:write": "/nzdf export cannot open a direct message",
    "usergroups:read": "a user group in NZDF_EDITORS or NZDF_REVIEWERS counts as empty",
    "channels:history": _HELD.format("a public channel"),
    "groups:history": _HELD.format("a private channel"),
}
SECONDS = 10

_TOKENS = {"bot": ("SLACK_BOT_TOKEN", "OAuth & Permissions"), "app": ("SLACK_APP_TOKEN", "Basic Information")}
_REVOKED = ("token_revoked", "token_expired", "account_inactive")
_UNKNOWN = ("invalid_auth", "not_authed", "not_allowed_token_type")


class UnreachableError(BotError):
    """Slack's Web API does not answer, or something else answers in its place."""


def check_token(settings: Settings) -> None:
    """Try the bot token; a scope that is only wanted is warned of.

    Raises SettingsError where Slack refuses the token or it lacks scopes, UnreachableError where Slack is away.
    """
    client = WebClient(token=settings.bot_token, base_url=settings.api_url, timeout=SECONDS)
    try:
        reply = client.auth_test()
    except SlackApiError as error:
        raise refusal(error, "bot", settings) from None
    except OSError as error:
        raise unreachable(settings) from error
    granted = reply.headers.get("x-oauth-scopes") or reply.headers.get("X-OAuth-Scopes")
    has = {scope.strip() for scope in granted.split(",")} if granted else {*SCOPES, *WANTED}
    missing = sorted(set(SCOPES) - has)
    for scope in WANTED.keys() - has:
        log.warning("SLACK_BOT_TOKEN lacks the scope %s: %s. Add it under OAuth & Permissions.", scope, WANTED[scope])
    if missing:
        what = f"the scope {missing[0]}; add it" if len(missing) == 1 else f"the scopes {', '.join(missing)}; add them"
        raise SettingsError(f"SLACK_BOT_TOKEN lacks {what} under OAuth & Permissions and install the app again.")


def refusal(error: SlackApiError, token: str, settings: Settings) -> BotError:
    """The error to show where Slack refused the `bot` or the `app` token: one sentence that says what to do."""
    code = str(error.response["error"])
    name, page = _TOKENS[token]
    if code in _REVOKED:
        return SettingsError(f"{name} has been revoked or has expired ({code}); copy the new one from {page}.")
    if code in _UNKNOWN:
        return SettingsError(f"Slack does not accept {name} ({code}); copy it again from {page}.")
    if not re.fullmatch(r"[a-z_]+", code):
        return unreachable(settings)
    return BotError(f"Slack refused {name} ({code}).")


def is_final(error: SlackApiError) -> bool:
    """Whether trying the same token again cannot help."""
    return error.response["error"] in (*_REVOKED, *_UNKNOWN, "missing_scope", "forbidden_team", "team_not_found")


def unreachable(settings: Settings) -> UnreachableError:
    """The error to show where the Web API does not answer as Slack's does."""
    return UnreachableError(f"Slack's Web API does not answer at {settings.api_url}; check the network and SLACK_API_URL.")


def warn_of_wiped_disk(settings: Settings) -> None:
    """Say at start where the host forgets its files: the shipped facts are rebuilt, everything added is not."""
    if settings.disk_is_wiped:
        log.warning(
            "This host wipes its disk at each restart, so nothing can be changed through the bot; NZDF_DISK=kept says otherwise."
        )

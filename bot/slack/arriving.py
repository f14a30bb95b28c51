"""What every request passes before the listeners: a repair of a fault in Bolt, and the one workspace's token."""

from collections.abc import Callable
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.middleware import Middleware
from slack_bolt.request import BoltRequest
from slack_bolt.request.internals import build_context, parse_body
from slack_bolt.response import BoltResponse


class RepairPayload(Middleware):
    """Reads a command again whose form holds the word “payload”, which Bolt 1.30 takes for an interaction and empties."""

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse | None:
        """Runs after the check of the signature, which needs the body as it came."""
        if not req.body and req.mode == "http" and "command=" in req.raw_body:
            req.raw_body = req.raw_body.replace("payload", "%70ayload")
            req.body = parse_body(req.raw_body, req.content_type)
            build_context(req.context, req.body)
        return next()


class OneWorkspace(Authorize):
    """The bot token for every request, without asking Slack: an answer must not wait for, or fail with, the Web API."""

    def __init__(self, bot_token: str) -> None:
        """Keep the token of the only workspace."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._result = AuthorizeResult(enterprise_id=None, team_id=None, bot_token=bot_token or "none")

    def __call__(self, **_request: Any) -> AuthorizeResult:
        """The same for every request; Bolt only reads it."""
        return self._result

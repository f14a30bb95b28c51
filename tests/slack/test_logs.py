"""The log: no secret, no message text, at any level."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from slack_bolt import App

from bot import logs
from bot.settings import Settings
from bot.slack.app import build_app

from .papers import SECRET, TOKEN, AtOnce, PaperDesk, command, event, press, send, signed_headers
from .stand_in import StandIn


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """The log at its most talkative, as the process would write it."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.set_up("DEBUG", stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def test_a_busy_day_leaves_no_secret_in_the_log(written: io.StringIO, settings: Settings, slack: StandIn) -> None:
    """Commands, presses, mentions, refusals and faults at DEBUG leave neither secrets nor what people wrote."""
    app: App = build_app(settings, PaperDesk(), AtOnce())  # type: ignore[arg-type]
    body = command("status iraq whisper", slack.response_url)
    send(app, body)
    send(app, body, {**signed_headers(body), "x-slack-signature": "v0=" + "ab" * 32})
    send(app, body, {**signed_headers(body), "x-slack-request-timestamp": "whisper"})
    send(app, press("share", json.dumps({"q": "status iraq whisper"}), slack.response_url))
    send(app, press("unknown", "whisper", slack.response_url))
    send(app, event(text="<@U0BOT> status iraq whisper"))
    slack.fail["response/T1/secret"] = (404, "expired_url")
    slack.fail["chat.postMessage"] = (200, json.dumps({"ok": False, "error": "not_in_channel"}))
    send(app, press("share", json.dumps({"q": "status iraq whisper"}), slack.response_url, action_ts="2.2"))
    send(app, press("more", json.dumps({"q": "status iraq whisper"}), slack.response_url))
    send(app, press("more", json.dumps({"q": "flood"}), slack.response_url))
    text = written.getvalue()
    assert "A request with a wrong or old signature was refused." in text
    assert "Slack refused a shared answer (not_in_channel)" in text
    assert "The fact store /srv/nzdf.db is locked; try again." in text
    for secret in (TOKEN, SECRET, "xapp-1-app", "/response/T1", "ab" * 32, "whisper", "will be ignored"):
        assert secret not in text


@pytest.mark.parametrize(
    "line",
    [
        "token xoxb-1234-abcd gone",
        "token xoxe.xoxp-1-Mi0yLT gone",
        "refresh xoxe-1-My0xLT gone",
        "app xapp-1-A1-2-abc gone",
        "proxy xwfp-abc gone",
        "post to https://hooks.slack.com/commands/T1/2/abc gone",
        "{'response_url': 'https://hooks.slack-gov.com/x/y', 'a': 1}",
        '{"response_url": "http://127.0.0.1/x"}',
        "signature: v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
        "wss://wss-primary.slack.com/link/?ticket=abc-def&app_id=1",
    ],
)
def test_whatever_looks_like_a_secret_is_struck_out(line: str) -> None:
    """Tokens, response addresses, signatures and socket tickets never reach the log."""
    struck = logs.redact(line)
    assert "[secret]" in struck
    for part in ("1234", "Mi0y", "My0x", "A1-2", "abc", "/x", "a2114d"):
        assert part not in struck


def test_a_trace_is_struck_out_too(written: io.StringIO) -> None:
    """A secret in an exception does not reach the log by its trace."""
    try:
        raise ValueError(f"bad token {TOKEN}")
    except ValueError:
        logging.getLogger("bot.test").exception("Failed")
    text = written.getvalue()
    assert "ValueError: bad token [secret]" in text
    assert text.split(" ", 1)[0].endswith("Z")

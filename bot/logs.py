"""The log of the process: plain lines in UTC that hold no secret and no message text."""

import logging
import re
import sys
import time
from typing import TextIO

_LIBRARIES = ("slack_bolt", "slack_sdk")
_SECRETS = re.compile(
    r"""xox[a-z][.-][\w.-]+ | xoxe[\w.-]* | xapp-[\w-]+ | xwfp-[\w-]+   # tokens
    | https?://hooks\.slack\.com/[^\s"'<>)}]*
    | (?<=response_url)(["']?\s*[:=]\s*["']?)[^\s"',}]+
    | v0=[0-9a-f]{16,}                                                 # a request's signature
    | (?<=ticket=)[^\s&"']+ | (?<=trigger_id)(["']?\s*[:=]\s*["']?)[^\s"',}]+
    """,
    re.VERBOSE,
)


class Quiet(logging.Filter):
    """Keeps out what Slack's libraries write with whole requests or needless alarm in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record may be written; one is reworded, since the library puts the whole request into it."""
        if not record.name.startswith(_LIBRARIES):
            return True
        if record.levelno < logging.INFO:
            return False
        if record.name == "slack_bolt.RequestVerification":
            record.msg, record.args = "A request with a wrong or old signature was refused.", ()
        if record.exc_info and type(record.exc_info[1]).__name__ == "SlackApiError":
            record.exc_info = None
        return "(or SLACK_BOT_TOKEN env variable) will be ignored" not in str(record.msg)


class Redacting(logging.Formatter):
    """One line a record, time in UTC; anything that looks like a secret is struck out, in traces too."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """The finished text of a record."""
        return redact(super().format(record))


def redact(text: str) -> str:
    """The text with tokens, response addresses and signatures struck out."""
    return _SECRETS.sub("[secret]", text)


def set_up(level: str, stream: TextIO | None = None) -> None:
    """Send the log of this process to `stream` (standard error unless told) from `level` up; replaces what was set before."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S"))
    handler.addFilter(Quiet())
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)

"""The digest clock as a process of its own, beside a bot that runs with NZDF_CLOCK=off."""

import logging
import signal
from typing import TYPE_CHECKING

from bot.settings import Settings, forget_proxies
from bot.slack.checks import UnreachableError, check_token, warn_of_wiped_disk
from bot.slack.clock import build_clock
from bot.slack.socket import Stop, open_pages

if TYPE_CHECKING:
    from bot.desk import Desk

log = logging.getLogger(__name__)


def run(settings: Settings, desk: "Desk") -> None:
    """Send what is due until SIGTERM or SIGINT. Raises SettingsError where Slack refuses the token."""
    forget_proxies(settings)
    warn_of_wiped_disk(settings)
    try:
        check_token(settings)
    except UnreachableError as error:
        log.warning("%s Digests wait until it does.", error)
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.now())
    clock = build_clock(settings, desk)
    pages = open_pages(settings.port, clock.fault) if settings.port else None
    clock.start()
    log.info("The digest clock runs")
    try:
        stop.wait()
    finally:
        clock.stop()
        if pages:
            pages.shutdown()
    log.info("Stopped")

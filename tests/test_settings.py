"""The settings: all faults at once, in words, and no secret in any of them."""

import os
import re
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import DATA, Mode, forget_proxies, read_settings

MODES: tuple[Mode, ...] = ("socket", "http", "local")
ROOT = Path(__file__).resolve().parents[1]
SECRET = "0123456789abcdef0123456789abcdef"
GOOD = {"SLACK_BOT_TOKEN": "xoxb-1-2-abc", "SLACK_APP_TOKEN": "xapp-1-A1-abc", "SLACK_SIGNING_SECRET": SECRET}


class Watched(dict[str, str]):
    """An environment that remembers which variables were asked for."""

    def __init__(self, values: dict[str, str]) -> None:
        """Nothing asked for yet."""
        super().__init__(values)
        self.seen: set[str] = set()

    def get(self, key: str, default: object = None) -> str:
        """The value, remembered."""
        self.seen.add(key)
        return super().get(key, default)  # type: ignore[arg-type]


def variables() -> set[str]:
    """Every variable that any mode reads."""
    seen: set[str] = set()
    for mode in MODES:
        environ = Watched(GOOD)
        read_settings(environ, mode)
        seen |= environ.seen
    return seen


def test_the_defaults() -> None:
    """With nothing but its tokens the bot runs against Slack with the shipped data."""
    settings = read_settings(GOOD, "socket")
    assert (settings.api_url, settings.command, settings.log_level, settings.port) == (
        "https://slack.com/api/",
        "/nzdf",
        "INFO",
        None,
    )
    assert (settings.db, settings.data, settings.disk_is_wiped) == (Path("nzdf.db"), DATA, False)
    assert DATA.is_dir()


@pytest.mark.parametrize(
    ("mode", "missing"),
    [("socket", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]), ("http", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]), ("local", [])],
)
def test_each_mode_asks_for_what_it_needs(mode: Mode, missing: list[str]) -> None:
    """Socket Mode needs both tokens, HTTP the bot token and the signing secret, the terminal nothing."""
    if not missing:
        assert read_settings({}, mode).bot_token == ""
        return
    with pytest.raises(SettingsError) as refused:
        read_settings({}, mode)
    assert re.findall(r"(SLACK_\w+) is missing", str(refused.value)) == missing


def test_every_fault_is_named_at_once() -> None:
    """One start is enough to learn of every setting that is wrong."""
    wrong = {
        "SLACK_BOT_TOKEN": "xapp-1-2-abc",
        "SLACK_APP_TOKEN": "xapp-1 2",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "s3cret",
        "SLACK_API_URL": "slack.com",
        "NZDF_COMMAND": "NZDF",
        "NZDF_LOG_LEVEL": "loud",
        "PORT": "70000",
    }
    with pytest.raises(SettingsError) as refused:
        read_settings(wrong, "socket")
    assert set(re.findall(r"(?:^|; )([A-Z_]+) ", str(refused.value))) == set(wrong)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1-2-abcdefgh"),
        ("SLACK_BOT_TOKEN", "xoxb-1-2-abc def"),
        ("SLACK_SIGNING_SECRET", "0123456789"),
        ("SLACK_SIGNING_SECRET", "0123456789abcdef 123456789abcdef"),
        ("SLACK_CLIENT_SECRET", "abcdefgh"),
    ],
)
def test_a_secret_is_never_repeated(name: str, value: str) -> None:
    """A malformed secret is named, not shown."""
    with pytest.raises(SettingsError) as refused:
        read_settings({**GOOD, name: value}, "http")
    assert name in str(refused.value)
    assert value not in str(refused.value)


def test_settings_do_not_show_their_secrets() -> None:
    """Whoever prints the settings sees none of the three secrets."""
    for mode in MODES:
        shown = repr(read_settings(GOOD, mode))
        assert not any(value in shown for value in GOOD.values())


@pytest.mark.parametrize(
    "value", ["ftp://slack.com/api/", "https://", "http://[x/api/", "https://slack.com/a pi/", "//slack.com"]
)
def test_an_address_that_is_no_web_address_is_refused(value: str) -> None:
    """The Web API is at an http or https address."""
    with pytest.raises(SettingsError, match=r"^SLACK_API_URL is not a web address"):
        read_settings({**GOOD, "SLACK_API_URL": value}, "socket")


@pytest.mark.parametrize("value", ["nzdf", "/NZDF", "/", "/nz df", "/" + "x" * 32])
def test_a_command_that_slack_would_not_take_is_refused(value: str) -> None:
    """A slash command is a slash and up to 31 lower-case characters."""
    with pytest.raises(SettingsError, match=r"^NZDF_COMMAND is not a slash command"):
        read_settings({**GOOD, "NZDF_COMMAND": value}, "socket")


@pytest.mark.parametrize("value", ["0", "65536", "-1", "http", "3000.5", "٣٠٠٠"])
def test_a_port_that_is_no_port_is_refused(value: str) -> None:
    """A port is a number from 1 to 65535."""
    with pytest.raises(SettingsError, match=r"^PORT is not a port"):
        read_settings({**GOOD, "PORT": value}, "http")


def test_values_are_read_leniently() -> None:
    """Spaces around a value, a missing slash at the end of the address and lower case in the level are put right."""
    environ = {
        "SLACK_API_URL": " http://127.0.0.1:8888/api ",
        "NZDF_LOG_LEVEL": "debug",
        "NZDF_DB": "/tmp/x.db",
    }
    settings = read_settings(environ, "local")
    assert (settings.api_url, settings.log_level) == ("http://127.0.0.1:8888/api/", "DEBUG")
    assert settings.api_is_loopback


def test_a_host_that_wipes_its_disk_is_known() -> None:
    """Heroku names its machines in DYNO, and forgets their files."""
    assert read_settings({**GOOD, "DYNO": "web.1"}, "socket").disk_is_wiped


@pytest.mark.parametrize(("url", "left"), [("http://localhost:8888/api/", False), ("https://slack.com/api/", True)])
def test_a_proxy_is_passed_by_on_this_machine_only(monkeypatch: pytest.MonkeyPatch, url: str, left: bool) -> None:
    """The proxy's variables are dropped where the Web API is on this machine, and only there."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")
    monkeypatch.setenv("http_proxy", "http://proxy:3128")
    forget_proxies(read_settings({"SLACK_API_URL": url}, "local"))
    assert ("HTTPS_PROXY" in os.environ, "http_proxy" in os.environ) == (left, left)


def test_every_variable_is_in_the_example() -> None:
    """.env.example names each variable that the bot reads; DYNO is the host's, and is explained there."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert {name for name in variables() if not re.search(rf"^(# )?{name}=", example, re.MULTILINE)} == {"DYNO"}
    assert "DYNO" in example


def test_every_variable_is_in_the_readme() -> None:
    """The README names each variable that the bot reads."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name in variables() if name not in readme} == set()


@pytest.mark.parametrize(("said", "runs"), [("", True), ("on", True), ("off", False)])
def test_the_clock_can_be_left_out(said: str, runs: bool) -> None:
    """The bot sends the digests too, unless NZDF_CLOCK says off."""
    assert read_settings({**GOOD, "NZDF_CLOCK": said}, "socket").clock is runs


def test_a_clock_that_is_neither_on_nor_off_is_refused() -> None:
    """Another word is named as a fault."""
    with pytest.raises(SettingsError, match="NZDF_CLOCK is not on or off"):
        read_settings({**GOOD, "NZDF_CLOCK": "never"}, "socket")


def test_a_clock_alone_needs_the_bot_token_only() -> None:
    """`python -m bot clock` opens no socket and takes no requests."""
    assert read_settings({"SLACK_BOT_TOKEN": GOOD["SLACK_BOT_TOKEN"]}, "clock").bot_token == GOOD["SLACK_BOT_TOKEN"]


def test_editors_and_reviewers_are_lists_of_ids() -> None:
    """People and groups are named with commas or spaces; the reviewers are the editors unless named themselves."""
    settings = read_settings({**GOOD, "NZDF_EDITORS": "U024BE7LH, S0615G0KT U024BE7LH"}, "socket")
    assert settings.editors == settings.reviewers == ("U024BE7LH", "S0615G0KT")
    named = read_settings({**GOOD, "NZDF_EDITORS": "U024BE7LH", "NZDF_REVIEWERS": "W012A3CDE"}, "socket")
    assert named.reviewers == ("W012A3CDE",)
    assert read_settings(GOOD, "socket").editors == ()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("NZDF_EDITORS", "@kiri", "is not a list of member ids"),
        ("NZDF_REVIEWERS", "U024BE7LH;U2", "is not a list of member ids"),
        ("NZDF_REVIEW_CHANNEL", "#review", "is not the id of a channel"),
        ("NZDF_SINGLE_EDITOR", "true", "must be yes, or left out"),
        ("NZDF_OTHER_ORGANISATIONS", "yes", "must be ask, or left out"),
        ("NZDF_DISK", "yes", "must be kept, or left out"),
    ],
)
def test_a_setting_about_people_that_is_malformed_is_refused(name: str, value: str, said: str) -> None:
    """Who may is never guessed: a name, a channel's name or another word is refused with what would be right."""
    with pytest.raises(SettingsError, match=name) as refused:
        read_settings({**GOOD, name: value}, "socket")
    assert said in str(refused.value)


def test_a_disk_that_is_kept_is_not_wiped() -> None:
    """A volume on a host that wipes its disk is named by the setting."""
    assert not read_settings({**GOOD, "DYNO": "web.1", "NZDF_DISK": "kept"}, "socket").disk_is_wiped

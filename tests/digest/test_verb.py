"""The verb digest, and the words that ask for it."""

import pytest

from tests.conftest import Ask


@pytest.mark.parametrize(
    ("asked", "since", "until"),
    [
        ("digest", "2026-11-14", None),
        ("digest iraq since 2026-11-01", "2026-11-01", None),
        ("digest on march 2020", "2020-02-29", "2020-03-31"),
        ("digest until 2020-01-12", "2020-01-05", "2020-01-12"),
        ("digest reported by 2020-01-12", "2020-01-05", "2020-01-12"),
        ("digest recorded by 2026-11-30", "2026-11-14", None),
        ("what's new?", "2026-11-14", None),
        ("what's new in Ukraine", "2026-11-14", None),
        ("what changed since monday?", "2026-11-16", None),
        ("any changes since last saturday", "2026-11-14", None),
        ("anything new since yesterday", "2026-11-20", None),
    ],
)
def test_the_verb_compares_a_week_unless_told_otherwise(ask: Ask, asked: str, since: str, until: str | None) -> None:
    """Outside Slack: from a week ago, or the day named, until today, or the day named."""
    answer = ask(asked)
    assert answer.kind == "digest"
    assert answer.question.since
    assert (answer.question.since.text, answer.question.until and answer.question.until.text) == (since, until)


@pytest.mark.parametrize(
    "asked", ["what's changed in Korea since 2023", "what changed in Iraq", "what's new in Ukraine this year"]
)
def test_a_long_while_is_a_timeline(ask: Ask, asked: str) -> None:
    """What changed over years, or at no named time, is asked of the timeline."""
    assert ask(asked).kind == "timeline"


def test_since_a_day_to_come_is_said(ask: Ask) -> None:
    """Nothing can have changed since tomorrow."""
    answer = ask("digest since tomorrow")
    assert answer.rows == ()
    assert "22 November 2026 is still to come" in answer.warnings[0].text


def test_the_week_of_the_missile_strikes(ask: Ask) -> None:
    """The new count at Baghdad, the strikes, and Taji confirmed; what was published later is not known yet."""
    answer = ask("digest iraq since 2020-01-05 until 2020-01-12")
    assert answer.headline.startswith("Iraq, from 5 January 2020 to 12 January 2020: 1 new count, 4 incidents, ")
    assert answer.headline.endswith("; 50 NZDF personnel counted, 53 before.")
    assert answer.rows[0]["text"] == (
        "Coalition Headquarters posts: now 5 in Baghdad (NZ Herald, about 9 January 2020), 8 before (NZDF, 22 March 2019)."
    )
    assert answer.rows[-1]["text"] == (
        "Camp Taji training mission: checked, unchanged: still 45 at Camp Taji (NZ Herald, about 9 January 2020)."
    )

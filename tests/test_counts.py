"""Counts as people write them, read with their qualifier."""

import pytest

from bot.editing.counts import BadCount, Count, read_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("45", Count(45)),
        ("about fifty or so", Count(50, "about")),
        ("fifty or so", Count(50, "about")),
        ("~50", Count(50, "about")),
        ("50ish", Count(50, "about")),
        ("fifty-odd", Count(50, "about")),
        ("nearly 30", Count(30, "about")),
        ("up to 60", Count(60, "up-to")),
        ("60 at most", Count(60, "up-to")),
        ("at least 12", Count(12, "at-least")),
        ("1,200+", Count(1200, "at-least")),
        ("exactly 8", Count(8)),
        ("two dozen", Count(24)),
        ("a hundred and forty-three", Count(143)),
        ("three thousand two hundred", Count(3200)),
        ("none", Count(0)),
        ("1000000", Count(1_000_000)),
    ],
)
def test_a_count_is_read_with_its_qualifier(text: str, count: Count) -> None:
    """A count is a number, in digits or in words, with the words before or after it that make it vague."""
    assert read_count(text) == count


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-1", "-1 is less than none; write 0 or more."),
        ("40 to 50", "“40 to 50” is a range; write one number, such as up to 60 or at least 40."),
        ("several", "“several” is not a count; write 45, about 50, up to 60 or at least 12."),
        ("", "“” is not a count; write 45, about 50, up to 60 or at least 12."),
        ("a", "“a” is not a count; write 45, about 50, up to 60 or at least 12."),
        ("1000001", "1,000,001 is more than 1,000,000; write a count of people."),
        ("99999999999999999999", "“99999999999999999999” is not a count; write 45, about 50, up to 60 or at least 12."),
    ],
)
def test_what_is_no_count_is_refused_in_one_sentence(text: str, said: str) -> None:
    """A count below none, a range, and words that are no number are refused with what would be right."""
    with pytest.raises(BadCount) as refused:
        read_count(text)
    assert str(refused.value) == said

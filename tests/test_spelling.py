"""Finding a name by its letters, among few names and among many."""

from bot.spelling import Spelling

NAMES = ("south korea", "north korea road", "korea", "kuwait", "qatar", "mali")


def test_nearest_comes_first_and_the_earlier_among_equals() -> None:
    """Slips are counted as letters left out, added, changed or exchanged; the order given settles the rest."""
    assert Spelling(NAMES).slips("kuawit") == ((1, "kuwait"),)
    assert Spelling(("tora", "tori"), ("torn",)).slips("torx") == ((1, "tora"), (1, "tori"), (1, "torn"))
    assert Spelling(("soutth korea", "south korea")).slips("south korea") == ((0, "south korea"), (1, "soutth korea"))


def test_a_short_word_is_no_slip_of_anything() -> None:
    """Three letters are one slip away from too many names, and four may hold one slip only."""
    assert Spelling(NAMES).slips("mal") == ()
    assert Spelling(NAMES).slips("moly") == ()


def test_words_are_found_whole_and_in_the_order_given() -> None:
    """Korea stands in South Korea, orea in nothing; `others` are not looked through by words."""
    assert list(Spelling(NAMES, ("korea strait",)).holding("korea")) == ["south korea", "north korea road", "korea"]
    assert list(Spelling(NAMES).holding("orea")) == []

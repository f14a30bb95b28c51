"""The documents say what is so."""

import re
import shlex

import pytest

from bot.cli import _parser
from bot.digest.lines import KINDS
from bot.render.text import plain
from handlers import verbs
from tests.conftest import ROOT, Ask

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRACT = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r'\$ python -m bot ask "([^"]+)"\n(.*?)```', README, re.DOTALL)


def test_readme_output_is_real(ask: Ask) -> None:
    """What README shows as an answer is what the bot answers."""
    assert EXAMPLES
    for question, shown in EXAMPLES:
        assert shown.strip() == plain(ask(question))


def test_readme_names_every_verb() -> None:
    """Every verb stands in README with what it is for."""
    for verb in verbs().values():
        assert f"| `{verb.name}` | {verb.purpose} |" in README


def test_readme_names_every_command() -> None:
    """Every command of the command line stands in README."""
    action = next(action for action in _parser()._actions if action.choices)
    missing = [name for name in action.choices or () if not re.search(rf"(python -m bot |`){name}\b", README)]
    assert missing == []


ROWS_OF_EACH_KIND = (
    "status iraq on 2020-01-10",
    "mandate qatar",
    "incidents taji",
    "timeline taji",
    "sources taji",
    "help",
    "digest on march 2020",
)


@pytest.mark.parametrize("question", ROWS_OF_EACH_KIND)
def test_contract_names_every_field(ask: Ask, question: str) -> None:
    """Every field of a row is named in the documented contract."""
    fields = {field for row in ask(question).rows for field in row} - {
        "text",
        "id",
        "note",
        "title",
        "url",
        "publisher",
        "published",
    }
    assert {field for field in fields if f"`{field}`" not in CONTRACT} == set()


def test_examples_in_readme_parse() -> None:
    """Each slash command that README shows begins with a verb."""
    for command in re.findall(r"`/nzdf ([a-z][^`]*)`", README):
        assert shlex.split(command)[0] in {*verbs(), "add", "export"}


def test_contract_names_every_kind_of_change() -> None:
    """Every kind of line of a digest stands in the documented contract."""
    assert {kind for kind in KINDS if f"`{kind}`" not in CONTRACT} == set()

"""Draw README's picture: one real answer in the terminal, as an SVG. Run by `make picture`."""

import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

from bot.chat import show
from bot.cli import load_package
from bot.desk import open_desk, wall_clock

HERE = Path(__file__).parent
QUESTION = "status iraq on 10 january 2020"

# Rich's own frame, without the fonts that it would load from elsewhere.
FRAME = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" role="img" xmlns="http://www.w3.org/2000/svg">
<title>The terminal answers: where the New Zealanders in Iraq were on 10 January 2020, how many, and who says so</title>
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px;
  line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main() -> None:
    """Load the shipped facts, ask, and write `answer.svg` beside this file."""
    console = Console(record=True, width=100, file=io.StringIO(), highlight=False, force_terminal=True)
    with TemporaryDirectory() as scratch:
        desk = open_desk(Path(scratch) / "facts.db", wall_clock, date(2026, 11, 21))
        load_package(desk, HERE.parent / "data")
        console.print(Text(f"> {QUESTION}"))
        show(console, desk.ask(QUESTION))
        desk.store.close()
    picture = console.export_svg(title="python -m bot chat", theme=DEFAULT_TERMINAL_THEME, code_format=FRAME, unique_id="answer")
    (HERE / "answer.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()

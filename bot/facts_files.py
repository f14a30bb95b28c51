"""The facts on a subject as CSV files for a person."""

from typing import TYPE_CHECKING

from bot.editing.proposals import Refused
from bot.editing.sheets import concerning, sheets
from bot.language import Unclear, understand
from bot.rules.scope import scope_of
from bot.store.keeping import export
from bot.wording import subject_name

if TYPE_CHECKING:
    from bot.desk import Desk


def files_on(desk: "Desk", subject: str) -> tuple[dict[str, str], str]:
    """The facts on a subject, or all, as CSV text by table, and what they are about in words. Raises Refused."""
    tables = export(desk.store)
    if not subject or subject == "all":
        return sheets(tables), "held here"
    with desk.store.reading() as snapshot:
        try:
            question = understand(f"status {subject}", snapshot.names, desk.today())
        except Unclear as reply:
            raise Refused(reply.answer.headline) from None
        scope = scope_of(question, snapshot.names)
        about = subject_name(question, snapshot.names)
        missions = scope.all_missions | snapshot.facts().missions_touching(scope.all_places)
    return sheets(concerning(tables, scope.all_places, missions)), f"on {about}"

"""Where facts are changed: what is asked for becomes a form, a form a proposal, and a proposal is shown to be judged.

The sibling of the desk, which answers. It knows no Slack: a form goes out as `Shown` and comes back as the values typed in it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bot.choices import Choice, choices, held_sources, labels
from bot.desk import ZONE
from bot.editing import forms
from bot.editing.fill import Link, fill
from bot.editing.forms import Base, Form
from bot.editing.kinds import KINDS, NEW, TABLES, Entry
from bot.editing.proposals import Decision, Draft, Kind, Proposal, ProposedRow, Refused, RowFaults
from bot.edtf import say_day
from bot.facts import Facts
from bot.language.understanding import clean
from bot.looks import looks
from bot.render.forms import KIND, WHY, Looks, Shown
from bot.render.proposals import Review, row_lines
from bot.store import proposals as store
from bot.store.confirming import confirmation
from bot.store.revisions import Revision, standing

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.store import FactStore

Meta = Mapping[str, Any]
Typed = Mapping[str, str]

_TITLES = {"add": "Record a fact", "correct": "Correct a fact", "retract": "Retract a fact", "confirm": "Checked, unchanged"}
_SAYS = {
    "correct": "The row as it stands is retracted and this one takes its place; history keeps both.",
    "retract": "This row will count no more; history keeps it.",
    "confirm": "Somebody looked, and it is still so: the count is recorded again as of the day checked.",
}
_NEED_REASON, _EDITABLE = ("correct", "retract"), ("add", "correct")
_PLAIN = ("line", "text", "date", "count", "choice")


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a form that was sent off: errors by field, or the form once more with what would change, or a proposal."""

    errors: Mapping[str, str]
    shown: Shown | None = None
    proposal: Proposal | None = None


class Office:
    """Makes forms and proposals for one store. Safe to share between threads."""

    def __init__(self, desk: "Desk") -> None:
        """Works on the desk's store, by its clock."""
        self._desk = desk

    @property
    def _store(self) -> "FactStore":
        return self._desk.store

    def new(self, text: str, kind: str = "", links: Sequence[Link] = (), written: datetime | None = None) -> Shown:
        """The form for a new fact, filled with what a text says; `written` is when it was written, now unless given."""
        day = written.astimezone(ZONE).date() if written else self._desk.today()
        with self._store.reading() as snapshot:
            facts = snapshot.facts()
            filled = fill(clean(text), facts, day, links, kind)
            return self._shown({"do": "add", "kind": filled.kind}, filled.values, facts)

    def change(self, doing: str, table: str, id: str) -> Shown:
        """The form to correct, retract or confirm a row. Raises Refused where it does not stand any more."""
        stands = self._standing(table, id)
        meta = {"do": doing, "kind": KINDS[table], "id": id, "rev": stands.rev}
        typed: dict[str, str] = {}
        if doing == "correct":
            typed = forms.as_typed(table, stands.row)
        elif doing == "confirm":
            typed = {forms.CHECKED: self._desk.today().isoformat()}
        row = ProposedRow(table, id, "retract", {}, stands.rev, stands.row)
        with self._store.reading() as snapshot:
            facts = snapshot.facts()
            if doing != "retract":
                return self._shown(meta, typed, facts)
            named = labels({each for cell in stands.row.values() for each in cell.split("|")}, facts)
        seen = self._looks((row,))
        says = "\n".join((_SAYS[doing], *row_lines(row, named)))
        return replace(self._shown(meta | {"ok": _mark(typed)}, typed, facts), looks=seen, says=says)

    def edit(self, number: int) -> Shown:
        """The form of an open proposal. Raises Refused where it was decided, or where no form can show it."""
        proposal = self.proposal(number)
        if proposal.state != "open":
            raise Refused(f"Proposal {number} was {proposal.state} already; record a new fact instead.")
        found = forms.from_rows(proposal.rows)
        if found is None or proposal.kind not in _EDITABLE:
            raise Refused(f"Proposal {number} holds rows that no form shows; reject it, and propose them anew.")
        kind, typed, base = found
        meta = {"do": "edit", "kind": kind, "n": number, "seen": proposal.edits, "of": proposal.kind}
        meta |= {"alone": 1} if base.alone else {}
        with self._store.reading() as snapshot:
            return self._shown(meta, typed | {WHY: proposal.why}, snapshot.facts())

    def again(self, meta: Meta, typed: Typed) -> Shown:
        """The form once more after a choice in it: another kind of fact, a new source, dates as they are read."""
        kept = {name: value for name, value in meta.items() if name != "ok"}  # what it would change is shown no more
        with self._store.reading() as snapshot:
            return self._shown({**kept, "kind": typed.get(KIND) or meta["kind"]}, typed, snapshot.facts())

    def choices(self, sort: str, text: str) -> list[Choice]:
        """What a menu of the form offers for what is typed in it."""
        with self._store.reading() as snapshot:
            return choices(sort, text, snapshot.facts())

    def is_checked(self, meta: Meta, typed: Typed) -> bool:
        """Whether the form was checked as it now stands, so that sending it off proposes it."""
        return meta.get("ok") == _mark(typed)

    def judge(self, meta: Meta, typed: Typed, by: str) -> Judged:
        """Read a form that was sent off. One not yet checked as it stands comes back with what it would change."""
        why = typed.get(WHY, "").strip()
        if _needs_reason(meta) and not why:
            return Judged({WHY: "Say why; the reviewer and the history need a reason."})
        try:
            form, kind = self._read(meta, typed)
        except RowFaults as wrong:
            return Judged({fault.column: fault.sentence for fault in wrong.faults})
        if form.errors:
            return Judged(form.errors)
        draft = Draft(kind, form.rows, why)
        try:
            if not self.is_checked(meta, typed):
                return Judged({}, self._checked(meta, typed, draft))
            if meta["do"] == "edit":
                return Judged({}, None, store.amend(self._store, int(meta["n"]), form.rows, by, why, meta.get("seen", 0)))
            return Judged({}, None, store.propose(self._store, draft, by))
        except RowFaults as wrong:
            return Judged(form.beside(wrong.faults))

    def _checked(self, meta: Meta, typed: Typed, draft: Draft) -> Shown:
        """The form with how it was read and what it would change. Raises RowFaults."""
        seen = self._looks(store.check(self._store, draft))
        with self._store.reading() as snapshot:
            return replace(self._shown({**meta, "ok": _mark(typed)}, typed, snapshot.facts()), looks=seen)

    def _read(self, meta: Meta, typed: Typed) -> tuple[Form, Kind]:
        """The form as read against what stands. Raises Refused where the row was changed since the form was opened."""
        doing, kind, today = meta["do"], str(meta["kind"]), self._desk.today()
        if doing == "edit":
            proposal = self.proposal(int(meta["n"]))
            if proposal.edits != meta.get("seen", 0):
                raise Refused(f"Proposal {proposal.number} was edited since this form was opened; open it again.")
            found = forms.from_rows(proposal.rows)
            # What it rests on may have moved: edited, it rests on what stands now.
            base = replace(found[2], base=None, before=None) if found else None
            return forms.read_form(kind, typed, today, base), proposal.kind
        if doing == "add":
            return forms.read_form(kind, typed, today), "add"
        table, id = TABLES[kind], str(meta["id"])
        stands = self._standing(table, id)
        if stands.rev != meta["rev"]:
            raise Refused("That row was changed since this form was opened; ask again, and open it from the answer.")
        if doing == "retract":
            return Form((ProposedRow(table, id, "retract", {}, stands.rev, stands.row),), ({},), {}, {}), "retract"
        if doing == "confirm":
            form, day, source = forms.read_confirmation(typed, today)
            if not form.errors:
                form = replace(form, rows=confirmation(self._store, id, day, source).rows)
            return form, "confirm"
        base = Base({kind: id}, "correct", stands.rev, stands.row, alone=True)
        return forms.read_form(kind, typed, today, base), "correct"

    def _standing(self, table: str, id: str) -> Revision:
        with self._store.looking() as connection:
            found = standing(connection, table, id)
        if found is None:
            raise Refused("That row does not stand any more; ask again to see what does.")
        return found

    def _shown(self, meta: Meta, typed: Typed, facts: Facts) -> Shown:
        doing, kind = str(meta["do"]), str(meta["kind"])
        entries: Sequence[Entry] = ()
        if doing in ("add", "correct", "edit"):
            entries = forms.fields(kind, typed, alone=doing == "correct" or "alone" in meta)
        elif doing == "confirm":
            entries = forms.confirming_fields(typed)
        ids = {id for entry in entries if entry.widget not in _PLAIN for id in typed.get(entry.name, "").split("|") if id}
        vague = [entry for entry in entries if entry.widget in ("date", "count")]
        readings, wrong = forms.readings(vague, typed, self._desk.today())
        return Shown(
            title=_TITLES.get(doing) or f"Edit proposal {meta['n']}",
            kind=kind,
            fields=entries,
            typed=typed,
            metadata=meta,
            labels=labels(ids - {NEW}, facts),
            readings=readings,
            wrong=wrong,
            says=_SAYS.get(doing, ""),
            kinds=doing == "add",
            why="Reason" if _needs_reason(meta) else "Why",
            why_required=_needs_reason(meta),
        )

    def claim(self, key: str) -> bool:
        """True the first time that this delivery is seen. Raises StoreError at once where the store is locked.

        There is no time to wait for the lock twice before Slack gives up on the answer.
        """
        return self._store.claim(key)

    def proposal(self, number: int) -> Proposal:
        """A proposal by its number. Raises Refused where there is none."""
        return store.proposal(self._store, number)

    def approve(self, number: int, by: str, *, single_editor: bool, seen: int) -> Decision:
        """Approve an open proposal, edited `seen` times. Raises Refused, or Moved where what it changes was changed since."""
        return store.approve(self._store, number, by, single_editor=single_editor, seen=seen)

    def reject(self, number: int, by: str, why: str) -> Decision:
        """Reject an open proposal with a reason. Raises Refused."""
        return store.reject(self._store, number, by, why)

    def withdraw(self, number: int, by: str) -> Decision:
        """Take one's own open proposal back. Raises Refused."""
        return store.withdraw(self._store, number, by)

    def undo(self, change: int, by: str, why: str) -> Proposal:
        """Propose to take a change back. Raises Refused."""
        if not why:
            raise Refused("Say why; the reviewer and the history need a reason.")
        return store.undo(self._store, change, by, why)

    def posted(self, number: int, channel: str, ts: str) -> None:
        """Keep where a proposal was posted for review."""
        store.posted(self._store, number, channel, ts)

    def unposted(self) -> list[int]:
        """The numbers of the open proposals that stand in no channel yet."""
        return store.unposted(self._store)

    def proposed_by(self, author: str) -> list[Proposal]:
        """The proposals of one person, newest first."""
        return store.proposals(self._store, author=author)

    def waiting_for(self, reviewer: str, *, single_editor: bool) -> list[Proposal]:
        """The newest open proposals that others made, or with a single editor anyone."""
        found = store.proposals(self._store, state="open")
        return [each for each in found if single_editor or each.author != reviewer]

    def review(self, proposal: Proposal, note: str = "") -> Review:
        """What the message of a proposal shows: its rows with names for ids, and the answers before and after it."""
        shown = proposal.state == "open" or proposal.change is not None
        seen = self._looks(proposal.rows, proposal.change) if shown else ()
        cells = [cell for row in proposal.rows for part in (row.values, row.before or {}) for cell in part.values()]
        resting = [each for row in proposal.rows for each in _sources_of(row)]
        with self._store.reading() as snapshot:
            facts = snapshot.facts()
            held = held_sources(resting, facts)
            new = [dict(row.values) for row in proposal.rows if row.table == "sources" and row.values]
            return Review(
                proposal,
                labels=labels({id for cell in cells for id in cell.split("|") if id}, facts),
                looks=seen,
                sources=(*(each for each in new if each["id"] not in [one["id"] for one in held]), *held),
                decided=_when(proposal.decided_at) if proposal.decided_at else "",
                editable=proposal.kind in _EDITABLE and forms.from_rows(proposal.rows) is not None,
                note=note,
            )

    def _looks(self, rows: Sequence[ProposedRow], change: int | None = None) -> tuple[Looks, ...]:
        return looks(self._desk.preview(rows, change))


def _needs_reason(meta: Meta) -> bool:
    """Whether the form, or the proposal that it edits, takes something from what stands."""
    return meta.get("of", meta["do"]) in _NEED_REASON


def _mark(typed: Typed) -> str:
    """A mark of what stands in a form, but for the reason: what was checked is what is proposed."""
    kept = {name: value for name, value in typed.items() if value and name not in (WHY, KIND)}
    return sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


def _sources_of(row: ProposedRow) -> Iterable[str]:
    values = row.values or row.before or {}
    return [each for each in (values.get("source") or values.get("sources") or "").split("|") if each]


def _when(instant: datetime) -> str:
    """An instant in words, in New Zealand, as the history says it: 21 November 2026, 14:05."""
    local = instant.astimezone(ZONE)
    return f"{say_day(local.date())}, {local:%H:%M}"

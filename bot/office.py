"""Where facts are changed: what is asked for becomes a form, a form a proposal, and a proposal is shown to be judged.

The sibling of the desk, which answers. It knows no Slack: a form goes out as `Shown` and comes back as the values typed in it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bot.choices import Choice, choices, held_sources, labels
from bot.desk import ZONE
from bot.editing import forms
from bot.editing.fill import Link, fill
from bot.editing.forms import Base, Form
from bot.editing.kinds import KINDS, NEW, NOUNS, TABLES, Entry
from bot.editing.proposals import Decision, Draft, Proposal, ProposedRow, Refused, RowFaults
from bot.editing.sheets import concerning, sheets
from bot.edtf import say_day
from bot.facts import Facts, Strength
from bot.render.forms import KIND, WHY, Looks, Shown
from bot.render.proposals import Review
from bot.store import Snapshot
from bot.store import proposals as store

if TYPE_CHECKING:
    from bot.desk import Desk

Meta = Mapping[str, Any]
Typed = Mapping[str, str]

_GONE = "That row does not stand any more; ask again to see what does."
_TITLES = {"add": "Record a fact", "correct": "Correct a fact", "retract": "Retract a fact", "confirm": "Checked, unchanged"}
_SAYS = {
    "correct": "The row as it stands is retracted and this one takes its place; history keeps both.",
    "retract": "This row will count no more; history keeps it.",
    "confirm": "Somebody looked, and it is still so: the count is recorded again as of the day checked.",
}
_KINDS = {"add": "add", "correct": "correct", "retract": "retract", "confirm": "confirm"}


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a form that was sent off: errors by field, or the form once more with what would change, or a proposal."""

    errors: Mapping[str, str]
    shown: Shown | None = None
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A form as read against the store as it stands."""

    form: Form
    fields: Sequence[Entry]
    draft: Draft


class Office:
    """Makes forms and proposals for one store. Safe to share between threads."""

    def __init__(self, desk: "Desk") -> None:
        """Works on the desk's store, by its clock."""
        self._desk = desk
        self._store = desk.store

    def new(self, text: str, kind: str = "", links: Sequence[Link] = (), written: datetime | None = None) -> Shown:
        """The form for a new fact, filled with what a text says; `written` is when it was written, now unless given."""
        day = written.astimezone(ZONE).date() if written else self._desk.today()
        with self._store.reading() as snapshot:
            facts = snapshot.facts()
            filled = fill(text, facts, day, links, kind)
            return self._shown({"do": "add", "kind": filled.kind}, filled.values, facts)

    def change(self, doing: str, table: str, id: str) -> Shown:
        """The form to correct, retract or confirm a row. Raises Refused where it does not stand any more."""
        with self._store.reading() as snapshot:
            rev, row = _standing(snapshot, table, id)
            meta = {"do": doing, "kind": KINDS[table], "id": id, "rev": rev}
            facts = snapshot.facts()
            typed = forms.as_typed(table, row) if doing == "correct" else {}
            if doing == "confirm":
                typed = {forms.CHECKED: self._desk.today().isoformat()}
            if doing != "retract":
                return self._shown(meta, typed, facts)
            looks = store.preview(snapshot, [ProposedRow(table, id, "retract", {}, rev, row)], self._desk.today())
            return self._shown(meta | {"ok": _mark(typed)}, typed, facts, looks, says=_lines(row, facts))

    def edit(self, number: int) -> Shown:
        """The form of an open proposal. Raises Refused where it was decided, or where no form can show it."""
        proposal = self.proposal(number)
        found = forms.from_rows(proposal.rows)
        if proposal.state != "open":
            raise Refused(f"Proposal {number} was {proposal.state} already; open a new one instead.")
        if found is None or proposal.kind not in ("add", "correct"):
            raise Refused(f"Proposal {number} holds rows that no form shows; reject it and propose them anew.")
        kind, typed, base = found
        with self._store.reading() as snapshot:
            meta = {"do": "edit", "kind": kind, "n": number} | ({"alone": 1} if base.alone else {})
            return self._shown(meta, typed | {WHY: proposal.why}, snapshot.facts())

    def again(self, meta: Meta, typed: Typed) -> Shown:
        """The form once more after a choice in it: another kind of fact, a new source, dates as they are read."""
        kind = typed.get(KIND) or meta["kind"]
        with self._store.reading() as snapshot:
            return self._shown({**meta, "kind": kind}, typed, snapshot.facts())

    def choices(self, sort: str, text: str) -> list[Choice]:
        """What a menu of the form offers for what is typed in it."""
        with self._store.reading() as snapshot:
            return choices(sort, text, snapshot.facts())

    def is_checked(self, meta: Meta, typed: Typed) -> bool:
        """Whether the form was checked as it now stands, so that sending it off proposes it."""
        return meta.get("ok") == _mark(typed)

    def judge(self, meta: Meta, typed: Typed, by: str) -> Judged:
        """Read a form that was sent off. One not yet checked as it stands comes back with what it would change."""
        typed = {name: value for name, value in typed.items() if name != KIND}
        if meta["do"] != "add" and meta["do"] != "edit" and not typed.get(WHY, "").strip() and meta["do"] != "confirm":
            return Judged({WHY: "Say why; the reviewer and the history need a reason."})
        with self._store.reading() as snapshot:
            facts = snapshot.facts()
            read = self._read(meta, typed, snapshot)
            errors = dict(read.form.errors) or read.form.beside(store.faults(snapshot, read.draft))
            if errors:
                return Judged(errors)
            if not self.is_checked(meta, typed):
                looks = store.preview(snapshot, read.draft.rows, self._desk.today())
                return Judged({}, self._shown({**meta, "ok": _mark(typed)}, typed, facts, looks))
        try:
            if meta["do"] == "edit":
                return Judged({}, None, store.amend(self._store, int(meta["n"]), read.draft.rows, by))
            return Judged({}, None, store.propose(self._store, read.draft, by))
        except RowFaults as wrong:
            return Judged(read.form.beside(wrong.faults))

    def _read(self, meta: Meta, typed: Typed, snapshot: Snapshot) -> _Read:
        doing, kind, today = meta["do"], meta["kind"], self._desk.today()
        why = typed.get(WHY, "").strip()
        if doing == "edit":
            proposal = self.proposal(int(meta["n"]))
            found = forms.from_rows(proposal.rows)
            base = found[2] if found else None
            form = forms.read_form(kind, typed, today, base)
            return _Read(form, forms.fields(kind, typed, alone="alone" in meta), Draft(proposal.kind, form.rows, why))
        if doing == "add":
            form = forms.read_form(kind, typed, today)
            return _Read(form, forms.fields(kind, typed), Draft("add", form.rows, why))
        table, id = TABLES[kind], str(meta["id"])
        rev, row = _standing(snapshot, table, id)
        if doing == "retract":
            rows = (ProposedRow(table, id, "retract", {}, int(meta["rev"]), row),)
            return _Read(Form(rows, ({},), {}, {}), (), Draft("retract", rows, why))
        if doing == "confirm":
            form = forms.read_confirmation(_report(id, snapshot.facts()), typed, today)
            return _Read(form, forms.confirming_fields(typed), Draft("confirm", form.rows, why))
        base = Base({kind: id}, "correct", int(meta["rev"]), row if rev == meta["rev"] else None, alone=True)
        form = forms.read_form(kind, typed, today, base)
        return _Read(form, forms.fields(kind, typed, alone=True), Draft("correct", form.rows, why))

    def _shown(
        self, meta: Meta, typed: Typed, facts: Facts, looks: Sequence[Looks] | None = None, says: Sequence[str] = ()
    ) -> Shown:
        doing, kind = meta["do"], meta["kind"]
        if doing in ("add", "correct", "edit"):
            entries = forms.fields(kind, typed, alone=doing == "correct" or "alone" in meta)
        else:
            entries = forms.confirming_fields(typed) if doing == "confirm" else ()
        ids = [id for entry in entries if entry.widget in _PICKED for id in typed.get(entry.name, "").split("|") if id != NEW]
        return Shown(
            title=_TITLES.get(doing) or f"Edit proposal {meta['n']}",
            kind=kind,
            fields=entries,
            typed=typed,
            metadata=meta,
            labels=labels(ids, facts),
            readings=forms.readings([each for each in entries if each.widget in ("date", "count")], typed, self._desk.today()),
            looks=looks,
            says="\n".join(filter(None, (_SAYS.get(doing, ""), *says))),
            kinds=doing == "add",
            why="Why" if doing in ("add", "edit", "confirm") else "Reason",
            why_required=doing in ("correct", "retract"),
        )

    def proposal(self, number: int) -> Proposal:
        """A proposal by its number. Raises Refused where there is none."""
        return store.proposal(self._store, number)

    def approve(self, number: int, by: str, *, single_editor: bool) -> Decision:
        """Approve an open proposal. Raises Refused, or Moved where what it changes was changed since."""
        return store.approve(self._store, number, by, single_editor=single_editor)

    def reject(self, number: int, by: str, why: str) -> Decision:
        """Reject an open proposal with a reason. Raises Refused."""
        if not why:
            raise Refused("Say why; the author is told.")
        return store.reject(self._store, number, by, why)

    def undo(self, change: int, by: str, why: str) -> Proposal:
        """Propose to take a change back. Raises Refused."""
        if not why:
            raise Refused("Say why; the reviewer and the history need a reason.")
        return store.undo(self._store, change, by, why)

    def posted(self, number: int, channel: str, ts: str) -> None:
        """Keep where a proposal was posted for review."""
        store.posted(self._store, number, channel, ts)

    def proposed_by(self, author: str) -> list[Proposal]:
        """The proposals of one person, newest first."""
        return store.proposals(self._store, author=author)

    def waiting_for(self, reviewer: str, *, single_editor: bool) -> list[Proposal]:
        """The open proposals that this person may decide, oldest first."""
        found = store.proposals(self._store, state="open")
        return [each for each in found if single_editor or each.author != reviewer]

    def review(self, proposal: Proposal, note: str = "") -> Review:
        """What the message of a proposal shows: its rows with names for ids, and the answers before and after it."""
        with self._store.reading() as snapshot:
            facts = snapshot.facts()
            cells = [cell for row in proposal.rows for part in (row.values, row.before or {}) for cell in part.values()]
            ids = {id for cell in cells for id in cell.split("|") if id}
            looks: Sequence[Looks] = ()
            if proposal.state == "open":
                with suppress(BotError):
                    looks = store.preview(snapshot, proposal.rows, self._desk.today())
            elif proposal.change is not None:
                looks = store.looks_at(snapshot, proposal.change, proposal.rows, self._desk.today())
            resting = [each for row in proposal.rows for each in _resting(row)]
            return Review(
                proposal,
                labels=labels(ids, facts),
                looks=looks,
                sources=(*_new_sources(proposal.rows), *held_sources(resting, facts)),
                decided=_when(proposal.decided_at),
                editable=proposal.kind in ("add", "correct") and forms.from_rows(proposal.rows) is not None,
                note=note,
            )

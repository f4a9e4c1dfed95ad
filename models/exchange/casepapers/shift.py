"""The sheet of a shift handed over (交接班单)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from models.exchange.papers.model import Align, Band, Column, Document, Heading, Paragraph, Table
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from models.cases.shifts.views import HandoverView, ShiftCase, ShiftSheet
    from models.exchange.books.tongue import Tongue
    from models.exchange.papers.model import Block

SHEET_TITLE = N_("Handover of a shift")
_CENTRE = Align.CENTRE


def shift_document(
    sheet: ShiftSheet, given: HandoverView | None, township: str, zone: tzinfo, tongue: Tongue
) -> Document:
    """Return the sheet as a document.

    Args:
        sheet: what it says.
        given: the handover it was kept with; ``None`` before it is handed over.
        township: whose it is.
        zone: of the township's clocks.
        tongue: the language of the paper.
    """
    title = tongue.say(SHEET_TITLE)
    blocks = tuple(_Writer(sheet, given, zone, tongue).blocks())
    return Document(title, blocks, subtitle=township, header=f"{township}　{title}")


class _Writer:
    """Writes the parts of the sheet in their order."""

    def __init__(self, sheet: ShiftSheet, given: HandoverView | None, zone: tzinfo, tongue: Tongue) -> None:
        self._sheet = sheet
        self._given = given
        self._zone = zone
        self._tongue = tongue
        self._say = tongue.say
        self._chapter = 0

    def blocks(self) -> Iterator[Block]:
        """Yield the whole sheet."""
        say, sheet = self._say, self._sheet
        yield self._heading(say(N_("Who and when")))
        yield self._facts()
        yield self._heading(say(N_("To mind")))
        notes = "" if self._given is None else self._given.notes
        yield Paragraph(notes or say(N_("Nothing.")))
        yield self._heading(say(N_("Open cases: %(count)s"), count=sheet.open))
        yield from self._cases(sheet.cases)
        left = sheet.open - len(sheet.cases)
        if left:
            yield Paragraph(say(N_("%(count)s more are not listed; their deadlines are later."), count=left))
        yield self._heading(say(N_("Requests waiting: %(count)s"), count=len(sheet.requests)))
        yield from self._requests()
        yield self._heading(say(N_("Steps within the shift: %(count)s"), count=sheet.steps))
        yield from self._changes()
        yield self._heading(say(N_("Signatures")))
        yield self._signatures()

    def _heading(self, text: str) -> Heading:
        if self._tongue.chinese:
            return Heading(text)
        self._chapter += 1
        return Heading(f"{self._chapter}. {text}", numbered=False)

    def _when(self, moment: datetime | None) -> str:
        return "" if moment is None else f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"

    def _facts(self) -> Table:
        say, sheet, given = self._say, self._sheet, self._given
        facts = [
            (say(N_("Handed over by")), f"{sheet.person} {sheet.unit_name}".strip()),
            (say(N_("Covers")), self._tongue.label(sheet.scope)),
            (say(N_("Shift")), f"{self._when(sheet.since)} - {self._when(sheet.at)}"),
        ]
        if given is not None:
            whoever = say(N_("whoever comes next"))
            taken = f"{given.accepted_by} {self._when(given.accepted_at)}".strip()
            facts += [
                (say(N_("Handed over to")), given.to_name or whoever),
                (say(N_("Relieved")), taken or say(N_("not yet"))),
            ]
        columns = (Column(say(N_("Fact")), 1.2), Column(say(N_("Content")), 5.8))
        return Table(columns, tuple(facts))

    def _cases(self, cases: Sequence[ShiftCase]) -> Iterator[Block]:
        say, label = self._say, self._tongue.label
        if not cases:
            yield Paragraph(say(N_("None.")))
            return
        columns = (
            Column(say(N_("Number")), 1.9),
            Column(say(N_("Title")), 2.5),
            Column(say(N_("State")), 1.25),
            Column(say(N_("Due")), 1.35),
            Column(say(N_("Unit")), 1.4),
            Column(say(N_("Person")), 0.9),
        )
        counts = dict(self._sheet.counts)
        rows: list[tuple[str, ...] | Band] = []
        for section, group in groupby(cases, key=lambda each: each.section):
            rows.append(Band(f"{label(section)} ({counts.get(section, 0)})"))
            rows += [
                (
                    each.number,
                    each.title,
                    label(each.state),
                    self._when(each.due_at),
                    each.unit_name,
                    each.owner_name,
                )
                for each in group
            ]
        yield Table(columns, tuple(rows))

    def _requests(self) -> Iterator[Block]:
        say, label = self._say, self._tongue.label
        if not self._sheet.requests:
            yield Paragraph(say(N_("None.")))
            return
        columns = (
            Column(say(N_("Number")), 1.9),
            Column(say(N_("Title")), 2.6),
            Column(say(N_("Asked for it")), 1.2),
            Column(say(N_("Due")), 1.3),
            Column(say(N_("Unit")), 1.6),
        )
        rows = (
            (each.number, each.title, label(each.asked), self._when(each.due_at), each.unit_name)
            for each in self._sheet.requests
        )
        yield Table(columns, tuple(rows))

    def _changes(self) -> Iterator[Block]:
        say, label, sheet = self._say, self._tongue.label, self._sheet
        if not sheet.changes:
            yield Paragraph(say(N_("None.")))
            return
        yield Paragraph("　".join(f"{label(action)} {count}" for action, count in sheet.done))
        left = sheet.steps - len(sheet.changes)
        if left:
            yield Paragraph(say(N_("The %(count)s steps before these are counted, not listed."), count=left))
        columns = (
            Column(say(N_("Moment")), 1.75, _CENTRE),
            Column(say(N_("Step")), 1.2),
            Column(say(N_("Number")), 1.75),
            Column(say(N_("Title")), 2.7),
            Column(say(N_("Who")), 1),
        )
        rows = (
            (self._when(each.at), label(each.action), each.number, each.title, each.actor_name)
            for each in sheet.changes
        )
        yield Table(columns, tuple(rows))

    def _signatures(self) -> Table:
        say, given = self._say, self._given
        columns = (
            Column(say(N_("Role")), 1.6),
            Column(say(N_("Name")), 1.4),
            Column(say(N_("Signature")), 2.4),
            Column(say(N_("Date")), 1.6),
        )
        to_name = "" if given is None else given.accepted_by or given.to_name
        people = (
            (say(N_("Handed over by")), self._sheet.person),
            (say(N_("Relieved by")), to_name),
        )
        return Table(columns, tuple((role, name, "\n", "") for role, name in people), together=True)

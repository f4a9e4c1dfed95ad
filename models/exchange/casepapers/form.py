"""The form of a case (事件处置单): facts, grounds, deadline, who assists, timeline, files, signatures.

The reporter is masked unless read in clear; long numbers in what people wrote are masked always, for they
may be telephone or identity numbers and the paper goes from hand to hand.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from models.cases.kinds import Action, CloseKind, Level, LinkKind, PersonalField, Pressure, Rating
from models.cases.task_kinds import Turnout
from models.exchange.casepapers.beside import clock_table, task_table
from models.exchange.papers.model import (
    Align,
    Column,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Table,
    Title,
)
from models.kernel.masking import mask_numbers
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import tzinfo
    from typing import Any

    from models.cases.views import EventView
    from models.exchange.books.tongue import Tongue
    from models.exchange.casepapers.views import PrintedCase
    from models.exchange.papers.model import Block

TITLE = N_("Case form")
_CENTRE, _RIGHT = Align.CENTRE, Align.RIGHT
_HALF = 32
"""Characters of a SHA-256 on one line"""


def case_document(forms: Sequence[PrintedCase], township: str, zone: tzinfo, tongue: Tongue) -> Document:
    """Return the forms of cases as one document, each on pages of its own.

    Args:
        forms: at least one.
        township: whose cases they are.
        zone: of the township's clocks.
        tongue: the language of the paper.
    """
    title = tongue.say(TITLE)
    blocks: list[Block] = []
    for place, form in enumerate(forms):
        writer = _Writer(form, zone, tongue)
        if place:
            header = f"{township}　{title}　{form.case.number}"
            blocks += [NewPage(landscape=False, header=header), Title(title, writer.below())]
        blocks += writer.blocks()
    first = _Writer(forms[0], zone, tongue)
    header = f"{township}　{title}　{forms[0].case.number}"
    return Document(title, tuple(blocks), subtitle=first.below(), header=header)


class _Writer:
    """Writes the parts of one form in their order."""

    def __init__(self, form: PrintedCase, zone: tzinfo, tongue: Tongue) -> None:
        self._form = form
        self._case = form.case
        self._zone = zone
        self._tongue = tongue
        self._say = tongue.say
        self._chapter = 0

    def below(self) -> str:
        """Return the line below the title: the number, and where the case stands."""
        case = self._case
        number = self._say(N_("Number %(number)s"), number=case.number)
        return f"{number}　{self._tongue.label(case.state)}"

    def blocks(self) -> Iterator[Block]:
        """Yield the whole form."""
        say, case = self._say, self._case
        yield self._heading(say(N_("Facts")))
        yield self._facts()
        yield Paragraph(mask_numbers(case.title), bold=True)
        if case.body != case.title:
            yield Paragraph(mask_numbers(case.body))
        yield self._heading(say(N_("What it rests on")))
        yield self._pairs(self._grounds())
        yield self._heading(say(N_("Deadline")))
        yield from self._deadline()
        if case.clocks:
            yield clock_table(case, self._tongue, self._when)
        if case.tasks:
            yield self._heading(say(N_("Units that assist")))
            yield task_table(case, self._tongue, self._when)
        yield self._heading(say(N_("Timeline")))
        yield self._timeline()
        yield self._heading(say(N_("Files")))
        yield from self._files()
        yield self._heading(say(N_("Signatures")))
        yield self._signatures()

    def _heading(self, text: str) -> Heading:
        if self._tongue.chinese:
            return Heading(text)
        self._chapter += 1
        return Heading(f"{self._chapter}. {text}", numbered=False)

    def _when(self, moment: datetime | None) -> str:
        return "" if moment is None else f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"

    def _with(self, text: str, more: str) -> str:
        return self._say(N_("%(text)s (%(more)s)"), text=text, more=more)

    def _facts(self) -> Table:
        case, say, revealed = self._case, self._say, self._form.revealed
        name = revealed.get(PersonalField.REPORTER_NAME, case.reporter_name)
        phone = revealed.get(PersonalField.REPORTER_PHONE, case.reporter_phone)
        facts = [
            (say(N_("Channel")), self._tongue.label(case.channel)),
            (say(N_("Grid")), self._with(case.grid_name, case.division_name)),
            (say(N_("Happened")), self._when(case.occurred_at)),
            (say(N_("Place")), mask_numbers(case.place)),
            (say(N_("Reported")), f"{self._when(case.reported_at)} {case.reported_by}".strip()),
            (say(N_("Reporter")), f"{name} {phone}".strip()),
            (say(N_("Unit")), case.unit_name),
            (say(N_("Person")), self._handled_by()),
            (say(N_("Acceptor")), case.acceptor_name),
            (say(N_("Returns and reworks")), f"{case.return_count} / {case.rework_count}"),
            (say(N_("Ended")), "" if case.close_kind is None else self._tongue.label(case.close_kind)),
            (say(N_("Rating")), "" if case.rating is None else self._tongue.label(case.rating)),
            (say(N_("Merged into")), case.lead_number),
            (say(N_("Merged with it")), ", ".join(each.number for each in case.joined)),
        ]
        item, content = say(N_("Fact")), say(N_("Content"))
        columns = (Column(item, 1.1), Column(content, 2.4), Column(item, 1.1), Column(content, 2.4))
        shown = [fact for place, fact in enumerate(facts) if fact[1] or place < len(facts) - 4]
        shown += [("", "")] * (len(shown) % 2)
        pairs = zip(shown[::2], shown[1::2], strict=True)
        return Table(columns, tuple((*left, *right) for left, right in pairs))

    def _handled_by(self) -> str:
        """Return who has the case in hand, or who reported it done."""
        case = self._case
        done = [event.actor_name for event in case.timeline if event.action is Action.FEEDBACK]
        return case.owner_name or (done[-1] if done else "")

    def _pairs(self, facts: Sequence[tuple[str, str]]) -> Table:
        columns = (Column(self._say(N_("Fact")), 1.1), Column(self._say(N_("Content")), 5.9))
        return Table(columns, tuple(facts))

    def _grounds(self) -> list[tuple[str, str]]:
        say, matter, condition = self._say, self._case.matter, self._case.condition
        if matter is None:
            return [(say(N_("Matter")), say(N_("(not filed)")))]
        found = [
            (say(N_("Matter")), f"{matter.code} {matter.name} {' / '.join(matter.class_path)}".strip()),
            (say(N_("Legal basis")), matter.legal_basis),
            (say(N_("Duty list")), self._form.resting),
        ]
        if condition is not None:
            limit = self._tongue.limit(condition.limit)
            found += [
                (say(N_("Filing condition")), self._with(condition.text, limit)),
                (say(N_("Closing condition")), condition.closing_condition),
                (say(N_("Evidence")), condition.evidence),
            ]
        return [fact for fact in found if fact[1]]

    def _deadline(self) -> Iterator[Block]:
        case, say = self._case, self._say
        if case.due_at is None:
            yield Paragraph(say(N_("The case has no deadline yet.")))
            return
        facts = [
            (say(N_("Due")), self._when(case.due_at)),
            (say(N_("Clock stopped")), self._when(case.clock_stopped_at)),
            (say(N_("How it was counted")), "\n".join(self._form.receipt)),
        ]
        yield self._pairs([fact for fact in facts if fact[1]])

    def _timeline(self) -> Table:
        say = self._say
        columns = (
            Column(say(N_("No.")), 0.7, _CENTRE),
            Column(say(N_("Moment")), 1.35),
            Column(say(N_("Step")), 1.5),
            Column(say(N_("Who")), 0.95),
            Column(say(N_("Unit")), 1.3),
            Column(say(N_("Reason, note and facts")), 3.2),
        )
        return Table(columns, tuple(self._event(event) for event in self._case.timeline))

    def _event(self, event: EventView) -> tuple[str, ...]:
        say, label = self._say, self._tongue.label
        told = [
            say(N_("Reason: %(text)s"), text=mask_numbers(event.reason)) if event.reason else "",
            say(N_("Note: %(text)s"), text=mask_numbers(event.note)) if event.note else "",
            *self._details(event.details),
        ]
        return (
            str(event.seq),
            self._when(event.at).replace(" ", "\n"),
            self._with(f"{label(event.action)}\n", label(event.to_state)),
            event.actor_name,
            event.unit_name,
            "\n".join(filter(None, told)),
        )

    def _details(self, details: Mapping[str, Any]) -> Iterator[str]:
        """Yield the facts an event keeps, in words; those that only repeat others are left out."""
        if "matter_name" in details:
            limit = self._tongue.limit(details["limit"])
            condition = self._with(details["condition_text"], limit)
            yield self._say(N_("%(name)s: %(value)s"), name=details["matter_name"], value=condition)
        for name, (sentence, shown) in self._worded().items():
            value = details.get(name)
            if value:
                yield self._say(sentence, value=shown(value))

    def _worded(self) -> dict[str, tuple[str, Callable[[Any], str]]]:
        label, when = self._tongue.label, self._moment
        return {
            "due_at": (N_("due %(value)s"), when),
            "answer_due_at": (N_("answer due %(value)s"), when),
            "level": (N_("superior level: %(value)s"), lambda value: label(Level(value))),
            "external_due_at": (N_("wanted by %(value)s"), when),
            "was_external_due_at": (N_("wanted before by %(value)s"), when),
            "tasks_ended": (N_("assistance ends: %(value)s"), ", ".join),
            "until": (N_("until %(value)s"), lambda value: date.fromisoformat(value).isoformat()),
            "from_unit_name": (N_("before: %(value)s"), str),
            "person_name": (N_("to %(value)s"), str),
            "pressure": (N_("ground: %(value)s"), lambda value: label(Pressure(value))),
            "close_kind": (N_("ended: %(value)s"), lambda value: label(CloseKind(value))),
            "rating": (N_("rating: %(value)s"), lambda value: label(Rating(value))),
            "undone": (N_("taken back: %(value)s"), lambda value: label(Action(value))),
            "lead": (N_("lead: %(value)s"), str),
            "joined": (N_("with: %(value)s"), ", ".join),
            "link": (N_("link: %(value)s"), lambda value: label(LinkKind(value))),
            "other": (N_("other case: %(value)s"), str),
            "place": (N_("place: %(value)s"), str),
            "report_by": (N_("to report in by %(value)s"), when),
            "came": (N_("came: %(value)s"), str),
            "turnout": (N_("turnout: %(value)s"), lambda value: label(Turnout(value))),
            "to_names": (N_("to %(value)s"), ", ".join),
        }

    def _moment(self, text: str) -> str:
        return self._when(datetime.fromisoformat(text))

    def _files(self) -> Iterator[Block]:
        say, files = self._say, self._form.files
        if not files:
            yield Paragraph(say(N_("No file is attached.")))
            return
        columns = (
            Column(say(N_("No.")), 0.7, _CENTRE),
            Column(say(N_("File name")), 2),
            Column(say(N_("Bytes")), 0.9, _RIGHT),
            Column(say(N_("Attached by")), 1),
            Column(say(N_("Moment")), 1.2),
            Column("SHA-256", 3.2),
        )
        rows = tuple(
            (
                str(each.seq) if each.own else f"{each.case_number}/{each.seq}",
                f"{each.name}\n{each.note}".strip(),
                str(each.size),
                each.by,
                self._when(each.at),
                f"{each.sha256[:_HALF]}\n{each.sha256[_HALF:]}",
            )
            for each in files
        )
        yield Table(columns, rows)

    def _signatures(self) -> Table:
        case, say = self._case, self._say
        done = {event.action: event.actor_name for event in case.timeline}
        columns = (
            Column(say(N_("Role")), 1.6),
            Column(say(N_("Name")), 1.4),
            Column(say(N_("Signature")), 2.4),
            Column(say(N_("Date")), 1.6),
        )
        people = (
            (say(N_("Acceptor")), case.acceptor_name),
            (say(N_("Handled by")), self._handled_by()),
            (say(N_("Lead of the unit")), ""),
            (say(N_("Verified by")), done.get(Action.VERIFY, "")),
            (say(N_("Closed by")), done.get(Action.CLOSE, "")),
        )
        return Table(columns, tuple((role, name, "\n", "") for role, name in people), together=True)

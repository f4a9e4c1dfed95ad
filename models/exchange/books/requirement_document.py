"""The business requirements as a document: by matter, by flow, by role, by department, gaps, traces."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from models.catalogue.requirements.tracing import backwards, forwards
from models.exchange.books.requirement_words import (
    GAPS,
    NUMBER_RULE,
    RELATIONS,
    TITLE,
    VOLUME_RULE,
    entry_text,
    flow_text,
    interface_text,
    lead_text,
    limit_text,
    missing_text,
    post_text,
    unit_text,
    volume_text,
)
from models.exchange.papers.model import (
    Align,
    Band,
    Bullets,
    Column,
    Contents,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Table,
)
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from models.catalogue.requirements.views import Requirement, RequirementSet, TraceRow
    from models.exchange.books.tongue import Tongue
    from models.exchange.papers.model import Block

_RIGHT, _CENTRE = Align.RIGHT, Align.CENTRE


def requirement_document(
    found: RequirementSet, township: str, list_name: str, day: date, tongue: Tongue
) -> Document:
    """Return the document.

    Args:
        found: the requirements.
        township: whose platform it is.
        list_name: what the edition or list is called.
        day: the day the paper bears.
        tongue: its language.
    """
    return Document(
        tongue.say(TITLE, township=township),
        tuple(_Writer(found, tongue).blocks(list_name)),
        subtitle=list_name,
        issuer=township,
        day=day,
        cover=True,
    )


class _Writer:
    """Writes the chapters in their order."""

    def __init__(self, found: RequirementSet, tongue: Tongue) -> None:
        self._found = found
        self._tongue = tongue
        self._say = tongue.say
        self._chapter = 0

    def blocks(self, list_name: str) -> Iterator[Block]:
        """Yield the whole document."""
        yield Contents(self._say(N_("Contents")), depth=2)
        yield NewPage()
        yield from self._overview(list_name)
        yield from self._matters()
        yield NewPage(landscape=True)
        yield from self._flows()
        yield from self._functions()
        yield from self._departments()
        yield from self._gaps()
        yield from self._traces()

    def _heading(self, text: str, level: int = 1) -> Heading:
        if self._tongue.chinese:
            return Heading(text, level)
        if level == 1:
            self._chapter += 1
            text = f"{self._chapter}. {text}"
        return Heading(text, level, numbered=False)

    def _overview(self, list_name: str) -> Iterator[Block]:
        say, found = self._say, self._found
        yield self._heading(say(N_("Overview")))
        yield Paragraph(
            say(
                N_("Derived from %(list)s: matters %(matters)s, flows %(flows)s, departments %(offices)s"),
                list=list_name,
                matters=len(found.requirements),
                flows=len({each.flow.code for each in found.requirements if each.flow}),
                offices=len(found.departments),
            )
        )
        yield Paragraph(say(NUMBER_RULE))
        yield Paragraph(say(VOLUME_RULE, first=found.first.isoformat(), last=found.last.isoformat()))
        known = [each.volume.count for each in found.requirements if each.volume.count is not None]
        yield Paragraph(
            say(
                N_("%(cases)s cases a year are expected of %(known)s matters; of %(unknown)s it is unknown."),
                cases=sum(known),
                known=len(known),
                unknown=len(found.requirements) - len(known),
            )
        )

    def _matters(self) -> Iterator[Block]:
        yield self._heading(self._say(N_("Requirements by matter")))
        ordered = sorted(self._found.requirements, key=lambda each: (each.class_key, each.code))
        for _key, group in groupby(ordered, key=lambda each: each.class_key):
            matters = list(group)
            yield self._heading(f"{' / '.join(matters[0].class_path)} ({len(matters)})", 2)
            for each in matters:
                yield from self._matter(each)

    def _matter(self, each: Requirement) -> Iterator[Block]:
        say = self._say
        yield Heading(f"{each.number} {each.name} ({each.code})", 3, numbered=False)
        yield Bullets(tuple(f"{title}: {text}" for title, text in self._facts(each) if text))
        if each.conditions:
            columns = (
                Column(say(N_("Number")), 1),
                Column(say(N_("Filing condition")), 3),
                Column(say(N_("Limit")), 1),
                Column(say(N_("Closing condition")), 2.5),
                Column(say(N_("Evidence")), 2),
            )
            rows = tuple(
                (
                    part.number,
                    part.text,
                    limit_text(part.limit, self._tongue),
                    part.closing_condition,
                    part.evidence,
                )
                for part in each.conditions
            )
            yield Table(columns, rows)

    def _facts(self, each: Requirement) -> Iterator[tuple[str, str]]:
        say, label = self._say, self._tongue.label
        yield say(N_("Duty list")), "" if each.duty_list is None else label(each.duty_list)
        yield say(N_("How it comes in")), label(each.kind)
        yield say(N_("Level able to settle")), label(each.settle_level)
        yield say(N_("Urgency and severity")), f"{each.urgency} / {each.severity}"
        yield say(N_("Privacy level")), label(each.privacy)
        yield say(N_("Department")), lead_text(each)
        yield say(N_("Legal basis")), each.legal_basis.replace("\n", " ")
        yield say(N_("Duty of the grid worker")), each.grid_duty.replace("\n", " ")
        yield say(N_("Patrol frequency")), each.patrol
        yield say(N_("Flow")), flow_text(each, self._tongue)
        yield say(N_("Roles")), ", ".join(post_text(post, self._tongue) for post in each.posts)
        yield say(N_("Handling steps")), " → ".join(self._steps(each))
        interfaces = (interface_text(part, self._tongue) for part in each.interfaces)
        yield say(N_("Interfaces")), "; ".join(interfaces)
        yield say(N_("Expected volume")), volume_text(each.volume, self._tongue)
        yield say(N_("Sources")), ", ".join(ref.number for ref in each.sources)
        yield say(N_("Missing")), missing_text(each, self._tongue)

    def _steps(self, each: Requirement) -> Iterator[str]:
        for step in each.steps:
            facts = (post_text(step.post, self._tongue), limit_text(step.limit, self._tongue))
            said = ", ".join(filter(None, facts))
            yield f"{step.name} ({said})" if said else step.name

    def _flows(self) -> Iterator[Block]:
        say = self._say
        yield self._heading(say(N_("Flows, steps and forms")))
        by_code: dict[str, list[Requirement]] = {}
        for each in self._found.requirements:
            if each.flow is not None:
                by_code.setdefault(each.flow.code, []).append(each)
        if not by_code:
            yield Paragraph(say(N_("No matter has a flow.")))
        for code in sorted(by_code):
            matters = by_code[code]
            yield self._heading(f"{flow_text(matters[0], self._tongue)} ({len(matters)})", 2)
            yield self._step_table(matters[0])

    def _step_table(self, each: Requirement) -> Table:
        say = self._say
        columns = (
            Column(say(N_("No.")), 0.5, _CENTRE),
            Column(say(N_("Step key")), 1),
            Column(say(N_("Step")), 1.4),
            Column(say(N_("Function")), 0.9),
            Column(say(N_("Post")), 1),
            Column(say(N_("Unit")), 1.2),
            Column(say(N_("Limit")), 1),
            Column(say(N_("Evidence")), 1.6),
            Column(say(N_("Form and data fields")), 3.2),
        )
        rows = tuple(
            (
                str(step.place),
                step.key,
                step.name,
                self._tongue.label(step.kind),
                post_text(step.post, self._tongue),
                unit_text(step, self._tongue),
                limit_text(step.limit, self._tongue),
                step.evidence,
                "\n".join(entry_text(entry, self._tongue) for entry in step.entries),
            )
            for step in each.steps
        )
        return Table(columns, rows)

    def _functions(self) -> Iterator[Block]:
        say, found = self._say, self._found
        yield self._heading(say(N_("Roles by functions")))
        yield Paragraph(say(N_("For how many matters each role has each function.")))
        if not found.functions:
            yield Paragraph(say(N_("No matter has a flow.")))
            return
        titles = [post_text(post, self._tongue) or say(N_("no post")) for post in _posts(found)]
        columns = (
            Column(say(N_("Function")), 1.4),
            *(Column(title, 1, _RIGHT) for title in titles),
            Column(say(N_("Matters")), 1, _RIGHT),
        )
        rows = tuple(
            (
                self._tongue.label(row.kind),
                *(str(row.posts.get(post, "")) for post in _posts(found)),
                str(row.matters),
            )
            for row in found.functions
        )
        yield Table(columns, rows)

    def _departments(self) -> Iterator[Block]:
        say = self._say
        yield self._heading(say(N_("Interfaces to departments")))
        if not self._found.departments:
            yield Paragraph(say(N_("No matter names a department.")))
            return
        columns = (
            Column(say(N_("Department")), 2),
            *(Column(say(title), 0.8, _RIGHT) for title in RELATIONS.values()),
            Column(say(N_("Matters")), 0.8, _RIGHT),
            Column(say(N_("Cases a year")), 1, _RIGHT),
            Column(say(N_("Volume unknown")), 1, _RIGHT),
            Column(say(N_("Requirements")), 4),
        )
        rows = tuple(
            (
                row.department,
                *(str(len(row.relations.get(relation, ())) or "") for relation in RELATIONS),
                str(len(row.requirements)),
                str(row.volume),
                str(row.unknown),
                " ".join(row.requirements),
            )
            for row in self._found.departments
        )
        yield Table(columns, rows)

    def _gaps(self) -> Iterator[Block]:
        say = self._say
        yield self._heading(say(N_("What is incomplete")))
        gaps = self._found.gaps
        if not gaps:
            yield Paragraph(say(N_("Nothing is missing.")))
            return
        columns = (
            Column(say(N_("Requirement")), 1),
            Column(say(N_("Code")), 1),
            Column(say(N_("Matter")), 3),
            Column(say(N_("Where")), 2),
        )
        rows: list[tuple[str, ...] | Band] = []
        for kind, title in GAPS.items():
            these = [gap for gap in gaps if gap.kind is kind]
            if these:
                rows.append(Band(f"{say(title)} ({len(these)})", 2))
                rows += [(gap.requirement, gap.code, gap.name, gap.where) for gap in these]
        yield Table(columns, tuple(rows))

    def _traces(self) -> Iterator[Block]:
        say = self._say
        yield self._heading(say(N_("Traceability")))
        yield self._heading(say(N_("From source items to requirements")), 2)
        columns = (
            Column(say(N_("Source item")), 0.9),
            Column(say(N_("Where it is written")), 1.6),
            Column(say(N_("What it says")), 2.6),
            Column(say(N_("Matter")), 2.4),
            Column(say(N_("Flow")), 0.9),
            Column(say(N_("Requirement")), 0.9),
        )
        yield Table(columns, tuple(self._forward(row) for row in forwards(self._found)))
        yield self._heading(say(N_("From requirements to source items")), 2)
        order = (5, 4, 3, 0, 1, 2)
        rows = (self._forward(row) for row in backwards(self._found))
        yield Table(
            tuple(columns[place] for place in order),
            tuple(tuple(row[place] for place in order) for row in rows),
        )

    def _forward(self, row: TraceRow) -> tuple[str, ...]:
        say, ref = self._say, row.source
        source = ("", say(N_("no source item")), "")
        if ref is not None:
            place = say(N_("%(place)s, row %(row)s"), place=f"{ref.book} {ref.sheet}".strip(), row=ref.row)
            source = (ref.number, place, ref.name)
        matter = f"{row.code} {row.name}" if row.requirement else say(N_("on no matter of the list"))
        return (*source, matter, row.flow, row.requirement)


def _posts(found: RequirementSet) -> Sequence[str]:
    """Return the roles that functions name; a step without one comes last."""
    return sorted(found.posts, key=lambda post: not post)

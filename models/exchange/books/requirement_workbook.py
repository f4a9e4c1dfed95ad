"""The business requirements as a workbook: what a document tells, row by row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from models.catalogue.requirements.tracing import backwards, forwards
from models.exchange.books.requirement_words import (
    BASES,
    GAPS,
    NUMBER_RULE,
    RELATIONS,
    TITLE,
    VOLUME_RULE,
    flow_text,
    interface_text,
    lead_text,
    limit_text,
    missing_text,
    post_text,
    unit_text,
    volume_text,
)
from models.exchange.papers.model import Align
from models.exchange.papers.sheets import Sheet, SheetColumn, SheetRow, Workbook
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from models.catalogue.requirements.views import Requirement, RequirementSet, TraceRow
    from models.exchange.books.tongue import Tongue
    from models.exchange.papers.sheets import Cell

_RIGHT = Align.RIGHT


def requirement_workbook(found: RequirementSet, township: str, list_name: str, tongue: Tongue) -> Workbook:
    """Return the workbook; see :func:`models.exchange.books.requirement_document.requirement_document`."""
    title = tongue.say(TITLE, township=township)
    pages = _Pages(found, title, list_name, tongue)
    sheets = (
        pages.overview(),
        pages.matters(),
        pages.conditions(),
        pages.steps(),
        pages.fields(),
        pages.functions(),
        pages.departments(),
        pages.gaps(),
        pages.traces(N_("From source items"), forwards(found), backward=False),
        pages.traces(N_("From requirements"), backwards(found), backward=True),
    )
    return Workbook(sheets, title)


class _Pages:
    """Makes the sheets."""

    def __init__(self, found: RequirementSet, title: str, list_name: str, tongue: Tongue) -> None:
        self._found = found
        self._title = title
        self._list_name = list_name
        self._tongue = tongue
        self._say = tongue.say

    def _sheet(
        self,
        name: str,
        columns: Sequence[tuple[str, float]],
        rows: Iterable[Sequence[Cell]],
        foot: tuple[str, ...] = (),
    ) -> Sheet:
        """Return a sheet; columns of width 0 hold numbers."""
        made = tuple(
            SheetColumn(self._say(title), most=most or 12, align=_RIGHT if not most else Align.LEFT)
            for title, most in columns
        )
        said = self._say(name)
        return Sheet(
            said,
            f"{self._title} · {said}",
            made,
            tuple(SheetRow(tuple(row)) for row in rows),
            note=self._list_name,
            foot=foot,
            landscape=True,
        )

    def overview(self) -> Sheet:
        """Return counts, and the rules by which numbers and volumes are to be read."""
        found, say = self._found, self._say
        gaps = Counter(gap.kind for gap in found.gaps)
        counts = [
            (N_("Matters"), len(found.requirements)),
            (N_("Flows"), len({each.flow.code for each in found.requirements if each.flow})),
            (N_("Steps"), sum(len(each.steps) for each in found.requirements)),
            (N_("Filing conditions"), sum(len(each.conditions) for each in found.requirements)),
            (N_("Departments"), len(found.departments)),
            (N_("Cases a year"), sum(each.volume.count or 0 for each in found.requirements)),
            (N_("Volume unknown"), sum(each.volume.count is None for each in found.requirements)),
        ]
        rows: list[tuple[Cell, ...]] = [(say(words), count) for words, count in counts]
        rows += [(f"{say(N_('Missing'))}: {say(words)}", gaps[kind]) for kind, words in GAPS.items()]
        rule = say(VOLUME_RULE, first=found.first.isoformat(), last=found.last.isoformat())
        columns = ((N_("What is counted"), 60), (N_("Count"), 0))
        return self._sheet(N_("Overview"), columns, rows, (say(NUMBER_RULE), rule))

    def matters(self) -> Sheet:
        """Return one row for each matter."""
        columns = (
            (N_("Requirement"), 12), (N_("Code"), 14), (N_("Matter"), 36), (N_("Class"), 28),
            (N_("Duty list"), 10), (N_("How it comes in"), 10), (N_("Level able to settle"), 10),
            (N_("Urgency"), 0), (N_("Severity"), 0), (N_("Privacy level"), 10), (N_("Department"), 24),
            (N_("Flow"), 28), (N_("Roles"), 30), (N_("Steps"), 0), (N_("Filing conditions"), 0),
            (N_("Interfaces"), 40), (N_("Cases a year"), 0), (N_("Known by"), 24), (N_("Sources"), 24),
            (N_("Legal basis"), 30), (N_("Missing"), 40),
        )  # fmt: skip
        return self._sheet(N_("Matters"), columns, map(self._matter, self._found.requirements))

    def _matter(self, each: Requirement) -> tuple[Cell, ...]:
        say, label = self._say, self._tongue.label
        return (
            each.number,
            each.code,
            each.name,
            " / ".join(each.class_path),
            "" if each.duty_list is None else label(each.duty_list),
            label(each.kind),
            label(each.settle_level),
            each.urgency,
            each.severity,
            label(each.privacy),
            lead_text(each),
            flow_text(each, self._tongue),
            ", ".join(post_text(post, self._tongue) for post in each.posts),
            len(each.steps),
            len(each.conditions),
            "\n".join(interface_text(part, self._tongue) for part in each.interfaces),
            volume_text(each.volume, self._tongue) if each.volume.count is None else each.volume.count,
            say(BASES[each.volume.basis]),
            " ".join(ref.number for ref in each.sources),
            each.legal_basis,
            missing_text(each, self._tongue),
        )

    def conditions(self) -> Sheet:
        """Return one row for each filing condition."""
        columns = (
            (N_("Number"), 14), (N_("Requirement"), 12), (N_("Code"), 14), (N_("Matter"), 30),
            (N_("Filing condition"), 40), (N_("Limit"), 14), (N_("Closing condition"), 36),
            (N_("Evidence"), 30),
        )  # fmt: skip
        rows = (
            (
                part.number,
                each.number,
                each.code,
                each.name,
                part.text,
                limit_text(part.limit, self._tongue),
                part.closing_condition,
                part.evidence,
            )
            for each in self._found.requirements
            for part in each.conditions
        )
        return self._sheet(N_("Filing conditions"), columns, rows)

    def steps(self) -> Sheet:
        """Return one row for each step of each matter."""
        columns = (
            (N_("Number"), 18), (N_("Requirement"), 12), (N_("Code"), 14), (N_("Matter"), 30),
            (N_("Flow"), 12),
            (N_("No."), 0), (N_("Step"), 20), (N_("Function"), 12), (N_("Post"), 14), (N_("Unit"), 20),
            (N_("Limit"), 14), (N_("Evidence"), 30), (N_("Data fields"), 0),
        )  # fmt: skip
        rows = (
            (
                step.number,
                each.number,
                each.code,
                each.name,
                "" if each.flow is None else each.flow.code,
                step.place,
                step.name,
                self._tongue.label(step.kind),
                post_text(step.post, self._tongue),
                unit_text(step, self._tongue),
                limit_text(step.limit, self._tongue),
                step.evidence,
                len(step.entries),
            )
            for each in self._found.requirements
            for step in each.steps
        )
        return self._sheet(N_("Handling steps"), columns, rows)

    def fields(self) -> Sheet:
        """Return one row for each data field of each flow's steps."""
        columns = (
            (N_("Flow"), 14), (N_("Step"), 20), (N_("Step key"), 14), (N_("Data field"), 24),
            (N_("Kind"), 10), (N_("Required"), 8), (N_("Possible choices"), 40), (N_("Matters"), 0),
        )  # fmt: skip
        first: dict[str, Requirement] = {}
        used: Counter[str] = Counter()
        for each in self._found.requirements:
            if each.flow is not None:
                first.setdefault(each.flow.code, each)
                used[each.flow.code] += 1
        yes, no = self._say(N_("yes")), self._say(N_("no"))
        rows = (
            (
                code,
                step.name,
                step.key,
                entry.name,
                self._tongue.label(entry.kind),
                yes if entry.required else no,
                "/".join(entry.choices),
                used[code],
            )
            for code, each in sorted(first.items())
            for step in each.steps
            for entry in step.entries
        )
        return self._sheet(N_("Data fields"), columns, rows)

    def functions(self) -> Sheet:
        """Return the matrix of functions by roles."""
        posts = sorted(self._found.posts, key=lambda post: not post)
        titles = [post_text(post, self._tongue) or self._say(N_("no post")) for post in posts]
        columns = ((N_("Function"), 16), *((title, 0) for title in titles), (N_("Matters"), 0))
        rows = (
            (self._tongue.label(row.kind), *(row.posts.get(post) for post in posts), row.matters)
            for row in self._found.functions
        )
        return self._sheet(N_("Roles by functions"), columns, rows)

    def departments(self) -> Sheet:
        """Return one row for each department."""
        columns = (
            (N_("Department"), 28),
            *((title, 0) for title in RELATIONS.values()),
            (N_("Matters"), 0),
            (N_("Cases a year"), 0),
            (N_("Volume unknown"), 0),
            (N_("Requirements"), 80),
        )
        rows = (
            (
                row.department,
                *(len(row.relations.get(relation, ())) or None for relation in RELATIONS),
                len(row.requirements),
                row.volume,
                row.unknown,
                " ".join(row.requirements),
            )
            for row in self._found.departments
        )
        return self._sheet(N_("Interfaces"), columns, rows)

    def gaps(self) -> Sheet:
        """Return one row for each thing that is missing."""
        columns = (
            (N_("What is missing"), 30), (N_("Requirement"), 12), (N_("Code"), 14), (N_("Matter"), 36),
            (N_("Where"), 20),
        )  # fmt: skip
        order = list(GAPS)
        found = sorted(self._found.gaps, key=lambda gap: order.index(gap.kind))
        rows = ((self._say(GAPS[gap.kind]), gap.requirement, gap.code, gap.name, gap.where) for gap in found)
        return self._sheet(N_("What is incomplete"), columns, rows)

    def traces(self, name: str, found: Iterable[TraceRow], *, backward: bool) -> Sheet:
        """Return one row for each way from a source item to a requirement, from either end."""
        source = (
            (N_("Source item"), 12), (N_("Source book"), 24), (N_("Sheet"), 14), (N_("Row"), 0),
            (N_("What it says"), 40),
        )  # fmt: skip
        matter = ((N_("Code"), 14), (N_("Matter"), 36), (N_("Flow"), 12))
        requirement = ((N_("Requirement"), 12), (N_("Parts"), 60))
        columns = (*requirement, *matter[::-1], *source) if backward else (*source, *matter, *requirement)
        rows: list[tuple[Cell, ...]] = []
        for row in found:
            ref = row.source
            here: tuple[Cell, ...] = (
                (None,) * len(source)
                if ref is None
                else (ref.number, f"{ref.book} {ref.book_title}", ref.sheet, ref.row, ref.name)
            )
            of: tuple[Cell, ...] = (row.code, row.name, row.flow)
            ends: tuple[Cell, ...] = (row.requirement, " ".join(row.parts))
            rows.append((*ends, *of[::-1], *here) if backward else (*here, *of, *ends))
        return self._sheet(name, columns, rows)

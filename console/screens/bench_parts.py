"""How the workbench is written: columns, the entries of a group line by line, what is said of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.benchwords import confidence_name, evidence_name, marked, tab_name
from console.i18n import N_, _, pgettext
from console.text import wrap
from console.widgets.line_list import Column
from console.widgets.lines import LineWidget, Piece
from console.widgets.queue_bar import QueueTab
from models.catalogue.drafting.benchviews import BenchLine, BenchTab, Evidence
from models.catalogue.drafting.views import EntryState, Member

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.catalogue.drafting.benchviews import BenchEntry, BenchGroup, BenchView

_NAME_LINES = 2
_DETAIL_LINES = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody was on the workbench."""

    tab: BenchTab = BenchTab.OPEN
    text: str = ""
    evidence: Evidence | None = None
    entries: tuple[int, ...] = ()
    """Those of the group the cursor was on"""
    added: tuple[int, ...] = ()
    """Those that were put into it by hand"""
    position: int = 0
    """How many groups stood above it: where to go if it is gone meanwhile"""

    @property
    def evidence_shown(self) -> Evidence | None:
        """The evidence the groups are narrowed by; what a person decided rests on none."""
        return self.evidence if self.tab in {BenchTab.OPEN, BenchTab.LOOKED} else None

    def document(self) -> dict[str, Any]:
        """Return it as the desk keeps it."""
        return {
            "tab": self.tab.value,
            "text": self.text,
            "evidence": None if self.evidence is None else self.evidence.value,
            "entries": list(self.entries),
            "added": list(self.added),
            "position": self.position,
        }


def remembered_place(value: object) -> Place:
    """Return the place a remembered ``value`` names; the beginning where it names none."""
    if not isinstance(value, dict):
        return Place()
    tab, text, evidence = value.get("tab"), value.get("text"), value.get("evidence")
    return Place(
        BenchTab(tab) if tab in list(BenchTab) else BenchTab.OPEN,
        text if isinstance(text, str) else "",
        Evidence(evidence) if evidence in list(Evidence) else None,
        _numbers(value.get("entries")),
        _numbers(value.get("added")),
        next(iter(_numbers([value.get("position")])), 0),
    )


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(each for each in value if isinstance(each, int)) if isinstance(value, list) else ()


# ---------------------------------------------------------------- the groups


def tabs(view: BenchView | None, tab: BenchTab, evidence: Evidence | None) -> list[QueueTab]:
    """Return the line of tabs with their counters, and the evidence shown at its end."""
    if view is None:
        return []
    shown = [
        QueueTab(str(place), tab_name(each), view.groups[each], current=each is tab)
        for place, each in enumerate(BenchTab, start=1)
    ]
    if tab in {BenchTab.OPEN, BenchTab.LOOKED}:
        name = _("Evidence: %(kind)s", kind=evidence_name(evidence))
        shown.append(QueueTab("6", name, None, current=False, warning=True))
    return shown


def group_columns() -> list[Column[BenchLine]]:
    """Return the columns of the list of groups."""
    return [
        Column(N_("Size"), 4, lambda row: (str(len(row.entries)), ""), right=True),
        Column(N_("Best name"), 17, lambda row: (row.name, ""), grow=True),
        Column(N_("Departments"), 12, lambda row: (_departments(row), ""), best=16),
        Column(N_("Rests on"), 12, lambda row: (_why(row), ""), best=15),
        Column(N_("Sure"), 6, lambda row: (confidence_name(row.confidence), "")),
        Column(N_("Status"), 6, lambda row: (_status(row), "dim")),
    ]


def _departments(row: BenchLine) -> str:
    text = "、".join(row.departments[:2])
    more = len(row.departments) - 2
    return f"{text}+{more}" if more > 0 else text


def _why(row: BenchLine) -> str:
    return " ".join(evidence_name(each) for each in row.evidence)


def _status(row: BenchLine) -> str:
    if row.tab is not BenchTab.OPEN:
        return tab_name(row.tab)
    return _("seen %(count)s", count=row.looked) if row.looked else pgettext("bench", "new")


def empty_sentence(tab: BenchTab, view: BenchView | None) -> str:
    """Return what an empty tab says."""
    if tab is BenchTab.OPEN and view is not None and not view.draft.funnel.items:
        return _("No source items yet: 5 collects them.")
    return {
        BenchTab.OPEN: _("Nothing is left to look at here."),
        BenchTab.LOOKED: _("Nothing was left as it is yet; - does that with a group."),
        BenchTab.MERGED: _("Nothing was merged yet."),
        BenchTab.APART: _("Nothing is kept apart yet."),
    }[tab]


# ---------------------------------------------------------------- the entries of a group


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One line of a group: an entry, or one of several source items behind it."""

    entry: BenchEntry
    member: Member | None
    """The source item shown; ``None`` where there is none, or each has its own line"""
    below: bool
    """It is one of several items of the entry above"""
    text: str
    """Its wording, with what differs from the first in braces"""
    added: bool = False

    @property
    def id(self) -> tuple[int, int]:
        """What the line is known by."""
        return self.entry.line.matter_id, self.member.item_id if self.member is not None and self.below else 0


def member_rows(group: BenchGroup, added: Sequence[int] = ()) -> list[MemberRow]:
    """Return the lines of a group: each entry, below it its source items where there are several."""
    if not group.entries:
        return []
    base = group.entries[0].line.name
    rows: list[MemberRow] = []
    for entry in group.entries:
        own = [each for each in entry.members if not _is_absorbed(each, entry, group)]
        single = own[0] if len(own) == 1 else _of_absorbed(entry, group)
        several = own if len(own) > 1 else []
        text = marked(entry.line.name, base)
        rows.append(MemberRow(entry, single, False, text, entry.line.matter_id in added))  # noqa: FBT003 -- a plain record -- a fact
        rows += [MemberRow(entry, each, True, marked(each.name, base)) for each in several]  # noqa: FBT003 -- a plain record
    return rows


def _absorbed(group: BenchGroup) -> Iterator[BenchEntry]:
    return (entry for entry in group.entries if entry.line.state is EntryState.MERGED)


def _is_absorbed(member: Member, entry: BenchEntry, group: BenchGroup) -> bool:
    """Say whether a source item of a survivor is shown with the entry it came with."""
    if entry.line.state is EntryState.MERGED:
        return False
    return any(_came_with(member, each) for each in _absorbed(group))


def _of_absorbed(entry: BenchEntry, group: BenchGroup) -> Member | None:
    """Return the source item a merged entry came with: its survivor has it now."""
    if entry.line.state is not EntryState.MERGED:
        return None
    found = (member for other in group.entries for member in other.members if _came_with(member, entry))
    return next(found, None)


def _came_with(member: Member, entry: BenchEntry) -> bool:
    return (member.name, member.department) == (entry.line.name, entry.line.department)


def member_columns() -> list[Column[MemberRow]]:
    """Return the columns of the entries of a group."""
    return [
        Column("", 34, _text_of, grow=True),
        Column("", 14, lambda row: (department_of(row), ""), best=22),
        Column("", 20, lambda row: (place_of(row), "dim"), best=34),
    ]


def _text_of(row: MemberRow) -> Piece:
    if row.below:
        return f"  - {row.text}", ""
    sign = "+ " if row.added else ""
    if row.entry.line.state is EntryState.MERGED:
        sign = "< "
    return f"{sign}{row.text}", ("" if row.entry.line.state is EntryState.LIVE else "dim")


def department_of(row: MemberRow) -> str:
    """Return whose the entry or item is; the list may have made of the sheet's word its own."""
    if row.member is None or not row.below:
        return row.entry.line.department or (row.member.department if row.member is not None else "")
    return row.member.department


def place_of(row: MemberRow) -> str:
    """Return where the item was written, or what the entry is that has none of its own."""
    if row.member is not None:
        place = _("row %(row)s", row=row.member.row)
        return f"{row.member.book} {row.member.sheet} {place}".replace("  ", " ")
    if len(row.entry.members) > 1:
        return _("%(count)s source items", count=len(row.entry.members))
    return _("in force %(code)s", code=row.entry.line.code) if not row.entry.line.is_new else ""


def detail(row: MemberRow, reasons: Sequence[str], tab: BenchTab) -> list[str]:
    """Return everything about a line of a group: wording, place, basis, and why it stands here."""
    member = row.member
    basis = member.legal_basis if member is not None else row.entry.draft.legal_basis
    file = ""
    if member is not None:
        parts = (member.file, member.sheet, _("row %(row)s", row=member.row))
        file = " · ".join(part for part in parts if part)
    place = "  ".join(part for part in (department_of(row), file) if part)
    facts = [
        _("Kept apart because: %(note)s", note=row.entry.note)
        if row.entry.note and tab is BenchTab.APART
        else "",
        _("Why: %(reasons)s", reasons=_("; ").join(reasons)) if reasons else "",
        _("Legal basis: %(text)s", text=" ".join(basis.split())) if basis else "",
    ]
    return [row.text, place, "  ".join(fact for fact in facts if fact)]


class Detail(LineWidget):
    """What is said of the line under the cursor; its wording may take two lines."""

    DEFAULT_CSS = f"Detail {{ height: {_DETAIL_LINES}; }}"

    def __init__(self) -> None:
        super().__init__()
        self._texts: tuple[str, ...] = ()

    def show(self, texts: Sequence[str]) -> None:
        """Show these texts, the first in bold."""
        if tuple(texts) != self._texts:
            self._texts = tuple(texts)
            self.refresh()

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw line ``y``."""
        lines: list[Piece] = []
        for place, text in enumerate(filter(None, self._texts)):
            most = _NAME_LINES if place == 0 else self.size.height
            lines += [(each, "" if place else "bold") for each in wrap(text, width - 2)[:most]]
        return [(" ", ""), lines[y]] if y < len(lines) else []


class OneLine(LineWidget):
    """One line of text that changes now and then."""

    DEFAULT_CSS = "OneLine { height: 1; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._text = ""

    def show(self, text: str) -> None:
        """Say ``text`` from now on."""
        if text != self._text:
            self._text = text
            self.refresh()

    def line(self, _y: int, _width: int) -> list[Piece]:
        """Draw it."""
        return [(" ", ""), (self._text, "bold")]

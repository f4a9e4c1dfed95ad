"""The workbench read and shown: the list's funnel, groups by how far they are, the entries of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container

from console.benchwords import funnel_line
from console.i18n import _
from console.screens.bench_parts import (
    Detail,
    MemberRow,
    OneLine,
    Place,
    detail,
    empty_sentence,
    group_columns,
    member_columns,
    member_rows,
    remembered_place,
    tabs,
)
from console.screens.bench_place import REMEMBERED_PLACE, BenchPlace
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine, Sentence
from console.widgets.queue_bar import QueueBar
from models.catalogue.drafting.benchviews import BenchLine, BenchTab
from models.catalogue.drafting.service.base import EDITORS
from models.catalogue.drafting.views import EntryState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.widget import Widget

    from console.widgets.line_list import PageLike
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.drafting.benchviews import BenchGroup, BenchView

BESIDE_FROM = 120
"""Columns from which on the entries stand beside the groups."""


class BenchReading(BenchPlace):
    """What of the workbench only reads.

    Args:
        services: the one door.
        actor: the person.
    """

    AUTO_FOCUS = "#groups"
    DEFAULT_CSS: ClassVar[str] = """
    BenchReading .area { layout: vertical; height: 1fr; }
    BenchReading #groups { height: 2fr; }
    BenchReading .below { layout: vertical; height: 3fr; min-height: 9; }
    BenchReading #members { height: 1fr; }
    BenchReading .area.-wide { layout: horizontal; }
    BenchReading .area.-wide > #groups { width: 1fr; height: 1fr; }
    BenchReading .area.-wide > .below { width: 1fr; height: 1fr; padding: 0 0 0 1; }
    BenchReading #nothing { display: none; padding: 1 2; }
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._view: BenchView | None = None
        self._group: BenchGroup | None = None
        self._renewing = False

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return the funnel, the tabs, the groups, and the entries of one."""
        yield OneLine(id="funnel")
        yield QueueBar()
        yield RuleLine(id="top")
        yield Sentence("", id="nothing")
        groups = LineList[BenchLine](
            group_columns(), lambda row: row.key, self.read, name_of_reads="groups", id="groups"
        )
        members = LineList[MemberRow](member_columns(), lambda row: row.id, heading=False, id="members")
        yield Container(
            groups,
            Container(RuleLine(id="note"), members, RuleLine(), Detail(), classes="below"),
            classes="area",
        )

    @property
    def rows(self) -> LineList[BenchLine]:
        """The groups."""
        found: LineList[BenchLine] = self.query_one("#groups", LineList)
        return found

    @property
    def members(self) -> LineList[MemberRow]:
        """The entries of the group under the cursor."""
        found: LineList[MemberRow] = self.query_one("#members", LineList)
        return found

    @property
    def tab(self) -> BenchTab:
        """The tab shown."""
        return BenchTab.OPEN if self._place is None else self._place.tab

    def title_text(self) -> str:
        """Return the name of the screen and of the list."""
        name = "" if self._view is None else self._view.draft.name
        return f"{super().title_text()} {name}".rstrip()

    def on_resize(self, event: events.Resize) -> None:
        """Put the entries beside the groups where there is room."""
        self.query_one(".area").set_class(event.size.width >= BESIDE_FROM, "-wide")

    # Reading

    def reload(self) -> None:
        """Read how far the list is, and the groups again; the first time, go where the person was last."""
        services, actor, known = self.services, self.actor, self._place

        def work() -> tuple[BenchView | None, Place, BenchLine | None]:
            place = known or remembered_place(services.desk.recall(actor, REMEMBERED_PLACE))
            view = services.drafting.bench(actor)
            line = _group_at(services, actor, place) if view is not None and known is None else None
            return view, place, line

        self.read("bench", work, lambda found: self._take(*found, first=known is None))

    def _take(self, view: BenchView | None, place: Place, line: BenchLine | None, *, first: bool) -> None:
        fresh = self._view is None
        self._view = view
        self._show_whole()
        if view is None:
            self._place = None
            return
        if first or self._place is None or fresh:
            self._place = place
            same = line is not None and not set(line.entries).isdisjoint(place.entries)
            self._added = place.added if same else ()
            self.show_groups(None if line is None else line.key, place.text)
            self.rows.focus()
        else:
            self.rows.reload()
        if view.stale and not self._renewing:
            self._renew()

    def _renew(self) -> None:
        """Have entries compared that came in since; what is shown stays in reach meanwhile."""
        services, actor = self.services, self.actor
        row = self.rows.row
        keys = () if row is None else row.entries
        self._renewing = True
        self._show_note()

        def work() -> BenchLine | None:
            services.drafting.renew(actor)
            return services.drafting.where(actor, keys)

        self.read("renew", work, self._renewed)

    def _renewed(self, line: BenchLine | None) -> None:
        self._renewing = False
        key = line.key if line is not None and line.tab is self.tab else None
        self.show_groups(key, self.rows.text)
        self.reload()

    def read_failed(self, group: str, error: Exception) -> None:
        """Say why, and compare again at the next reading."""
        if group == "renew":
            self._renewing = False
        super().read_failed(group, error)

    def show_groups(self, key: str | None = None, text: str = "") -> None:
        """List the groups of the tab anew, with the cursor on one of them."""
        services, actor, place = self.services, self.actor, self._place or Place()
        evidence = place.evidence_shown

        def source(text: str, after: tuple[Any, ...] | None, limit: int) -> PageLike[BenchLine]:
            return services.drafting.groups(actor, place.tab, text, after, limit, evidence=evidence)

        empty = empty_sentence(place.tab, self._view)
        self.rows.set_source(source, empty=empty, cursor_id=key, text=text)
        self._show_tabs()

    # What is possible

    def can_draft(self) -> bool:
        """A list is being prepared."""
        return self.composed and self._view is not None

    def can_begin(self) -> bool:
        """None is, and this person may begin one."""
        return self.composed and self._view is None and self.actor.has(*EDITORS)

    def can_work(self) -> bool:
        """This person may change the list."""
        return self.can_draft() and self.actor.has(*EDITORS)

    # Showing

    def _show_whole(self) -> None:
        view = self._view
        there = view is not None
        self.set_title(self.title_text())
        self.query_one("#funnel", OneLine).show(
            "" if view is None else funnel_line(view.draft.name, view.draft.funnel)
        )
        for part in ("#funnel", "QueueBar", "#top", ".area"):
            self.query_one(part).display = there
        nothing = self.query_one("#nothing", Sentence)
        nothing.display = not there
        nothing.show("" if there else self._nothing_sentence())
        self._show_tabs()
        self.refresh_keys()

    def _nothing_sentence(self) -> str:
        if self.can_begin():
            return _(
                "No list is being prepared. F2 begins one as a copy of what is in force today; "
                "then 5 collects source items of books or departments into it, and they are merged here."
            )
        return _("No list is being prepared. The system administrator, duty chief or leader begins one.")

    def _show_tabs(self) -> None:
        evidence = None if self._place is None else self._place.evidence
        self.query_one(QueueBar).show(tabs(self._view, self.tab, evidence))
        view, total = self._view, None
        if view is not None and evidence is None:
            total = view.groups[self.tab]
        self.rows.total = total

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self._show_whole()
        if self._view is not None:
            self.rows.set_empty(empty_sentence(self.tab, self._view))
            self._show_members()

    def _show_note(self) -> None:
        parts = [_("{ } differs from the first"), self.rows.position]
        if self._group is not None and self._group.entries:
            parts.insert(0, _("Entries: %(count)s", count=len(self._group.entries)))
        if self._renewing:
            parts.insert(0, _("Comparing new entries ..."))
        self.query_one("#note", RuleLine).set_note("  ".join(part for part in parts if part))

    # The group under the cursor

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Read the entries of the group under the cursor, or say more of the one under the other."""
        message.stop()
        if message.line_list is self.members:
            self._show_detail()
        else:
            self._take_group_row()
        self.refresh_keys()

    def _take_group_row(self) -> None:
        row = self.rows.row
        if row is None or self._place is None:
            self._group = None
            self._show_note()
            self._show_members()
            return
        self._show_note()
        if row.entries != self._place.entries:
            if set(row.entries).isdisjoint(self._place.entries):
                self._added = ()
                self.members.clear_marks()
                self.members.move_to(0)
            self.remember_later()
        self.keep_place(entries=row.entries, position=self.rows.cursor)
        self.read_group()

    def read_group(self) -> None:
        """Read the entries of the group under the cursor, with those put into it by hand."""
        row = self.rows.row
        if row is None:
            return
        services, actor, keys = self.services, self.actor, (*row.entries, *self._added)
        self.read("group", lambda: services.drafting.group(actor, keys), self._take_group)

    def _take_group(self, group: BenchGroup) -> None:
        self._group = group
        # Whoever was put in by hand and left the list meanwhile is not offered any more.
        live = {each.line.matter_id for each in group.entries if each.line.state is EntryState.LIVE}
        self._added = tuple(key for key in self._added if key in live)
        self._show_note()
        self._show_members()
        self.refresh_keys()

    def _show_members(self) -> None:
        rows = [] if self._group is None else member_rows(self._group, self._added)
        self.members.set_rows(rows, empty=" ", cursor_id=self.members.cursor_id)
        self._show_detail()

    def _show_detail(self) -> None:
        row, group = self.members.row, self._group
        if row is None or group is None:
            self.query_one(Detail).show(())
            return
        key = row.entry.line.matter_id
        reasons = dict.fromkeys(
            _(reason.sentence, **reason.params)
            for reason in group.reasons
            if key in {reason.one, reason.other}
        )
        if key in self._added:
            reasons = {_("put in by hand"): None}
        self.query_one(Detail).show(detail(row, list(reasons), self.tab))


def _group_at(services: Services, actor: Actor, place: Place) -> BenchLine | None:
    """Return the group somebody was on, or the one that stands in its place now."""
    line = services.drafting.where(actor, place.entries)
    if line is not None and line.tab is place.tab:
        return line
    page = services.drafting.groups(
        actor, place.tab, place.text, (place.position,), 1, evidence=place.evidence_shown
    )
    return next(iter(page.rows), None)

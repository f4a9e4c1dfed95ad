"""Changing one field of many entries: the field, the value, what would change, one step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from console.dialogs.base import Dialog
from console.draftwords import FIELDS, field_title, read_value, value_words
from console.i18n import N_, _, ngettext, render_error
from console.keys import bindings
from console.labels import label
from console.screens.worklist_cell import CellEditing
from console.screens.worklist_choices import LOOKED_UP, candidates
from console.widgets.key_bar import NoticeLine
from console.widgets.line_list import Column, LineList
from console.widgets.lines import Sentence
from console.work import Failed, attempt, later
from models.catalogue.drafting.rules import WORDS
from models.kernel.errors import Conflict, DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.catalogue.drafting.listviews import BulkPreview, Wanted

_NOT_IN_BULK = {"code", "name", "class_name", "scheme", "conditions"}
"""Fields that each entry has for itself, or that come with another"""
_GRADES = ("urgency", "severity")
_MARK_ALL, _UNMARK, _LOOKED_AT = "+all", "+none", "+settled"
_OTHER = "+other"


class BulkEditing(CellEditing):
    """F4 changes one field of everything marked."""

    def shown_wanted(self) -> Wanted:
        """Return what is listed, the search as well."""
        return replace(self.wanted, text=self.rows.text)

    def action_bulk(self) -> None:
        """Choose the field to change, or what to mark."""
        from console.dialogs.pick import Option, PickDialog

        keys = self._keys()
        if not keys:
            return
        options = [Option(name, _(title)) for name, title in FIELDS.items() if name not in _NOT_IN_BULK]
        options += [
            Option(_LOOKED_AT, _("Mark as looked at"), _("nothing is changed")),
            Option(_MARK_ALL, _("Mark everything listed")),
            Option(_UNMARK, _("Take all marks away")),
        ]
        title = ngettext(
            "%(count)s entry: which field?", "%(count)s entries: which field?", len(keys), count=len(keys)
        )
        later(self.app.push_screen(PickDialog(title, options), partial(self._chosen_field, keys)))

    def _keys(self) -> list[int]:
        row = self.rows.row
        marked = [key for key in self.rows.marked if isinstance(key, int)]
        return sorted(marked) if marked else ([] if row is None else [row.matter_id])

    def _chosen_field(self, keys: list[int], name: str | None) -> None:
        services, actor = self.services, self.actor
        match name:
            case None:
                return
            case "+all":
                wanted = self.shown_wanted()
                self.read("all", lambda: services.drafting.chosen_ids(actor, wanted), self._mark_all)
            case "+none":
                self.rows.clear_marks()
                self._show_part()
            case "+settled":
                self.save(
                    lambda: services.drafting.settle(actor, keys), lambda _none: self.say(_("Looked at."))
                )
            case _:
                self._ask_value(keys, name)

    def _mark_all(self, ids: list[int]) -> None:
        self.rows.mark(ids)
        self.say(_("Marked: %(count)s.", count=len(self.rows.marked)))

    # The value

    def _ask_value(self, keys: list[int], name: str) -> None:
        from console.dialogs.pick import Option, PickDialog

        title = _("%(field)s: the new value", field=field_title(name))
        if name in LOOKED_UP:
            self.read(
                "values",
                lambda: candidates(self.services, self.actor, name),
                partial(self._pick_value, keys, name, title),
            )
            return
        if name not in WORDS and name not in _GRADES:
            self._type_value(keys, name, title)
            return
        options: list[Option[Any]] = [
            Option({name: each.value}, label(each)) for each in WORDS.get(name, ())
        ] or [Option({name: grade}, str(grade)) for grade in range(1, 5)]
        if name == "duty_list":
            options.append(Option({name: None}, _("On no duty list")))
        later(
            self.app.push_screen(
                PickDialog(title, options, searchable=False), partial(self._chosen_value, keys)
            )
        )

    def _pick_value(self, keys: list[int], name: str, title: str, found: Any) -> None:
        from console.dialogs.pick import Option, PickDialog

        options: list[Option[Any]] = [Option(each.values, each.text, each.note) for each in found]
        options.append(Option({name: ""} if name != "class_code" else None, _("Empty it")))
        if name in {"department", "parent"}:
            options.append(Option(_OTHER, _("Type another one ...")))
        options = [option for option in options if option.value is not None]

        def chosen(answer: Any) -> None:
            if answer == _OTHER:
                self._type_value(keys, name, title)
            else:
                self._chosen_value(keys, answer)

        later(self.app.push_screen(PickDialog(title, options), chosen))

    def _type_value(self, keys: list[int], name: str, title: str) -> None:
        from console.dialogs.prompt import PromptDialog

        hints = {
            "assisting": _("Several are separated by commas. Empty takes them away."),
            "in_force_to": _("A day such as 2027-12-31; empty for no end."),
        }

        def answered(text: str | None) -> None:
            if text is not None:
                self._chosen_value(keys, {name: read_value(name, text.strip())})

        dialog = PromptDialog(
            title, hints.get(name, _("Empty takes what stands there away.")), check=partial(_wrong, name)
        )
        later(self.app.push_screen(dialog, answered))

    def _chosen_value(self, keys: list[int], changes: Mapping[str, Any] | None) -> None:
        if changes is not None:
            self._preview(keys, changes)

    # What would change

    def _preview(self, keys: list[int], changes: Mapping[str, Any]) -> None:
        services, actor = self.services, self.actor
        self.say(_("Looking at what would change ..."))
        self.read(
            "preview",
            lambda: services.drafting.preview_many(actor, keys, changes),
            partial(self._show_preview, keys, changes),
        )

    def _show_preview(self, keys: list[int], changes: Mapping[str, Any], found: BulkPreview) -> None:
        self.query_one(NoticeLine).clear()

        def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if yes:
                self._apply(keys, changes, found)

        later(self.app.push_screen(BulkPreviewDialog(found), answered))

    def _apply(self, keys: list[int], changes: Mapping[str, Any], found: BulkPreview) -> None:
        services, actor, versions = self.services, self.actor, found.versions
        self.say(_("Changing %(count)s ...", count=len(versions)))

        def saved(count: int) -> None:
            # What could not be changed stays marked, to be looked at.
            self.rows.unmark(set(keys) - {each.matter_id for each in found.refused})
            self.say(
                ngettext(
                    "%(count)s entry changed, as one step. 9 lists the steps and undoes them.",
                    "%(count)s entries changed, as one step. 9 lists the steps and undoes them.",
                    count,
                    count=count,
                )
            )

        def refused(error: Exception) -> bool:
            if not isinstance(error, Conflict):
                return False
            self._preview(keys, changes)
            self.console.say(
                _("Somebody else changed some of them meanwhile: look again, nothing is written.")
            )
            return True

        self.save(
            lambda: services.drafting.edit_many(actor, list(versions), changes, versions), saved, refused
        )


def _wrong(name: str, text: str) -> str:
    """Return what is wrong with a value typed for a field, "" if nothing."""
    read = attempt(lambda: read_value(name, text.strip()))
    if isinstance(read, Failed):
        error = read.error
        return render_error(error)[0] if isinstance(error, DomainError) else str(error)
    return ""


@dataclass(frozen=True, slots=True)
class _Line:
    """One entry in the preview: what changes, or why nothing does."""

    key: int
    code: str
    name: str
    what: str
    refused: bool


class BulkPreviewDialog(Dialog[bool]):
    """Lists what a bulk edit would do; ``True`` is to do it."""

    GROUPS: ClassVar[tuple[str, ...]] = ("bulk", "list")
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("bulk"))
    DEFAULT_CSS = """
    BulkPreviewDialog > .panel { height: 100%; max-height: 100%; }
    BulkPreviewDialog Sentence { padding: 0 2; }
    BulkPreviewDialog LineList { height: 1fr; width: 100%; }
    """

    def __init__(self, found: BulkPreview) -> None:
        super().__init__(_("What would change"))
        self._found = found

    def body(self) -> Iterable[Widget]:
        """Return the counts and the entries."""
        found = self._found
        said = _(
            "Changed: %(changed)s, the same as before: %(same)s, refused: %(refused)s. "
            "Nothing is written yet; those refused are left as they are.",
            changed=len(found.changes),
            same=found.same,
            refused=len(found.refused),
        )
        yield Sentence(said)
        columns: list[Column[_Line]] = [
            Column("", 2, lambda line: ("!" if line.refused else "", "bold red")),
            Column(N_("Code"), 9, lambda line: (line.code, ""), best=12),
            Column(N_("Matter"), 18, lambda line: (line.name, ""), best=28),
            Column(N_("Before → after, or why not"), 20, _what_of, grow=True),
        ]
        yield LineList(columns, lambda line: line.key)

    def on_mount(self) -> None:
        """Show the entries, those refused first."""
        super().on_mount()
        lines = [
            _Line(each.matter_id, each.code, each.name, render_error(each.error)[0], refused=True)
            for each in self._found.refused
        ]
        lines += [
            _Line(each.matter_id, each.code, each.name, _fields_words(each.fields), refused=False)
            for each in self._found.changes
        ]
        self.query_one(LineList).set_rows(lines, empty=_("Nothing would change."))

    def action_accept(self) -> None:
        """Do it, if there is something to do."""
        if self._found.changes:
            later(self.dismiss(result=True))
        else:
            later(self.dismiss(result=False))


def _what_of(line: _Line) -> Piece:
    return line.what, "bold" if line.refused else ""


def _fields_words(fields: Mapping[str, tuple[Any, Any]]) -> str:
    return _("; ").join(
        f"{value_words(name, was) or _('empty')} → {value_words(name, now) or _('empty')}"
        for name, (was, now) in fields.items()
    )

"""The editions of the settings: when, by whom, what each changed; an old one can hold again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from console.i18n import N_, _
from console.keys import bindings
from console.screens.base import ConsoleScreen
from console.settingwords import change_words, plan_lines
from console.terminal.filter import clean_text
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine
from console.work import later
from models.accounts.views import Role
from models.cases.settings.views import SettingsEdition

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.frame import Frame
    from console.widgets.lines import Piece
    from models.cases.settings.views import SettingsPlan


class SettingsHistoryScreen(ConsoleScreen[None]):
    """Every edition, the newest first; the last row is what comes with the program."""

    GROUP = "settings_history"
    HELP_PAGE = "settings"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("settings_history"))
    AUTO_FOCUS = "LineList"

    def body(self) -> Iterable[Widget]:
        """Return the list."""
        yield RuleLine()
        yield LineList[SettingsEdition](_columns(self.console.frame), _number_of, self.read)

    @property
    def rows(self) -> LineList[SettingsEdition]:
        """The list."""
        found: LineList[SettingsEdition] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Read the editions again."""
        services, actor = self.services, self.actor
        self.read("editions", lambda: services.settings.history(actor), self._take)

    def _take(self, found: Sequence[SettingsEdition]) -> None:
        packaged = SettingsEdition(0, None, "", "", (), {})
        self.rows.set_rows([*found, packaged], cursor_id=self.rows.cursor_id)
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new words."""
        super().language_changed()
        self.rows.set_columns(_columns(self.console.frame))

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Offer what can be done with the edition under the cursor."""
        message.stop()
        self.refresh_keys()

    def can_restore(self) -> bool:
        """An edition that does not hold any more is under the cursor, and the person may change settings."""
        row = self.rows.row if self.composed else None
        return row is not None and self.rows.cursor > 0 and self.actor.has(Role.SYSTEM_ADMIN)

    def action_open(self) -> None:
        """Read what the edition changed."""
        from console.dialogs.page import PageDialog

        row = self.rows.row
        if row is None:
            return
        lines = [(clean_text(change_words(each)), "") for each in row.changes]
        pieces = lines or [(_("The settings are as they came with the program."), "")]
        note = [(clean_text(row.note), "bold"), ("", "")] if row.note else []
        title = _("Edition %(number)s", number=row.number)
        later(self.app.push_screen(PageDialog(title, [*note, *pieces])))

    def action_restore(self) -> None:
        """Say what letting the edition hold again would do, and ask."""
        row = self.rows.row
        if row is None or not self.can_restore():
            return
        services, actor, document = self.services, self.actor, row.document
        self.read(
            "plan",
            lambda: services.settings.plan(actor, document, whole=True),
            partial(self._ask, row.number),
        )

    def _ask(self, number: int, plan: SettingsPlan) -> None:
        from console.dialogs.confirm import ConfirmDialog

        question = _("Let edition %(number)s hold again?", number=number)
        dialog = ConfirmDialog(question, "\n".join(plan_lines(plan, recount=False)))
        later(self.app.push_screen(dialog, partial(self._answered, number, plan.edition)))

    def _answered(self, number: int, expected: int, yes: bool | None) -> None:  # noqa: FBT001 -- what a dialog answers
        if yes:
            services, actor = self.services, self.actor
            self.save(
                lambda: services.settings.restore(actor, number, expected),
                lambda plan: self.say(_("Saved as edition %(number)s.", number=plan.edition)),
            )


def _number_of(row: SettingsEdition) -> int:
    return row.number


def _columns(frame: Frame) -> list[Column[SettingsEdition]]:
    def since(row: SettingsEdition) -> Piece:
        return ("", "") if row.since is None else (frame.times.moment(row.since, frame.clock.now()), "")

    def what(row: SettingsEdition) -> Piece:
        if not row.number:
            return _("what comes with the program"), "dim"
        words = row.note or " ".join(change_words(each) for each in row.changes)
        return clean_text(words), ""

    return [
        Column(N_("Edition"), 6, lambda row: (str(row.number), ""), right=True),
        Column(N_("In force since"), 16, since),
        Column(N_("By"), 10, lambda row: (clean_text(row.by_name), "")),
        Column(N_("Changes"), 6, lambda row: (str(len(row.changes) or ""), ""), right=True),
        Column("", 20, what, grow=True),
    ]

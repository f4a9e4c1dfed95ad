"""The office's settings: found by words, explained, changed in place after a look at what that does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container

from console.i18n import _, render_error
from console.keys import bindings
from console.screens.filtering import FilteringScreen
from console.screens.settings_parts import setting_columns, setting_facts, source_of
from console.settingwords import edit_text, plan_lines, range_words, setting_name, typed_value
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Preview
from console.work import Failed, attempt, later
from models.accounts.views import Role
from models.cases.settings.door import setting_of
from models.cases.settings.spec import Group, Kind
from models.cases.settings.views import SettingView
from models.kernel.errors import DomainError, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.settings.spec import Setting
    from models.cases.settings.views import SettingsPlan


class SettingsScreen(FilteringScreen[None]):
    """Every setting with the value that holds.

    Args:
        services: the one door.
        actor: the person.
    """

    GROUP = "settings"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("settings"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    SettingsScreen .area { layout: vertical; height: 1fr; }
    SettingsScreen LineList { height: 1fr; }
    SettingsScreen Preview { height: 4; }
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._views: tuple[SettingView, ...] = ()
        self._only_changed = False
        self._at = ""
        """The key the cursor stood on last: while a list is read anew it stands nowhere"""

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return the list, and what is said of its row."""
        yield RuleLine(id="above")
        rows = LineList[SettingView](setting_columns(), _key_of, self.read, name_of_reads="rows")
        yield Container(rows, RuleLine(id="note"), Preview(), classes="area")

    @property
    def rows(self) -> LineList[SettingView]:
        """The list."""
        found: LineList[SettingView] = self.query_one(LineList)
        return found

    # Reading

    def reload(self) -> None:
        """Read the settings again."""
        services, actor = self.services, self.actor
        self.read("settings", lambda: services.settings.listing(actor), self._take)

    def _take(self, found: Sequence[SettingView]) -> None:
        self._views = tuple(found)
        self._show()

    def _show(self) -> None:
        text = self.rows.text
        shown = [view for view in self._views if view.changed or not self._only_changed]
        self.rows.total = len(shown)
        self.rows.set_source(source_of(shown), empty=self._empty(), cursor_id=self._at)
        self.rows.set_text(text)
        changed = sum(view.changed for view in self._views)
        edition = self._views[0].edition if self._views else 0
        note = _("Edition %(number)s; set by the office: %(count)s", number=edition, count=changed)
        self.query_one("#above", RuleLine).set_note(note)
        self.refresh_keys()

    def _empty(self) -> str:
        if self._only_changed:
            return _("The settings are as they came with the program.")
        return _("There is no such setting.")

    def language_changed(self) -> None:
        """Show everything in the new words."""
        super().language_changed()
        self.rows.set_columns(setting_columns())
        self._show()
        self._show_row()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more of the row under the cursor."""
        message.stop()
        self._at = self._at if self.rows.row is None else self.rows.row.setting.key
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        self._show_row()
        self.refresh_keys()

    def _show_row(self) -> None:
        row = self.rows.row
        self.query_one(Preview).show([] if row is None else setting_facts(row))

    # What is possible

    def can_write(self) -> bool:
        """This person may change settings, and one is under the cursor."""
        return self.composed and self.rows.row is not None and self.actor.has(Role.SYSTEM_ADMIN)

    def can_reset(self) -> bool:
        """The office has set what is under the cursor, and this person may change it."""
        row = self.rows.row if self.composed else None
        return row is not None and row.changed and self.can_write()

    # Keys

    def action_open(self) -> None:
        """Ask for another value of the setting under the cursor."""
        row = self.rows.row
        if row is None or not self.can_write():
            return
        if row.setting.kind is Kind.YESNO:
            self._consider({row.setting.key: not row.value})
            return
        self._ask_value(row)

    def _ask_value(self, row: SettingView) -> None:
        from console.dialogs.prompt import PromptDialog

        setting = row.setting

        def wrong(text: str) -> str:
            return _wrong(setting, text)

        def answered(text: str | None) -> None:
            if text is not None:
                value = typed_value(setting, text)
                if value != row.value:
                    self._consider({setting.key: value})

        explanation = f"{_(setting.meaning)}\n{range_words(setting)}"
        text = edit_text(setting, row.value)
        dialog = PromptDialog(setting_name(setting), explanation, value=text, check=wrong)
        later(self.app.push_screen(dialog, answered))

    def action_reset(self) -> None:
        """Go back to the packaged value."""
        row = self.rows.row
        if row is not None and self.can_reset():
            self._consider({row.setting.key: None})

    def action_changed(self) -> None:
        """Show only what the office has set, or everything."""
        self._only_changed = not self._only_changed
        self._show()

    def action_history(self) -> None:
        """List the editions."""
        self.console.go("settings_history")

    def action_refresh(self) -> None:
        """Read everything again."""
        self.reload()
        self.say(_("Read again."))

    # Saving after a look

    def _consider(self, wanted: Mapping[str, Any]) -> None:
        services, actor = self.services, self.actor
        lights = any(setting_of(key).group is Group.LIGHTS for key in wanted)
        self.read(
            "plan",
            lambda: services.settings.plan(actor, wanted, recount=lights),
            partial(self._ask, wanted),
        )

    def _ask(self, wanted: Mapping[str, Any], plan: SettingsPlan) -> None:
        if plan.lights:
            self._ask_lights(wanted, plan)
            return
        from console.dialogs.confirm import ConfirmDialog

        words = "\n".join(plan_lines(plan, recount=False))
        dialog = ConfirmDialog(_("Save these settings?"), words)
        later(self.app.push_screen(dialog, partial(self._answered, wanted, plan)))

    def _answered(self, wanted: Mapping[str, Any], plan: SettingsPlan, yes: bool | None) -> None:  # noqa: FBT001 -- what a dialog answers
        if yes:
            self._save(wanted, plan, recount=False)

    def _ask_lights(self, wanted: Mapping[str, Any], plan: SettingsPlan) -> None:
        from console.dialogs.pick import Option, PickDialog

        moved, turning = len(plan.lights), plan.turning
        options = [
            Option(value=False, text=_("Open cases keep the warning they were promised")),
            Option(
                value=True,
                text=_("Move the warnings of open cases: %(count)s", count=moved),
                note=_("lights that change now: %(count)s", count=turning),
            ),
        ]
        dialog = PickDialog(_("Save these settings?"), options, searchable=False)
        later(self.app.push_screen(dialog, partial(self._picked, wanted, plan)))

    def _picked(self, wanted: Mapping[str, Any], plan: SettingsPlan, recount: bool | None) -> None:  # noqa: FBT001 -- as above
        if recount is not None:
            self._save(wanted, plan, recount=recount)

    def _save(self, wanted: Mapping[str, Any], plan: SettingsPlan, *, recount: bool) -> None:
        services, actor = self.services, self.actor

        def work() -> SettingsPlan:
            return services.settings.change(actor, wanted, plan.edition, recount=recount)

        self.save(work, self._saved, self._moved_on)

    def _moved_on(self, _error: Exception) -> bool:
        """Read again what a refusal was about; the app says why it was refused."""
        self.reload()
        return False

    def _saved(self, plan: SettingsPlan) -> None:
        self.say(_("Saved as edition %(number)s.", number=plan.edition))


def _wrong(setting: Setting, text: str) -> str:
    """Return why a text is no value of a setting, "" if it is one."""
    check: Callable[[], Any] = partial(typed_value, setting, text)
    outcome = attempt(check)
    error = outcome.error if isinstance(outcome, Failed) else None
    if isinstance(error, Invalid):
        # It names the setting as a file or a command does; on the screen it has a name people read.
        error = Invalid(setting_name(setting), error.params["value"], error.params["reason"])
    return render_error(error)[0] if isinstance(error, DomainError) else ""


def _key_of(view: SettingView) -> str:
    return view.setting.key

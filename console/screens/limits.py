"""How long each stage of a case may take: the rules in force, their history, and changing them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from console.i18n import N_, _, pgettext, render_error
from console.keys import bindings
from console.labels import label
from console.limitwords import channel_words, limit_shown, rule_words, setter_words, urgency_words
from console.screens.base import ConsoleScreen
from console.widgets.line_list import Column, LineList
from console.work import later
from models.accounts.views import Role
from models.calendar.rules import parse_limit
from models.cases.kinds import Channel
from models.cases.limits import Limited, StageRule
from models.catalogue.rules import GRADES
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.frame import Frame

_HINT = N_(
    "A number and a unit: 15WM office minutes, 2WH office hours, 30UM and 24UH also at night, 1WD, 3ND. "
    "Clocks that run keep their limit."
)


class LimitsScreen(ConsoleScreen[None]):
    """Lists the table of limits; a system administrator changes it."""

    GROUP = "limits"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("limits"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = "LimitsScreen LineList { height: 1fr; }"
    _history = False
    """Whether every row there ever was is shown"""

    def body(self) -> Iterable[Widget]:
        """Return the list."""
        yield LineList[StageRule](_columns(self.console.frame), lambda each: each.id)

    def title_text(self) -> str:
        """Say which of the two lists it is."""
        return _("Limits of stages: history") if self._history else _("Limits of stages")

    @property
    def rows(self) -> LineList[StageRule]:
        """The list."""
        found: LineList[StageRule] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Read the table."""
        service, actor = self.services.limits, self.actor
        read = service.history if self._history else service.limits
        self.read("limits", lambda: read(actor), self._take)

    def _take(self, found: list[StageRule]) -> None:
        at = None if self.rows.row is None else self.rows.row.id
        self.rows.set_rows(found, empty=_nothing(), cursor_id=at)
        self.set_title(self.title_text())
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(_columns(self.console.frame))
        self.rows.set_empty(_nothing())
        self.set_title(self.title_text())

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Offer what can be done to the rule under the cursor."""
        message.stop()
        self.refresh_keys()

    def can_set_limit(self) -> bool:
        """The person sets limits, and the rules in force are shown."""
        return self.actor.has(Role.SYSTEM_ADMIN) and not self._history

    def can_change_limit(self) -> bool:
        """There is a rule under the cursor besides."""
        return self.can_set_limit() and self.rows.row is not None

    def action_history(self) -> None:
        """Turn between what is in force and everything there ever was."""
        self._history = not self._history
        self.reload()

    def action_change(self) -> None:
        """Ask for another limit of the rule under the cursor."""
        row = self.rows.row
        if row is not None and self.can_change_limit():
            self._ask_limit(row.stage, row.channel, row.urgency, row.limit or "")

    def action_begin(self) -> None:
        """Ask what a further rule is for, one thing after the other."""
        from console.dialogs.pick import Option, PickDialog

        stages = [Option(stage, label(stage)) for stage in Limited]
        later(self.app.push_screen(PickDialog(_("Limit of which stage?"), stages), self._ask_channel))

    def _ask_channel(self, stage: Limited | None) -> None:
        from console.dialogs.pick import Option, PickDialog

        if stage is None:
            return
        every: Option[Channel | str] = Option("", pgettext("limit", "every channel"))
        channels = [Option[Channel | str](channel, label(channel)) for channel in Channel]
        dialog = PickDialog(_("For cases from where?"), [every, *channels])
        later(self.app.push_screen(dialog, partial(self._ask_urgency, stage)))

    def _ask_urgency(self, stage: Limited, channel: Channel | str | None) -> None:
        from console.dialogs.pick import Option, PickDialog

        if channel is None:
            return
        least, most = GRADES
        every = Option(0, pgettext("limit", "every urgency"))
        grades = [
            Option(grade, pgettext("limit", "grade %(grade)s") % {"grade": grade})
            for grade in range(least, most + 1)
        ]
        only = Channel(channel) if channel else None

        def answered(grade: int | None) -> None:
            if grade is not None:
                self._ask_limit(stage, only, grade or None, "")

        dialog = PickDialog(_("For matters of which urgency?"), [every, *grades], searchable=False)
        later(self.app.push_screen(dialog, answered))

    def _ask_limit(self, stage: Limited, channel: Channel | None, urgency: int | None, value: str) -> None:
        from console.dialogs.prompt import PromptDialog

        title = _("Limit: %(stage)s", stage=label(stage))

        def answered(text: str | None) -> None:
            service, actor = self.services.limits, self.actor
            if text is not None:
                self.save(
                    lambda: service.set(actor, stage, text, channel=channel, urgency=urgency), self._saved
                )

        later(self.app.push_screen(PromptDialog(title, _(_HINT), value=value, check=_problem), answered))

    def _saved(self, rule: StageRule) -> None:
        self.say(_("From now on: %(rule)s", rule=rule_words(rule)))

    def action_drop(self) -> None:
        """Ask, then end the rule under the cursor."""
        row = self.rows.row
        if row is None or not self.can_change_limit():
            return
        from console.dialogs.confirm import ConfirmDialog

        question = _("End this limit: %(rule)s?", rule=rule_words(row))
        why = _("A less particular one applies in its place, or none. Clocks that run go on.")
        later(self.app.push_screen(ConfirmDialog(question, why), partial(self._drop, row)))

    def _drop(self, row: StageRule, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        service, actor = self.services.limits, self.actor
        if yes:
            self.save(
                lambda: service.drop(actor, row.stage, channel=row.channel, urgency=row.urgency),
                lambda ended: self.say(_("Ended: %(rule)s", rule=rule_words(ended))),
            )


def _problem(text: str) -> str:
    """Return what is wrong with a limit somebody typed; "" if nothing."""
    try:
        parse_limit(text)
    except DomainError as error:
        return render_error(error)[0]
    return ""


def _nothing() -> str:
    return _("No stage has a limit: no stage has a clock of its own.")


def _columns(frame: Frame) -> list[Column[StageRule]]:
    def since(row: StageRule) -> str:
        return frame.times.moment(row.made_at, frame.clock.now())

    return [
        Column(N_("Stage"), 10, lambda row: (label(row.stage), "")),
        Column(N_("Limit"), 18, lambda row: (limit_shown(row), "bold" if row.limit else "dim")),
        Column(N_("Channel"), 10, lambda row: (channel_words(row), "")),
        Column(N_("Urgency"), 9, lambda row: (urgency_words(row), "")),
        Column(N_("Set at"), 14, lambda row: (since(row), "")),
        Column(N_("Set by"), 10, lambda row: (setter_words(row), ""), grow=True),
    ]

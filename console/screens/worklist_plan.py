"""Publishing the working list by exactly the plan that was looked through."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.edition_words import counts_words
from console.i18n import _
from console.keys import bindings
from console.screens.worklist_planlines import PARTS
from console.screens.worklist_planning import REMEMBERED_DAY, PlanReading
from console.work import Failed, attempt, later
from models.catalogue.drafting.refusals import ListMoved
from models.catalogue.drafting.service import PUBLISHERS
from models.catalogue.editions.refusals import PlanMoved
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from datetime import date

    from textual.binding import BindingType

    from console.screens.worklist_planlines import PlanLine
    from models.catalogue.editions.views import Published

_NAME, _NOTE = 64, 1000


class WorklistPlanScreen(PlanReading):
    """Whatever moves meanwhile, only the plan shown is published."""

    GROUP = "worklist_plan"
    HELP_PAGE = "worklist"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("worklist_plan"))
    AUTO_FOCUS = "LineList"

    # Keys

    def can_idle(self) -> bool:
        """Nothing is on its way."""
        return self.composed and not self._busy and self._draft is not None

    def can_row(self) -> bool:
        """There is a line under the cursor."""
        return self.composed and self.rows.row is not None

    def can_publish(self) -> bool:
        """A plan is shown, and the person may publish."""
        return self.can_idle() and self._plan is not None and self.actor.has(*PUBLISHERS)

    def action_part(self, place: int) -> None:
        """Show one part of the plan."""
        self._part = PARTS[place - 1]
        self._show()

    def action_refresh(self) -> None:
        """Plan anew."""
        self._make()

    def action_open(self) -> None:
        """Read the whole line, or open the entry that stands in the way."""
        from console.dialogs.page import PageDialog

        row: PlanLine | None = self.rows.row
        if row is None:
            return
        if row.matter_id is not None:
            self.console.go("worklist_entry", str(row.matter_id), "", "code")
        elif row.moved:
            from console.screens.worklist_check import settle_moved

            settle_moved(self, self._day)
        else:
            later(self.app.push_screen(PageDialog(row.title, [(row.title, "bold"), (row.said, "")])))

    def action_day(self) -> None:
        """Ask for the date of force."""
        from console.dialogs.prompt import PromptDialog

        value = "" if self._day is None else self._day.isoformat()
        explanation = _("The day on which it takes force, such as 2027-01-01; not before the last edition's:")
        dialog = PromptDialog(_("Date of force"), explanation, value=value, check=_wrong_day)
        later(self.app.push_screen(dialog, self._chosen_day))

    def _chosen_day(self, text: str | None) -> None:
        if text is None:
            return
        self._day = _read_day(text)
        services, actor, kept = self.services, self.actor, self._day.isoformat()
        self.console.save(
            lambda: services.desk.remember(actor, REMEMBERED_DAY, kept), on_refused=lambda _error: True
        )
        self._make()

    def action_name_it(self) -> None:
        """Ask what the edition is called."""
        self._ask(_("Name of the edition"), _("Empty calls it by its number:"), self._name, _NAME, "_name")

    def action_note(self) -> None:
        """Ask what the edition says of itself."""
        self._ask(_("Note"), _("What this edition is about:"), self._note, _NOTE, "_note")

    def _ask(self, title: str, explanation: str, value: str | None, longest: int, name: str) -> None:
        from console.dialogs.prompt import PromptDialog

        def too_long(text: str) -> str:
            return "" if len(text) <= longest else _("At most %(count)s characters.", count=longest)

        def answered(text: str | None) -> None:
            if text is not None:
                setattr(self, name, text.strip())
                self._say_problem("")
                self._show()

        dialog = PromptDialog(title, explanation, value=value or "", check=too_long)
        later(self.app.push_screen(dialog, answered))

    # Publishing

    def action_publish(self) -> None:
        """Ask whether to publish by this plan."""
        from console.dialogs.confirm import ConfirmDialog

        found, day = self._plan, self._day
        if found is None or day is None:
            return
        if found.obstacles:
            self._part = PARTS[1]
            self._show()
            self._say_problem(_("First mend what stands in the way: Enter opens the entry."))
            return
        if found.moved:
            self._refused(ListMoved(len(found.moved), ", ".join(found.moved[:5])))
            return
        cases = sum(each.room == "cases" for each in found.plan.touched)
        question = _("Publish, in force from %(day)s?", day=day.isoformat())
        told = "\n".join(
            (
                counts_words(found.plan.counts),
                _("Open cases touched: %(count)s. Their deadlines stay as they were promised.", count=cases)
                if cases
                else _("No open case is touched."),
                _("An edition can be withdrawn only until cases are filed under it."),
                *self._past_words(day),
            )
        )
        later(self.app.push_screen(ConfirmDialog(question, told), self._publish))

    def _past_words(self, day: date) -> list[str]:
        frame = self.console.frame
        today = frame.times.local(frame.clock.now()).date()
        return [_("That day is over: the list will have been in force since then.")] if day < today else []

    def _publish(self, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        found, day = self._plan, self._day
        if not yes or found is None or day is None:
            return
        services, actor = self.services, self.actor
        name, note, fingerprint = self._name or "", self._note or "", found.plan.fingerprint
        self._begin(_("Publishing ..."))
        self.save(
            lambda: services.drafting.publish(actor, day, fingerprint, name=name, note=note),
            self._published,
            self._publish_refused,
        )

    def _published(self, done: Published) -> None:
        self._end()
        self.console.go_back()
        self.console.say(
            _(
                "Edition %(number)s “%(name)s”, in force from %(effective)s: %(counts)s.",
                number=done.edition.number,
                name=done.edition.name,
                effective=done.edition.effective,
                counts=counts_words(done.plan.counts),
            )
        )

    def _publish_refused(self, error: Exception) -> bool:
        self._end()
        if isinstance(error, PlanMoved):
            # Offered anew at once: the person looks at it before anything is published.
            self._make()
            self._say_problem(
                _(
                    "Something moved since this plan was made, so nothing was published. "
                    "Here is the plan as it is now; look through it once more."
                )
            )
            return True
        if isinstance(error, DomainError):
            return self._refused(error)
        return False


def _read_day(text: str) -> date:
    from models.exchange.cells import day

    found: date = day(text)
    return found


def _wrong_day(text: str) -> str:
    if isinstance(attempt(lambda: _read_day(text)), Failed):
        return _("“%(text)s” is not a date such as 2026-01-01.", text=text)
    return ""

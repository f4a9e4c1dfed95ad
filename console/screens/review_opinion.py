"""One opinion: the wording it was given on, what it proposes, and settling it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.containers import Vertical

from console.forms.form import Form
from console.forms.registry import draft_name, part_of
from console.forms.screen import FormScreen
from console.i18n import _, render_error
from console.keys import bindings
from console.reviewwords import opinion_state, settling_words, taken_words
from console.screens.review_fields import (
    field_of,
    opinion_content,
    opinion_from,
    settling_fields,
)
from console.screens.review_parts import opinion_lines
from console.widgets.region import Region
from console.work import later
from models.catalogue.review.refusals import WordingMoved
from models.catalogue.review.views import OpinionKind, OpinionState
from models.kernel.errors import Conflict, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.review.views import OpinionView
    from models.desk.views import DraftView
    from models.kernel.errors import DomainError

FORM_NAME = "review_opinion"
"""First part of the names of this screen's drafts."""


class ReviewOpinionScreen(FormScreen[None]):
    """An opinion, or an entry a department gave none on yet; forms open in place.

    Args:
        services: the one door.
        actor: the person.
        key: of the opinion's line.
        part: the form to open as soon as it is read.
        step: moves in the list it was opened from, and gives the key of the line it came to.
    """

    GROUP = "review_opinion"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("review_opinion", "form"))
    AUTO_FOCUS = "#facts"
    DEFAULT_CSS = """
    ReviewOpinionScreen .area { height: 1fr; }
    ReviewOpinionScreen #facts { height: 1fr; min-height: 3; }
    ReviewOpinionScreen Form { max-height: 80%; }
    """

    def __init__(
        self,
        services: Services,
        actor: Actor,
        key: int,
        part: str = "",
        step: Callable[[int], int | None] | None = None,
    ) -> None:
        super().__init__(services, actor)
        self._key = key
        self._step = step
        self._view: OpinionView | None = None
        self._wanted = part
        self._part = ""
        """What the open form is for"""
        self._version = 0
        self._may_give = False

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> ReviewOpinionScreen:
        """Return the screen of the opinion a draft is about, with its form to be opened."""
        key = int(draft.subject) if draft.subject.lstrip("-").isdecimal() else 0
        return cls(services, actor, key, part_of(draft.form))

    def body(self) -> Iterable[Widget]:
        """Return what is said of it; a form comes below."""
        yield Vertical(Region(id="facts"), classes="area")

    def title_text(self) -> str:
        """Return whose opinion it is, in which round, and how it stands."""
        view = self._view
        if view is None:
            return super().title_text()
        line = view.line
        words = _("Round %(number)s", number=line.round_number)
        return " ".join(filter(None, (words, line.department, opinion_state(line))))

    # Reading

    def reload(self) -> None:
        """Read the opinion, and whether this person speaks for its department."""
        review, actor, key = self.services.review, self.actor, self._key

        def work() -> tuple[OpinionView, bool]:
            view = review.opinion(actor, key)
            departments = review.round(actor, view.line.round_number).departments
            unit = next((each.unit_id for each in departments if each.id == view.line.department_id), None)
            return view, review.may_give(actor, unit)

        self.read("opinion", work, lambda found: self._take(*found))

    def read_failed(self, group: str, error: Exception) -> None:
        """Go back if there is no such opinion; ask where a proposal is for an older wording."""
        if isinstance(error, WordingMoved):
            self._ask_again(error)
        elif group == "opinion" and isinstance(error, NotFound) and self._view is None:
            self.console.explain(error, then=self.console.go_back)
        else:
            super().read_failed(group, error)

    def _take(self, view: OpinionView, may_give: bool) -> None:  # noqa: FBT001 -- a fact that was read
        if self._key > 0 and view.line.key != self._key:
            # Read before an opinion was given here: what stands now is shown already.
            return
        self._key, self._view, self._may_give = view.line.key, view, may_give
        self._show()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self._open_form(wanted)

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        self.set_title(self.title_text())
        self.query_one("#facts", Region).lay_out(partial(opinion_lines, view, self.console.frame))
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self._show()

    # What may be done

    def _free(self) -> bool:
        return self._view is not None and self._form is None and self._view.open_round

    def can_settle(self) -> bool:
        """The opinion wants a decision, and the person may decide."""
        return self._free() and self._unsettled() and self.services.review.may_settle(self.actor)

    def can_withdraw(self) -> bool:
        """The opinion wants a decision, and the person speaks for the department."""
        return self._free() and self._unsettled() and self._may_give

    def can_opine(self) -> bool:
        """The round is open, and the person speaks for the department."""
        return self._free() and self._may_give

    def can_reopen(self) -> bool:
        """It is settled, and the person may decide."""
        view = self._view
        if view is None or not self._free() or self._unsettled():
            return False
        settled = view.line.state not in {None, OpinionState.NOTED}
        return settled and self.services.review.may_settle(self.actor)

    def _unsettled(self) -> bool:
        view = self._view
        return view is not None and (view.line.state is OpinionState.OPEN or view.line.undone)

    def can_step(self) -> bool:
        """It was opened from a list, and no form is open."""
        return self._step is not None and self._form is None

    def action_step(self, by: int) -> None:
        """Go to a neighbour in the list."""
        key = None if self._step is None else self._step(by)
        if key is not None and key != self._key:
            self._key, self._view = key, None
            self.refresh_keys()
            self.reload()

    # Settling

    def action_accept(self) -> None:
        """Say what accepting changes and ask; an objection is met through a form."""
        view = self._view
        if view is None:
            return
        if view.line.kind is OpinionKind.OBJECT:
            self._open_form("accept")
        else:
            self._look(anyway=False)

    def _look(self, *, anyway: bool) -> None:
        review, actor, key = self.services.review, self.actor, self._key
        self.read(
            "outcome",
            lambda: review.try_accepting(actor, key, anyway=anyway),
            partial(self._ask, anyway=anyway),
        )

    def _ask_again(self, refusal: WordingMoved) -> None:
        """Ask whether a proposal is to be taken up though its field was reworded since."""
        from console.dialogs.confirm import ConfirmDialog

        def go_on(yes: bool | None) -> None:  # noqa: FBT001 -- what a dialog answers
            if yes:
                self._look(anyway=True)

        question = _("Take the proposal up all the same?")
        later(self.app.push_screen(ConfirmDialog(question, render_error(refusal)[0]), go_on))

    def _ask(self, found: Mapping[str, tuple[Any, Any]], *, anyway: bool) -> None:
        from console.dialogs.confirm import ConfirmDialog

        words = "\n".join(taken_words(found)) or _("The list says it already; nothing changes.")
        question = _("Accept the opinion?")
        later(self.app.push_screen(ConfirmDialog(question, words), partial(self._accept, anyway=anyway)))

    def _accept(self, yes: bool | None, *, anyway: bool) -> None:  # noqa: FBT001 -- what a dialog answers
        view = self._view
        if not yes or view is None:
            return
        review, actor, key, version = self.services.review, self.actor, self._key, view.version
        self.save(
            lambda: review.accept(actor, key, anyway=anyway, expected_version=version),
            partial(self._settled, "accept"),
            self._not_done,
        )

    def action_reopen(self) -> None:
        """Open it again after a question."""
        from console.dialogs.confirm import ConfirmDialog

        view = self._view
        if view is None:
            return
        back = {name: (now, was) for name, (was, now) in view.taken.items()}
        words = "\n".join(taken_words(back))
        later(self.app.push_screen(ConfirmDialog(_("Open the opinion again?"), words), self._reopen))

    def _reopen(self, yes: bool | None) -> None:  # noqa: FBT001 -- what a dialog answers
        view = self._view
        if not yes or view is None:
            return
        review, actor, key, version = self.services.review, self.actor, self._key, view.version
        self.save(
            lambda: review.reopen(actor, key, version), partial(self._settled, "reopen"), self._not_done
        )

    def _not_done(self, error: Exception) -> bool:
        if isinstance(error, Conflict):
            self._view = cast("OpinionView", error.current)
            self._show()
        return False

    def _settled(self, part: str, view: OpinionView) -> None:
        self._key, self._view = view.line.key, view
        self._show()
        self.say(_("Done: %(action)s.", action=settling_words(part)))

    # Forms

    def action_fill(self, part: str) -> None:
        """Open the form of a decision, or of an opinion."""
        self._open_form(part)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the key of a form work only where its condition holds."""
        if action == "fill":
            part = str(parameters[0])
            return self.holds(part if part in {"opine", "withdraw"} else "settle")
        return super().check_action(action, parameters)

    def _open_form(self, part: str) -> None:
        view = self._view
        if view is None or self._form is not None:
            return
        form = Form(settling_fields(part), heading=lambda: settling_words(part), intro=self._intro)
        self._part, self._version = part, view.version
        later(self.query_one(".area").mount(form))
        self.take_form(form, draft_name(FORM_NAME, part), str(self._key))

    def _intro(self) -> str:
        view = self._view
        return "" if view is None else f"{view.line.code} {view.line.name}".strip()

    def form_ready(self, form: Form, draft: DraftView | None) -> None:
        """Show the opinion that stands, for it to be changed."""
        view = self._view
        if draft is None and view is not None and self._part == "opine":
            form.take_up(opinion_content(view))

    def form_work(self, form: Form) -> Callable[[], OpinionView]:
        """Return the decision, or the giving of the opinion."""
        view = self._view
        if view is None:
            message = "a form without an opinion"
            raise RuntimeError(message)
        review, actor, key, version = self.services.review, self.actor, self._key, self._version
        values, part, line = form.values(), self._part, view.line
        if part == "opine":
            facts = opinion_from(values)
            return lambda: review.opine(actor, line.department_id, line.matter_id, facts, line.round_number)
        reason = str(values["reason"])
        if part == "accept":
            field, wording = str(values["field"]), str(values["proposed"])
            return lambda: review.accept(
                actor, key, reason=reason, field=field, wording=wording, expected_version=version
            )
        work = {"reject": review.reject, "carry": review.carry, "withdraw": review.withdraw}[part]
        return lambda: work(actor, key, reason, version)

    def form_saved(self, form: Form, result: Any) -> None:
        """Close the form and show the opinion as it is now."""
        part = self._part
        self._close()
        self._settled(part, result)

    def form_refused(self, form: Form, error: Exception) -> bool:
        """Show what somebody else did meanwhile; what was typed stays."""
        if not isinstance(error, Conflict):
            return False
        view = cast("OpinionView", error.current)
        self._view, self._version = view, view.version
        self._show()
        form.show_problem(f"{render_error(error)[0]} {opinion_state(view.line)}")
        return True

    def form_left(self, form: Form) -> None:
        """Close the form and stay on the opinion."""
        self._close()

    def _close(self) -> None:
        self._part = ""
        self.close_form()
        self.query_one("#facts").focus()

    def field_of(self, error: DomainError) -> str:
        """Return the field a refusal is about."""
        return field_of(error)

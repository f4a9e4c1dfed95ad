"""The review of a drill, chapter by chapter; judged, objected to and made tasks of from here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from console.i18n import _
from console.keys import bindings
from console.reviewing.lines import block_lines
from console.reviewing.place import open_tasks, reviewed, sandboxes_of
from console.reviewing.words import task_rows
from console.screens.base import ConsoleScreen
from console.widgets.text_view import TextView
from console.work import later
from models.improving.rules import trains
from scenarios.format.expecting import ByForm
from scenarios.review.paper import KEYS, Chapter, chaptered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.improving.views import TaskView
    from scenarios.format.expecting import Expected
    from scenarios.review.sources import Source
    from scenarios.review.views import Review


class DrillReviewScreen(ConsoleScreen[None]):
    """Shows one chapter of a review at a time.

    Args:
        services: the one door of the office.
        actor: the person.
        drill: number of the drill, or a recording.
    """

    GROUP = "drill_review"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("drill_review"))
    AUTO_FOCUS = "TextView"

    def __init__(self, services: Services, actor: Actor, drill: str) -> None:
        super().__init__(services, actor)
        self._drill = drill
        self._place = 0
        self._found: tuple[Source, Review] | None = None
        self._tasks: list[TaskView] = []

    def body(self) -> Iterable[Widget]:
        """Return the text."""
        yield TextView()

    def title_text(self) -> str:
        """Say which chapter of which drill is shown."""
        if self._found is None:
            return super().title_text()
        chapter = self._chapters()[self._place]
        return f"{self._found[1].title}  {self._place + 1}/{len(KEYS)} {chapter.title}"

    def reload(self) -> None:
        """Read the review again."""
        services, actor, settings, drill = self.services, self.actor, self.console.settings, self._drill
        self.read(
            "review",
            lambda: (reviewed(services, actor, sandboxes_of(settings), drill), open_tasks(services, actor)),
            self._take,
        )

    def _take(self, found: tuple[tuple[Source, Review], list[TaskView]]) -> None:
        self._found, self._tasks = found
        self._show()

    def _chapters(self) -> tuple[Chapter, ...]:
        from console.tongue import tongue

        if self._found is None:
            return ()
        source, found = self._found
        return chaptered(found, tongue(), source.zone, task_rows(self._tasks))

    def _show(self) -> None:
        chapters = self._chapters()
        if chapters:
            self.query_one(TextView).show(block_lines(chapters[self._place].blocks))
        self.set_title(self.title_text())
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self._show()

    def action_chapter(self, place: int) -> None:
        """Go to a chapter by its number."""
        self._place = place - 1
        self._show()

    def action_turn(self, by: int) -> None:
        """Turn to the next or the previous chapter."""
        self._place = (self._place + by) % len(KEYS)
        self._show()

    # What can be done

    def can_trainer(self) -> bool:
        """The person reviews drills, and this one can still be written in."""
        return self._found is not None and trains(self.actor) and self._drill.isdecimal()

    def can_judge(self) -> bool:
        """There are forms for the person to fill in."""
        return self.can_trainer() and bool(self._expected(forms=True))

    def can_object(self) -> bool:
        """There is something to object to."""
        return self._found is not None and self._drill.isdecimal() and bool(self._expected(forms=False))

    def can_shown(self) -> bool:
        """The review is there."""
        return self._found is not None

    def _expected(self, *, forms: bool) -> list[Expected]:
        if self._found is None:
            return []
        expected = self._found[1].scenario.expectations
        return [each for each in expected if not forms or isinstance(each.judged, ByForm)]

    def action_make_tasks(self) -> None:
        """Make corrective tasks of what the review proposes."""
        from console.screens.drill_tasking import offer_tasks

        if self._found is not None:
            offer_tasks(self, *self._found)

    def action_judge(self) -> None:
        """Choose a form and fill it in."""
        from console.dialogs.pick import Option, PickDialog

        def chosen(name: str | None) -> None:
            if name is not None:
                self.console.go("drill_sheet", int(self._drill), name)

        options = [Option(each.id, each.title) for each in self._expected(forms=True)]
        later(self.app.push_screen(PickDialog(_("Which form?"), options), chosen))

    def action_object(self) -> None:
        """Choose an expectation, and say why its judgement is not agreed with."""
        from console.dialogs.pick import Option, PickDialog

        options = [Option(each.id, each.title) for each in self._expected(forms=False)]
        dialog = PickDialog(_("Object to which judgement?"), options)
        later(self.app.push_screen(dialog, self._ask_why))

    def _ask_why(self, name: str | None) -> None:
        from console.dialogs.prompt import PromptDialog

        if name is None:
            return
        words = _("What you say stands in the review; the marks do not change by it.")
        dialog = PromptDialog(_("Objection"), words)
        later(self.app.push_screen(dialog, partial(self._object, name)))

    def _object(self, name: str, text: str | None) -> None:
        if not text:
            return
        actor, settings, number = self.actor, self.console.settings, int(self._drill)

        def work() -> None:
            from scenarios.review.assessing import object_to

            with sandboxes_of(settings).open(number) as world:
                object_to(world, actor, name, text)

        self.save(work, self._objected)

    def _objected(self, _nothing: None) -> None:
        self.reload()
        self.say(_("Your objection is noted; it stands in the review."))

    def action_print(self) -> None:
        """Write the review into a document."""
        from console.reviewing.words import review_paper
        from console.screens.paper_writing import write_file
        from models.exchange.papers.forms import file_name, write_document
        from models.exchange.papers.names import PaperForm

        if self._found is None:
            return
        (source, found), tasks = self._found, self._tasks

        def prepare() -> tuple[str, Callable[[IO[bytes]], object]]:
            paper = review_paper(source, found, tasks)
            at = source.entries[-1].at
            name = file_name(f"{paper.title}_{found.number}_{found.title}", PaperForm.DOCX)
            return name, lambda target: write_document(paper, PaperForm.DOCX, target, at)

        write_file(self, prepare)

    def action_corrective(self) -> None:
        """List the corrective tasks."""
        self.console.go("corrective")

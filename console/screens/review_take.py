"""Taking a filled-in sheet back: which file, and what became of its rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from console.forms.fields import LookupField, Picked, ToggleField
from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import N_, _
from console.keys import bindings
from console.labels import label
from console.paths import files_source
from console.reviewwords import row_words, take_words
from console.work import later
from models.catalogue.review.views import RowFate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.review.views import TakeResult
    from models.desk.views import DraftView
    from models.kernel.errors import DomainError


class ReviewTakeScreen(FormScreen[None]):
    """The form of a file to take back.

    Args:
        services: the one door.
        actor: the person.
    """

    GROUP = "review_take"
    HELP_PAGE = "review"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("form"))
    DEFAULT_CSS = "ReviewTakeScreen Form { height: 1fr; }"

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, _draft: DraftView) -> ReviewTakeScreen:
        """Return the screen that takes a draft up."""
        return cls(services, actor)

    def body(self) -> Iterable[Widget]:
        """Return the form."""
        fields = [
            LookupField(
                "file",
                N_("File"),
                required=True,
                hint=N_("Type a path; a folder is looked into once it ends with /."),
                source=files_source(self.console.settings.exports_folder),
                rows=8,
                nothing=N_("No workbook and no folder is called so."),
            ),
            ToggleField(
                "stale", N_("Older too"), hint=N_("Take opinions given on an older wording all the same.")
            ),
        ]
        yield Form(fields, heading=lambda: _("Take a sheet back"), intro=_intro)

    def started(self) -> None:
        """Restore the draft."""
        self.take_form(self.query_one(Form), draft_name("review_take"))

    def form_changed(self, form: Form, name: str) -> None:
        """Look into a folder that was picked."""
        picked = form.values()["file"]
        if name == "file" and isinstance(picked, Picked) and str(picked.key).endswith("/"):
            form.take_up({"file": str(picked.key)})
            self.call_after_refresh(form.take_keys)

    def form_work(self, form: Form) -> Callable[[], TakeResult]:
        """Return the taking of the file."""
        papers, actor, values = self.services.review_papers, self.actor, form.values()
        picked = values["file"]
        path = Path(str(picked.key)) if isinstance(picked, Picked) else Path()
        stale = bool(values["stale"])

        def work() -> TakeResult:
            # Loaded on use: most sessions take no file.
            from models.exchange.readers import Source

            return papers.take(actor, Source.from_path(path), stale=stale)

        return work

    def form_saved(self, form: Form, result: Any) -> None:
        """Go back to the round and tell what became of the rows."""
        from console.dialogs.page import PageDialog

        self.close_form()
        self.console.go_back()
        title = _("What became of %(file)s", file=result.file)
        later(self.app.push_screen(PageDialog(title, list(told(result)))))

    def field_of(self, error: DomainError) -> str:
        """Every refusal is about the file."""
        _ = error
        return "file"


def _intro() -> str:
    return _("Good rows are taken, the others are told. A file taken twice changes nothing.")


def told(result: TakeResult) -> Iterator[Piece]:
    """Yield what became of a file: its counts, then every row that was not taken."""
    yield take_words(result), "bold"
    for fate in (RowFate.REJECTED, RowFate.STALE):
        rows = [row for row in result.rows if row.fate is fate]
        if rows:
            yield "", ""
            yield f"{label(fate)} ({len(rows)})", "bold"
            for row in rows:
                yield f"- {row_words(row)}", ""

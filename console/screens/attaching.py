"""Attaching a file to a case: which file, and what is to be seen in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from console.forms.fields import BlockField, LookupField, Picked
from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import N_, _
from console.keys import bindings
from console.paths import files_source
from console.text import short_number
from models.cases.files.refusals import FileRefused
from models.cases.files.rules import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.files.views import AttachmentView
    from models.desk.views import DraftView
    from models.kernel.errors import DomainError


class AttachScreen(FormScreen[None]):
    """The form of a file to attach.

    Args:
        services: the one door.
        actor: the person.
        number: the case.
    """

    GROUP = "attach"
    HELP_PAGE = "case_files"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("form"))
    DEFAULT_CSS = "AttachScreen Form { height: 1fr; }"

    def __init__(self, services: Services, actor: Actor, number: str) -> None:
        super().__init__(services, actor)
        self._number = number

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> AttachScreen:
        """Return the screen that takes a draft up."""
        return cls(services, actor, draft.subject)

    def body(self) -> Iterable[Widget]:
        """Return the form."""
        endings = frozenset(f".{kind}" for kind in KINDS)
        fields = [
            LookupField(
                "file",
                N_("File"),
                required=True,
                hint=N_("Type a path; a folder is looked into once it ends with /."),
                source=files_source(self.console.settings.exports_folder, endings),
                rows=8,
                nothing=N_("No file that can be attached and no folder is called so."),
            ),
            BlockField("note", N_("Note"), hint=N_("What is to be seen in it."), rows=2, paragraph=True),
        ]
        yield Form(fields, heading=self._heading, intro=_intro)

    def _heading(self) -> str:
        return _("Attach a file to case %(number)s", number=short_number(self._number))

    def started(self) -> None:
        """Restore the draft."""
        self.take_form(self.query_one(Form), draft_name("attach"), self._number)

    def form_changed(self, form: Form, name: str) -> None:
        """Look into a folder that was picked."""
        picked = form.values()["file"]
        if name == "file" and isinstance(picked, Picked) and str(picked.key).endswith("/"):
            form.take_up({"file": str(picked.key)})
            self.call_after_refresh(form.take_keys)

    def form_work(self, form: Form) -> Callable[[], AttachmentView]:
        """Return the attaching."""
        services, actor, number, values = self.services, self.actor, self._number, form.values()
        picked = values["file"]
        path = Path(str(picked.key)) if isinstance(picked, Picked) else Path()
        note = str(values["note"] or "")

        def work() -> AttachmentView:
            # Loaded on use: most sessions attach nothing.
            from models.cases.files.sources import FileSource

            case = services.cases.case(actor, number)
            return services.files.attach(actor, case.id, FileSource.at(path), note)

        return work

    def form_saved(self, form: Form, result: Any) -> None:
        """Go back to the list and say what was attached."""
        self.close_form()
        self.console.go_back()
        self.console.say(_("Attached: %(name)s.", name=result.name))

    def field_of(self, error: DomainError) -> str:
        """Return the field a refusal is about."""
        return "file" if isinstance(error, FileRefused) else super().field_of(error)


def _intro() -> str:
    return _("The content is copied and kept unchanged; its fingerprint stands in the ledger.")

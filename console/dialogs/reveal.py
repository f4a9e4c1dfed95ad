"""Personal data in clear: which field, and what for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.dialogs.base import Dialog
from console.forms.fields import ChoiceField, Field, LineField, Options
from console.forms.form import Form
from console.i18n import N_, _
from console.keys import bindings
from console.work import later
from models.cases.door import tells_why
from models.cases.kinds import PersonalField
from models.cases.words import PERSONAL_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

_FIELD = "field"
_REASON = "reason"
_REASON_LENGTH = 200


class RevealDialog(Dialog[tuple[PersonalField, str]]):
    """Asks which of ``fields`` to read and for what reason; returns both."""

    GROUPS: ClassVar[tuple[str, ...]] = ("reveal",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("reveal"))

    def __init__(self, fields: Sequence[PersonalField]) -> None:
        super().__init__(_("Read in clear"))
        declared: tuple[Field, ...] = (
            ChoiceField(
                _FIELD, N_("What"), required=True, options=_words_of(fields), initial=fields[0].value
            ),
            LineField(_REASON, N_("Reason"), required=True, max_length=_REASON_LENGTH),
        )
        self._form = Form(declared, intro=_recorded)

    def body(self) -> Iterable[Widget]:
        """Return the choice and the reason."""
        yield self._form

    def on_mount(self) -> None:
        """Let the reason be typed at once."""
        super().on_mount()
        self._form.row(_REASON).take_keys()

    def on_form_submitted(self, message: Form.Submitted) -> None:
        """Answer with Enter from the reason."""
        message.stop()
        self.action_accept()

    def on_form_changed(self, message: Form.Changed) -> None:
        """Nothing is kept of it: a reason is given afresh each time."""
        message.stop()

    def action_accept(self) -> None:
        """Answer, if a reason is given."""
        if self._form.complete():
            values = self._form.values()
            if not tells_why(str(values[_REASON])):
                self._form.show_problem(_("Say in words what you need it for."), _REASON)
                return
            later(self.dismiss((PersonalField(str(values[_FIELD])), str(values[_REASON]))))


def _recorded() -> str:
    return _("Who read it, when and why goes into the ledger.")


def _words_of(fields: Sequence[PersonalField]) -> Options:
    return lambda: [(field.value, _(PERSONAL_WORDS[field])) for field in fields]

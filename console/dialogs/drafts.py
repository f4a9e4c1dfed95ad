"""The forms a person has not finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.dialogs.pick import Option, PickDialog
from console.forms.registry import draft_title, draft_words
from console.i18n import _
from console.terminal.filter import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.frame import Frame
    from models.desk.views import DraftView


class DraftsDialog(PickDialog["DraftView"]):
    """Lists ``drafts``; returns the one to go on with."""

    def __init__(self, drafts: Sequence[DraftView], frame: Frame) -> None:
        options = [_option(draft, frame) for draft in drafts]
        super().__init__(_("Unfinished forms"), options, searchable=False)


def _option(draft: DraftView, frame: Frame) -> Option[DraftView]:
    form = " ".join(part for part in (draft_title(draft.form), draft.subject) if part)
    saved = frame.times.moment(draft.saved_at, frame.clock.now())
    return Option(draft, f"{form}  {saved}", clean_text(draft_words(draft.form, draft.content)))

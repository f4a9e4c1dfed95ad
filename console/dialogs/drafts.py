"""The forms a person has not finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.dialogs.pick import Option, PickDialog
from console.i18n import _
from console.keys import group_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.frame import Frame
    from models.desk.views import DraftView


class DraftsDialog(PickDialog["DraftView"]):
    """Lists ``drafts``; returns the one to go on with."""

    def __init__(self, drafts: Sequence[DraftView], frame: Frame) -> None:
        options = [_option(draft, frame) for draft in drafts]
        super().__init__(
            _("Unfinished forms"), options, empty=_("There is no unfinished form."), searchable=False
        )


def _option(draft: DraftView, frame: Frame) -> Option[DraftView]:
    form = " ".join(part for part in (group_title(draft.form.partition(".")[0]), draft.subject) if part)
    saved = frame.times.moment(draft.saved_at, frame.clock.now())
    # What the draft is about, as far as a form keeps a title or a text.
    words = next(
        (str(draft.content[name]) for name in ("title", "body", "note", "reason") if draft.content.get(name)),
        "",
    )
    return Option(draft, f"{form}  {saved}", words)

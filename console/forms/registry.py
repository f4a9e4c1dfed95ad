"""Which draft belongs to which form, and what a list of drafts calls it.

A draft's form is named ``screen`` or ``screen.part``: ``intake``, ``case.dispatch``. The
screen that takes it up stands in :data:`console.screens.FORMS`; its class offers
``from_draft(services, actor, draft)``. What the part is called is asked of the namer of the
screen here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.keys import group_title
from console.labels import label
from models.cases.kinds import Action
from models.catalogue.boundary.kinds import Action as Step
from models.catalogue.boundary.kinds import RequestKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

TITLE_LENGTH = 40
"""Characters of a draft's text that a list shows at most."""


def draft_name(screen: str, part: str = "") -> str:
    """Return the name of the draft of a form: ``case.dispatch``."""
    return f"{screen}.{part}" if part else screen


def part_of(form: str) -> str:
    """Return the part of a draft's form name: ``dispatch`` of ``case.dispatch``."""
    return form.partition(".")[2]


def _case_part(part: str) -> str:
    return label(Action(part)) if part in {action.value for action in Action} else part


def _step_part(part: str) -> str:
    return label(Step(part)) if part in {step.value for step in Step} else part


def _kind_part(part: str) -> str:
    return label(RequestKind(part)) if part in {kind.value for kind in RequestKind} else part


def _settling_part(part: str) -> str:
    # Loaded on use: few drafts are about opinions.
    from console.reviewwords import settling_words

    return settling_words(part)


_PARTS: Mapping[str, Callable[[str], str]] = {
    "case": _case_part,
    "marked": _case_part,
    "admission": _step_part,
    "admission_new": _kind_part,
    "review_opinion": _settling_part,
}
"""How each screen names the parts of its drafts."""


def draft_title(form: str) -> str:
    """Return what a form is called in a list of drafts, in the current language."""
    screen, _dot, part = form.partition(".")
    namer = _PARTS.get(screen)
    words = [group_title(screen), namer(part) if namer is not None and part else part]
    return " ".join(word for word in words if word)


_TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "intake": ("title", "body", "place", "grid_id"),
    "case": ("note", "reason", "condition", "matter", "unit"),
    "marked": ("note", "reason", "condition", "matter", "unit"),
    "attach": ("note", "file"),
    "handover": ("notes", "to", "since"),
    "worklist_entry": ("name", "code"),
    "drill_say": ("text", "to"),
    "drill_inject": ("document",),
    "drill_sheet": ("name", "note"),
}
"""The fields a draft of each screen is recognised by; the first with words in it tells."""


def draft_words(form: str, content: Mapping[str, Any]) -> str:
    """Return words typed into a form, to recognise a draft by; "" where only choices were made."""
    for name in _TOLD_BY.get(form.partition(".")[0], tuple(content)):
        kept = content.get(name)
        text = kept.get("text") if isinstance(kept, dict) else kept
        if isinstance(text, str) and text.strip():
            return " ".join(text.split())[:TITLE_LENGTH]
    return ""

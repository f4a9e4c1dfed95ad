"""The way of a case as a drawing, made of the table of transitions: what it leaves out, the table has not.

The trunk is the way of a case nothing happens to; beside each state stands what may happen there
instead, and after the trunk the states off it. ASCII only, so that every terminal lines it up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _, pgettext
from console.labels import label
from console.widgets.text_view import HANGING
from models.cases.kinds import FINAL_STATES, Action, CaseState
from models.cases.rules import TRANSITIONS, Transition

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.widgets.lines import Piece

_TRUNK = (
    Action.ACCEPT,
    Action.FILE,
    Action.DISPATCH,
    Action.TAKE,
    Action.FEEDBACK,
    Action.VERIFY,
    Action.CLOSE,
    Action.CALL_BACK,
    Action.ARCHIVE,
)
"""The steps of a case nothing happens to."""
_BRANCH = "   |-- "


def trunk() -> list[Transition]:
    """Return the rows of the trunk, each beginning where the one before ended.

    Raises:
        LookupError: the table has no such way any more; the drawing would lie.
    """
    found: list[Transition] = []
    at = CaseState.REPORTED
    for action in _TRUNK:
        rows = [row for row in TRANSITIONS if row.action is action and row.source is at]
        if not rows:
            raise LookupError(action, at)
        found.append(rows[0])
        at = rows[0].target
    return found


def diagram() -> list[Piece]:
    """Return the drawing, line by line."""
    main = trunk()
    on_trunk = [row.source for row in main]
    lines: list[Piece] = []
    for row in main:
        lines.append((f" {label(row.source)}", "bold"))
        lines += _branches(row.source, [row])
        lines += [(f"   |  {label(row.action)}", ""), ("   v", "")]
    lines.append((f" {label(main[-1].target)}", "bold"))
    aside = [state for state in CaseState if state not in on_trunk and state is not main[-1].target]
    for state in aside:
        lines += [("", ""), (f" {label(state)}", "bold")]
        branches = list(_branches(state, ()))
        lines += branches or [("   " + _("(ends here)"), "")]
    return lines


def _branches(state: CaseState, besides: Sequence[Transition]) -> Iterator[Piece]:
    """Yield what else may happen in a state: first what leads elsewhere, then what leaves it there."""
    rows = [row for row in TRANSITIONS if row.source is state and row not in besides]
    targets = dict.fromkeys(row.target for row in rows if row.target is not state)
    for target in sorted(targets, key=lambda each: each in FINAL_STATES):
        actions = [row.action for row in rows if row.target is target]
        # What is taken out of another case stands where it stood.
        whither = _("where it stood") if Action.UNMERGE in actions else label(target)
        yield f"{_BRANCH}{_listed(actions)} > {whither}", ""
    if any(row.action is Action.CLOSE for row in besides):
        step = _("%(step)s (nobody to call back)", step=label(Action.CLOSE))
        yield f"{_BRANCH}{step} > {label(CaseState.FINISHED)}", ""
    staying = [row.action for row in rows if row.target is state]
    if staying:
        stays = pgettext("diagram", "stays:")
        yield f"{_BRANCH}{stays} {HANGING}{_listed(staying)}", "dim"


def _listed(actions: Sequence[Action]) -> str:
    return _(", ").join(label(action) for action in actions)

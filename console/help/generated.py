"""Parts of the manual that are made from the tables the program works by, so that they cannot lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console import keys
from console.help.diagram import diagram
from console.i18n import N_, _
from console.labels import LIGHT_STYLES, label
from console.text import cell_len
from console.widgets.text_view import HANGING
from models.accounts.views import Role
from models.cases.assisting import TASK_STEPS
from models.cases.kinds import Action, CaseState, Light
from models.cases.rules import INTAKE_ROLES, READER_ROLES, LegendRow, legend

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from enum import StrEnum

    from console.widgets.lines import Piece
    from models.cases.assisting import TaskStep
    from models.cases.task_kinds import TaskState

_INDENT = "   "
_KEY_WIDTH = 14
_LIGHTS = {
    Light.GREEN: N_("There is time."),
    Light.YELLOW: N_("A third of the limit is left, or less."),
    Light.RED: N_("Overdue, and not done."),
    Light.MET: N_("Fed back, and in time."),
    Light.MISSED: N_("Fed back, but too late."),
    Light.HELD: N_("On hold: the clock stands still."),
}


def generated(name: str) -> list[Piece]:
    """Return the paragraphs of a generated part.

    Raises:
        KeyError: there is none of this name.
    """
    parts: dict[str, Callable[[], list[Piece]]] = {
        "lights": lights,
        "lifecycle": lifecycle,
        "diagram": diagram,
        "keys": all_keys,
        "steps": request_steps,
        "assistance": assistance,
    }
    return parts[name]()


def lights() -> list[Piece]:
    """Return every light with its meaning."""
    width = 2 + max(cell_len(label(light)) for light in _LIGHTS)
    return [
        (f"{label(light)}{' ' * (width - cell_len(label(light)))}{_(meaning)}", LIGHT_STYLES[light])
        for light, meaning in _LIGHTS.items()
    ]


def lifecycle() -> list[Piece]:
    """Return every step of a case: what it is called, whence and whither, who, and what it does."""
    reporters = tuple(role for role in Role if role in INTAKE_ROLES)
    intake = LegendRow(Action.INTAKE, (), CaseState.REPORTED, reporters, N_("Report a new case."))
    lines: list[Piece] = []
    readers = tuple(role for role in Role if role in READER_ROLES)
    undo = LegendRow(
        Action.UNDO,
        (),
        CaseState.REPORTED,
        readers,
        N_("Take back the step you have just done, within ten minutes, while nobody acted since."),
    )
    for row in (intake, *legend(), undo):
        # What is taken out of another case stands where it stood.
        target = _("where it stood") if row.action is Action.UNMERGE else label(row.target)
        way = f"{_names(row.sources)} > {target}" if row.sources else f"> {target}"
        if row is undo:
            way = _("back to where it was")
        lines += [
            (f"{label(row.action)}  {way}", "bold"),
            (_INDENT + _("Done by: %(roles)s", roles=_names(row.roles)), ""),
            (_INDENT + _(row.explain), ""),
            ("", ""),
        ]
    return lines[:-1]


def assistance() -> list[Piece]:
    """Return every step of an assisting unit's task: whence and whither, who, and what it does."""
    rows: dict[tuple[Action, TaskState, frozenset[Role]], list[TaskStep]] = {}
    for step in TASK_STEPS:
        rows.setdefault((step.action, step.target, step.roles), []).append(step)
    lines: list[Piece] = []
    for (action, target, roles), steps in rows.items():
        sources = _names([step.source for step in steps if step.source is not None])
        who = tuple(role for role in Role if role in roles)
        lines += [
            (f"{label(action)}  {sources} > {label(target)}".replace("   >", "  >"), "bold"),
            (_INDENT + _("Done by: %(roles)s", roles=_names(who)), ""),
            (_INDENT + _(steps[0].explain), ""),
            ("", ""),
        ]
    return lines[:-1]


def request_steps() -> list[Piece]:
    """Return every step of a request: whence and whither, for which kinds, who, and what it does."""
    # Loaded on use: most pages say nothing of requests.
    from models.catalogue.boundary.kinds import RequestKind
    from models.catalogue.boundary.rules import legend as request_legend

    lines: list[Piece] = []
    for row in request_legend():
        way = _names(row.sources) if row.target is None else f"{_names(row.sources)} > {label(row.target)}"
        kinds = "" if len(row.kinds) == len(RequestKind) else f" ({_names(row.kinds)})"
        lines += [
            (f"{label(row.action)}{kinds}  {way}", "bold"),
            (_INDENT + _("Done by: %(roles)s", roles=_names(row.roles)), ""),
            (_INDENT + _(row.explain), ""),
            ("", ""),
        ]
    return lines[:-1]


def _names(members: Sequence[StrEnum]) -> str:
    return _(", ").join(label(member) for member in members)


def all_keys() -> list[Piece]:
    """Return the whole key table."""
    return key_lines(keys.groups())


def key_lines(groups: Sequence[str]) -> list[Piece]:
    """Return the keys of ``groups`` as lines of text, a heading above each group."""
    lines: list[Piece] = []
    for group in groups:
        rows = keys.entries(group)
        if rows:
            title = _("Keys: %(group)s", group=keys.group_title(group))
            lines += [("", ""), (title, "bold underline")]
        for entry in rows:
            names = keys.keys_text(entry, letters=True)
            space = " " * max(2, _KEY_WIDTH - cell_len(names))
            lines.append((f"{names}{space}{HANGING}{_(entry.help)}", ""))
    return lines

"""Keys of the rules of dispatching, and of what they would have done."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

RULES: tuple[KeyEntry, ...] = (
    KeyEntry(
        "rules.edit",
        ("enter",),
        "edit",
        N_("Edit rule"),
        N_("Change what the rule under the cursor asks for, or to whom it gives cases."),
        condition="edit_rule",
    ),
    KeyEntry(
        "rules.add",
        ("f2",),
        "add",
        N_("New rule"),
        N_("Add a rule below the cursor: first to whom, then what it asks for."),
        ("n",),
        condition="keep",
    ),
    KeyEntry(
        "rules.up",
        ("f3",),
        "shift(-1)",
        N_("Move up"),
        N_("Move the rule up: the first that fits decides."),
        ("k",),
        condition="edit_rule",
        spare=True,
    ),
    KeyEntry(
        "rules.down",
        ("f4",),
        "shift(1)",
        N_("Move down"),
        N_("Move the rule down."),
        ("j",),
        condition="edit_rule",
        spare=True,
    ),
    KeyEntry(
        "rules.trial",
        ("f5",),
        "trial",
        N_("Try"),
        N_("See what these rules would have done with the cases of the last time, and what differs."),
        ("t",),
        condition="try",
    ),
    KeyEntry(
        "rules.survey",
        ("f6",),
        "survey",
        N_("Survey"),
        N_("Name rules that are never reached, overlap others, or name what is gone; Enter goes there."),
        ("g",),
        condition="rules",
        spare=True,
    ),
    KeyEntry(
        "rules.publish",
        ("f7",),
        "publish",
        N_("Put in force"),
        N_("Put the draft in force, or drop it, after a question."),
        ("p",),
        condition="publish",
        spare=True,
    ),
    KeyEntry(
        "rules.remove",
        ("f8",),
        "remove",
        N_("Remove rule"),
        N_("Take the rule under the cursor out of the draft."),
        ("d",),
        condition="edit_rule",
        spare=True,
    ),
    KeyEntry(
        "rules.turn",
        ("space",),
        "turn",
        N_("Draft or in force"),
        N_("Turn between the draft and the edition in force."),
        condition="turn",
        line=False,
        spare=True,
    ),
)

RULES_TRIAL: tuple[KeyEntry, ...] = (
    KeyEntry(
        "rules_trial.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Open the case under the cursor."),
        condition="case_row",
    ),
    KeyEntry(
        "rules_trial.turn",
        ("f6",),
        "turn",
        N_("All or differing"),
        N_("Turn between all cases and those that would have gone elsewhere."),
        ("g",),
    ),
)

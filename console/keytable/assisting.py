"""Keys of assistance: the same keys an assisting unit knows from its own cases, and the menu."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry, MenuEntry

ASSIST_KEYS: tuple[KeyEntry, ...] = (
    KeyEntry(
        "case.assist_take",
        ("f3",),
        "step('assist_take')",
        N_("Take on"),
        N_("Take on what your unit was asked to assist with."),
        condition="assist_take",
    ),
    KeyEntry(
        "case.assist_decline",
        ("f4",),
        "step('assist_decline')",
        N_("Not ours"),
        N_("Say why your unit should not assist; whoever dispatches decides."),
        condition="assist_decline",
    ),
    KeyEntry(
        "case.assist_answer",
        ("f5",),
        "step('assist_answer')",
        N_("Answer"),
        N_("Say what your unit did; its task and its clock end here."),
        condition="assist_answer",
    ),
    KeyEntry(
        "case.assist_hand_over",
        ("f6",),
        "step('assist_hand_over')",
        N_("Hand over"),
        N_("Give the assistance to a person of your unit."),
        condition="assist_hand_over",
        spare=True,
    ),
)

ASSIST_MENU: tuple[MenuEntry, ...] = (
    MenuEntry(
        "case.assist",
        "step('assist')",
        N_("Ask to assist"),
        N_("Ask another unit to assist, by a time of its own; the case stays where it is."),
        "assist",
    ),
    MenuEntry(
        "case.assist_reply",
        "step('assist_reply')",
        N_("Answer the urging"),
        N_("Answer what your unit was urged to: how it stands and when it will be done."),
        "assist_reply",
    ),
    MenuEntry(
        "case.assist_urge",
        "step('assist_urge')",
        N_("Urge assistance"),
        N_("Remind an assisting unit; it answers within the time set for who is urged."),
        "assist_urge",
    ),
    MenuEntry(
        "case.assist_again",
        "step('assist_again')",
        N_("Must assist"),
        N_("Rule that the unit has to assist; its time begins anew, and it cannot decline again."),
        "assist_again",
    ),
    MenuEntry(
        "case.assist_recall",
        "step('assist_recall')",
        N_("Recall assistance"),
        N_("Let the unit go: nobody waits for its answer any more."),
        "assist_recall",
    ),
    MenuEntry(
        "case.change_lead",
        "step('change_lead')",
        N_("Change the lead"),
        N_("Rule that the assisting unit leads the case; whoever led assists it, or leaves."),
        "change_lead",
    ),
    MenuEntry(
        "case.task_receipt",
        "task_receipt",
        N_("Due to assist"),
        N_("Explain line by line when an assisting unit has to answer."),
        "task_receipt",
    ),
)

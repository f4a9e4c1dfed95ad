"""Steps of a case that are chosen from the menu: those done seldom, and those whose keys others have."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.assisting import ASSIST_MENU
from console.keytable.shape import MenuEntry

CASE_MENU: tuple[MenuEntry, ...] = (
    MenuEntry(
        "case.give_back",
        "step('give_back')",
        N_("Back to the pool"),
        N_("Give the case back to the unit's pool with a reason; anybody there can take it on."),
        "give_back",
    ),
    MenuEntry(
        "case.answer",
        "step('answer')",
        N_("Answer"),
        N_("Answer what was urged or supervised: how it stands and when it will be done."),
        "answer",
    ),
    MenuEntry(
        "case.urge",
        "step('urge')",
        N_("Urge"),
        N_("Remind whoever has the case; they answer within four hours of office time."),
        "urge",
    ),
    MenuEntry(
        "case.supervise",
        "step('supervise')",
        N_("Supervise"),
        N_("Supervise the case: an answer is due within a working day, or on the day named."),
        "supervise",
    ),
    MenuEntry(
        "case.endorse",
        "step('endorse')",
        N_("Endorse"),
        N_("Pass on to the dispatcher what somebody of the unit asked for."),
        "endorse",
    ),
    MenuEntry(
        "case.decline",
        "step('decline')",
        N_("Decline"),
        N_("Decline what the unit asked for, with a reason; the deadline stays."),
        "decline",
    ),
    MenuEntry(
        "case.ask_extension",
        "step('ask_extension')",
        N_("Ask extension"),
        N_("Ask for as much time again as the limit gave, before it has run out."),
        "ask_extension",
    ),
    MenuEntry(
        "case.ask_hold",
        "step('ask_hold')",
        N_("Ask hold"),
        N_("Ask to put the case on hold until a day; the clock stands still meanwhile."),
        "ask_hold",
    ),
    MenuEntry(
        "case.withdraw",
        "step('withdraw')",
        N_("Withdraw request"),
        N_("Take back what the unit asked for."),
        "withdraw",
    ),
    MenuEntry(
        "case.contact",
        "step('contact')",
        N_("Contact"),
        N_("Note who spoke to the reporter and what was said; the case stays where it is."),
        "contact",
    ),
    MenuEntry(
        "case.set_deadline",
        "step('set_deadline')",
        N_("Superior's deadline"),
        N_("Note when a superior level wants it done; ours is due a reserve earlier."),
        "set_deadline",
    ),
    MenuEntry(
        "case.drop_deadline",
        "step('drop_deadline')",
        N_("Drop superior's deadline"),
        N_("A superior level sets no day any more; the case is due by its condition, or the other level."),
        "drop_deadline",
    ),
    MenuEntry(
        "case.merge",
        "step('merge')",
        N_("Merge into"),
        N_("Merge the case into another one about the same; both numbers stay."),
        "merge",
    ),
    MenuEntry(
        "case.link",
        "step('link')",
        N_("Link case"),
        N_("Link the case to another one: a duplicate, its cause, or what it is part of."),
        "link",
    ),
    MenuEntry(
        "case.unlink",
        "step('unlink')",
        N_("Unlink"),
        N_("Take away what links the case to another one."),
        "unlink",
    ),
    MenuEntry(
        "case.appeal",
        "step('appeal')",
        N_("Appeal"),
        N_("Ask once to have the lateness forgiven; two people look at it."),
        "appeal",
    ),
    MenuEntry(
        "case.support",
        "step('support')",
        N_("Support"),
        N_("Support the appeal; somebody else has the last word."),
        "support",
    ),
    MenuEntry(
        "case.uphold",
        "step('uphold')",
        N_("Uphold"),
        N_("Forgive the lateness: it leaves the figures, and stays visible on the case."),
        "uphold",
    ),
    MenuEntry(
        "case.dismiss",
        "step('dismiss')",
        N_("Dismiss"),
        N_("Dismiss the appeal with a reason; the case counts as late."),
        "dismiss",
    ),
    *ASSIST_MENU,
)

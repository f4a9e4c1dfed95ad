"""The main menu: what can be gone to from everywhere, and by whom."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import MenuEntry

_WORK_ON_CASES = (
    "collector",
    "acceptor",
    "dispatcher",
    "duty_chief",
    "unit_lead",
    "handler",
    "evaluator",
    "leader",
)
_KNOW_CASES = (*_WORK_ON_CASES, "system_admin")
"""Who works on cases, and who keeps the system they are worked on with."""

MENU: tuple[MenuEntry, ...] = (
    MenuEntry(
        "menu.drill",
        "drill",
        N_("Drill desk"),
        N_("In a drill: go to the messages, calls and reports of your desk; a trainer to the steering."),
        "drill",
    ),
    MenuEntry(
        "menu.bench",
        "",
        N_("Merge workbench"),
        N_("Go to the merge workbench: source items of many departments become the entries of one list."),
        "signed_in",
        screen="bench",
        roles=("system_admin", "duty_chief", "leader"),
    ),
    MenuEntry(
        "menu.roster",
        "",
        N_("Roster"),
        N_("See who is on duty and who is away in a month; write it, fill it, swap duties."),
        "signed_in",
        screen="roster",
        roles=_KNOW_CASES,
    ),
    MenuEntry(
        "menu.rules",
        "",
        N_("Rules of dispatching"),
        N_("See by which rules filed cases are dispatched; prepare them, try them, put them in force."),
        "signed_in",
        screen="rules",
        roles=("dispatcher", "duty_chief", "leader", "unit_lead", "acceptor", "system_admin"),
    ),
    MenuEntry(
        "menu.limits",
        "",
        N_("Limits of stages"),
        N_("See how long accepting, filing, dispatching … may take; a system administrator changes it."),
        "signed_in",
        screen="limits",
        roles=_KNOW_CASES,
    ),
    MenuEntry(
        "menu.sets",
        "",
        N_("Sets done"),
        N_("List what you did to several cases at once; take one of them back as one thing."),
        "signed_in",
        screen="sets",
        roles=_WORK_ON_CASES,
    ),
    MenuEntry(
        "menu.load",
        "",
        N_("Load board"),
        N_("See what each unit has open, due today, overdue, returned and untaken, and who is on duty."),
        "signed_in",
        screen="load",
        roles=_WORK_ON_CASES,
    ),
    MenuEntry(
        "menu.escalations",
        "",
        N_("Gone up"),
        N_("See the cases that went up to you because nobody acted, and what went up in the office."),
        "signed_in",
        screen="escalations",
        roles=_WORK_ON_CASES,
    ),
    MenuEntry(
        "menu.balance",
        "",
        N_("Share out cases"),
        N_("Give what waits to be dispatched to units, or in a unit to its people: little late, even loads."),
        "signed_in",
        screen="balance",
        roles=("unit_lead", "dispatcher", "duty_chief"),
    ),
    MenuEntry(
        "menu.whatif",
        "",
        N_("What if"),
        N_("Play the coming days: what would be late, with people away, more cases, more people."),
        "signed_in",
        screen="whatif",
        roles=("dispatcher", "duty_chief", "unit_lead", "leader"),
    ),
    MenuEntry(
        "menu.sentinel",
        "",
        N_("Rounds and stalls"),
        N_("See which cases go back and forth between two, and which ones nobody can move on."),
        "signed_in",
        screen="sentinel",
        roles=("dispatcher", "duty_chief", "unit_lead", "leader"),
    ),
    MenuEntry(
        "menu.handover",
        "",
        N_("Hand the shift over"),
        N_("See what is open, what changed, what waits; note what to mind; hand it to your successor."),
        "signed_in",
        screen="handover",
        roles=_WORK_ON_CASES,
    ),
    MenuEntry(
        "menu.corrective",
        "",
        N_("Corrective tasks"),
        N_("See what you or your unit have to do better after a drill; say when it is done."),
        "signed_in",
        screen="corrective",
        roles=_KNOW_CASES,
    ),
    MenuEntry(
        "menu.drill_reviews",
        "",
        N_("Drill reviews"),
        N_("Look back on drills: timeline, expectations, marks, queues, problems; judge and object."),
        "signed_in",
        screen="drill_reviews",
        roles=_KNOW_CASES,
    ),
    MenuEntry(
        "menu.clearance",
        "",
        N_("Exports in clear"),
        N_("See who asked to export personal data in clear; answer it, or take out what was agreed to."),
        "signed_in",
        screen="clearance",
        roles=("duty_chief", "leader", "system_admin", "security_admin", "audit_admin"),
    ),
    MenuEntry(
        "menu.settings",
        "",
        N_("Settings"),
        N_("Look at the office's own settings: caps, times, lights, reasons, roles and names."),
        "signed_in",
        screen="settings",
    ),
    MenuEntry(
        "menu.manual",
        "manual",
        N_("Manual"),
        N_("Read about lights, drafts, the way of a case, all keys, and every screen."),
    ),
    MenuEntry(
        "menu.language", "language", N_("Language: 中文 / English"), N_("Switch the language at once.")
    ),
    MenuEntry(
        "menu.borders",
        "borders",
        N_("Plain ASCII lines"),
        N_("Draw lines with - | + where they do not line up."),
    ),
    MenuEntry(
        "menu.password", "password", N_("Password"), N_("Choose another password for yourself."), "signed_in"
    ),
    MenuEntry("menu.lock", "lock", N_("Lock"), N_("Lock the console until you open it again."), "signed_in"),
    MenuEntry(
        "menu.sign_out",
        "sign_out",
        N_("Sign out"),
        N_("Leave it to somebody else; drafts are kept."),
        "signed_in",
    ),
)
"""What the menu offers on every screen beside the keys of the screen."""

"""The one key table, as data; :mod:`console.keys` makes bindings, key line, menu and help of it.

Only keys that reach the program on every terminal carry a command (F1-F10, arrows, Enter,
Tab, PgUp, PgDn, Home, End, digits, Esc, space, slash); letters are extras for the quick and
never the only way, because an input method swallows them.
"""

from __future__ import annotations

from console.i18n import N_
from console.keytable.assisting import ASSIST_KEYS
from console.keytable.balance import BALANCE, WHATIF
from console.keytable.bench import BENCH
from console.keytable.boundary import BOUNDARY
from console.keytable.casemenu import CASE_MENU
from console.keytable.casework import CASEWORK
from console.keytable.classing import CLASSING
from console.keytable.clearance import CLEARANCE
from console.keytable.desk import DESK
from console.keytable.dialogs import DIALOGS
from console.keytable.duties import DUTIES
from console.keytable.editions import EDITIONS
from console.keytable.exporting import EXPORT_MENU
from console.keytable.flows import FLOWS
from console.keytable.limits import LIMITS
from console.keytable.lookup import LOOKUP
from console.keytable.papers import PAPERS
from console.keytable.review import REVIEW
from console.keytable.roster import ROSTER
from console.keytable.saved import QUEUE_MENU, SAVED, SEARCH_MENU
from console.keytable.sentinel import SENTINEL
from console.keytable.sets import SETS
from console.keytable.settings import SETTINGS
from console.keytable.shape import EVERYWHERE, KeyEntry, MenuEntry
from console.keytable.worklist import WORKLIST

__all__ = [
    "CASE_MENU",
    "ENTRIES",
    "EVERYWHERE",
    "EXPORT_MENU",
    "GROUP_TITLES",
    "MENU",
    "QUEUE_MENU",
    "SEARCH_MENU",
    "KeyEntry",
    "MenuEntry",
]

ENTRIES: tuple[KeyEntry, ...] = (
    *DESK,
    *ASSIST_KEYS,
    *CASEWORK,
    *SETS,
    *SENTINEL,
    *BALANCE,
    *WHATIF,
    *LIMITS,
    *ROSTER,
    *SAVED,
    *PAPERS,
    *SETTINGS,
    *CLEARANCE,
    *LOOKUP,
    *EDITIONS,
    *DUTIES,
    *FLOWS,
    *BOUNDARY,
    *WORKLIST,
    *CLASSING,
    *REVIEW,
    *BENCH,
    *DIALOGS,
)
"""Every command with a key. Within a group their order is that of the key line and the help page."""

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
        "menu.balance",
        "",
        N_("Balance the unit"),
        N_("Give the cases that wait in your unit to its people: little late, short ways, even loads."),
        "signed_in",
        screen="balance",
        roles=("unit_lead",),
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

GROUP_TITLES = {
    "queues": N_("Queues"),
    "search": N_("All cases"),
    "queue_form": N_("Saved queue"),
    "picking": N_("Picking and ordering"),
    "arranging": N_("Choosing several"),
    "marked": N_("Marked cases"),
    "set_preview": N_("Looking over a set"),
    "set_result": N_("What came of a set"),
    "sets": N_("Sets done"),
    "sentinel": N_("Rounds and stalls"),
    "balance": N_("Balance"),
    "whatif": N_("What if"),
    "limits": N_("Limits of stages"),
    "roster": N_("Roster"),
    "clearance": N_("Exports in clear"),
    "settings": N_("Settings"),
    "settings_history": N_("Editions of the settings"),
    "filter": N_("Filters"),
    "list": N_("Lists"),
    "text": N_("Texts"),
    "case_files": N_("Files of a case"),
    "attach": N_("Attach a file"),
    "handover": N_("Handing over"),
    "handovers": N_("Shifts handed over"),
    "intake": N_("New case"),
    "catalogue": N_("Catalogue"),
    "duty_mirror": N_("Seen by"),
    "duty_findings": N_("Gaps and overlaps"),
    "duty_form": N_("Duty item"),
    "tree": N_("Tree of classes"),
    "admissions": N_("Admission"),
    "admission": N_("Request"),
    "admission_new": N_("New request"),
    "classing": N_("Classification rules"),
    "classing_form": N_("Rule"),
    "reviews": N_("Rounds of review"),
    "review": N_("Round of review"),
    "review_open": N_("New round"),
    "review_opinion": N_("Opinion"),
    "review_take": N_("Sheet back"),
    "editions": N_("Editions"),
    "changes": N_("Changes of the list"),
    "page": N_("Page"),
    "worklist": N_("Working list"),
    "cell": N_("Changing in place"),
    "worklist_entry": N_("Entry"),
    "conditions": N_("Filing conditions"),
    "condition": N_("Filing condition"),
    "bulk": N_("Bulk change"),
    "worklist_changes": N_("Differences"),
    "worklist_steps": N_("Steps taken"),
    "worklist_check": N_("Check"),
    "worklist_plan": N_("Publishing"),
    "flows": N_("Flows"),
    "flow": N_("Flow"),
    "bench": N_("Merge workbench"),
    "bench_merge": N_("Merging by field"),
    "bench_collect": N_("Collecting"),
    "sign_in": N_("Sign in"),
    "lock": N_("Lock"),
    "dialog": N_("Dialogs"),
    "notice": N_("Notices"),
    "confirm": N_("Questions"),
    "help": N_("Help"),
    "conflict": N_("Two versions"),
    "case": N_("Case"),
    "reveal": N_("Personal data"),
    "form": N_("Forms"),
    "fields": N_("Fields"),
    "choice": N_("Choices"),
    "lookup": N_("Pick lists"),
    EVERYWHERE: N_("Everywhere"),
}
"""What each group is called on the help page."""

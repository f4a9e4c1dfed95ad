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
from console.keytable.corrective import REVIEWING
from console.keytable.desk import DESK
from console.keytable.dialogs import DIALOGS
from console.keytable.drills import DRILLS
from console.keytable.duties import DUTIES
from console.keytable.editions import EDITIONS
from console.keytable.escalations import ESCALATIONS
from console.keytable.exporting import EXPORT_MENU
from console.keytable.flows import FLOWS
from console.keytable.limits import LIMITS
from console.keytable.load import LOAD
from console.keytable.lookup import LOOKUP
from console.keytable.mainmenu import MENU
from console.keytable.papers import PAPERS
from console.keytable.replays import REPLAYS
from console.keytable.review import REVIEW
from console.keytable.roster import ROSTER
from console.keytable.rules import RULES, RULES_TRIAL
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
    *ESCALATIONS,
    *SENTINEL,
    *LOAD,
    *BALANCE,
    *WHATIF,
    *LIMITS,
    *ROSTER,
    *RULES,
    *RULES_TRIAL,
    *SAVED,
    *PAPERS,
    *REVIEWING,
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
    *DRILLS,
    *REPLAYS,
    *DIALOGS,
)
"""Every command with a key. Within a group their order is that of the key line and the help page."""

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
    "load": N_("Load board"),
    "sentinel": N_("Rounds and stalls"),
    "escalations": N_("Gone up"),
    "balance": N_("Balance"),
    "whatif": N_("What if"),
    "limits": N_("Limits of stages"),
    "roster": N_("Roster"),
    "rules": N_("Rules of dispatching"),
    "rules_trial": N_("Rules tried"),
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
    "corrective": N_("Corrective tasks"),
    "drill_reviews": N_("Drill reviews"),
    "drill_review": N_("Review of a drill"),
    "drill_sheet": N_("Form of an evaluator"),
    "drill_progress": N_("Progress in drills"),
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
    "drill_desk": N_("Drill desk"),
    "drill_say": N_("Calling and writing"),
    "drill_report": N_("Report up"),
    "drill_control": N_("Steering a drill"),
    "drill_inject": N_("Inject"),
    "drill_parties": N_("Parties"),
    "drill_replay": N_("Recording"),
    "drill_compare": N_("Comparing drills"),
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

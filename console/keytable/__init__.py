"""The one key table, as data; :mod:`console.keys` makes bindings, key line, menu and help of it.

Only keys that reach the program on every terminal carry a command (F1-F10, arrows, Enter,
Tab, PgUp, PgDn, Home, End, digits, Esc, space, slash); letters are extras for the quick and
never the only way, because an input method swallows them.
"""

from __future__ import annotations

from console.i18n import N_
from console.keytable.boundary import BOUNDARY
from console.keytable.casework import CASEWORK
from console.keytable.desk import DESK
from console.keytable.dialogs import DIALOGS
from console.keytable.duties import DUTIES
from console.keytable.editions import EDITIONS
from console.keytable.flows import FLOWS
from console.keytable.lookup import LOOKUP
from console.keytable.shape import EVERYWHERE, KeyEntry, MenuEntry

__all__ = ["ENTRIES", "EVERYWHERE", "GROUP_TITLES", "MENU", "KeyEntry", "MenuEntry"]

ENTRIES: tuple[KeyEntry, ...] = (*DESK, *CASEWORK, *LOOKUP, *EDITIONS, *DUTIES, *FLOWS, *BOUNDARY, *DIALOGS)
"""Every command with a key. Within a group their order is that of the key line and the help page."""

MENU: tuple[MenuEntry, ...] = (
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
    "list": N_("Lists"),
    "text": N_("Texts"),
    "intake": N_("New case"),
    "catalogue": N_("Catalogue"),
    "duty_mirror": N_("Seen by"),
    "duty_findings": N_("Gaps and overlaps"),
    "duty_form": N_("Duty item"),
    "tree": N_("Tree of classes"),
    "admissions": N_("Admission"),
    "admission": N_("Request"),
    "admission_new": N_("New request"),
    "editions": N_("Editions"),
    "changes": N_("Changes of the list"),
    "page": N_("Page"),
    "flows": N_("Flows"),
    "flow": N_("Flow"),
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

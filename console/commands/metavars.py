"""How the values of options and arguments are called in help, in the reader's language."""

from __future__ import annotations

import re

from console.i18n import N_, _

_WORDS = frozenset(
    {
        N_("ACCOUNT"),
        N_("ACTION"),
        N_("BOOK"),
        N_("CATEGORY"),
        N_("CHARACTER"),
        N_("CLASS"),
        N_("CLOCK"),
        N_("CODE"),
        N_("DATE"),
        N_("DAY"),
        N_("DEPARTMENT"),
        N_("DESK"),
        N_("DEPUTY"),
        N_("DIGITS"),
        N_("DRILL"),
        N_("ENTRY"),
        N_("FIELD"),
        N_("FILE"),
        N_("FINGERPRINT"),
        N_("FOLDER"),
        N_("FROM"),
        N_("GRADE"),
        N_("GRID"),
        N_("HEADING"),
        N_("ID"),
        N_("ITEM"),
        N_("KIND"),
        N_("LIMIT"),
        N_("LIST"),
        N_("LOGIN"),
        N_("MINUTES"),
        N_("MOMENT"),
        N_("MONTH"),
        N_("NAME"),
        N_("NEWCODE"),
        N_("NO"),
        N_("NUMBER"),
        N_("OS_USER"),
        N_("OTHER"),
        N_("PART"),
        N_("PATH"),
        N_("POINTS"),
        N_("QUEUE"),
        N_("ROLE"),
        N_("RULE"),
        N_("SCENARIO"),
        N_("SHEET"),
        N_("SOURCE"),
        N_("SHIFT"),
        N_("STAGE"),
        N_("STATE"),
        N_("SURVIVOR"),
        N_("TEMPLATE"),
        N_("TEXT"),
        N_("TIME"),
        N_("TIMES"),
        N_("PERSON"),
        N_("PLAN"),
        N_("UNIT"),
        N_("URL"),
        N_("USER"),
        N_("VALUE"),
        N_("VERSION"),
        N_("WORDS"),
        N_("YEAR"),
    }
)
_WORD = re.compile(r"[A-Z][A-Z_]+")

TYPE_WORDS = {
    "text": N_("TEXT"),
    "integer": N_("NUMBER"),
    "integer range": N_("NUMBER"),
    "float": N_("NUMBER"),
    "float range": N_("NUMBER"),
    "file": N_("FILE"),
    "filename": N_("FILE"),
    "path": N_("PATH"),
    "directory": N_("FOLDER"),
}
"""What stands for a value of click's type of this name, where the option says nothing else."""


def spoken(metavar: str) -> str:
    """Return ``metavar`` with its words translated; the signs between them stay (``FIELD=VALUE``)."""
    return _WORD.sub(lambda match: _(match[0]) if match[0] in _WORDS else match[0], metavar)

"""The commands of the shell, one module per noun.

Each module offers ``command``. It parses, makes one service call and prints; nothing is
decided here. The table below is all that ``yiwang --help`` needs: a module is loaded when
its command runs.
"""

from __future__ import annotations

from typing import NamedTuple

from console.i18n import N_


class Entry(NamedTuple):
    """Where a command lives, and what it is for in half a line."""

    module: str
    """The module that offers it as ``command``."""
    summary: str
    """Message id of the line in ``yiwang --help``; equals the command's own first line."""


COMMANDS: dict[str, Entry] = {
    "demo": Entry("console.commands.demo", N_("Build the demo township and open it.")),
    "tui": Entry("console.commands.tui", N_("Open the console (also without any command).")),
    "init": Entry("console.commands.init", N_("Make a new township database.")),
    "upgrade": Entry("console.commands.upgrade", N_("Bring a database to this version of the program.")),
    "check": Entry(
        "console.commands.check", N_("Recompute the ledger, counters and references; name what differs.")
    ),
    "tick": Entry(
        "console.commands.tick",
        N_("Do what becomes due by itself: end holds that are over, warn of deadlines."),
    ),
    "search": Entry("console.commands.search", N_("Take care of the index that searches look into.")),
    "queue": Entry("console.commands.queue", N_("Show the queues and what waits in them.")),
    "case": Entry("console.commands.case", N_("Show cases and move them on.")),
    "handover": Entry("console.commands.handover", N_("Hand a shift over, and take one over.")),
    "whatif": Entry(
        "console.commands.whatif",
        N_("Play the coming days from our own history: what would be late, and what would help."),
    ),
    "roster": Entry(
        "console.commands.roster",
        N_("Duty rosters: who is on duty, who is away, who stands in; write, fill and swap duties."),
    ),
    "rules": Entry(
        "console.commands.rules",
        N_("Rules of dispatching: list, prepare, survey and try them, put them in force."),
    ),
    "escalate": Entry(
        "console.commands.escalate",
        N_("What goes up because nobody acts: the rules, what is next, what did."),
    ),
    "load": Entry("console.commands.load", N_("Show what lies with each unit, and who is on duty.")),
    "catalogue": Entry("console.commands.catalogue", N_("Look up matters, conditions and duty lists.")),
    "deadlines": Entry(
        "console.commands.deadlines", N_("See whether the deadlines that were promised are the right ones.")
    ),
    "calendar": Entry("console.commands.calendar", N_("Work out deadlines; show and import working days.")),
    "import": Entry("console.commands.import_", N_("Take in tables: divisions, matters and others.")),
    "export": Entry("console.commands.export", N_("Write tables to files.")),
    "settings": Entry(
        "console.commands.settings",
        N_("Look at the office's own settings for its cases, and change them."),
    ),
    "drill": Entry(
        "console.commands.drill",
        N_("Drills: write and check scenarios, play them, replay them, look back on them."),
    ),
    "completion": Entry(
        "console.commands.completion",
        N_("Print the script by which a shell completes commands, options and names."),
    ),
    "user": Entry("console.commands.user", N_("Manage accounts and roles.")),
}
"""All commands, in the order they are shown."""

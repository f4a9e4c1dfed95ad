"""The rules of every kind of table in sentences, for the manual and the help of its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.kernel.words import Word

RULES: Mapping[str, tuple[Word, ...]] = {
    "scenarios": (
        N_("Known by the id the scenario gives itself; another title for the same id is a rename."),
        N_("A scenario's own file (.yaml) is a row, and so is a table of injects: --set start=, title=."),
        N_("Faults are named by line; “yiwang drill list” shows what is kept, beside those of the program."),
    ),
    "divisions": (
        N_("Known by its code; another name for the same code is a rename."),
        N_("Levels above that are missing are completed from the code."),
    ),
    "units": (
        N_("Known by its code; another name for the same code is a rename."),
        N_("A unit may stand below another row of the same table; the order of rows does not matter."),
        N_("A unit with open cases in hand is not closed."),
    ),
    "grids": (
        N_("Known by its code; another name for the same code is a rename."),
        N_("A grid belongs to a village; it may stand below another grid."),
    ),
    "staff": (
        N_("Identity number, day of birth and sex are checked against each other and not kept."),
        N_("Known by the staff number; another name for the same number is a rename."),
        N_("A login opens an account without a password; the security administrator sets one."),
        N_("Whoever is noted as gone loses the way in, but not while open cases are in hand."),
    ),
    "duties": (
        N_("Published sheets are taken as they are: title rows become categories."),
        N_("Known by its code, else by its name, else by its number in the list."),
    ),
    "sources": (
        N_("The source book is said once with --set book=CODE."),
        N_("Columns that stand for no field are kept under their own headings."),
    ),
    "classes": (
        N_("Known by scheme and code; another name is a rename, another code above it a move."),
        N_("A class may name another row of the same table as the one above it."),
    ),
    "flows": (
        N_("The rows of one flow are the whole flow in the order of its steps; it is taken in whole or not."),
        N_("What a step leads to: a line each, “key”, or “key|kind|condition”."),
        N_("Entries of a step: a line each, “name|kind|required|choice/choice”."),
        N_("A flow that differs gets a new version; running cases stay under theirs."),
    ),
    "matters": (
        N_("Known by scheme, class and code; a row that differs makes a new version."),
        N_("Several conditions stand in one cell, a line each, with as many time limits."),
        N_("Time limits: 4WH, 3WD, 2小时, 3天, 1紧急工作时."),
    ),
    "conditions": (
        N_("Known by the matter's code and the number of the condition."),
        N_("The next number adds a condition; conditions not named stay, unless --set whole=yes."),
        N_("A matter whose conditions change gets a new version; cases keep theirs."),
    ),
    "calendar": (
        N_("A year is covered when its 1 January is a day off; it is replaced whole, other years stay."),
        N_("The import makes a new edition; deadlines that rest on days it moves are promised again."),
    ),
    "limits": (
        N_("Known by stage, channel and urgency; a row that differs holds from the import on."),
        N_("Clocks that run keep the limit they were started under."),
    ),
    "wordings": (
        N_("A template is what it says: a new text is added, none is changed or dropped."),
        N_("In braces only what a case has: {number} {title} {matter} {unit} {due} {place}"),
    ),
    "rosters": (
        N_("Either a row for each duty, or a row for each person with a column for each day (1 to 31)."),
        N_("A table by days needs its month: --set month=2026-03; an empty cell leaves what stands."),
        N_("Shifts by name, mark or code; 休 or - clears the day; * after a shift says that they lead it."),
        N_("People by their staff number, or by a name only one of them has."),
    ),
    "leave": (
        N_("Known by the person and the first day; without a last day it is that one day."),
        N_("Leave that overlaps other leave of the same person is refused."),
    ),
    "deputies": (
        N_("Known by the two people and the first day; without a last day it holds until further notice."),
        N_("Several deputies of one person are asked by their order."),
    ),
    "routing": (
        N_("A row for each rule, by its number; the file is the whole list and becomes the draft."),
        N_("Things by code or by a name only one has; a post with its unit, people by staff number."),
        N_("Times as office, outside or 18:00-08:00; several channels, grades or weekdays by spaces."),
    ),
    "skills": (
        N_("Known by the person and the skill; skills not named stay."),
        N_("Without a last day a permit holds for good."),
    ),
    "capacities": (N_("Known by the person; an empty cell is without limit."),),
    "settings": (
        N_("Known by the key, as “yiwang settings list” shows it; settings not named stay."),
        N_("Reasons of a list stand between semicolons; an empty cell empties a list or a name."),
        N_("What differs makes one new edition; roles that would leave a case stuck are refused."),
    ),
    "queues": (
        N_("Known by the owner's login and the name; what is not shared is given out to its owner only."),
        N_("The filter is written as in the queues: 状态:处置 网格:岭南."),
        N_("Shared with everybody, with roles, or with a unit, which have columns of their own."),
    ),
    "cases": (
        N_("Known by its number; of the 21 headings of the 12345 hotline any may be there, in any order."),
        N_("A deadline moved by city or district becomes a step of the case, and stands in the summary."),
        N_("Whatever else differs is shown; --set update=yes writes it, for open cases only."),
        N_("Orders without a grid lie where their place names a grid or village, else in --set grid=CODE."),
        N_("A title or name too long for a case goes whole into the text."),
        N_(
            "Deadline, its reasons and assistance are worked out from the history; where a table has them,"
            " only the deadline is compared."
        ),
    ),
    "history": (
        N_("Known by case, time and step; each step has to be one the case allows at that point."),
        N_("A longer history of the same case goes on where the shorter one ended."),
        N_(
            "A step of assistance names the assisting unit, also where that unit acted itself; without a"
            " limit of its own the case's holds."
        ),
        N_(
            "Of an export all but this comes in again: steps taken back, merging and linking, the whistle,"
            " deadlines of superior levels (they stand with the case), and what the program did by itself."
        ),
        N_("With --system, or from XES: the log of another system, as with yiwang import log."),
    ),
}
"""By the kind's name; shown in this order."""

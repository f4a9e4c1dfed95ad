"""What people can take on: cases a day, and open ones at the same time. Known by the person."""

from __future__ import annotations

from models.assignment.rosters.queries import CAPACITIES
from models.assignment.rosters.rules import MOST_CASES
from models.exchange.cells import line, whole
from models.exchange.frame import Field
from models.exchange.kinds.person_facts import PersonFacts
from models.exchange.kinds.roster_people import PERSON_HEADINGS
from models.kernel.words import N_


class Capacities(PersonFacts):
    """Capacities, a row for each person; an empty cell is without limit."""

    name = "capacities"
    title = N_("what people can take on")
    key = ("person",)
    table, facts, action = CAPACITIES, ("per_day", "open_most"), "roster.capacity"
    fields = (
        Field("person", N_("person"), required=True, synonyms=PERSON_HEADINGS, parse=line(64)),
        Field(
            "per_day",
            N_("cases a day"),
            synonyms=("每日上限", "每天最多", "日接件上限"),
            parse=whole(0, MOST_CASES),
            blank=None,
        ),
        Field(
            "open_most",
            N_("open cases"),
            synonyms=("在办上限", "在办最多"),
            parse=whole(0, MOST_CASES),
            blank=None,
        ),
    )


KIND = Capacities()

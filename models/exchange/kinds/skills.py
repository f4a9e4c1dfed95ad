"""What people can do, by which permit and until when. Known by the person and the skill."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from models.assignment.rosters.queries import SKILLS
from models.assignment.rosters.rules import NAME_LENGTH
from models.exchange.cells import day, line
from models.exchange.frame import Field, Values
from models.exchange.kinds.person_facts import PersonFacts
from models.exchange.kinds.roster_people import PERSON_HEADINGS
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping


class Skills(PersonFacts):
    """Skills and permits, a row for each."""

    name = "skills"
    title = N_("skills and permits of people")
    key = ("person", "skill")
    table, about, facts, action = SKILLS, ("skill",), ("permit", "valid_until"), "roster.skill"
    fields = (
        Field("person", N_("person"), required=True, synonyms=PERSON_HEADINGS, parse=line(64)),
        Field(
            "skill", N_("skill"), required=True, synonyms=("技能", "特长", "资格"), parse=line(NAME_LENGTH)
        ),
        Field(
            "permit", N_("permit number"), synonyms=("证书编号", "证号", "证件编号"), parse=line(NAME_LENGTH)
        ),
        Field("valid_until", N_("valid until"), synonyms=("有效期至", "有效期"), parse=day, blank=None),
    )

    def _from_document(self, document: Mapping[str, Any]) -> Values:
        until = document["valid_until"]
        return {**document, "valid_until": until and date.fromisoformat(until)}


KIND = Skills()

"""What a field of an entry can be chosen from: classes, departments, flows, units, duty items."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from console.i18n import _
from console.labels import label
from console.screens.catalogue_parts import scheme_name
from models.catalogue.drafting.listviews import Wanted
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.accounts.views import Actor
    from models.api import Services

LOOKED_UP = ("class_code", "department", "flow", "lead_unit", "duty_item", "parent")
"""Fields chosen from what there is."""
_NEW_CLASS = re.compile(r"(?P<code>[0-9A-Za-z][0-9A-Za-z._-]{0,15})\s+(?P<name>\S.{0,62})")
_SHOWN = 40
_FLOWS = 500
"""More than any office has"""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a field can be."""

    key: str
    text: str
    note: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    """The fields of an entry that say so"""

    def fits(self, wanted: str) -> bool:
        """Say whether somebody means it who typed ``wanted``, folded."""
        if wanted in fold(f"{self.text} {self.note} {self.key}"):
            return True
        return wanted.isascii() and wanted in initials(self.text)


def candidates(services: Services, actor: Actor, name: str) -> list[Choice]:
    """Return everything a field can be chosen from; called in a thread."""
    match name:
        case "class_code":
            return _classes(services, actor)
        case "department":
            used = services.drafting.frame(actor).named
            listed = [each.department for each in services.duties.departments(actor)]
            return [Choice(each, each, "", {name: each}) for each in dict.fromkeys((*used, *listed))]
        case "flow":
            flows = services.flows.flows(actor, limit=_FLOWS).rows
            return [Choice(each.code, each.name, each.code, {name: each.code}) for each in flows]
        case "lead_unit":
            units = services.organisation.units(actor)
            return [Choice(each.code, each.name, each.code, {name: each.code}) for each in units]
        case "duty_item":
            items = [
                each
                for sheet in services.duties.book(actor).sheets
                for section in sheet.sections
                for each in section.items
            ]
            return [
                Choice(each.code, each.name, f"{each.code} {label(each.duty_list)}", {name: each.code})
                for each in items
            ]
        case _:
            return _main_items(services, actor, "")


def _classes(services: Services, actor: Actor) -> list[Choice]:
    """Return the classes of the list and of the catalogue."""
    found: dict[str, Choice] = {}
    used = [(each.scheme, each.code, each.name) for each in services.drafting.classes(actor)]
    known = [(each.scheme, each.code, each.name) for each in services.catalogue.classes(actor)]
    for scheme, code, title in (*known, *used):
        values = {"scheme": scheme, "class_code": code, "class_name": title}
        choice = Choice(f"{scheme}/{code}", f"{code} {title}".rstrip(), scheme_name(scheme), values)
        found.setdefault(choice.key, choice)
    return sorted(found.values(), key=lambda each: each.key)


def new_class(text: str, known: Sequence[Choice]) -> Choice | None:
    """Return the class somebody means who typed a code and a name, of the scheme most classes have."""
    match = _NEW_CLASS.fullmatch(text.strip())
    if match is None or not known:
        return None
    scheme = Counter(each.key.partition("/")[0] for each in known).most_common(1)[0][0]
    key = f"{scheme}/{match['code']}"
    if any(each.key == key for each in known):
        return None
    return Choice(key, f"{match['code']} {match['name']}", _("a new class"))


def _main_items(services: Services, actor: Actor, text: str) -> list[Choice]:
    rows = services.drafting.rows(actor, Wanted(text=text), limit=_SHOWN).rows
    return [
        Choice(each.code, f"{each.code} {each.name}", each.department, {"parent": each.code})
        for each in rows
        if each.code
    ]


def main_items(services: Services, actor: Actor, text: str) -> Sequence[Choice]:
    """Return entries that can be a main item, searched by ``text``."""
    return _main_items(services, actor, text)


def new_department(text: str) -> Choice:
    """Return the choice of a department nobody had yet."""
    return Choice(text, text, _("a new department"), {"department": text})

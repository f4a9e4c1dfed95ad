"""The rules as they are to be: a wish applied to what stands, before anything is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.catalogue.classing.refusals import NoSuchPlace, RuleNameTaken, TooManyRules
from models.catalogue.classing.rules import MOST_RULES, checked
from models.catalogue.classing.views import (
    AddRule,
    ChangeRule,
    MoveRule,
    RemoveRule,
    ReplaceRules,
    RuleView,
)
from models.kernel.errors import Conflict, NotFound
from models.kernel.text import fold
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.catalogue.classing.views import RuleEdit

RULE = N_("rule")


def wanted(saved: Sequence[RuleView], edit: RuleEdit) -> list[RuleView]:
    """Return the rules as an edit wants them, numbered anew; new ones have the id 0.

    Raises:
        NotFound: the rule is not there.
        Conflict: it was changed since the expected version.
        RuleNameTaken, NoSuchPlace, TooManyRules: see the sentences.
        RuleNameless, RuleSetsNothing and refusals of values: as
            :func:`models.catalogue.classing.rules.checked`.
    """
    found = list(saved)
    match edit:
        case AddRule():
            place = len(found) + 1 if edit.place is None else edit.place
            _require_place(place, len(found) + 1)
            found.insert(place - 1, RuleView(0, 0, 0, checked(edit.draft)))
        case ChangeRule():
            index = _index(found, edit.rule_id, edit.expected)
            found[index] = replace(found[index], draft=checked(edit.draft))
        case MoveRule():
            index = _index(found, edit.rule_id, edit.expected)
            _require_place(edit.place, len(found))
            found.insert(edit.place - 1, found.pop(index))
        case RemoveRule():
            del found[_index(found, edit.rule_id, edit.expected)]
        case ReplaceRules():
            known = {each.draft.name: each for each in saved}
            drafts = [checked(each) for each in edit.drafts]
            found = [
                replace(known[draft.name], draft=draft) if draft.name in known else RuleView(0, 0, 0, draft)
                for draft in drafts
            ]
    if len(found) > MOST_RULES:
        raise TooManyRules(len(found), MOST_RULES)
    _require_names(found)
    return [replace(each, number=number) for number, each in enumerate(found, 1)]


def _require_place(place: int, most: int) -> None:
    if not 1 <= place <= most:
        raise NoSuchPlace(place, most)


def _index(rules: Sequence[RuleView], rule_id: int, expected: int | None) -> int:
    for index, each in enumerate(rules):
        if each.id == rule_id:
            if expected is not None and each.version != expected:
                raise Conflict(N_("The rule"), each)
            return index
    raise NotFound(RULE, rule_id)


def _require_names(rules: Sequence[RuleView]) -> None:
    numbers: dict[str, int] = {}
    for number, each in enumerate(rules, 1):
        first = numbers.setdefault(fold(each.draft.name), number)
        if first != number:
            raise RuleNameTaken(each.draft.name, first)

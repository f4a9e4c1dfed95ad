"""Who is asked about what, what an opinion may say, and what accepting it changes: pure decisions."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from models.catalogue.drafting.refusals import UnknownValue
from models.catalogue.drafting.rules import checked, edited
from models.catalogue.duties.rules import split_departments
from models.catalogue.review.refusals import LeavesNobody, OpinionIncomplete, SaysTheSame, UnknownReviewField
from models.catalogue.review.views import OpinionFacts, OpinionKind, OpinionState, Part
from models.catalogue.rules import draft_document
from models.catalogue.views import DutyList
from models.kernel.documents import canonical, iso, plain
from models.kernel.text import clean_block, clean_line, fold
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.catalogue.rules import MatterDraft

USUAL_ROUNDS = 3
"""Three up, three down: one more round needs a reason."""
USUAL_DAYS = 5
"""Working days a department usually has."""
MOST_DAYS = 120
REVIEWED = ("name", "duty_list", "department", "assisting", "legal_basis", "grid_duty", "patrol")
"""Fields a department may propose another wording for, in the order in which they are shown."""
_WORDED = (*REVIEWED, "lead_unit", "conditions")
"""Fields whose wording a department sees; a change of any of them makes an opinion stale."""
DUTY_WORDS = {
    DutyList.BASIC: "基本履职",
    DutyList.COOPERATIVE: "配合履职",
    DutyList.RECALLED: "上级部门收回",
}
"""What the lists are called on the sheets, which are in Chinese whatever the console speaks."""
_ALSO = {
    "收回": DutyList.RECALLED,
    "上级收回": DutyList.RECALLED,
    "基本": DutyList.BASIC,
    "配合": DutyList.COOPERATIVE,
}
_TO_SETTLE = frozenset({OpinionKind.CHANGE, OpinionKind.OBJECT, OpinionKind.NOT_OURS})
_TEXT, _BASIS, _NAME = 4000, 1000, 255
_KEY = re.compile(r"R([0-9a-f]{8})-(\d{1,9})-(\d{1,9})-([0-9a-f]{12})")
FIELD_WORDS = {
    "kind": N_("opinion"),
    "field": N_("field to change"),
    "proposed": N_("proposed wording"),
    "reason": N_("reason"),
    "basis": N_("legal basis"),
    "belongs_to": N_("department it belongs to"),
}
"""What the parts of an opinion are called in a refusal."""


def needs_settling(kind: OpinionKind) -> bool:
    """Say whether somebody has to decide about such an opinion."""
    return kind in _TO_SETTLE


def first_state(kind: OpinionKind) -> OpinionState:
    """Return where an opinion stands when it is given."""
    return OpinionState.OPEN if needs_settling(kind) else OpinionState.NOTED


# ---------------------------------------------------------------- who is asked


def departments_of(draft: MatterDraft, units: Mapping[str, str]) -> dict[str, Part]:
    """Return the departments an entry names, the leading ones first, each with its part.

    Args:
        draft: what the entry says.
        units: names of units by code: entries name units by code, departments by name.
    """
    found: dict[str, Part] = {}
    leading = [*split_departments(draft.department), units.get(draft.lead_unit, "")]
    for name in filter(None, leading):
        found.setdefault(name, Part.LEAD)
    for text in draft.assisting:
        for name in split_departments(units.get(text, text)):
            found.setdefault(name, Part.ASSIST)
    return found


# ---------------------------------------------------------------- the wording an opinion is given on


def fingerprint(draft: MatterDraft) -> str:
    """Return the SHA-256 of what a department sees of an entry; codes and classes are not wording."""
    document = draft_document(draft)
    return hashlib.sha256(canonical({name: document.get(name) for name in _WORDED}).encode()).hexdigest()


def reworded(sent: MatterDraft, now: MatterDraft) -> dict[str, tuple[Any, Any]]:
    """Return the fields a department saw that read otherwise now: field to (sent, now)."""
    return {
        name: (getattr(sent, name), getattr(now, name))
        for name in _WORDED
        if getattr(sent, name) != getattr(now, name)
    }


@dataclass(frozen=True, slots=True)
class RowKey:
    """The identity a row of a sheet carries."""

    token: str
    department_id: int
    item_id: int
    fingerprint: str

    def __str__(self) -> str:
        return f"R{self.token}-{self.department_id}-{self.item_id}-{self.fingerprint[:12]}"


def read_key(text: str) -> RowKey | None:
    """Return the identity written as ``text``; ``None`` where it is none."""
    match = _KEY.fullmatch(clean_line(text))
    if match is None:
        return None
    return RowKey(match[1], int(match[2]), int(match[3]), match[4])


def round_token(edition_id: int, number: int, opened_at: datetime) -> str:
    """Return what tells the rows of one round from those of any other, here and elsewhere."""
    text = f"{edition_id}:{number}:{iso(opened_at)}"
    return hashlib.sha256(text.encode()).hexdigest()[:8]


# ---------------------------------------------------------------- what an opinion may say


def clean_facts(facts: OpinionFacts) -> OpinionFacts:
    """Return an opinion without what belongs to another kind, its texts cleaned.

    Raises:
        OpinionIncomplete: something is missing or too long.
        UnknownReviewField: the field is none that may be proposed for.
    """
    kind = facts.kind
    clean = OpinionFacts(
        kind,
        field=clean_line(facts.field) if kind is OpinionKind.CHANGE else "",
        proposed=clean_block(facts.proposed) if kind is OpinionKind.CHANGE else "",
        reason=clean_block(facts.reason),
        basis=clean_block(facts.basis),
        belongs_to=clean_line(facts.belongs_to) if kind is OpinionKind.NOT_OURS else "",
    )
    needed = {
        OpinionKind.CHANGE: ("field", "proposed"),
        OpinionKind.OBJECT: ("reason",),
        OpinionKind.NOT_OURS: ("belongs_to",),
    }
    missing = [FIELD_WORDS[name] for name in needed.get(kind, ()) if not getattr(clean, name)]
    if missing:
        raise OpinionIncomplete(missing)
    if clean.field and clean.field not in REVIEWED:
        raise UnknownReviewField(clean.field, REVIEWED)
    for name, most in (("proposed", _TEXT), ("reason", _TEXT), ("basis", _BASIS), ("belongs_to", _NAME)):
        if len(getattr(clean, name)) > most:
            raise OpinionIncomplete([FIELD_WORDS[name]], most)
    return clean


def value_of(field: str, text: str) -> Any:
    """Return the value of a field that a proposed wording means.

    Raises:
        UnknownValue: no duty list is called so.
    """
    if field == "assisting":
        return split_departments(text)
    if field != "duty_list":
        return text
    word = fold(text)
    for member, name in DUTY_WORDS.items():
        if word in {fold(name), member.value, fold(f"{name}事项"), fold(f"{name}事项清单")}:
            return member.value
    if word in _ALSO:
        return _ALSO[word].value
    raise UnknownValue(field, text, "、".join(DUTY_WORDS.values()))


def field_text(draft: MatterDraft, field: str) -> str:
    """Return what a field says as a department reads and writes it."""
    value = getattr(draft, field)
    if field == "duty_list":
        return "" if value is None else DUTY_WORDS[value]
    return "、".join(value) if isinstance(value, tuple) else str(value)


def shown_text(draft: MatterDraft, field: str) -> str:
    """Return what any field says in words; fields nothing is proposed for as they are kept."""
    return field_text(draft, field) if field in REVIEWED else str(getattr(draft, field))


def reworded_as(draft: MatterDraft, field: str, text: str) -> MatterDraft:
    """Return an entry with one field in a proposed wording.

    Raises:
        UnknownReviewField, UnknownValue: the field or the wording cannot be.
        Nameless, TextTooLong: the wording does not fit.
    """
    if field not in REVIEWED:
        raise UnknownReviewField(field, REVIEWED)
    return checked(edited(draft, {field: value_of(field, text)}))


def handed_over(draft: MatterDraft, department: str, other: str, units: Mapping[str, str]) -> MatterDraft:
    """Return an entry that names ``other`` where it named a department that is not concerned.

    Units are named by code where there is one of that name, other departments in words.

    Raises:
        LeavesNobody: the entry does not name the department.
    """
    codes = {fold(name): code for code, name in units.items()}
    leading = _swapped(split_departments(draft.department), department, other)
    lead_unit = draft.lead_unit
    if lead_unit and fold(units.get(lead_unit, "")) == fold(department):
        lead_unit = codes.get(fold(other), "")
        leading = leading if lead_unit or other in leading else [*leading, other]
    assisting: list[str] = []
    for text in draft.assisting:
        if fold(units.get(text, text)) == fold(department):
            assisting.append(codes.get(fold(other), other) if text in units else other)
        else:
            assisting += _swapped(split_departments(text), department, other)
    changed = replace(
        draft,
        department="、".join(leading),
        lead_unit=lead_unit,
        assisting=tuple(dict.fromkeys(assisting)),
    )
    if reworded(draft, changed) == {}:
        raise LeavesNobody(draft.name, department)
    return checked(changed)


def _swapped(names: list[str], department: str, other: str) -> list[str]:
    wanted = fold(department)
    if wanted not in map(fold, names):
        return names
    return list(dict.fromkeys(other if fold(name) == wanted else name for name in names))


def outcome(
    draft: MatterDraft, facts: OpinionFacts, department: str, units: Mapping[str, str]
) -> MatterDraft:
    """Return what an entry says once an opinion is taken up; an objection alone changes nothing.

    Args:
        draft: what the entry says.
        facts: the opinion.
        department: whose it is.
        units: names of units by code.

    Raises:
        UnknownValue, Nameless, TextTooLong, LeavesNobody: it cannot be taken up.
    """
    if facts.kind is OpinionKind.CHANGE:
        return reworded_as(draft, facts.field, facts.proposed)
    if facts.kind is OpinionKind.NOT_OURS:
        return handed_over(draft, department, facts.belongs_to, units)
    return draft


def require_meaning(draft: MatterDraft, facts: OpinionFacts) -> None:
    """Let an opinion pass whose change could be taken up and would change something.

    Raises:
        SaysTheSame: the proposed wording is the present one.
        UnknownValue, Nameless, TextTooLong: it could not be taken up.
    """
    if facts.kind is not OpinionKind.CHANGE:
        return
    changed = reworded_as(draft, facts.field, facts.proposed)
    if getattr(changed, facts.field) == getattr(draft, facts.field):
        raise SaysTheSame(facts.field)


def touched_fields(facts: OpinionFacts) -> tuple[str, ...]:
    """Return the fields whose wording an opinion is about."""
    if facts.kind is OpinionKind.CHANGE:
        return (facts.field,)
    return ("department", "assisting", "lead_unit") if facts.kind is OpinionKind.NOT_OURS else ()


def told(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, list[Any]]:
    """Return changed fields as they are kept: field to before and after, plain."""
    return {name: [plain(was), plain(now)] for name, (was, now) in changes.items()}

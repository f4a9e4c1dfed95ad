"""What a matter consists of, how it is coded, and when two versions are the same."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from models.catalogue.refusals import BadClassCode, BadScheme, Nameless, NoConditions, OutOfRange, TextTooLong
from models.catalogue.views import DutyList, LimitMode, MatterKind, MatterStatus, Privacy, SettleLevel
from models.kernel.documents import canonical, plain
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

GRADES = (1, 4)
"""Urgency and severity run from 1, ordinary, to 4, gravest."""

SCHEMES = {"component": "C", "event": "E", "grid": "G"}
"""Code schemes by the letter their matters' codes begin with (GB/T 30428 knows the first two)."""

SCHEME_TITLES = {
    "component": N_("components"),
    "event": N_("events"),
    "grid": N_("grid matters"),
    "list": N_("matters of the list"),
}
"""What a scheme is called; schemes of a place's own are shown by their code."""

_SCHEME_NAMES = {"部件": "component", "事件": "event", "网格": "grid", "网格事项": "grid"}
_OWN_SCHEME = re.compile(r"[a-z][a-z0-9_]{0,15}")
_SHORT_CODE = re.compile(r"[0-9]{1,3}")
_CLASS_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,15}")
_GRADED = {"urgency": N_("urgency"), "severity": N_("severity")}
_TEXTS = {
    "code": (N_("matter code"), 32),
    "parent": (N_("main item"), 32),
    "name": (N_("matter name"), 255),
    "class_name": (N_("class name"), 64),
    "department": (N_("department"), 255),
    "legal_basis": (N_("legal basis"), 1000),
    "keywords": (N_("keywords"), 500),
    "grid_duty": (N_("duty of the grid worker"), 1000),
    "patrol": (N_("patrol frequency"), 64),
}
_CONDITION_TEXTS = {
    "text": N_("text of a filing condition"),
    "closing_condition": N_("closing condition"),
    "evidence": N_("evidence"),
}
_CONDITION_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class ConditionDraft:
    """A filing condition to be written; ``limit`` as the calendar writes it, ``4WH``."""

    limit: str
    text: str = ""
    mode: LimitMode = LimitMode.HOURS
    closing_condition: str = ""
    evidence: str = ""
    origin: str = ""
    """Code of the matter it came from by a merge, so that the merge can be taken back"""


UNSORTED = ("list", "00")
"""Scheme and code of the class of matters that nobody has classified yet."""
UNSORTED_NAME = "未分类"
"""What that class is called until the office names it otherwise: a name like any other, so data."""


@dataclass(frozen=True, slots=True)
class MatterDraft:
    """Everything a version of a matter says, by codes and without ids, and when it is in force.

    ``class_name`` is the name the class is to have; empty leaves an existing class alone.
    ``lead_unit`` and ``duty_item`` are codes, empty for none; ``parent`` is the code of the
    main item (主项) of a sub-item. ``department`` is who answers for it, in the list's own
    words. ``in_force_from`` of ``None`` leaves the beginning as it stands (a new matter has
    then been in force always); ``in_force_to`` is the last day, ``None`` for no end.
    """

    code: str
    name: str
    scheme: str = UNSORTED[0]
    class_code: str = UNSORTED[1]
    conditions: tuple[ConditionDraft, ...] = ()
    class_name: str = ""
    parent: str = ""
    duty_list: DutyList | None = None
    department: str = ""
    assisting: tuple[str, ...] = ()
    grid_duty: str = ""
    patrol: str = ""
    privacy: Privacy = Privacy.PUBLIC
    kind: MatterKind = MatterKind.PATROL
    settle_level: SettleLevel = SettleLevel.TOWNSHIP
    urgency: int = 2
    severity: int = 2
    lead_unit: str = ""
    duty_item: str = ""
    flow: str = ""
    """Code of the flow it is handled by; a case keeps the version that stood when it was filed"""
    legal_basis: str = ""
    keywords: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    status: MatterStatus = MatterStatus.IN_FORCE

    @property
    def class_key(self) -> tuple[str, str]:
        """What identifies the class: its scheme and its code."""
        return (self.scheme, self.class_code)


def scheme_named(text: str) -> str:
    """Return the scheme somebody means by ``component``, ``部件`` or a name of their own.

    Raises:
        BadScheme: it is neither known nor a plain word of Latin letters.
    """
    word = text.strip().casefold()
    scheme = _SCHEME_NAMES.get(word, word)
    if not _OWN_SCHEME.fullmatch(scheme):
        raise BadScheme(text)
    return scheme


def class_code(text: str) -> str:
    """Return a class code; a lone digit gets its zero back, which spreadsheets drop.

    Raises:
        BadClassCode: it has characters a code cannot have.
    """
    code = text.strip()
    if not _CLASS_CODE.fullmatch(code):
        raise BadClassCode(text)
    return code.zfill(2) if code.isdigit() else code


def matter_code(scheme: str, of_class: str, code: str) -> str:
    """Return the code that identifies a matter across classes and schemes.

    The standard numbers matters anew in each class, and classes anew in each scheme. A
    number of up to three digits is therefore taken for the minor code: class 01 and minor
    code 04 of the components make ``C0104``. Any other code already stands for itself.
    """
    if not _SHORT_CODE.fullmatch(code):
        return code
    prefix = SCHEMES.get(scheme, f"{scheme.upper()}-")
    return f"{prefix}{of_class}{code.zfill(2)}"


def check_draft(draft: MatterDraft, *, fileable: bool = True) -> None:
    """Let a draft pass that can be written.

    Args:
        draft: what is to be written.
        fileable: whether cases are to be filed under it; a published list may name matters
            whose conditions are not worked out yet.

    Raises:
        NoConditions: nothing could ever be filed under it.
        Nameless: it has no name.
        OutOfRange: urgency or severity are no grades.
        TextTooLong: a text does not fit.
    """
    if fileable and not draft.conditions:
        raise NoConditions(draft.code)
    if not draft.name:
        raise Nameless(draft.code)
    for name, title in _GRADED.items():
        if not GRADES[0] <= getattr(draft, name) <= GRADES[1]:
            raise OutOfRange(title, getattr(draft, name), *GRADES)
    for name, (title, most) in _TEXTS.items():
        if len(getattr(draft, name)) > most:
            raise TextTooLong(title, len(getattr(draft, name)), most)
    for condition in draft.conditions:
        for name, title in _CONDITION_TEXTS.items():
            if len(getattr(condition, name)) > _CONDITION_LIMIT:
                raise TextTooLong(title, len(getattr(condition, name)), _CONDITION_LIMIT)


_NOT_CONTENT = (
    "scheme", "class_code", "class_name", "lead_unit", "duty_item", "in_force_from", "in_force_to", "status",
)  # fmt: skip
"""References count by their ids, and when a version holds is no part of what it says."""


_WITHOUT_WHEN = attrgetter(
    *(
        each.name
        for each in fields(MatterDraft)
        if each.name not in {"class_name", "in_force_from", "in_force_to", "status"}
    )
)


def says_the_same(one: MatterDraft, other: MatterDraft) -> bool:
    """Say whether two drafts have the same content, whenever they are in force."""
    same: bool = _WITHOUT_WHEN(one) == _WITHOUT_WHEN(other)
    return same


def content_hash(
    draft: MatterDraft, class_id: int | None, unit_id: int | None, duty_item_id: int | None
) -> str:
    """Return the SHA-256 by which two versions of a matter are the same or not.

    References count by id, so that renaming a class or a unit changes no matter. What is at
    its default is left out, so that a field added later changes no hash.
    """
    document = _said(draft)
    for name in _NOT_CONTENT:
        document.pop(name, None)
    document |= {"class": class_id, "unit": unit_id, "duty": duty_item_id}
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def draft_document(draft: MatterDraft) -> dict[str, Any]:
    """Return a draft as the ledger and the working list keep it: what differs from the defaults."""
    return _said(draft)


def _said(draft: MatterDraft) -> dict[str, Any]:
    # Not by way of ``asdict``, which copies deeply: whole lists go through here.
    kept = _differing(draft, _DEFAULTS)
    kept["conditions"] = [_differing(condition, _CONDITION_DEFAULTS) for condition in draft.conditions]
    return kept


def _differing(thing: MatterDraft | ConditionDraft, defaults: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: plain(value) for name, default in defaults.items() if (value := getattr(thing, name)) != default
    }


def draft_from(document: Mapping[str, Any]) -> MatterDraft:
    """Return the draft that :func:`draft_document` gave ``document`` for."""
    values: dict[str, Any] = dict(document)
    for name, read in _READERS.items():
        if values.get(name) is not None:
            values[name] = read(values[name])
    return MatterDraft(**values)


def _condition_from(document: Mapping[str, Any]) -> ConditionDraft:
    values = dict(document)
    if "mode" in values:
        values["mode"] = LimitMode(values["mode"])
    return ConditionDraft(**values)


_READERS: dict[str, Any] = {
    "conditions": lambda entries: tuple(_condition_from(entry) for entry in entries),
    "assisting": tuple,
    "duty_list": DutyList,
    "privacy": Privacy,
    "kind": MatterKind,
    "settle_level": SettleLevel,
    "status": MatterStatus,
    "in_force_from": date.fromisoformat,
    "in_force_to": date.fromisoformat,
}

_DEFAULTS = {each.name: each.default for each in fields(MatterDraft) if each.name != "conditions"}
_CONDITION_DEFAULTS = {each.name: each.default for each in fields(ConditionDraft)}
"""Fields with their defaults; those that have none differ from theirs in any case."""

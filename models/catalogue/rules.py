"""What a matter consists of, how it is coded, and when two versions are the same."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from models.catalogue.refusals import BadClassCode, BadScheme, Nameless, NoConditions, OutOfRange, TextTooLong
from models.catalogue.views import LimitMode, MatterKind, MatterStatus, SettleLevel
from models.kernel.documents import canonical, plain
from models.kernel.words import N_

if TYPE_CHECKING:
    from datetime import date

GRADES = (1, 4)
"""Urgency and severity run from 1, ordinary, to 4, gravest."""

SCHEMES = {"component": "C", "event": "E", "grid": "G"}
"""Code schemes by the letter their matters' codes begin with (GB/T 30428 knows the first two)."""

SCHEME_TITLES = {"component": N_("components"), "event": N_("events"), "grid": N_("grid matters")}
"""What a scheme is called; schemes of a place's own are shown by their code."""

_SCHEME_NAMES = {"部件": "component", "事件": "event", "网格": "grid", "网格事项": "grid"}
_OWN_SCHEME = re.compile(r"[a-z][a-z0-9_]{0,15}")
_SHORT_CODE = re.compile(r"[0-9]{1,3}")
_CLASS_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,15}")
_GRADED = {"urgency": N_("urgency"), "severity": N_("severity")}
_TEXTS = {
    "name": (N_("matter name"), 255),
    "class_name": (N_("class name"), 64),
    "legal_basis": (N_("legal basis"), 1000),
    "keywords": (N_("keywords"), 500),
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


@dataclass(frozen=True, slots=True)
class MatterDraft:
    """Everything a version of a matter says, by codes and without ids.

    ``class_name`` is the name the class is to have; empty leaves an existing class alone.
    ``lead_unit`` and ``duty_item`` are codes, empty for none.
    """

    code: str
    name: str
    scheme: str
    class_code: str
    conditions: tuple[ConditionDraft, ...]
    class_name: str = ""
    kind: MatterKind = MatterKind.PATROL
    settle_level: SettleLevel = SettleLevel.TOWNSHIP
    urgency: int = 2
    severity: int = 2
    lead_unit: str = ""
    duty_item: str = ""
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


def check_draft(draft: MatterDraft) -> None:
    """Let a draft pass that can be written.

    Raises:
        NoConditions: nothing could ever be filed under it.
        Nameless: it has no name.
        OutOfRange: urgency or severity are no grades.
        TextTooLong: a text does not fit.
    """
    if not draft.conditions:
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


def content_hash(
    draft: MatterDraft, class_id: int | None, unit_id: int | None, duty_item_id: int | None
) -> str:
    """Return the SHA-256 by which two versions of a matter are the same or not.

    References count by id, so that renaming a class or a unit changes no matter.
    """
    document: dict[str, Any] = asdict(draft)
    for name in ("code", "scheme", "class_code", "class_name", "lead_unit", "duty_item"):
        del document[name]
    document |= {"class": class_id, "unit": unit_id, "duty": duty_item_id}
    return hashlib.sha256(canonical(plain(document)).encode()).hexdigest()


def draft_document(draft: MatterDraft) -> dict[str, Any]:
    """Return a draft as the ledger keeps it."""
    document: dict[str, Any] = plain(asdict(draft))
    return document

"""What the forms of requests are made of, and what they hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from console.admission_words import (
    FIELD_LABELS,
)
from console.days import NotADay, read_day
from console.forms.fields import (
    BlockField,
    Candidate,
    ChoiceField,
    Field,
    LineField,
    LookupField,
    Picked,
    ToggleField,
    enum_options,
)
from console.i18n import N_
from console.labels import label
from models.calendar.refusals import BadLimit, ImpossibleLimit
from models.catalogue.boundary.contents import FIELDS
from models.catalogue.boundary.kinds import (
    Cause,
    Change,
    DocumentKind,
    Entry,
    RequestKind,
    Stance,
    WantedList,
)
from models.catalogue.boundary.refusals import (
    BadDay,
    EntryInForce,
    EntryMissing,
    EntryNotAsked,
    FieldMissing,
    FieldNotAsked,
    Incomplete,
)
from models.catalogue.boundary.views import DocumentFacts, RequestFacts, StepEntries
from models.catalogue.boundary.words import ENTRY_WORDS, FIELD_WORDS
from models.kernel.errors import Invalid
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from console.forms.fields import Source
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.boundary.views import Offer, RequestView
    from models.kernel.errors import DomainError

_DATES = frozenset({"wanted_on", "ends_on", "issued_on", Entry.DAY.value, Entry.UNTIL.value})
_BLOCKS = {
    "explanation": 3,
    "legal_basis": 2,
    "superior_duty": 2,
    "township_duty": 2,
    "method": 2,
    "exit_route": 2,
}
_CHOICES: dict[str, Any] = {"wanted": WantedList, "change": Change, "cause": Cause}
_LEAST = {
    RequestKind.ADMISSION: "name",
    RequestKind.ADJUSTMENT: "duty_item",
    RequestKind.TEMPORARY: "name",
}
_MATCHES = 20
_A_DAY = N_("A day: 2026-03-05, 3-5, today, +30.")


# ---------------------------------------------------------------- the form of a request


def request_fields(kind: RequestKind, services: Services, actor: Actor) -> list[Field]:
    """Return the fields of the form of a request; their names are those of :class:`RequestFacts`."""
    return [_field(kind, name, services, actor) for name in FIELDS[kind]]


def _field(  # noqa: PLR0911 -- one answer per sort of field
    kind: RequestKind, name: str, services: Services, actor: Actor
) -> Field:
    words, required = FIELD_LABELS[name], name == _LEAST[kind]
    if name in _CHOICES:
        return ChoiceField(name, words, options=enum_options(list(_CHOICES[name])))
    if name in _BLOCKS:
        return BlockField(name, words, rows=_BLOCKS[name], paragraph=_BLOCKS[name] < 3)  # noqa: PLR2004 -- short ones
    if name == "urgent":
        return ToggleField(name, words)
    if name in _DATES:
        return LineField(name, words, hint=_A_DAY, max_length=20)
    if name == "duty_item":
        return LookupField(name, words, required, source=_duty_source(services, actor))
    if name == "lead_unit":
        return LookupField(name, words, source=unit_source(services, actor, by_code=True))
    return LineField(name, words, required, max_length=255)


def _duty_source(services: Services, actor: Actor) -> Source:
    def source(text: str) -> Sequence[Candidate]:
        page = services.catalogue.duty_items(actor, text=text, limit=_MATCHES)
        return [
            Candidate(item.code, f"{item.code} {item.name}", label(item.duty_list), item.department)
            for item in page.rows
        ]

    return source


def unit_source(services: Services, actor: Actor, *, by_code: bool = False) -> Source:
    """Return a search over the units of the township, by name, code or initials."""

    def source(text: str) -> Sequence[Candidate]:
        wanted = fold(text)
        return [
            Candidate(unit.code if by_code else unit.id, unit.name, unit.code)
            for unit in services.organisation.units(actor)
            if wanted in fold(f"{unit.name}{unit.code}")
            or (wanted.isascii() and wanted in initials(unit.name))
        ]

    return source


def content_of(facts: RequestFacts, request: RequestView | None = None) -> dict[str, Any]:
    """Return what a form of :func:`request_fields` holds for ``facts``, as a draft would keep it."""
    content: dict[str, Any] = {}
    for name in FIELDS[facts.kind]:
        value = getattr(facts, name)
        if name == "urgent":
            content[name] = value
        elif name in {"duty_item", "lead_unit"}:
            if value:
                known = "" if request is None else _name_behind(request, name)
                content[name] = {"key": value, "text": f"{value} {known}".strip()}
        else:
            content[name] = "" if value is None else str(getattr(value, "value", value))
    return content


def _name_behind(request: RequestView, name: str) -> str:
    return request.duty_name if name == "duty_item" else request.unit_name


def bad_day(values: Mapping[str, Any], today: date) -> tuple[str, NotADay] | None:
    """Return the first field whose text is no day, with the reason."""
    for name in values:
        if name in _DATES:
            found = read_day(str(values[name]), today)
            if isinstance(found, NotADay):
                return name, found
    return None


def facts_from(base: RequestFacts, values: Mapping[str, Any], today: date) -> RequestFacts:
    """Return ``base`` with what a form of :func:`request_fields` holds; its days are readable."""
    changes: dict[str, Any] = {}
    for name, value in values.items():
        if name in _CHOICES:
            changes[name] = _CHOICES[name](value) if value else None
        elif name in _DATES:
            changes[name] = _a_day(value, today)
        elif name in {"duty_item", "lead_unit"}:
            changes[name] = str(value.key) if isinstance(value, Picked) else ""
        else:
            changes[name] = value
    return replace(base, **changes)


def _a_day(value: object, today: date) -> date | None:
    found = read_day(str(value), today)
    return None if isinstance(found, NotADay) else found


# ---------------------------------------------------------------- the forms of its steps

_ENTRY_FIELDS: dict[Entry, tuple[str, str]] = {
    Entry.AUTHORITY: (N_("Decided by"), N_("The body or the person.")),
    Entry.DAY: (N_("Day"), _A_DAY),
    Entry.NUMBER: (N_("Paper no."), ""),
    Entry.UNTIL: (N_("Last day"), _A_DAY),
}


def step_fields(offer: Offer, services: Services, actor: Actor) -> list[Field]:
    """Return the fields of the form of a step, the required ones first."""
    fields: list[Field] = []
    for entry in (*offer.required, *offer.optional):
        required = entry in offer.required
        match entry:
            case Entry.NOTE:
                fields.append(BlockField(entry, N_("Text"), required))
            case Entry.REASON:
                fields.append(BlockField(entry, N_("Grounds"), required, rows=4))
            case Entry.STANCE:
                options = enum_options(list(Stance))
                fields.append(ChoiceField(entry, N_("Stance"), required, options=options))
            case Entry.WANTED:
                fields.append(
                    ChoiceField(entry, N_("List wanted"), required, options=enum_options(list(WantedList)))
                )
            case Entry.UNIT:
                needs = required or actor.unit_id is None
                fields.append(LookupField(entry, N_("Unit"), needs, source=unit_source(services, actor)))
            case _:
                words, hint = _ENTRY_FIELDS[entry]
                fields.append(LineField(entry, words, required, hint=hint))
    return fields


def entries_from(values: Mapping[str, Any], today: date) -> StepEntries:
    """Return what a form of :func:`step_fields` holds, as the service takes it."""
    stance, wanted, unit = values.get(Entry.STANCE), values.get(Entry.WANTED), values.get(Entry.UNIT)
    return StepEntries(
        note=values.get(Entry.NOTE, ""),
        reason=values.get(Entry.REASON, ""),
        stance=Stance(stance) if stance else None,
        unit_id=int(unit.key) if isinstance(unit, Picked) else None,
        authority=values.get(Entry.AUTHORITY, ""),
        day=_a_day(values.get(Entry.DAY, ""), today),
        number=values.get(Entry.NUMBER, ""),
        wanted=WantedList(wanted) if wanted else None,
        until=_a_day(values.get(Entry.UNTIL, ""), today),
    )


def document_fields() -> list[Field]:
    """Return the fields of the form of a document."""
    kinds = enum_options(list(DocumentKind))
    return [
        LineField("title", N_("Title"), required=True, max_length=255),
        ChoiceField("kind", N_("Kind"), required=True, options=kinds, initial=DocumentKind.OTHER.value),
        LineField("number", N_("Paper no."), max_length=128),
        LineField("issued_on", N_("Date"), hint=_A_DAY, max_length=20),
        LineField("issuer", N_("Issuer"), max_length=255),
        BlockField("text", N_("Text"), rows=4),
        LineField("note", N_("Note"), max_length=255),
    ]


def document_from(values: Mapping[str, Any], today: date) -> DocumentFacts:
    """Return what a form of :func:`document_fields` holds."""
    return DocumentFacts(
        title=values["title"],
        kind=DocumentKind(values["kind"]),
        number=values["number"],
        issued_on=_a_day(values["issued_on"], today),
        issuer=values["issuer"],
        text=values["text"],
        note=values["note"],
    )


def field_name(error: DomainError) -> str:
    """Return the field of a form that a refusal is about, "" for the form as a whole."""
    match error:
        case FieldMissing():
            return error.field
        case FieldNotAsked() | Incomplete() | EntryInForce():
            return error.fields[0]
        case EntryMissing() | EntryNotAsked():
            return error.entries[0].value
        case BadDay() | Invalid():
            words = {**FIELD_WORDS, **{entry.value: word for entry, word in ENTRY_WORDS.items()}}
            return next((name for name, word in words.items() if word == error.field), "")
        case BadLimit() | ImpossibleLimit():
            return "limit"
        case _:
            return ""

"""The door: what comes in is cleaned and checked before anything is read or written."""

from __future__ import annotations

import re
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, ValidationError

from models.cases.kinds import Channel, CloseKind, Entry, Level, LinkKind, Pressure, Rating
from models.cases.settings.house import NOTE_LENGTH, REASON_LENGTH
from models.cases.task_kinds import OldLead, Turnout
from models.kernel.clock import require_utc
from models.kernel.errors import Invalid
from models.kernel.text import clean_block, clean_line, half_width
from models.kernel.words import N_, Phrase, Word

if TYPE_CHECKING:
    from datetime import datetime

    from models.cases.views import ActionEntries, Intake

__all__ = ["NOTE_LENGTH", "REASON_LENGTH"]

TITLE_LENGTH = 200
BODY_LENGTH = 8000
PLACE_LENGTH = 200
NAME_LENGTH = 64
NUMBER_LENGTH = 32

_PHONE = re.compile(r"\+?\d{3,20}")
_PHONE_FILLING = re.compile(r"[\s()\-.·/]+")
_CHINA = re.compile(r"^(?:\+86|0086)(?=1\d{10}$)")
_SHOWN = 40

FIELD_WORDS: dict[str, Word] = {
    "title": N_("the title"),
    "body": N_("the text"),
    "place": N_("the place"),
    "reporter_name": N_("the reporter's name"),
    "reporter_phone": N_("the reporter's phone"),
    "channel": N_("the channel"),
    "grid_id": N_("the grid"),
    "occurred_at": N_("the time it happened"),
    "reason": N_("the reason"),
    "note": N_("the note"),
    "condition_id": N_("the filing condition"),
    "unit_id": N_("the unit"),
    "post_id": N_("the post"),
    "person_id": N_("the person"),
    "other": N_("the other case"),
    "link": N_("the kind of link"),
    "until": N_("the day"),
    "level": N_("the level"),
    "due": N_("the moment it is due"),
    "pressure": N_("the ground of the supervision"),
    "close_kind": N_("the kind of closing"),
    "rating": N_("the rating"),
    "limit": N_("the limit"),
    "old_lead": N_("what becomes of the unit that led"),
}
"""What the fields are called in a refusal."""


class _Refused(ValueError):
    """A validator's answer: the reason as a phrase."""

    def __init__(self, reason: Word | Phrase) -> None:
        self.reason = reason
        super().__init__(str(reason))


def _line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _block(value: Any) -> Any:
    return clean_block(value) if isinstance(value, str) else value


def _filled(value: str) -> str:
    if not value:
        raise _Refused(N_("it must not be empty"))
    return value


class _AtMost:
    """Refuses texts longer than a column holds."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __call__(self, value: str) -> str:
        if len(value) > self.length:
            raise _Refused(
                Phrase(
                    N_("it has %(length)s characters, at most %(most)s fit"),
                    length=len(value),
                    most=self.length,
                )
            )
        return value


def normal_phone(text: str) -> str:
    """Return a phone number as it is kept and compared: plain digits, perhaps with a leading +.

    Full-width digits, spaces, hyphens and brackets are understood; +86 before a mobile
    number is dropped.

    Raises:
        ValueError: it is no phone number.
    """
    compact = _CHINA.sub("", _PHONE_FILLING.sub("", half_width(clean_line(text))))
    if compact and not _PHONE.fullmatch(compact):
        raise _Refused(N_("a phone number has 3 to 20 digits"))
    return compact


_Title = Annotated[
    str, BeforeValidator(_line), AfterValidator(_filled), AfterValidator(_AtMost(TITLE_LENGTH))
]
_Body = Annotated[str, BeforeValidator(_block), AfterValidator(_filled), AfterValidator(_AtMost(BODY_LENGTH))]
_Place = Annotated[str, BeforeValidator(_line), AfterValidator(_AtMost(PLACE_LENGTH))]
_Name = Annotated[str, BeforeValidator(_line), AfterValidator(_AtMost(NAME_LENGTH))]
_Reason = Annotated[str, BeforeValidator(_line), AfterValidator(_AtMost(REASON_LENGTH))]
_Note = Annotated[str, BeforeValidator(_block), AfterValidator(_AtMost(NOTE_LENGTH))]
_Number = Annotated[str, BeforeValidator(_line), AfterValidator(_AtMost(NUMBER_LENGTH))]
_Phone = Annotated[str, AfterValidator(normal_phone)]


class CleanIntake(BaseModel):
    """An :class:`~models.cases.views.Intake` that can be written down."""

    model_config = ConfigDict(frozen=True, from_attributes=True, hide_input_in_errors=True)

    channel: Channel
    title: _Title
    body: _Body
    place: _Place
    grid_id: int
    occurred_at: AwareDatetime | None
    reporter_name: _Name
    reporter_phone: _Phone
    city_due: AwareDatetime | None = None
    district_due: AwareDatetime | None = None


class CleanEntries(BaseModel):
    """An :class:`~models.cases.views.ActionEntries` that can be written down."""

    model_config = ConfigDict(frozen=True, from_attributes=True, hide_input_in_errors=True)

    reason: _Reason
    note: _Note
    condition_id: int | None
    unit_id: int | None
    post_id: int | None = None
    person_id: int | None
    other: _Number = ""
    link: LinkKind | None = None
    until: date | None
    level: Level | None = None
    due: AwareDatetime | None = None
    pressure: Pressure | None
    close_kind: CloseKind | None
    rating: Rating | None
    limit: _Number = ""
    old_lead: OldLead | None = None
    turnout: Turnout | None = None

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """Return entries that were cleaned already, one by one; what is not named was not filled in.

        As ``model_construct`` does, at a tenth of its time: a history has a step for every few of them.
        """
        made = cls.__new__(cls)
        object.__setattr__(made, "__dict__", _NOT_FILLED | values)
        object.__setattr__(made, "__pydantic_fields_set__", set(values))
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        return made

    def given(self) -> frozenset[Entry]:
        """Return which entries were filled in."""
        filled = zip(_ENTRIES, _VALUES(self), strict=True)
        return frozenset([entry for entry, value in filled if value is not None and value != ""])


_FIELDS = {
    Entry.REASON: "reason",
    Entry.NOTE: "note",
    Entry.CONDITION: "condition_id",
    Entry.UNIT: "unit_id",
    Entry.PERSON: "person_id",
    Entry.CASE: "other",
    Entry.LINK: "link",
    Entry.UNTIL: "until",
    Entry.LEVEL: "level",
    Entry.DUE: "due",
    Entry.PRESSURE: "pressure",
    Entry.CLOSE_KIND: "close_kind",
    Entry.RATING: "rating",
    Entry.LIMIT: "limit",
    Entry.OLD_LEAD: "old_lead",
    Entry.TURNOUT: "turnout",
}
_ENTRIES, _VALUES = tuple(_FIELDS), attrgetter(*_FIELDS.values())
_NOT_FILLED: dict[str, Any] = {
    name: {"reason": "", "note": ""}.get(name) if field.is_required() else field.default
    for name, field in CleanEntries.model_fields.items()
}
"""Entries of a step that asks for none."""
_SAID = ("reason", "note")
_CHOSEN = tuple(name for name in _NOT_FILLED if name not in _SAID)
_chosen, _NONE_CHOSEN = attrgetter(*_CHOSEN), tuple(_NOT_FILLED[name] for name in _CHOSEN)


def clean_intake(intake: Intake, now: datetime) -> CleanIntake:
    """Return ``intake`` cleaned.

    Raises:
        Invalid: an entry cannot be used; the first one is named.
    """
    try:
        clean = CleanIntake.model_validate(intake)
    except ValidationError as error:
        _refuse(error)
    if clean.occurred_at is not None and require_utc(clean.occurred_at) > now:
        raise Invalid(
            FIELD_WORDS["occurred_at"],
            clean.occurred_at.isoformat(timespec="minutes"),
            N_("it lies in the future"),
        )
    for name in ("city_due", "district_due"):
        due = getattr(clean, name)
        if due is not None and require_utc(due) <= now:
            raise Invalid(FIELD_WORDS["due"], due.isoformat(timespec="minutes"), N_("it has passed already"))
    return clean


_LEAST_LETTERS = 2


def tells_why(reason: str) -> bool:
    """Say whether ``reason`` gives one in words: a number or a dash tells nobody anything."""
    return sum(character.isalpha() for character in reason) >= _LEAST_LETTERS


def clean_entries(entries: ActionEntries) -> CleanEntries:
    """Return ``entries`` cleaned.

    Raises:
        Invalid: an entry cannot be used; the first one is named.
    """
    try:
        # Most steps ask for nothing but words.
        said = _said_alone(entries) if _chosen(entries) == _NONE_CHOSEN else None
        return CleanEntries.model_validate(entries) if said is None else said
    except ValidationError as error:
        _refuse(error)


def _said_alone(entries: ActionEntries) -> CleanEntries | None:
    """Return words cleaned as the fields of :class:`CleanEntries` clean them; ``None`` if they do not fit."""
    reason, note = _line(entries.reason), _block(entries.note)
    if type(reason) is not str or type(note) is not str:
        return None
    if len(reason) > REASON_LENGTH or len(note) > NOTE_LENGTH:
        return None
    return CleanEntries.trusted(reason=reason, note=note)


def _refuse(error: ValidationError) -> NoReturn:
    """Turn the first complaint of pydantic into a refusal of ours."""
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0])
    reason: Word | Phrase = N_("it is of the wrong kind")
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, _Refused):
        reason = cause.reason
    value = first["input"]
    shown = value if not isinstance(value, str) or len(value) <= _SHOWN else value[:_SHOWN] + "…"
    raise Invalid(FIELD_WORDS.get(name, Word(name)), shown, reason) from error

"""What the intake form is made of: its fields, its hints, what is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.advice_words import advice_words
from console.forms.fields import (
    BlockField,
    Candidate,
    ChoiceField,
    Field,
    LineField,
    LookupField,
    Picked,
    enum_options,
)
from console.i18n import N_, _, render
from console.labels import LIGHT_STYLES, label
from console.lamps import light_now
from console.screens.queue_parts import due_or_waiting
from console.widgets.hints import Hint, HintSection
from models.accounts.views import Role
from models.cases.door import NAME_LENGTH, PLACE_LENGTH, TITLE_LENGTH
from models.cases.judged_views import SimilarTo
from models.cases.kinds import Channel
from models.cases.views import Intake

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from console.frame import Frame
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.advising import Advice
    from models.cases.judged_views import SimilarCase

_TIME_LENGTH = 40
_PHONE_LENGTH = 40
_BODY_ROWS = 4
_MOST_HINTS = 5
_LEAST_TEXT = 2
"""Characters from which on a text can be about something."""

SUPERIORS = {"city_due": N_("City's deadline"), "district_due": N_("District's deadline")}
"""The fields of the deadlines of superior levels."""
_COMING = N_("When they want it done, for example 3-5 17:00; ours is due a reserve earlier.")

HINTED_BY = frozenset({"title", "body", "grid_id", "reporter_phone"})
"""The entries the hints depend on."""


def intake_fields(services: Services, actor: Actor) -> list[Field]:
    """Return the fields of the form; their names are those of :class:`Intake`."""

    def grids(text: str) -> Sequence[Candidate]:
        found = services.organisation.find_grids(actor, text)
        return [Candidate(grid.id, grid.name, f"{grid.code} {grid.division_name}") for grid in found]

    # Who walks the grids reports what they saw themselves; everybody else has to say where from.
    patrols = actor.has(Role.COLLECTOR)
    return [
        ChoiceField(
            "channel",
            N_("Channel"),
            required=True,
            options=enum_options(list(Channel)),
            initial=Channel.PATROL.value if patrols else "",
        ),
        LookupField(
            "grid_id",
            N_("Grid"),
            required=True,
            hint=N_("Type its name, code or pinyin initials; Enter takes the row."),
            source=grids,
            nothing=N_("No grid within your area answers to this."),
        ),
        LineField("place", N_("Place"), max_length=PLACE_LENGTH),
        LineField("title", N_("Title"), required=True, max_length=TITLE_LENGTH),
        BlockField("body", N_("Text"), required=True, rows=_BODY_ROWS),
        LineField(
            "occurred_at",
            N_("Time"),
            hint=N_("Empty means now. Else for example: 14:05, yesterday 9:00, 11-22 14:05."),
            max_length=_TIME_LENGTH,
        ),
        LineField("reporter_name", N_("Reporter"), max_length=NAME_LENGTH),
        LineField(
            "reporter_phone",
            N_("Phone"),
            hint=N_("Once saved, name and phone are masked for everybody."),
            max_length=_PHONE_LENGTH,
        ),
        *(LineField(name, words, hint=_COMING, max_length=_TIME_LENGTH) for name, words in SUPERIORS.items()),
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _grid_id(value: object) -> int | None:
    return value.key if isinstance(value, Picked) and isinstance(value.key, int) else None


def intake_of(
    values: Mapping[str, object], occurred_at: datetime | None, due: Mapping[str, datetime]
) -> Intake:
    """Return what was entered as the service wants it; the form is complete."""
    return Intake(
        channel=Channel(_text(values["channel"])),
        title=_text(values["title"]),
        body=_text(values["body"]),
        grid_id=_grid_id(values["grid_id"]) or 0,
        place=_text(values["place"]),
        occurred_at=occurred_at,
        reporter_name=_text(values["reporter_name"]),
        reporter_phone=_text(values["reporter_phone"]),
        **due,
    )


# ---------------------------------------------------------------- hints


@dataclass(frozen=True, slots=True)
class Wanted:
    """What hints are looked for by."""

    title: str = ""
    body: str = ""
    grid_id: int | None = None
    phone: str = ""

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Wanted:
        """Return what the form holds now."""
        title, body = _text(values["title"]).strip(), _text(values["body"]).strip()
        phone = _text(values["reporter_phone"]).strip()
        return cls(title, body, _grid_id(values["grid_id"]), phone)

    @property
    def says_something(self) -> bool:
        """Whether there is anything to look for."""
        return len(self.title) + len(self.body) >= _LEAST_TEXT or bool(self.phone)


@dataclass(frozen=True, slots=True)
class Hints:
    """What was found."""

    similar: tuple[SimilarCase, ...] = field(default=())
    matters: tuple[Advice, ...] = field(default=())


def find_hints(services: Services, actor: Actor, wanted: Wanted) -> Hints:
    """Look for similar cases and fitting matters. In a thread."""
    if not wanted.says_something:
        return Hints()
    like = SimilarTo(wanted.title, wanted.body, wanted.grid_id, wanted.phone)
    similar = services.cases.similar(actor, like, limit=_MOST_HINTS)
    matters: Sequence[Advice] = ()
    if wanted.title.strip() or wanted.body.strip():
        matters = services.advice.advise(actor, wanted.title, wanted.body, limit=_MOST_HINTS)
    return Hints(tuple(similar), tuple(matters))


def hint_sections(hints: Hints, frame: Frame) -> list[HintSection]:
    """Return what the panel shows: the similar cases first, for they save the work of a second one."""
    return [
        HintSection(_("Similar"), tuple(_similar(case, frame) for case in hints.similar)),
        HintSection(_("Matter"), tuple(_matter(suggestion) for suggestion in hints.matters)),
    ]


def _similar(case: SimilarCase, frame: Frame) -> Hint:
    line = case.line
    light = light_now(line, frame)
    style = LIGHT_STYLES[light]
    lamp = f"{label(light)} " if label(light) else ""
    return Hint(
        (
            (f"{line.short_number} ", "bold"),
            (lamp, style),
            (f"{due_or_waiting(line, frame)} ", style),
            (line.title, ""),
        ),
        reasons_of(case),
    )


def reasons_of(case: SimilarCase) -> str:
    """Return why a case is like what was typed."""
    return _("; ").join(str(render(reason)) for reason in case.reasons)


def _matter(advice: Advice) -> Hint:
    line = advice.line
    said = ((f"{line.code} ", "dim"), (line.name, "bold"), (f" {line.class_name}", "dim"))
    return Hint(said, advice_words(advice))

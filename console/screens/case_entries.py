"""The forms of a case's actions, made from what the table of transitions asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.advice_words import advice_words
from console.days import NotADay, read_day
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
from console.house import current_house
from console.i18n import N_, _
from console.moments import NotAMoment, read_coming
from console.screens.case_joined import other_case_source
from console.screens.case_suggesting import person_source, unit_and_post, unit_source
from console.screens.case_tasks import assisting_source
from console.text import limit_words
from models.calendar.rules import Counting, Mode, parse_limit
from models.cases.kinds import Action, CloseKind, Entry, Level, LinkKind, Pressure, Rating
from models.cases.task_kinds import TASK_ACTIONS, WHISTLE_ACTIONS, OldLead, Turnout
from models.cases.views import ActionEntries
from models.catalogue.views import MatterStatus
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from enum import StrEnum

    from console.forms.fields import Source
    from console.frame import Frame
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.advising import Advice
    from models.cases.views import CaseView, Offer
    from models.catalogue.views import ConditionView, MatterLine
    from models.kernel.words import Word

MATTER = "matter"
"""The field before the filing condition: it is no entry of the action, the condition names its matter."""
MORE_UNITS = ("unit_2", "unit_3", "unit_4")
"""Fields of further units called in one go"""
_OTHER = {
    Action.MERGE: N_("Merged into"),
    Action.LINK: N_("Which case"),
    Action.UNLINK: N_("Which case"),
}
"""What the field of the other case is called."""
_HOW = {
    Action.MERGE: N_("A number, words or initials; without any, what looks alike."),
    Action.LINK: N_("A number, words or initials; without any, what looks alike."),
    Action.UNLINK: N_("What this case is linked to."),
}
"""How it is found."""
_MATTERS = 20
_SUGGESTIONS = 5


def fields_of(offer: Offer, case: CaseView, services: Services, actor: Actor) -> tuple[Field, ...]:
    """Return the fields of the form of ``offer``, the required ones first.

    Args:
        offer: the action and what it asks for.
        case: what it is about.
        services: where the lists of choices come from.
        actor: who chooses.
    """
    fields: list[Field] = []
    for entry in (*offer.required, *offer.optional):
        required = entry in offer.required
        match entry:
            case Entry.CONDITION:
                matters = matter_source(services, actor, case)
                fields += [
                    LookupField(
                        MATTER, N_("Matter"), required, hint=N_("Chinese, code or initials."), source=matters
                    ),
                    LookupField(entry, N_("Condition"), required, nothing=N_("Choose the matter first.")),
                ]
            case Entry.UNIT:
                about = offer.action in TASK_ACTIONS | WHISTLE_ACTIONS
                units = (assisting_source if about else unit_source)(services, actor, case, offer.action)
                fields.append(LookupField(entry, N_("Unit"), required, source=units))
                if offer.action is Action.WHISTLE:
                    fields += [LookupField(name, N_("And unit"), source=units) for name in MORE_UNITS]
            case Entry.CASE:
                others = other_case_source(services, actor, case, offer.action)
                fields.append(
                    LookupField(entry, _OTHER[offer.action], required, hint=_HOW[offer.action], source=others)
                )
            case Entry.LEVEL if offer.action is Action.DROP_DEADLINE:
                noted = [Level(cap.level) for cap in case.external]
                only = noted[0].value if len(noted) == 1 else ""
                fields.append(
                    ChoiceField(
                        entry, _CHOICES[entry][0], required, options=enum_options(noted), initial=only
                    )
                )
            case Entry.PERSON if offer.action is Action.DISPATCH:
                hint = N_("If left out, the case waits in the pool of the unit.")
                nothing = N_("Choose the unit first.")
                fields.append(LookupField(entry, N_("Straight to"), required, hint=hint, nothing=nothing))
            case Entry.PERSON:
                people = person_source(services, actor, case, offer.action)
                fields.append(LookupField(entry, N_("Person"), required, source=people))
            case _:
                fields.append(_typed(entry, offer.action, required=required))
    return tuple(fields)


_CHOICES: Mapping[Entry, tuple[Word, Iterable[StrEnum]]] = {
    Entry.LINK: (N_("This case is"), LinkKind),
    Entry.LEVEL: (N_("Whose deadline"), Level),
    Entry.PRESSURE: (N_("Ground"), Pressure),
    Entry.RATING: (N_("Rating"), Rating),
    Entry.OLD_LEAD: (N_("The old lead"), OldLead),
    Entry.TURNOUT: (N_("Turnout"), Turnout),
}
"""What is one of a few words, and what its field is called."""


_LINES: Mapping[Entry, tuple[Word, Word]] = {
    Entry.LIMIT: (N_("Limit"), N_("For example 2WD, 4UH; empty: as the case, and no later than it is due.")),
    Entry.DUE: (N_("Due at"), N_("For example 2026-03-05 17:00, 3-5 17:00.")),
}
"""What is typed in a line: what its field is called, and how it may be written."""


_NOTES: Mapping[Action, Word] = {
    Action.FEEDBACK: N_("What was done"),
    Action.ASSIST_ANSWER: N_("What was done"),
    Action.ASSIST: N_("What to assist with"),
    Action.WHISTLE: N_("What they are called for"),
    Action.WHISTLE_REPORT: N_("Who came"),
}
"""What the note is called where it is more than a remark."""


def _typed(entry: Entry, action: Action, *, required: bool) -> Field:
    """Return the field of an entry that is typed, or is one of a few words."""
    match entry:
        case Entry.REASON:
            return reason_field(action, required=required)
        case Entry.UNTIL:
            hint = N_("For example 2026-03-05, 3-5, +30 (days from today).")
            words = N_("Answer by") if action is Action.SUPERVISE else N_("Last day")
            return LineField(entry, words, required, hint=hint)
        case Entry.LIMIT | Entry.DUE:
            words, hint = _LINES[entry]
            if action is Action.WHISTLE and entry is Entry.DUE:
                words = N_("Report in by")
            return LineField(entry, words, required, hint=hint)
        case Entry.LINK | Entry.PRESSURE | Entry.RATING | Entry.OLD_LEAD | Entry.LEVEL | Entry.TURNOUT:
            words, members = _CHOICES[entry]
            return ChoiceField(entry, words, required, options=enum_options(list(members)))
        case Entry.CLOSE_KIND:
            kinds = enum_options(current_house().close_kinds)
            return ChoiceField(entry, N_("Ended"), required, options=kinds, initial=CloseKind.NORMAL)
        case _:
            # What a unit hands in with its feedback is not a remark: it is what was done.
            name = _NOTES.get(action, N_("Note"))
            return BlockField(entry, name, required)


def reason_field(action: Action, *, required: bool) -> Field:
    """Return the field of a reason: typed, or one of those the office offers where it takes no others."""
    house = current_house()
    words = N_("Why without them") if action is Action.FEEDBACK else N_("Reason")
    offered = house.reasons.get(action, ())
    if not offered:
        return BlockField(Entry.REASON, words, required, rows=2, paragraph=True)
    if action not in house.only_listed:
        hint = N_("The wording key lists the reasons the office offers; others may be typed.")
        return BlockField(Entry.REASON, words, required, hint=hint, rows=2, paragraph=True)
    hint = N_("One of the reasons the office offers.")

    def source(text: str) -> Sequence[Candidate]:
        wanted = fold(text)
        return [
            Candidate(each, each)
            for each in offered
            if wanted in fold(each) or (wanted.isascii() and wanted in initials(each))
        ]

    return LookupField(Entry.REASON, words, required, hint=hint, source=source)


def _reason(value: Any) -> str:
    return value.text if isinstance(value, Picked) else str(value or "")


def bad_day(values: Mapping[str, Any], today: date) -> NotADay | None:
    """Return why the day in a form cannot be read."""
    found = read_day(str(values.get(Entry.UNTIL, "")), today)
    return found if isinstance(found, NotADay) else None


def bad_moment(values: Mapping[str, Any], frame: Frame) -> NotAMoment | None:
    """Return why the moment in a form cannot be read."""
    found = read_coming(str(values.get(Entry.DUE, "")), frame.times, frame.clock.now())
    return found if isinstance(found, NotAMoment) else None


def entries_of(values: Mapping[str, Any], today: date, frame: Frame) -> ActionEntries:
    """Return what a form of :func:`fields_of` holds, as the service takes it; its day is readable."""
    due = read_coming(str(values.get(Entry.DUE, "")), frame.times, frame.clock.now())
    level = values.get(Entry.LEVEL)
    pressure, link = values.get(Entry.PRESSURE), values.get(Entry.LINK)
    until = read_day(str(values.get(Entry.UNTIL, "")), today)
    close_kind, rating = values.get(Entry.CLOSE_KIND), values.get(Entry.RATING)
    old_lead, turnout = values.get(Entry.OLD_LEAD), values.get(Entry.TURNOUT)
    unit_id, post_id = unit_and_post(values.get(Entry.UNIT))
    return ActionEntries(
        reason=_reason(values.get(Entry.REASON)),
        note=values.get(Entry.NOTE, ""),
        condition_id=_key(values.get(Entry.CONDITION)),
        unit_id=unit_id,
        post_id=post_id,
        person_id=_key(values.get(Entry.PERSON)),
        other=_number(values.get(Entry.CASE)),
        link=LinkKind(link) if link else None,
        pressure=Pressure(pressure) if pressure else None,
        level=Level(level) if level else None,
        due=None if isinstance(due, NotAMoment) else due,
        until=None if isinstance(until, NotADay) else until,
        close_kind=CloseKind(close_kind) if close_kind else None,
        rating=Rating(rating) if rating else None,
        limit=str(values.get(Entry.LIMIT, "")),
        old_lead=OldLead(old_lead) if old_lead else None,
        turnout=Turnout(turnout) if turnout else None,
    )


def more_units(values: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the further units a form of :func:`fields_of` names."""
    return tuple(key for key in (_key(values.get(name)) for name in MORE_UNITS) if key is not None)


def _key(picked: Picked | None) -> int | None:
    return int(picked.key) if picked is not None else None


def _number(picked: Picked | None) -> str:
    return str(picked.key) if picked is not None else ""


# ---------------------------------------------------------------- what there is to choose from


def matter_source(services: Services, actor: Actor, case: CaseView) -> Source:
    """Return a search over the matters in force; without words, those the case's text suggests."""

    def source(text: str) -> Sequence[Candidate]:
        if text.strip():
            page = services.catalogue.matters(actor, text=text, limit=_MATTERS)
            return [_matter(line) for line in page.rows if line.status is MatterStatus.IN_FORCE]
        advised = services.advice.advise(actor, case.title, case.body, limit=_SUGGESTIONS)
        if advised:
            return [_advised(each) for each in advised]
        page = services.catalogue.matters(actor, limit=_MATTERS)
        return [_matter(line) for line in page.rows if line.status is MatterStatus.IN_FORCE]

    return source


def _advised(advice: Advice) -> Candidate:
    """Return a matter that fits the text, with its reasons: words of the catalogue, and past cases."""
    line = advice.line
    return Candidate(line.id, f"{line.code} {line.name}", f"{line.class_name} ({advice_words(advice)})")


def _matter(line: MatterLine) -> Candidate:
    return Candidate(line.id, f"{line.code} {line.name}", line.class_name)


def condition_source(
    services: Services, actor: Actor, case: CaseView, matter_id: int, frame: Frame
) -> Source:
    """Return the filing conditions of a matter, each with its limit and the deadline it would give."""

    def source(text: str) -> Sequence[Candidate]:
        matter = services.catalogue.matter(actor, matter_id)
        working_time = services.calendar.current().time
        now = frame.clock.now()
        started = case.clock_started_at or now

        def candidate(condition: ConditionView) -> Candidate:
            counting = Counting(mode=Mode(condition.mode.value), provisional=True)
            due = working_time.due(started, parse_limit(condition.limit), counting)
            words = _(
                "%(limit)s, due %(due)s",
                limit=limit_words(condition.limit),
                due=frame.times.moment(due.at, now),
            )
            closing = condition.closing_condition
            detail = condition.text
            if closing:
                detail = _("%(condition)s. To close: %(closing)s", condition=detail, closing=closing)
            shown = f"{condition.text} ({limit_words(condition.limit)})"
            return Candidate(condition.id, condition.text, words, detail, shown)

        wanted = fold(text)
        first = services.advice.condition_for(actor, case.title, case.body, matter_id)
        return [
            candidate(each)
            for each in sorted(matter.conditions, key=lambda each: each.id != first)
            if wanted in fold(each.text) or (wanted.isascii() and wanted in initials(each.text))
        ]

    return source

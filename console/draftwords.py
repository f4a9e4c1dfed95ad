"""What the working list is called in words: fields, values, states, steps, reasons, clusters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from console.i18n import N_, _, pgettext
from console.labels import label
from models.catalogue.drafting.refusals import UnknownFields, UnknownValue
from models.catalogue.drafting.rules import EDITABLE, WORDS
from models.catalogue.drafting.views import EntryState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

    from console.text import Times
    from models.catalogue.drafting.views import DraftView, EntryCluster, EntryLine, Funnel, Member, StepView

FIELDS = {
    "code": N_("Code"),
    "name": N_("Matter name"),
    "scheme": N_("Code scheme"),
    "class_code": N_("Class"),
    "class_name": N_("Class name"),
    "parent": N_("Main item"),
    "duty_list": N_("Duty list"),
    "department": N_("Department"),
    "assisting": N_("Assisting"),
    "grid_duty": N_("Duty of the grid"),
    "patrol": N_("Patrol"),
    "privacy": N_("Privacy"),
    "kind": N_("Kind"),
    "settle_level": N_("Level able to settle"),
    "urgency": N_("Urgency"),
    "severity": N_("Severity"),
    "lead_unit": N_("Lead unit"),
    "duty_item": N_("Duty item"),
    "flow": N_("Flow"),
    "legal_basis": N_("Legal basis"),
    "keywords": N_("Keywords"),
    "conditions": N_("Filing conditions"),
    "in_force_to": N_("Last day"),
}
"""Fields of an entry in the order in which they are shown, with what each is called."""
_NUMBERS = ("urgency", "severity")
_SEPARATORS = str.maketrans({"、": ",", "，": ",", "；": ",", ";": ","})


def draft_tables() -> tuple[dict[StrEnum, str], ...]:
    """Return the names of the states of an entry."""
    states: dict[StrEnum, str] = {
        EntryState.LIVE: pgettext("entry state", "On the list"),
        EntryState.MERGED: pgettext("entry state", "Merged"),
        EntryState.RETIRED: pgettext("entry state", "Ends"),
        EntryState.DROPPED: pgettext("entry state", "Left out"),
    }
    return (states,)


def field_title(name: str) -> str:
    """Return what a field is called."""
    return _(FIELDS[name]) if name in FIELDS else name


def value_words(name: str, value: Any) -> str:
    """Return the value of a field in one line."""
    if value is None or value in ("", ()):
        return ""
    if name == "conditions":
        return "; ".join(condition_words(each) for each in value)
    if name in WORDS:
        return label(WORDS[name](value))
    if isinstance(value, tuple | list):
        return "、".join(map(str, value))
    return str(value)


def condition_words(condition: Any) -> str:
    """Return a condition in one line, its limit first."""
    from console.text import limit_words

    return f"{limit_words(condition.limit)} {condition.text}".strip()


def read_fields(entries: Iterable[str]) -> dict[str, Any]:
    """Read ``field=value`` texts; fields and fixed words by their names in the code or on the screen.

    Raises:
        UnknownFields: there is no such field, or no ``=``.
        UnknownValue: the value cannot be used.
    """
    found: dict[str, Any] = {}
    titles = {_(title): name for name, title in FIELDS.items()}
    for entry in entries:
        name, mark, text = entry.partition("=")
        name = titles.get(name.strip(), name.strip())
        if not mark or name not in EDITABLE:
            raise UnknownFields(name, ", ".join(EDITABLE))
        found[name] = read_value(name, text.strip())
    return found


def read_value(name: str, text: str) -> Any:
    """Return the value that ``text`` means in a field.

    Raises:
        UnknownValue: none.
    """
    if name in WORDS:
        return _read_word(name, text)
    if name in _NUMBERS:
        if not text.isdecimal():
            raise UnknownValue(field_title(name), text, "1, 2, 3, 4")
        return int(text)
    if name == "assisting":
        return [each.strip() for each in text.translate(_SEPARATORS).split(",") if each.strip()]
    if name == "conditions":
        return _read_conditions(text)
    return _read_day(text) if name == "in_force_to" else text


def _read_day(text: str) -> str | None:
    """Return a day as ISO writes it, however people write it."""
    from models.exchange.cells import day
    from models.kernel.errors import DomainError

    if not text:
        return None
    try:
        return str(day(text).isoformat())
    except DomainError:
        raise UnknownValue(field_title("in_force_to"), text, "2027-12-31") from None


def _read_word(name: str, text: str) -> str | None:
    if not text and name == "duty_list":
        return None
    for member in WORDS[name]:
        if text in {member.value, label(member)}:
            return member.value
    known = ", ".join(f"{each.value} {label(each)}" for each in WORDS[name])
    raise UnknownValue(field_title(name), text, known)


def _read_conditions(text: str) -> list[dict[str, str]]:
    example = '[{"limit": "4WH", "text": "…"}]'
    known = {"limit", "text", "mode", "closing_condition", "evidence", "origin"}
    try:
        read = json.loads(text or "[]")
    except ValueError:
        raise UnknownValue(field_title("conditions"), text, example) from None
    right = isinstance(read, list) and all(
        isinstance(each, dict)
        and "limit" in each
        and each.keys() <= known
        and all(isinstance(value, str) for value in each.values())
        and each.get("mode", "hours") in {"hours", "days"}
        for each in read
    )
    if not right:
        raise UnknownValue(field_title("conditions"), text, example)
    found: list[dict[str, str]] = read
    return found


def fields_words(fields: Mapping[str, tuple[Any, Any]]) -> list[str]:
    """Return one line for each changed field, before and after."""
    return [
        _(
            "%(field)s: %(before)s → %(after)s",
            field=field_title(name),
            before=value_words(name, was) or _("empty"),
            after=value_words(name, now) or _("empty"),
        )
        for name, (was, now) in fields.items()
    ]


def entry_words(line: EntryLine) -> str:
    """Return an entry in one short line: its code, or #number, and its name."""
    return f"{line.code or f'#{line.matter_id}'}  {line.name}"


def step_words(step: StepView) -> str:
    """Return what a step did."""
    return _(step.sentence, **step.params)


def funnel_words(funnel: Funnel) -> str:
    """Return the funnel in one line: source items, what is on the list, what is left to look at."""
    return _(
        "Source items %(items)s → list %(live)s (merged %(merged)s, end %(retired)s, left out %(dropped)s); "
        "to look at %(open)s, without code %(uncoded)s",
        items=funnel.items,
        live=funnel.live,
        merged=funnel.merged,
        retired=funnel.retired,
        dropped=funnel.dropped,
        open=funnel.open,
        uncoded=funnel.uncoded,
    )


def draft_lines(draft: DraftView, wording: Times) -> list[str]:
    """Return the working list as a whole in lines, its first day by the office's clocks."""
    day = f"{wording.local(draft.begun_at):%Y-%m-%d}"
    lines = [
        _("List “%(name)s”, begun on %(day)s", name=draft.name, day=day)
        if draft.name
        else _("Working list, begun on %(day)s", day=day),
        funnel_words(draft.funnel),
    ]
    if draft.note:
        lines.append(draft.note)
    if draft.undoable is not None:
        lines.append(_("Undo would take back: %(step)s", step=step_words(draft.undoable)))
    if draft.redoable is not None:
        lines.append(_("Redo would do again: %(step)s", step=step_words(draft.redoable)))
    return lines


def confidence_words(confidence: str) -> str:
    """Return how sure a suggestion is."""
    return {
        "certain": pgettext("confidence", "The same"),
        "likely": pgettext("confidence", "Likely"),
        "look": pgettext("confidence", "Please look"),
    }.get(confidence, confidence)


def relation_words(relation: str) -> str:
    """Return how the entries of a suggestion belong together."""
    return {
        "same": pgettext("relation", "one matter"),
        "stage": pgettext("relation", "steps of one process"),
        "related": pgettext("relation", "related"),
    }.get(relation, relation)


def reason_lines(cluster: EntryCluster, matter_id: int | None = None) -> list[str]:
    """Return why entries were put together, each reason once; those about one entry where it is given."""
    return list(
        dict.fromkeys(
            _(reason.sentence, **reason.params)
            for reason in cluster.reasons
            if matter_id is None or matter_id in {reason.one, reason.other}
        )
    )


def member_words(member: Member) -> str:
    """Return where a source item was written and what it says there."""
    place = f"{member.book} {member.sheet}".strip()
    where = _("%(place)s, row %(row)s", place=place, row=member.row)
    return f"{where}  {member.name}  {member.department}".rstrip()

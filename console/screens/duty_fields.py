"""What the form of a duty item is made of: its fields, its first values, what is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.dialogs.conflict import Difference
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
from console.i18n import N_, _
from console.labels import label
from models.catalogue.duties.entering import LENGTHS
from models.catalogue.duties.rules import CATEGORIES
from models.catalogue.duties.views import DutyEntries
from models.catalogue.views import DutyList
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.views import DutyItemView

LABELS = {
    "duty_list": N_("Duty list"),
    "category": N_("Category"),
    "number": N_("No."),
    "name": N_("Duty"),
    "department": N_("Department"),
    "superior_duty": N_("Its duty"),
    "township_duty": N_("Our part"),
    "method": N_("Method"),
}
"""What the fields are called."""

_TEXTS = ("name", "department", "superior_duty", "township_duty", "method")
_NUMBER_LENGTH = 5


def duty_fields(services: Services, actor: Actor) -> list[Field]:
    """Return the fields; their names are those of :class:`DutyEntries`."""

    def categories(text: str) -> Sequence[Candidate]:
        used = [each.category for each in services.duties.counts(actor).categories if each.category]
        known = list(dict.fromkeys([*used, *CATEGORIES]))
        wanted = fold(text)
        fitting = [name for name in known if wanted in fold(name) or (wanted and wanted in initials(name))]
        found = [Candidate(name, name) for name in fitting]
        if wanted and all(fold(name) != wanted for name in fitting):
            found.append(Candidate(text.strip(), text.strip(), _("a new category")))
        return found

    return [
        ChoiceField("duty_list", LABELS["duty_list"], required=True, options=enum_options(list(DutyList))),
        LookupField(
            "category",
            LABELS["category"],
            hint=N_("Type some of its characters or pinyin initials; Enter takes the row."),
            source=categories,
        ),
        LineField(
            "number",
            LABELS["number"],
            hint=N_("Its place on the list; the others move. Empty puts it last in its category."),
            max_length=_NUMBER_LENGTH,
        ),
        BlockField("name", LABELS["name"], required=True, rows=2, paragraph=True),
        LineField(
            "department",
            LABELS["department"],
            hint=N_("Several are separated by commas."),
            max_length=LENGTHS["department"],
        ),
        BlockField("superior_duty", LABELS["superior_duty"], hint=N_("What the department does.")),
        BlockField("township_duty", LABELS["township_duty"], hint=N_("What the township does to help.")),
        BlockField("method", LABELS["method"], hint=N_("How recalled work is done from now on."), rows=2),
    ]


def content_of(item: DutyItemView | None, duty_list: DutyList, category: str) -> dict[str, Any]:
    """Return the form's first values as a draft keeps them: those of an item, or of a new one."""
    shown = category if item is None else item.category
    content: dict[str, Any] = {
        "duty_list": (duty_list if item is None else item.duty_list).value,
        "category": {"key": shown, "text": shown} if shown else "",
        "number": "" if item is None else str(item.number),
    }
    return content | {name: "" if item is None else getattr(item, name) for name in _TEXTS}


def number_problem(values: Mapping[str, object]) -> str:
    """Return what is wrong with the number entered, "" if nothing."""
    number = _text(values["number"]).strip()
    return "" if not number or (number.isascii() and number.isdecimal()) else _("This is no number.")


def entries_of(values: Mapping[str, object], item: DutyItemView | None) -> DutyEntries:
    """Return what was entered as the service wants it.

    A number that was left as it is asks for no place: with another list or category it would
    mean something else there.
    """
    duty_list, category = DutyList(_text(values["duty_list"])), _picked(values["category"])
    number = _text(values["number"]).strip()
    kept = item is not None and number == str(item.number)
    texts = {name: _text(values[name]) for name in _TEXTS}
    return DutyEntries(
        duty_list, category=category, number=int(number) if number and not kept else None, **texts
    )


def differences(theirs: DutyItemView, values: Mapping[str, object]) -> list[Difference]:
    """Return the fields in which what was entered differs from what stands now."""
    mine = {
        "duty_list": _text(values["duty_list"]),
        "category": _picked(values["category"]),
        "number": _text(values["number"]).strip(),
        **{name: _text(values[name]) for name in _TEXTS},
    }
    found = []
    for name, entered in mine.items():
        standing = str(getattr(theirs, name))
        if entered != standing:
            found.append(Difference(name, _(LABELS[name]), _shown(name, standing), _shown(name, entered)))
    return found


def _shown(name: str, value: str) -> str:
    return label(DutyList(value)) if name == "duty_list" else " ".join(value.split())


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _picked(value: object) -> str:
    return str(value.key) if isinstance(value, Picked) else ""

"""The office's settings in words: what each is called, what a value says, what a change does.

The same words stand on the screen and in the shell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from console.i18n import N_, _, ngettext, render
from console.labels import label
from console.text import limit_words
from models.cases.settings.door import read_value, text_of
from models.cases.settings.spec import Group, Kind
from models.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.cases.settings.spec import Setting
    from models.cases.settings.views import SettingChange, SettingsPlan
    from models.kernel.words import Word

GROUPS: Mapping[Group, Word] = {
    Group.CAPS: N_("Caps"),
    Group.TIMES: N_("Times"),
    Group.LIGHTS: N_("Warning lights"),
    Group.ENTRIES: N_("Entries of steps"),
    Group.REASONS: N_("Reasons offered"),
    Group.ROLES: N_("Who may do a step"),
    Group.ROSTERS: N_("Duty rosters"),
    Group.DISPATCH: N_("Dispatching and taking on"),
    Group.ESCALATION: N_("Escalation"),
    Group.DRILLS: N_("Drills"),
    Group.LABELS_ZH: N_("Chinese names"),
    Group.LABELS_EN: N_("English names"),
}
_NAMES: Mapping[str, Word] = {
    "caps.extensions": N_("Extensions at most"),
    "caps.extend_overdue": N_("Extension once overdue"),
    "caps.holds": N_("Holds at most"),
    "caps.hold_days": N_("Longest hold"),
    "caps.appeals": N_("Appeals at most"),
    "undo.minutes": N_("Taking a step back"),
    "answer.urge": N_("Answering an urge"),
    "answer.supervise": N_("Answering supervision"),
    "light.warn_left": N_("Yellow light"),
    "light.warn_left.1": N_("Yellow light, urgency 1"),
    "light.warn_left.2": N_("Yellow light, urgency 2"),
    "light.warn_left.3": N_("Yellow light, urgency 3"),
    "light.warn_left.4": N_("Yellow light, urgency 4"),
    "length.reason": N_("Longest reason"),
    "length.note": N_("Longest note"),
    "close.kinds": N_("Kinds of closing"),
    "reasons.only": N_("Only listed reasons"),
    "roster.rest_hours": N_("Rest between duties"),
    "roster.swap_approval": N_("Approving swaps"),
    "dispatch.by_rule": N_("Dispatching by rule"),
    "claim.rest_hours": N_("Claims that rest"),
    "drill.grades": N_("Grades of drills"),
    "labels.swap": N_("Swap 核实 and 核查"),
}
_NEEDED = N_("%(step)s: also required")
_NOTHING = ("-", "无", "none")
_SPLIT = re.compile(r"[,，、;；\s]+")
_SHOWN_STATES = 2


def group_name(group: Group) -> str:
    """Return what a group of settings is called."""
    return _(GROUPS[group])


def setting_name(setting: Setting) -> str:
    """Return what a setting is called, in a few words."""
    if setting.group is Group.ESCALATION:
        from console.escalationwords import escalation_setting

        return escalation_setting(setting.key)
    named = _NAMES.get(setting.key)
    if named is not None or setting.subject is None:
        return _(named or setting.key)
    step = label(setting.subject)
    if setting.states:
        states = _(", ").join(label(state) for state in setting.states[:_SHOWN_STATES])
        more = " ..." if len(setting.states) > _SHOWN_STATES else ""
        step = _("%(step)s (%(states)s)", step=step, states=f"{states}{more}")
    return _(_NEEDED, step=step) if setting.key.startswith("needed.") else step


def value_words(setting: Setting, value: Any) -> str:  # noqa: PLR0911 -- one line per kind
    """Return a value as people read it; never empty."""
    match setting.kind:
        case Kind.YESNO:
            return _("yes") if value else _("no")
        case Kind.NUMBER:
            return _("%(number)s %(unit)s", number=value, unit=setting.unit)
        case Kind.LIMIT:
            return limit_words(value) if value else _("this step is left out")
        case Kind.SHARE:
            return _("%(share)s of the limit", share=value) if value else _("as in general")
        case Kind.TEXTS:
            return "；".join(value) if value else _("none")
        case Kind.CHOICES:
            nothing = _("nobody") if setting.group is Group.ROLES else _("none")
            return _(", ").join(label(each) for each in setting.options if each.value in value) or nothing
        case Kind.CHOICE:
            return next((label(each) for each in setting.options if each.value == value), value)
        case Kind.LABEL:
            return value or _("as packaged")


def range_words(setting: Setting) -> str:  # noqa: PLR0911 -- one line per kind
    """Return what values a setting takes."""
    match setting.kind:
        case Kind.NUMBER:
            return _(
                "%(least)s to %(most)s %(unit)s",
                least=setting.least,
                most=setting.most,
                unit=setting.unit,
            )
        case Kind.YESNO:
            return _("yes or no")
        case Kind.LIMIT:
            return _("a limit such as 4WH, 2WD or 3ND")
        case Kind.SHARE:
            return _("a share such as 1/3 or 1/4")
        case Kind.TEXTS:
            return _("at most %(most)s reasons, separated by semicolons", most=setting.most)
        case Kind.CHOICES:
            names = " ".join(f"{each.value}={label(each)}" for each in setting.options)
            return _("some of: %(names)s", names=names)
        case Kind.CHOICE:
            names = " ".join(f"{each.value}={label(each)}" for each in setting.options)
            return _("one of: %(names)s", names=names)
        case Kind.LABEL:
            return _("at most %(most)s columns; a Chinese character takes two", most=setting.most)


def typed_value(setting: Setting, text: str) -> Any:
    """Return the value somebody typed: members of a list also by what they are called here.

    Raises:
        Invalid: it is no value of this setting.
    """
    plain = text.strip()
    if setting.kind in {Kind.TEXTS, Kind.CHOICES, Kind.LABEL, Kind.SHARE} and plain in _NOTHING:
        plain = ""
    if setting.kind in {Kind.CHOICE, Kind.CHOICES}:
        names = {fold(label(each)): each.value for each in setting.options}
        plain = " ".join(names.get(fold(part), part) for part in _SPLIT.split(plain))
    return read_value(setting, plain)


def edit_text(setting: Setting, value: Any) -> str:
    """Return a value as it is typed: names instead of the words of the program."""
    if setting.kind is Kind.CHOICES:
        return _(", ").join(label(each) for each in setting.options if each.value in value)
    if setting.kind is Kind.CHOICE:
        return value_words(setting, value)
    if setting.kind is Kind.YESNO:
        return _("yes") if value else _("no")
    return "；".join(value) if setting.kind is Kind.TEXTS else text_of(value)


def change_words(change: SettingChange) -> str:
    """Return a sentence about what a change does to one setting."""
    setting = change.setting
    return _(
        "%(name)s (%(key)s) changes from “%(before)s” to “%(after)s”.",
        name=setting_name(setting),
        key=setting.key,
        before=value_words(setting, change.before),
        after=value_words(setting, change.after),
    )


def lights_words(plan: SettingsPlan) -> str:
    """Return a sentence about the warnings of open cases that move."""
    count = len(plan.lights)
    return ngettext(
        "The warning of %(count)s open case moves; lights that change now: %(turning)s.",
        "The warnings of %(count)s open cases move; lights that change now: %(turning)s.",
        count,
        count=count,
        turning=plan.turning,
    )


def plan_lines(plan: SettingsPlan, *, recount: bool) -> list[str]:
    """Return what a change does, a sentence a line."""
    lines = [change_words(each) for each in plan.changes]
    if not lines and not plan.lights:
        lines = [_("Nothing would change: that is what holds already.")]
    elif any(each.setting.group is Group.LIGHTS for each in plan.changes) and not recount:
        lines.append(_("Open cases keep the warning they were promised."))
    return [*lines, lights_words(plan)] if recount else lines


def source_words(setting: Setting) -> str:
    """Return where the packaged value comes from."""
    return str(render(setting.source))

"""Every setting: its key, its kind, its range, what it means and where its default comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from models.accounts.views import ADMINISTRATORS, Role
from models.cases.kinds import Action, CaseState, CloseKind, Entry, QueueKey
from models.cases.pressing import ANSWER_WITHIN
from models.cases.settings.house import (
    CAPS,
    GROUPS,
    NEEDABLE,
    NOTE_LENGTH,
    REASON_LENGTH,
    UNDO_MINUTES,
    URGENCIES,
    WARN_LEFT,
)
from models.cases.shape import INTAKE_ROLES
from models.cases.table import TRANSITIONS
from models.kernel.words import N_, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LABEL_CELLS = 12
"""Columns a label of the office's own takes at most: six Chinese characters."""
_QUEUE_CELLS = {"zh": 6, "en": 10}
"""Columns a queue's name takes at most: the line of queues has them all."""
MOST_REASONS = 30
LONGEST_OFFERED = 60
"""Characters of one reason that is offered: a line of the pick list."""
LANGUAGES = ("zh", "en")
"""The languages labels are given in."""


_NO_UNIT = Word("")


class Group(StrEnum):
    """What belongs together in the list of settings."""

    CAPS = "caps"
    TIMES = "times"
    LIGHTS = "lights"
    ENTRIES = "entries"
    REASONS = "reasons"
    ROLES = "roles"
    ROSTERS = "rosters"
    DISPATCH = "dispatch"
    ESCALATION = "escalation"
    DRILLS = "drills"
    LABELS_ZH = "labels_zh"
    LABELS_EN = "labels_en"


class Kind(StrEnum):
    """What values a setting takes."""

    NUMBER = "number"
    """A whole number within a range"""
    YESNO = "yesno"
    LIMIT = "limit"
    """A time limit, such as 4WH; "" for a step of escalation that is left out"""
    SHARE = "share"
    """A share of a limit, such as 1/3; "" where the general one holds"""
    TEXTS = "texts"
    """Lines of text"""
    CHOICE = "choice"
    """One of a closed list"""
    CHOICES = "choices"
    """Some of a closed list"""
    LABEL = "label"
    """A short name; "" where the packaged one holds"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. Values are plain JSON: a number, yes or no, a text, a list of texts."""

    key: str
    group: Group
    kind: Kind
    default: Any
    meaning: Word
    source: Word
    """Where the default comes from"""
    unit: Word = _NO_UNIT
    least: int = 0
    most: int = 0
    options: tuple[StrEnum, ...] = ()
    """Of CHOICE and CHOICES, what there is to choose from"""
    subject: StrEnum | None = None
    """The action, state or queue it is about"""
    states: tuple[CaseState, ...] = ()
    """The states it is about, where an action has several settings"""


_PRACTICE, _HOUSE = N_("municipal practice"), N_("the program's own choice")
_TABLE, _COLUMN = N_("the table of steps"), N_("what the database holds")
_NOBODY = N_("nothing is set")
_SIGHTED = tuple(role for role in Role if role not in ADMINISTRATORS)
_FROM_TABLE: Mapping[Action, frozenset[Entry]] = {
    action: frozenset(
        entry for row in TRANSITIONS if row.action is action for entry in (*row.required, *row.optional)
    )
    for action in dict.fromkeys(row.action for row in TRANSITIONS if row.roles)
}


@cache
def settings() -> Mapping[str, Setting]:
    """Return every setting by its key, in the order of the list."""
    from models.cases.settings.of_dispatch import dispatch_settings
    from models.cases.settings.of_drills import drill_settings
    from models.cases.settings.of_escalation import escalation_settings
    from models.cases.settings.of_rosters import roster_settings

    parts = (_caps(), _times(), _lights(), _entries(), _reasons(), _roles())
    more = (roster_settings(), dispatch_settings(), escalation_settings(), drill_settings(), _labels())
    return {each.key: each for part in (*parts, *more) for each in part}


def _caps() -> Iterator[Setting]:
    times, practice = N_("times"), _PRACTICE
    yield _number(
        "caps.extensions",
        CAPS.extensions,
        N_("Extensions of a deadline that can be granted on one filing."),
        practice,
        times,
        (0, 9),
    )
    yield Setting(
        "caps.extend_overdue",
        Group.CAPS,
        Kind.YESNO,
        CAPS.extend_overdue,
        N_("Whether an extension may still be asked for once the case is overdue."),
        practice,
    )
    yield _number(
        "caps.holds", CAPS.holds, N_("How often one case can be put on hold."), practice, times, (0, 9)
    )
    yield _number(
        "caps.hold_days",
        CAPS.hold_days,
        N_("How long a hold lasts at most."),
        practice,
        N_("days"),
        (1, 1095),
    )
    yield _number(
        "caps.appeals",
        CAPS.appeals,
        N_("How often a unit can appeal the lateness of one case."),
        practice,
        times,
        (0, 9),
    )


_GROUPS = {"caps": Group.CAPS, "undo": Group.TIMES, "length": Group.ENTRIES}


def _number(
    key: str, default: int, meaning: Word, source: Word, unit: Word, between: tuple[int, int]
) -> Setting:
    group = _GROUPS[key.partition(".")[0]]
    return Setting(key, group, Kind.NUMBER, default, meaning, source, unit, *between)


def _times() -> Iterator[Setting]:
    yield _number(
        "undo.minutes",
        UNDO_MINUTES,
        N_("How long after a step the person who did it can take it back; 0 never."),
        _HOUSE,
        N_("minutes"),
        (0, 240),
    )
    words = {
        Action.URGE: N_("Within what time whoever was urged has to answer."),
        Action.SUPERVISE: N_("Within what time whoever is supervised has to answer, where no day is named."),
    }
    for action, limit in ANSWER_WITHIN.items():
        yield Setting(
            f"answer.{action}", Group.TIMES, Kind.LIMIT, str(limit), words[action], _PRACTICE, subject=action
        )


def _lights() -> Iterator[Setting]:
    share = N_("of the limit")
    yield Setting(
        "light.warn_left",
        Group.LIGHTS,
        Kind.SHARE,
        str(WARN_LEFT),
        N_("What is left of the limit when the light turns yellow: a fraction or a percentage."),
        _HOUSE,
        share,
    )
    for urgency in URGENCIES:
        yield Setting(
            f"light.warn_left.{urgency}",
            Group.LIGHTS,
            Kind.SHARE,
            "",
            N_("The same for matters of this urgency; empty where the general share holds."),
            _NOBODY,
            share,
        )


def _entries() -> Iterator[Setting]:
    characters = N_("characters")
    yield _number(
        "length.reason",
        REASON_LENGTH,
        N_("The longest reason that can be given."),
        _COLUMN,
        characters,
        (10, REASON_LENGTH),
    )
    yield _number(
        "length.note",
        NOTE_LENGTH,
        N_("The longest note that can be given."),
        _COLUMN,
        characters,
        (20, NOTE_LENGTH),
    )
    yield Setting(
        "close.kinds",
        Group.ENTRIES,
        Kind.CHOICES,
        [kind.value for kind in CloseKind],
        N_("The kinds of closing that are offered; the normal one always is."),
        _PRACTICE,
        options=tuple(CloseKind),
    )
    for action in _FROM_TABLE:
        required = {
            entry
            for entry in NEEDABLE
            if all(entry in row.required for row in TRANSITIONS if row.action is action)
        }
        options = tuple(entry for entry in NEEDABLE if entry not in required)
        if options:
            yield Setting(
                f"needed.{action}",
                Group.ENTRIES,
                Kind.CHOICES,
                [],
                N_("What has to be given with this step beyond what the table asks for."),
                _TABLE,
                options=options,
                subject=action,
            )


def _reasons() -> Iterator[Setting]:
    giving = [action for action, entries in _FROM_TABLE.items() if Entry.REASON in entries]
    yield Setting(
        "reasons.only",
        Group.REASONS,
        Kind.CHOICES,
        [],
        N_("Steps whose reason has to be one of those offered."),
        _NOBODY,
        options=tuple(giving),
    )
    for action in giving:
        yield Setting(
            f"reasons.{action}",
            Group.REASONS,
            Kind.TEXTS,
            [],
            N_("The reasons offered with this step."),
            _NOBODY,
            most=MOST_REASONS,
            subject=action,
        )


def _roles() -> Iterator[Setting]:
    words = N_("Who may do this step.")
    intake = [role.value for role in Role if role in INTAKE_ROLES]
    yield Setting(
        "roles.intake",
        Group.ROLES,
        Kind.CHOICES,
        intake,
        words,
        _TABLE,
        options=_SIGHTED,
        subject=Action.INTAKE,
    )
    for key, group in GROUPS.items():
        yield Setting(
            f"roles.{key}",
            Group.ROLES,
            Kind.CHOICES,
            [role.value for role in Role if role in group[0].roles],
            words,
            _TABLE,
            options=_SIGHTED,
            subject=group[0].action,
            states=tuple(row.source for row in group) if "." in key else (),
        )


def _labels() -> Iterator[Setting]:
    yield Setting(
        "labels.swap",
        Group.LABELS_ZH,
        Kind.YESNO,
        default=False,
        meaning=N_("Swap the Chinese names of checking before filing and of verifying after handling."),
        source=_PRACTICE,
    )
    named: tuple[tuple[str, Iterable[StrEnum]], ...] = (
        ("queue", QueueKey),
        ("state", CaseState),
        ("action", Action),
    )
    words = {
        "queue": N_("What this queue is called."),
        "state": N_("What this state is called."),
        "action": N_("What this step is called."),
    }
    for language, group in zip(LANGUAGES, (Group.LABELS_ZH, Group.LABELS_EN), strict=True):
        for name, members in named:
            for member in members:
                yield Setting(
                    f"labels.{language}.{name}.{member}",
                    group,
                    Kind.LABEL,
                    "",
                    words[name],
                    _NOBODY,
                    N_("columns"),
                    most=_QUEUE_CELLS[language] if name == "queue" else LABEL_CELLS,
                    subject=member,
                )

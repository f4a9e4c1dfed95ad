"""The rules of one office: the packaged table of transitions, with what the office has set.

Made once for an edition and shared by everybody who asks; nothing here reads the database, and nothing
here needs it, so that the first look of a console can ask as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from models.accounts.views import Role
from models.calendar.rules import Limit, parse_limit
from models.cases.kinds import Action, CaseState, CloseKind, Entry
from models.cases.lights import WARN_PART
from models.cases.pressing import ANSWER_WITHIN
from models.cases.shape import INTAKE_ROLES, Transition
from models.cases.table import TRANSITIONS
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.kernel.words import Word

REASON_LENGTH = 1000
"""Characters of a reason at most, as its column has them."""
NOTE_LENGTH = 4000
"""Characters of a note at most."""
UNDO_MINUTES = 10
"""How long after a step the person who did it can take it back."""
WARN_LEFT = 1 - WARN_PART
"""The share of a limit that is left when the light turns yellow."""
URGENCIES = (1, 2, 3, 4)
"""The degrees of urgency a matter can have."""
NEEDABLE = (Entry.REASON, Entry.NOTE)
"""What an office can ask for beyond the table."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How often a unit may ask for what.

    As municipal practice has it: at most two extensions of one limit each, and none once the case is
    overdue; one hold of at most a year; one appeal.
    """

    extensions: int = 2
    """Extensions granted at most; those declined do not count"""
    holds: int = 1
    hold_days: int = 365
    """Days a hold lasts at most"""
    appeals: int = 1
    extend_overdue: bool = False
    """Whether an extension may be asked for after the deadline has passed"""

    @property
    def or_packaged(self) -> Caps:
        """These caps or the packaged ones, whichever allow more: for what happened under other rules."""
        pairs = {name: (getattr(self, name), getattr(CAPS, name)) for name in CAPS.__slots__}
        return Caps(**{name: max(pair) for name, pair in pairs.items()})


CAPS = Caps()

_OTHERWISE = {
    Action.URGE: N_("Remind whoever has the case; they answer within the time the office has set."),
    Action.SUPERVISE: N_(
        "Supervise the case: an answer is due within the time the office has set, or on the day named."
    ),
}
"""What is said of a step once its packaged time is not the office's any more."""


def table_groups(rows: Iterable[Transition] = TRANSITIONS) -> dict[str, tuple[Transition, ...]]:
    """Return the rows whose roles are set together, by the key they are set under.

    An action done by other people in other states has one key for each: ``return.filed``.
    """
    by_action: dict[Action, dict[frozenset[Role], list[Transition]]] = {}
    for row in rows:
        if row.roles:
            by_action.setdefault(row.action, {}).setdefault(row.roles, []).append(row)
    return {
        (f"{action}.{group[0].source}" if len(groups) > 1 else action.value): tuple(group)
        for action, groups in by_action.items()
        for group in groups.values()
    }


GROUPS: Mapping[str, tuple[Transition, ...]] = MappingProxyType(table_groups())
"""The packaged rows by the key of their roles."""


@dataclass(frozen=True)
class House:
    """What holds in one office. ``document`` is what differs from the packaged values, by key."""

    number: int = 0
    """The edition; 0 is what comes with the program"""
    document: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Transition, ...] = TRANSITIONS
    intake_roles: frozenset[Role] = INTAKE_ROLES
    caps: Caps = CAPS
    undo_within: timedelta = timedelta(minutes=UNDO_MINUTES)
    answer_within: Mapping[Action, Limit] = field(default_factory=lambda: ANSWER_WITHIN)
    warn_left: Fraction = WARN_LEFT
    warn_left_by_urgency: Mapping[int, Fraction] = field(default_factory=dict)
    reasons: Mapping[Action, tuple[str, ...]] = field(default_factory=dict)
    """The reasons offered, by action"""
    only_listed: frozenset[Action] = frozenset()
    """Actions whose reason is one of those offered"""
    close_kinds: tuple[CloseKind, ...] = tuple(CloseKind)
    reason_length: int = REASON_LENGTH
    note_length: int = NOTE_LENGTH

    def __post_init__(self) -> None:
        steps = {(row.action, row.source): row for row in self.rows}
        offered: dict[CaseState, list[Transition]] = {}
        roles: dict[Action, frozenset[Role]] = {Action.INTAKE: self.intake_roles}
        for row in self.rows:
            roles[row.action] = roles.get(row.action, frozenset()) | row.roles
            if row.roles:
                offered.setdefault(row.source, []).append(row)
        object.__setattr__(self, "_steps", steps)
        object.__setattr__(self, "_roles", roles)
        object.__setattr__(self, "_offered", offered)

    _steps: Mapping[tuple[Action, CaseState], Transition] = field(init=False, repr=False, compare=False)
    _roles: Mapping[Action, frozenset[Role]] = field(init=False, repr=False, compare=False)
    _offered: Mapping[CaseState, Sequence[Transition]] = field(init=False, repr=False, compare=False)

    def transition(self, action: Action, state: CaseState) -> Transition | None:
        """Return the row for ``action`` on a case in ``state``, or ``None`` where there is none."""
        return self._steps.get((action, state))

    def offered(self, state: CaseState) -> Sequence[Transition]:
        """Return the rows by which people take a case on from ``state``, in the order of the table."""
        return self._offered.get(state, ())

    def roles_of(self, action: Action) -> frozenset[Role]:
        """Return the roles that may do ``action`` in some state at least."""
        return self._roles.get(action, frozenset())

    def explained(self, action: Action) -> Word | None:
        """Return what is said of a step in place of its packaged explanation; ``None`` if that holds."""
        return _OTHERWISE.get(action) if f"answer.{action}" in self.document else None

    @property
    def undo_minutes(self) -> int:
        """How many minutes a step can be taken back."""
        return int(self.undo_within.total_seconds() // 60)

    def warn_share(self, urgency: int | None) -> Fraction:
        """Return the share of a limit that is left when the light of such a case turns yellow."""
        return self.warn_left_by_urgency.get(urgency or 0, self.warn_left)

    @property
    def swapped(self) -> bool:
        """Whether checking before filing and verifying after handling trade their Chinese names."""
        return bool(self.document.get("labels.swap"))


PACKAGED = House()
"""What comes with the program."""


def house_of(number: int, document: Mapping[str, Any]) -> House:
    """Return the rules of an edition. The document was checked when it was saved."""
    if not document:
        return replace(PACKAGED, number=number)
    get = document.get
    urgent = {each: get(f"light.warn_left.{each}") for each in URGENCIES}
    kinds = get("close.kinds")
    answers = {action: get(f"answer.{action}", str(limit)) for action, limit in ANSWER_WITHIN.items()}
    return House(
        number=number,
        document=MappingProxyType(dict(document)),
        rows=_rows(document),
        intake_roles=_members(Role, get("roles.intake"), INTAKE_ROLES),
        caps=Caps(**{name: get(f"caps.{name}", getattr(CAPS, name)) for name in CAPS.__slots__}),
        undo_within=timedelta(minutes=get("undo.minutes", UNDO_MINUTES)),
        answer_within={action: parse_limit(text) for action, text in answers.items()},
        warn_left=share_of(get("light.warn_left")) or WARN_LEFT,
        warn_left_by_urgency={each: share for each, text in urgent.items() if (share := share_of(text))},
        reasons={
            Action(key.removeprefix("reasons.")): tuple(texts)
            for key, texts in document.items()
            if key.startswith("reasons.") and key != "reasons.only"
        },
        only_listed=_members(Action, get("reasons.only"), frozenset()),
        close_kinds=tuple(CloseKind) if kinds is None else tuple(each for each in CloseKind if each in kinds),
        reason_length=get("length.reason", REASON_LENGTH),
        note_length=get("length.note", NOTE_LENGTH),
    )


def _members(kind: Any, values: Sequence[str] | None, packaged: frozenset[Any]) -> frozenset[Any]:
    return packaged if values is None else frozenset(kind(value) for value in values)


def _rows(document: Mapping[str, Any]) -> tuple[Transition, ...]:
    """Return the table with the office's roles and entries, in the order it is packaged in."""
    roles = {
        (row.action, row.source): frozenset(Role(each) for each in document[f"roles.{key}"])
        for key, group in GROUPS.items()
        if f"roles.{key}" in document
        for row in group
    }
    return tuple(
        _row(row, roles.get((row.action, row.source), row.roles), document) if row.roles else row
        for row in TRANSITIONS
    )


def _row(row: Transition, roles: frozenset[Role], document: Mapping[str, Any]) -> Transition:
    needed = [Entry(each) for each in document.get(f"needed.{row.action}", ())]
    added = tuple(each for each in needed if each not in row.required)
    other = _OTHERWISE.get(row.action) if f"answer.{row.action}" in document else None
    explain = other or row.explain
    if not added and roles == row.roles and explain == row.explain:
        return row
    optional = tuple(each for each in row.optional if each not in added)
    return replace(row, roles=roles, required=(*row.required, *added), optional=optional, explain=explain)


def share_of(text: str | None) -> Fraction | None:
    """Return a share as it is kept (``1/3``), ``None`` where there is none."""
    return Fraction(text) if text else None

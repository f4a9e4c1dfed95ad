"""What an edition would change, as plain data: made by planning, carried out by publishing."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from models.catalogue.editions.refusals import DoubleCode
from models.catalogue.editions.rules import alike, trace
from models.catalogue.editions.views import ChangeAction, ChangeLine, EditionPlan
from models.catalogue.rules import MatterDraft, draft_document, says_the_same
from models.catalogue.timeline import DAY, FOREVER
from models.catalogue.views import LineageKind
from models.kernel.documents import canonical, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from models.catalogue.editions.rules import Hint
    from models.catalogue.editions.views import Touched
    from models.catalogue.standing import Standing

_WHEN = {"in_force_from", "in_force_to", "status", "class_name"}
COMPARED = tuple(each.name for each in fields(MatterDraft) if each.name not in _WHEN)
"""Fields by which a list of changes says what differs."""


@dataclass(slots=True)
class Change:
    """One matter's change.

    ``old`` is what stands (``None`` for a new matter; for one that comes back, what it said
    last), ``draft`` what it is to say (``None`` where it ends). ``matter_id`` is the identity a
    new matter already has, if it has one.
    """

    action: ChangeAction
    old: Standing | None
    draft: MatterDraft | None
    matter_id: int | None = None
    kinds: list[LineageKind] = field(default_factory=list)
    heirs: list[str] = field(default_factory=list)
    """Codes of the new list that take over from a matter that ends or is split"""
    note: str = ""
    by_name: bool = False
    """Whether only its name said that it goes on under another number"""

    @property
    def code(self) -> str:
        """Its code in the new list, or the last it had."""
        if self.draft is not None:
            return self.draft.code
        return self.old.draft.code if self.old is not None else ""

    def line(self) -> ChangeLine:
        """Return it as a plan shows it."""
        was = self.old.draft if self.old is not None else None
        now = self.draft or was
        return ChangeLine(
            self.action,
            self.code,
            now.name if now else "",
            was.code if was else "",
            was.name if was else "",
            tuple(self.kinds),
            tuple(self.heirs),
            tuple(differing(was, self.draft)) if was and self.draft else (),
            self.note,
            self.by_name,
        )


@dataclass(frozen=True, slots=True)
class Former:
    """Who bore a code last. ``ended``: the matter simply ended, nothing took over from it."""

    last: Standing
    ended: bool


@dataclass(slots=True)
class Link:
    """A step from a matter of the old list to one of the new: both by their codes there."""

    kind: LineageKind
    old: Standing
    heir: str
    note: str = ""


@dataclass(slots=True)
class Changes:
    """Everything an edition changes."""

    effective: date
    changes: list[Change] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    same: int = 0
    renaming: list[MatterDraft] = field(default_factory=list)
    """What stays the same but for the name of its class"""

    def counts(self) -> dict[str, int]:
        """Return how many matters are created, changed, retired, the same, and how they descend."""
        actions = Counter(change.action for change in self.changes)
        kinds = Counter(kind for change in self.changes if change.draft is not None for kind in change.kinds)
        # A matter that is split into three is one that is split.
        kinds.update(kind for kind, _old in {(link.kind, link.old.matter_id) for link in self.links})
        return {
            "created": actions[ChangeAction.CREATE],
            "changed": actions[ChangeAction.CHANGE],
            "retired": actions[ChangeAction.RETIRE],
            "same": self.same,
            "renamed": kinds[LineageKind.RENAME],
            "renumbered": kinds[LineageKind.RENUMBER],
            "merged": kinds[LineageKind.MERGE],
            "split": kinds[LineageKind.SPLIT],
            "reused": kinds[LineageKind.REUSE],
        }

    def plan(self, touched: Iterable[Touched] = ()) -> EditionPlan:
        """Return the plan a person looks at before publishing."""
        lines = tuple(change.line() for change in self.changes)
        known = tuple(touched)
        return EditionPlan(self.effective, lines, self.counts(), self._fingerprint(known), known)

    def _fingerprint(self, touched: Sequence[Touched]) -> str:
        """Return a hash over what is to be written and what it rests on."""
        document = [
            [
                change.action.value,
                change.old.version_id if change.old else 0,
                [[span.id, span.valid_to.isoformat()] for span in change.old.spans] if change.old else [],
                draft_document(change.draft) if change.draft else {},
                list(change.heirs),
            ]
            for change in self.changes
        ]
        classes = sorted({(*draft.class_key, draft.class_name) for draft in self.renaming})
        links = [[link.kind.value, link.old.matter_id, link.heir] for link in self.links]
        beside = [[each.room, each.ref, each.code, plain(dict(each.params))] for each in touched]
        whole = [self.effective.isoformat(), self.same, document, links, classes, beside]
        return hashlib.sha256(canonical(plain(whole)).encode()).hexdigest()


def differing(was: MatterDraft, now: MatterDraft) -> dict[str, tuple[Any, Any]]:
    """Return the fields in which two drafts differ, with both values."""
    return {
        name: (getattr(was, name), getattr(now, name))
        for name in COMPARED
        if getattr(was, name) != getattr(now, name)
    }


def _moved(was: str, now: str) -> bool:
    """Say whether a matter went from one unit to another; naming the first one moves nothing."""
    return was not in {"", now}


def kinds_of(was: MatterDraft, now: MatterDraft) -> list[LineageKind]:
    """Return the steps of descent by which one draft became the other."""
    kinds = []
    if was.name != now.name:
        kinds.append(LineageKind.RENAME)
    if was.code != now.code:
        kinds.append(LineageKind.RENUMBER)
    if _moved(was.lead_unit, now.lead_unit) or _moved(was.department, now.department):
        kinds.append(LineageKind.MOVE)
    if (was.class_key, was.duty_list, was.parent) != (now.class_key, now.duty_list, now.parent):
        kinds.append(LineageKind.RECLASS)
    return kinds


def compare_lists(
    current: Mapping[str, Standing],
    wanted: Sequence[Mapping[str, Any]],
    effective: date,
    hints: Sequence[Hint] = (),
    former: Mapping[str, Former] | None = None,
) -> Changes:
    """Work out what publishing a whole list would change.

    Args:
        current: the list in force on the day of force, by code.
        wanted: for each matter of the new list, what is said of it by field of
            :class:`~models.catalogue.rules.MatterDraft`; what is not said stays as it is.
        effective: the date of force.
        hints: what became of old numbers.
        former: the last bearers of codes that mean nothing on that day.

    Raises:
        DoubleCode: a code occurs twice.
        BadHint, CyclicLineage: see :func:`models.catalogue.editions.rules.trace`.
    """
    given: dict[str, Mapping[str, Any]] = {}
    for facts in wanted:
        twin = given.setdefault(facts["code"], facts)
        if twin is not facts:
            raise DoubleCode(facts["code"], twin["name"], facts["name"])
    names = {code: facts["name"] for code, facts in given.items()}
    descent = trace({code: each.draft.name for code, each in current.items()}, names, hints)
    found = Changes(effective)
    for code, facts in given.items():
        old = current.get(descent.continues.get(code, ""))
        draft = _draft(old, facts)
        if old is None:
            _create(found, draft, facts, (former or {}).get(code), fresh=code in descent.fresh)
        elif says_the_same(old.draft, draft):
            found.same += 1
            if draft.class_name != old.draft.class_name:
                found.renaming.append(draft)
        else:
            kinds = kinds_of(old.draft, draft)
            note, by_name = descent.notes.get(old.draft.code, ""), code in descent.renumbered
            found.changes.append(
                Change(ChangeAction.CHANGE, old, draft, kinds=kinds, note=note, by_name=by_name)
            )
    _end_the_rest(found, current, descent.continues, descent.notes)
    for step in descent.steps:
        found.links.append(Link(step.kind, current[step.old], step.new, step.note))
    found.links += [Link(LineageKind.REUSE, current[code], code) for code in sorted(descent.reused)]
    _name_heirs(found)
    return found


def _create(
    found: Changes, draft: MatterDraft, facts: Mapping[str, Any], former: Former | None, *, fresh: bool
) -> None:
    """Note a matter that nothing in force continues: a new one, or one that ended and comes back."""
    if former is not None and former.ended and not fresh and alike(former.last.draft.name, draft.name):
        last = former.last
        again = _draft(replace(last, spans=()), facts)
        kinds = [LineageKind.REVIVE, *kinds_of(last.draft, again)]
        found.changes.append(Change(ChangeAction.CREATE, last, again, kinds=kinds))
        return
    found.changes.append(Change(ChangeAction.CREATE, None, draft))
    if former is not None:
        found.links.append(Link(LineageKind.REUSE, former.last, draft.code))


def _draft(old: Standing | None, facts: Mapping[str, Any]) -> MatterDraft:
    if old is None:
        return MatterDraft(**facts)
    was, placed = old.draft, dict(facts)
    moved = {name: placed[name] for name in ("scheme", "class_code") if name in placed}
    if any(getattr(was, name) != value for name, value in moved.items()):
        placed.setdefault("class_name", "")
    if was.department and placed.get("department", was.department) != was.department:
        # The list names somebody else now, who is no unit here.
        placed.setdefault("lead_unit", "")
    # A day on which it is to end is nothing a list could say, so it stays.
    last_day = max((span.valid_to for span in old.spans), default=FOREVER)
    placed.setdefault("in_force_to", None if last_day == FOREVER else last_day - DAY)
    return replace(was, **placed)


def _end_the_rest(
    found: Changes, current: Mapping[str, Standing], continues: Mapping[str, str], notes: Mapping[str, str]
) -> None:
    going_on = set(continues.values())
    for code, old in current.items():
        if code not in going_on:
            found.changes.append(Change(ChangeAction.RETIRE, old, None, note=notes.get(code, "")))


def _name_heirs(found: Changes) -> None:
    heirs: dict[int, list[Link]] = {}
    for link in found.links:
        heirs.setdefault(link.old.matter_id, []).append(link)
    for change in found.changes:
        if change.old is None:
            continue
        links = heirs.get(change.old.matter_id, [])
        change.heirs = [link.heir for link in links if link.kind is not LineageKind.REUSE]
        if change.draft is None:
            # Ended by a merge, or simply ended.
            change.kinds = [link.kind for link in links if link.kind is not LineageKind.REUSE] or [
                LineageKind.RETIRE
            ]

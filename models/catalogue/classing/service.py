"""The door to the classification rules: reading, changing after a look at what moves, carrying out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.catalogue.classing import queries
from models.catalogue.classing.defaults import default_rules
from models.catalogue.classing.editing import wanted
from models.catalogue.classing.judging import findings_of, judge, kept_by_hand, moves_between, moves_of
from models.catalogue.classing.refusals import PreviewMoved
from models.catalogue.classing.rules import changes_for, fingerprint
from models.catalogue.classing.views import RulePreview
from models.catalogue.classing.writing import one_at_a_time, write_rules
from models.catalogue.drafting.refusals import NoDraft
from models.catalogue.drafting.rules import edited
from models.catalogue.drafting.service.base import EDITORS
from models.catalogue.drafting.views import StepKind
from models.catalogue.drafting.workspace import Workspace
from models.catalogue.rules import UNSORTED, UNSORTED_NAME, draft_from
from models.catalogue.standing import office_day
from models.kernel.errors import NotFound
from models.kernel.text import clean_line, fold, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.classing.judging import Judged
    from models.catalogue.classing.queries import Ground
    from models.catalogue.classing.views import Move, RuleDraft, RuleEdit, RuleFinding, RuleView
    from models.kernel.clock import Clock
    from models.kernel.store import Store

_CHANGE = N_("change the classification rules")
_APPLY = N_("classify the list by rules")


class ClassingService:
    """Classification rules. Everyone signed in may look; whoever works on the list may change them.

    Args:
        store: the database.
        clock: what changes are dated by.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._plan: tuple[tuple[Any, ...], RulePreview] | None = None

    def may_edit(self, actor: Actor) -> bool:
        """Say whether the person may change rules and carry them out."""
        return actor.has(*EDITORS)

    def rules(self, actor: Actor) -> list[RuleView]:
        """Return the rules in their order."""
        _ = actor
        with self._store.read() as session:
            return queries.rules(session)

    def find(self, actor: Actor, text: str) -> RuleView:
        """Return the rule meant by its number or its name.

        Raises:
            NotFound: there is none.
        """
        word = half_width(clean_line(text))
        known = self.rules(actor)
        by_name = [each for each in known if fold(each.draft.name) == fold(word)]
        by_number = [each for each in known if str(each.number) == word]
        for each in (*by_name, *by_number):
            return each
        raise NotFound(N_("rule"), clean_line(text))

    def defaults(self, actor: Actor) -> tuple[RuleDraft, ...]:
        """Return the rules that are shipped, to begin with."""
        _ = actor
        return default_rules()

    def preview(self, actor: Actor, edit: RuleEdit) -> RulePreview:
        """Say what a change of the rules would move, writing nothing.

        Before and after are what the entries say once the rules as they stand, and as they would
        be, are carried out.

        Raises:
            NotFound, Conflict, RuleNameTaken, NoSuchPlace, TooManyRules and refusals of values: as
                :func:`models.catalogue.classing.editing.wanted`.
        """
        _ = actor
        with self._store.read() as session:
            return self._previewed(session, queries.rules(session), edit)

    def save(self, actor: Actor, edit: RuleEdit, expected: str) -> RulePreview:
        """Save a change of the rules by exactly the preview that was looked at; no entry is touched yet.

        Args:
            actor: who works on the list.
            edit: the change.
            expected: ``fingerprint`` of the preview.

        Raises:
            NotPermitted: the person may not change rules.
            PreviewMoved: rules or entries changed since the preview; look at the new one.
            NotFound, Conflict and refusals of values: as :meth:`preview`.
        """
        require(actor, EDITORS, _CHANGE)
        with self._store.write() as session:
            one_at_a_time(session, changing=True)
            saved = queries.rules(session)
            found = self._previewed(session, saved, edit)
            if found.fingerprint != expected:
                raise PreviewMoved
            write_rules(session, actor, self._clock.now(), saved, found.rules)
            return found

    def plan(self, actor: Actor, *, also_set: bool = False) -> RulePreview:
        """Say what carrying the rules out would change, writing nothing.

        It is worked out again only after the list, the rules or the classes changed: a screen
        asks whenever anything is saved anywhere.

        Args:
            actor: anyone.
            also_set: also what a person set by hand.
        """
        _ = actor
        with self._store.read() as session:
            mark = None if also_set else queries.standing_mark(session)
            kept = self._plan
            if mark is not None and kept is not None and kept[0] == mark:
                return kept[1]
            found = self._planned(session, also_set=also_set)
        if mark is not None:
            self._plan = (mark, found)
        return found

    def apply(self, actor: Actor, expected: str, *, also_set: bool = False) -> RulePreview:
        """Carry the rules out on the list being prepared, as one step that can be undone.

        Args:
            actor: who works on the list.
            expected: ``fingerprint`` of the plan that was looked at.
            also_set: also where a person set the value by hand.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft: no list is being prepared.
            PreviewMoved: rules or entries changed since the plan was made.
        """
        require(actor, EDITORS, _APPLY)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            one_at_a_time(session, changing=False)
            found = self._planned(session, also_set=also_set)
            if not found.prepared:
                raise NoDraft
            if found.fingerprint != expected:
                raise PreviewMoved
            names = _class_names(found.rules, self._ground(session))
            _carry_out(space, found.moves, names)
            rules = sorted({move.rule for move in found.moves} - {""})
            space.finish(StepKind.CLASSIFY, {"count": found.moving, "rules": rules, "also_set": also_set})
            return found

    def check(self, actor: Actor) -> tuple[RuleFinding, ...]:
        """Return what is wrong among the rules: never fitting, shadowed, contradicting, unknown codes."""
        return self.plan(actor).findings

    # Inside a transaction

    def _ground(self, session: Session) -> Ground:
        return queries.ground(session, office_day(session, self._clock.now()))

    def _previewed(self, session: Session, saved: Sequence[RuleView], edit: RuleEdit) -> RulePreview:
        rules, ground = wanted(saved, edit), self._ground(session)
        before, after = judge(saved, ground), judge(rules, ground)
        return _preview(saved, rules, ground, after, moves_between(before, after))

    def _planned(self, session: Session, *, also_set: bool) -> RulePreview:
        rules, ground = queries.rules(session), self._ground(session)
        judged = judge(rules, ground, also_set=also_set)
        return _preview(rules, rules, ground, judged, moves_of(judged))


def _preview(
    saved: Sequence[RuleView],
    rules: Sequence[RuleView],
    ground: Ground,
    judged: Judged,
    moves: tuple[Move, ...],
) -> RulePreview:
    return RulePreview(
        tuple(rules),
        moves,
        kept_by_hand(judged),
        len(ground.subjects),
        ground.prepared,
        fingerprint(saved, rules, moves),
        findings_of(judged, ground),
        _named(rules, ground, moves),
    )


def _named(rules: Iterable[RuleView], ground: Ground, moves: Iterable[Move]) -> dict[str, str]:
    """Return what the classes are called that moves name."""
    known = {":".join(UNSORTED): UNSORTED_NAME, **_class_names(rules, ground), **ground.classes}
    keys = {key for move in moves if move.field == "class" for key in (move.before, move.after)}
    return {key: known[key] for key in sorted(keys) if known.get(key)}


def _class_names(rules: Iterable[RuleView], ground: Ground) -> dict[str, str]:
    """Return what classes are to be called that are not there yet."""
    found: dict[str, str] = {}
    for each in rules:
        then = each.draft.then
        if then.class_key is not None and then.class_key not in ground.classes:
            found.setdefault(then.class_key, then.class_name)
    return found


def _carry_out(space: Workspace, moves: Sequence[Move], class_names: dict[str, str]) -> None:
    changes: dict[int, dict[str, object]] = {}
    for move in moves:
        name = class_names.get(str(move.after), "")
        changes.setdefault(move.matter_id, {}).update(changes_for(move.field, move.after, name))
    space.load(changes)
    for key, said in changes.items():
        space.say(key, edited(draft_from(space.facts(key)["document"]), said))

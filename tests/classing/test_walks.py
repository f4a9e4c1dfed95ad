"""Rules, hands and undoing in any order: what must hold whatever was done before."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from models.accounts.views import Role
from models.api import Services
from models.catalogue.classing.rules import TARGETS, values_of
from models.catalogue.classing.views import ReplaceRules, RuleDraft, Then, When
from models.catalogue.rules import draft_document
from models.catalogue.views import MatterKind
from models.kernel.clock import ManualClock
from models.kernel.store import Store, open_engine
from tests.classing.conftest import matter
from tests.conftest import MONDAY_MORNING
from tests.support.copies import copy_sqlite
from tests.support.factories import make_actor
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.accounts.views import Actor

WORDS = ("灯", "井", "道", "低")
RULE = st.builds(
    lambda word, urgency, key, kind: (word, urgency, key, kind),
    st.sampled_from(WORDS),
    st.integers(1, 4),
    st.sampled_from(("event:01", "event:02", None)),
    st.sampled_from((MatterKind.REPORT, None)),
)
STEP = st.one_of(
    st.tuples(st.just("rules"), st.lists(RULE, max_size=4)),
    st.tuples(st.just("apply"), st.booleans()),
    st.tuples(st.just("edit"), st.tuples(st.integers(0, 3), st.integers(1, 4))),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("redo"), st.none()),
    st.tuples(st.just("split"), st.integers(0, 3)),
)


def said(services: Services, actor: Actor) -> dict[int, dict[str, Any]]:
    rows = services.drafting.entries(actor, limit=100).rows
    views = (services.drafting.entry(actor, row.matter_id) for row in rows)
    return {view.matter_id: values_of(draft_document(view.draft)) for view in views}


def drafts(rules: list[tuple[str, int, str | None, MatterKind | None]]) -> Iterator[RuleDraft]:
    for place, (word, urgency, key, kind) in enumerate(rules):
        name = "" if key is None else f"类{key}"
        yield RuleDraft(f"规则{place}", When(words=(word,)), Then(key, name, kind=kind, urgency=urgency))


def take(services: Services, actor: Actor, step: tuple[str, Any]) -> None:
    kind, what = step
    drafting, classing = services.drafting, services.classing
    view = drafting.draft(actor)
    assert view is not None
    if kind == "rules":
        edit = ReplaceRules(tuple(drafts(what)))
        classing.save(actor, edit, classing.preview(actor, edit).fingerprint)
    elif kind == "apply":
        applied(services, actor, also_set=what)
    elif kind == "edit":
        rows = drafting.entries(actor).rows
        drafting.edit(actor, rows[what[0] % len(rows)].matter_id, {"urgency": what[1]})
    elif kind == "split":
        rows = drafting.entries(actor).rows
        drafting.split(actor, rows[what % len(rows)].matter_id, [({"name": "路灯井道低"}, [])])
    elif kind == "undo" and view.undoable is not None:
        drafting.undo(actor)
    elif kind == "redo" and view.redoable is not None:
        drafting.redo(actor)


def applied(services: Services, actor: Actor, *, also_set: bool) -> None:
    """Carry the rules out, and see that they did what was told and no more."""
    classing, before = services.classing, said(services, actor)
    plan = classing.plan(actor, also_set=also_set)
    classing.apply(actor, plan.fingerprint, also_set=also_set)
    after = said(services, actor)
    moved = {(move.matter_id, move.field): (move.before, move.after) for move in plan.moves}
    for key, values in after.items():
        for target in TARGETS:
            pair = (before[key][target], values[target])
            assert pair == moved.get((key, target), (pair[0], pair[0]))
    assert classing.plan(actor, also_set=also_set).moves == ()
    assert classing.plan(actor).moves == ()
    if plan.moves:
        services.drafting.undo(actor)
        assert said(services, actor) == before
        services.drafting.redo(actor)
        assert said(services, actor) == after


def _begun(services: Services) -> Actor:
    """Begin a list of four matters; return who works on it."""
    with services.store.write() as session:
        actor = make_actor(session, MONDAY_MORNING, "admin", "管理员", set(Role), area="")
    for place, name in enumerate(("路灯不亮", "井盖缺失", "占用通道", "低保受理"), 1):
        services.catalogue.create_matter(actor, matter(f"L000{place}", name))
    services.drafting.begin(actor, "2027")
    return actor


@settings(max_examples=12)
@given(steps=st.lists(STEP, min_size=1, max_size=12))
def test_rules_do_what_was_told_and_without_them_everything_is_as_it_was(
    sqlite_template: Path, steps: list[tuple[str, Any]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(open_engine(copy_sqlite(sqlite_template, Path(folder) / "walk.db")))
        services = Services(store, ManualClock(MONDAY_MORNING))
        actor = remembered(store, lambda: _begun(services), "walk of rules")
        begun = said(services, actor)
        for step in steps:
            take(services, actor, step)
        take(services, actor, ("rules", []))
        applied(services, actor, also_set=False)
        # Without rules there is only what hands did.
        hands = any(kind in {"edit", "split", "redo", "undo"} for kind, _what in steps)
        if not hands:
            assert said(services, actor) == begun
        while (view := services.drafting.draft(actor)) is not None and view.undoable is not None:
            services.drafting.undo(actor)
        assert said(services, actor) == begun
        store.close()

"""Choosing a unit to dispatch to and a person to hand over to: candidates in order, with their reasons."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from console.forms.fields import Candidate, Picked
from console.i18n import _, ngettext
from console.routingwords import aim_words, unsent_words
from console.screens.case_tasks import people_for
from console.suggestwords import bar_words, reason_words
from console.text import Times, clock_zone
from console.work import later
from models.cases.kinds import Action, Entry
from models.cases.settings.of_dispatch import ByRule, by_rule
from models.cases.task_kinds import TASK_ACTIONS
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from console.forms.fields import Source
    from console.forms.form import Form
    from models.accounts.views import Actor
    from models.api import Services
    from models.assignment.routing.views import Aim
    from models.assignment.suggesting.views import Candidate as Suggested
    from models.assignment.suggesting.views import Suggestion
    from models.cases.views import CaseView
    from models.organisation.views import UnitView

_POSTS_OF = 3
"""Units whose posts are listed as well: as many as somebody means by what they typed"""
_GIVEN_TO = {Action.DISPATCH: Entry.UNIT, Action.HAND_OVER: Entry.PERSON}
"""Steps with suggestions, and the entry that says whom they give the case to"""


def unit_source(services: Services, actor: Actor, case: CaseView, action: Action) -> Source:
    """Return a search over the units that take work, and their posts once something is typed.

    To be dispatched, those come first for which most speaks, with the reasons; else the matter's lead unit.
    """
    lead = None if case.matter is None else case.matter.lead_unit_id

    def source(text: str) -> Sequence[Candidate]:
        wanted = fold(text)
        if action is Action.DISPATCH:
            found = services.suggestions.suggest(actor, case.id)
            rows = list(_suggested(services, found, wanted))
        else:
            units = [unit for unit in services.organisation.units(actor) if _is_meant(unit, wanted)]
            units.sort(key=lambda unit: unit.id != lead)
            rows = [
                Candidate(unit.id, unit.name, _("the matter's lead unit") if unit.id == lead else unit.code)
                for unit in units
            ]
        return rows if not wanted else [*rows, *_posts(services, actor, rows)]

    return source


def _posts(services: Services, actor: Actor, rows: Sequence[Candidate]) -> Iterator[Candidate]:
    for row in rows[:_POSTS_OF]:
        for post in services.organisation.posts(actor, int(row.key)):
            yield Candidate(f"{row.key}/{post.id}", f"{row.text} {post.name}", _("the pool of this post"))


def person_source(
    services: Services, actor: Actor, case: CaseView, action: Action, unit_id: int | None = None
) -> Source:
    """Return a search over the people of the unit that has the case, those first for whom most speaks.

    With ``unit_id``, over those of the unit the case is about to be given to.
    """

    def source(text: str) -> Sequence[Candidate]:
        wanted = fold(text)
        if action not in TASK_ACTIONS:
            return list(_suggested(services, services.suggestions.suggest(actor, case.id, unit_id), wanted))
        return [
            Candidate(
                each.id,
                each.name,
                ngettext(
                    "%(count)s open case", "%(count)s open cases", each.open_cases, count=each.open_cases
                ),
            )
            for each in people_for(services, actor, case, action)
            if _named(each.name, wanted) or wanted in fold(each.code)
        ]

    return source


def _suggested(services: Services, found: Suggestion, wanted: str) -> Iterator[Candidate]:
    """Yield the candidates that answer to what was typed; below them those something stands in the way of."""
    times, now = Times(clock_zone(services.organisation.office().zone)), services.clock.now()

    def row(each: Suggested) -> Candidate:
        bar = bar_words(each)
        note = _("not now: %(why)s", why=bar) if bar else reason_words(each, times, now)
        return Candidate(each.id, each.name, note)

    for each in (*found.ranked, *found.out):
        if _named(each.name, wanted):
            yield row(each)


def _named(name: str, wanted: str) -> bool:
    return wanted in fold(name) or (wanted.isascii() and wanted in initials(name))


def _is_meant(unit: UnitView, wanted: str) -> bool:
    return wanted in fold(unit.code) or _named(unit.name, wanted)


def unit_and_post(picked: Picked | None) -> tuple[int | None, int | None]:
    """Return the unit, and the post of it if one was picked."""
    if picked is None:
        return None, None
    unit, _slash, post = str(picked.key).partition("/")
    return int(unit), int(post) if post else None


def take_proposed(form: Form, action: Action | None) -> None:
    """Choose the candidate under the cursor of the list if none was: the first, unless somebody moved on."""
    entry = _GIVEN_TO.get(action) if action is not None else None
    if entry is not None:
        form.lookup(entry).take_proposed()


def unless_barred(
    screen: Any, form: Form, case: CaseView, action: Action | None, go: Callable[[], None]
) -> None:
    """Do a step; ask before if something stands in the way of whom it gives the case to."""
    entry = _GIVEN_TO.get(action) if action is not None else None
    picked = None if entry is None else form.lookup(entry).value
    key, _post = unit_and_post(picked)
    if key is None:
        go()
        return
    unit_id = None
    person: Any = form.values().get(Entry.PERSON) if action is Action.DISPATCH else None
    if person is not None:
        # Whoever is named is looked at, not the unit: they have the case at once.
        key, unit_id = int(person.key), key
    services, actor = screen.services, screen.actor

    def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if yes:
            go()

    def take(found: Suggested | None) -> None:
        if not form.is_attached:
            return
        if found is None:
            go()
            return
        from console.dialogs.confirm import ConfirmDialog

        question = _(
            "Not now: %(name)s, %(why)s. Give it to them all the same?", name=found.name, why=bar_words(found)
        )
        later(screen.app.push_screen(ConfirmDialog(question), answered))

    screen.read("barred", lambda: services.suggestions.barred(actor, case.id, key, unit_id), take)


def begin_with_rule(screen: Any, form: Form, case: CaseView, action: Action | None) -> None:
    """Fill in where the rules in force send the case, and say so, where the office has them propose it.

    Where one fits and the case is here all the same, the form says why above its fields.
    """
    services, actor = screen.services, screen.actor
    if action is not Action.DISPATCH:
        return
    proposing = by_rule(services.settings.house()) is ByRule.PROPOSE

    def explain(aim: Aim | None) -> None:
        if aim is not None and form.is_attached:
            form.set_note(partial(unsent_words, aim, proposing=proposing))

    if not proposing:
        screen.read("proposal", lambda: services.routing.unsent(actor, case.id), explain)
        return

    def take(aim: Aim) -> None:
        if aim.unit_id is None and aim.number is not None:
            explain(aim)
            return
        lookup = form.lookup(Entry.UNIT)
        if not form.is_attached or lookup.value is not None or lookup.text:
            return
        if aim.unit_id is not None:
            key = aim.unit_id if aim.post_id is None else f"{aim.unit_id}/{aim.post_id}"
            lookup.pick(Picked(key, f"{aim.unit_name} {aim.post_name}".strip()))
        screen.say(_("The rules propose: %(aim)s.", aim=aim_words(aim)))

    screen.read("proposal", lambda: services.routing.aim(actor, case.id), take)

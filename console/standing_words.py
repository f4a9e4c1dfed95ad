"""How a case stands beside its state: what was asked for, held, granted, urged, forgiven.

The same words stand on the case's screen and in the shell.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from console.house import current_house
from console.i18n import _, ngettext, pgettext
from console.labels import label
from console.terminal.filter import clean_text
from models.accounts.views import Role
from models.cases.kinds import Action, Asked, CaseState
from models.cases.task_kinds import TASK_ACTIONS, WHISTLE_ACTIONS
from models.cases.words import ASKED_WORDS
from models.ledger.views import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from console.text import Times
    from models.cases.views import CaseView, EventView

_NOON = time(12)
_PROGRAM = Program().name
_GIVING = frozenset({Action.DISPATCH, Action.TRANSFER}) | TASK_ACTIONS | WHISTLE_ACTIONS
_BY_ITSELF = frozenset({Action.RESUME, Action.ESCALATE, Action.WHISTLE_ABSENT})
_OF_UNITS = frozenset({Role.UNIT_LEAD, Role.HANDLER})
_DECIDING = {Asked.EXTENSION: Action.GRANT_EXTENSION, Asked.HOLD: Action.GRANT_HOLD}


def who_words(event: EventView) -> str:
    """Return who did a step; their unit only where it is theirs, or the one the case was given to.

    The unit a case lies with does not verify, close or call back.
    """
    if event.actor_name == _PROGRAM and event.action in _BY_ITSELF:
        return _("by itself")
    named = event.activity or event.action in _GIVING or current_house().roles_of(event.action) & _OF_UNITS
    parts = (event.actor_name, event.unit_name if named else "")
    return " ".join(clean_text(part) for part in parts if part)


def asked_words(case: CaseView, times: Times, now: datetime) -> str:
    """Return what waits for a decision, and whose; "" if nothing does."""
    if case.asked is Asked.NOTHING:
        return ""
    what = _(ASKED_WORDS[case.asked])
    if case.asked_until is not None:
        what = f"{what} {until_words(case.asked_until, times, now)}"
    if case.asked_at_unit:
        return _("%(asked)s; to be endorsed by: %(roles)s", asked=what, roles=_roles(Action.ENDORSE))
    if case.asked is not Asked.APPEAL:
        return _("%(asked)s; to be decided by: %(roles)s", asked=what, roles=_roles(_DECIDING[case.asked]))
    if case.reviewer_id is None:
        return _("%(asked)s; first review by: %(roles)s", asked=what, roles=_roles(Action.SUPPORT))
    return _("%(asked)s; last word by: %(roles)s", asked=what, roles=_roles(Action.UPHOLD))


def clock_words(case: CaseView, times: Times, now: datetime) -> str:
    """Return what was granted on the clock: extensions, a hold, a lateness forgiven; "" if nothing was."""
    return _(", ").join(filter(None, _granted(case, times, now)))


def pressed_words(case: CaseView, times: Times, now: datetime) -> str:
    """Return how often a case was urged and supervised, and until when that is to be answered."""
    parts = []
    if case.urged:
        parts.append(ngettext("urged %(count)s time", "urged %(count)s times", case.urged, count=case.urged))
    if case.supervised:
        count = case.supervised
        words = ngettext("supervised %(count)s time", "supervised %(count)s times", count, count=count)
        ground = "" if case.pressure is None else label(case.pressure)
        parts.append(_("%(words)s (%(ground)s)", words=words, ground=ground) if ground else words)
    if case.to_answer and case.answer_due_at is not None:
        due = times.moment(case.answer_due_at, now)
        late = now > case.answer_due_at
        parts.append(_("answer was due %(due)s", due=due) if late else _("answer due %(due)s", due=due))
    elif parts:
        parts.append(pgettext("pressure", "answered"))
    return _(", ").join(parts)


def brief(case: CaseView, times: Times, now: datetime) -> str:
    """Return in a few cells what a person who opens the case must see first; "" if nothing.

    A hold comes before a request, a request before an answer that is due.
    """
    if case.state is CaseState.HELD and case.held_until is not None:
        return _("held %(until)s", until=until_words(case.held_until, times, now))
    match case.asked:
        case Asked.EXTENSION:
            return pgettext("mark", "extension asked")
        case Asked.HOLD:
            return pgettext("mark", "hold asked")
        case Asked.APPEAL:
            return pgettext("mark", "appeal open")
        case _:
            pass
    if case.to_answer and case.answer_due_at is not None:
        late = now > case.answer_due_at
        return pgettext("mark", "answer overdue") if late else pgettext("mark", "to be answered")
    return pgettext("mark", "lateness forgiven") if case.forgiven else ""


def _granted(case: CaseView, times: Times, now: datetime) -> Iterator[str]:
    if case.state is CaseState.HELD and case.held_until is not None:
        until = until_words(case.held_until, times, now)
        due = "" if case.due_at is None else times.moment(case.due_at, now)
        yield _("on hold %(until)s, then it goes on by itself and is due %(due)s", until=until, due=due)
    elif case.holds:
        yield ngettext(
            "was on hold %(count)s time", "was on hold %(count)s times", case.holds, count=case.holds
        )
    if case.extensions:
        count = case.extensions
        yield ngettext("extended %(count)s time", "extended %(count)s times", count, count=count)
    if case.forgiven:
        yield _("lateness forgiven: it leaves the figures, the fact stays")


def until_words(day: date, times: Times, now: datetime) -> str:
    """Return the last day of something: 至 12月3日."""
    noon = datetime.combine(day, _NOON, times.zone)
    return _("until %(day)s", day=times.date(noon, now))


def _roles(action: Action) -> str:
    return _(", ").join(sorted(label(role) for role in current_house().roles_of(action)))

"""A case as text for the shell."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from console.i18n import _, pgettext
from models.kernel.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from console.commands.context import Context
    from console.text import Times
    from models.cases.views import CaseView, EventView

FROM_INPUT = "-"
_GAP = "  "


def said(text: str) -> str:
    """Return what an option says; ``-`` stands for the standard input."""
    return sys.stdin.read() if text == FROM_INPUT else text


def harmless(line: str) -> str:
    """Return a line with its indent and without anything a terminal would obey."""
    text = line.lstrip(" ")
    return line[: len(line) - len(text)] + clean_line(text)


def outcome_line(context: Context, case: CaseView) -> str:
    """Return one line on where a case stands after an action."""
    from console.commands.caselines import times
    from console.deadlines import deadline_words
    from console.labels import label

    parts = [case.number, label(case.state), case.unit_name]
    if case.due_at is not None:
        due = deadline_words(case, times(context), context.services().clock.now())
        parts.append(_("due %(when)s", when=due))
    return _GAP.join(filter(None, parts))


def case_lines(case: CaseView, wording: Times, now: datetime) -> Iterator[str]:
    """Yield a case as lines: facts, text, timeline, and what can be done."""
    yield f"{case.number}  {case.title}"
    for name, value in _facts(case, wording, now):
        if value:
            yield _("%(name)s: %(value)s", name=name, value=value)
    if case.body not in {"", case.title}:
        yield ""
        yield from case.body.split("\n")
    yield ""
    yield _("Timeline")
    for event in case.timeline:
        yield from _event_lines(event, wording, now)
    from console.labels import label

    possible = [label(offer.action) for offer in case.offers if offer.allowed]
    if possible:
        yield ""
        yield _("You may now: %(actions)s", actions=", ".join(possible))


def _facts(case: CaseView, wording: Times, now: datetime) -> Iterator[tuple[str, str]]:
    from console.assist_words import task_words
    from console.clockwords import external_words, running_clocks
    from console.deadlines import deadline_words, provisional_words
    from console.former_words import former_words
    from console.labels import label
    from console.merged_words import joined_words, linked_words, merged_words
    from console.resting_words import resting_words
    from console.standing_words import asked_words, clock_words, pressed_words
    from console.text import limit_words

    yield _("State"), label(case.state)
    yield _("Light"), label(case.light)
    due = (deadline_words(case, wording, now), provisional_words(case.provisional_years))
    words = _(", ").join(filter(None, due))
    yield _("Due"), f"{wording.full(case.due_at)} ({words})" if case.due_at else ""
    for clock, words, _light in running_clocks(case, wording, now):
        yield _("%(clock)s clock", clock=clock), words
    for cap in case.external:
        yield external_words(cap, wording, now)
    yield pgettext("fact", "Asked for"), asked_words(case, wording, now)
    yield pgettext("fact", "Clock"), clock_words(case, wording, now)
    yield pgettext("fact", "Reminders"), pressed_words(case, wording, now)
    yield _("Channel"), label(case.channel)
    yield _("Grid"), f"{case.grid_name} ({case.division_name})"
    yield _("Place"), case.place
    yield _("Seen"), wording.full(case.occurred_at)
    yield _("Reported"), f"{wording.full(case.reported_at)} {case.reported_by}".rstrip()
    yield _("Reporter"), f"{case.reporter_name} {case.reporter_phone}".strip()
    yield _("Matter"), f"{case.matter.code} {case.matter.name}" if case.matter else ""
    yield _("Duty list"), resting_words(case.matter)
    if case.condition:
        yield _("Filing condition"), f"{limit_words(case.condition.limit)} {case.condition.text}".rstrip()
        yield _("Closing condition"), case.condition.closing_condition
    yield _("Unit"), case.unit_name
    yield _("Acceptor"), case.acceptor_name
    yield _("Person"), case.owner_name
    yield _("Returns"), str(case.return_count or "")
    yield _("Reworks"), str(case.rework_count or "")
    yield _("Merged into"), merged_words(case) if case.lead_number else ""
    for task in case.tasks:
        yield _("Assists"), f"{label(task.light)} {task_words(task, wording, now)}"
    for each in case.joined:
        yield _("Merged with it"), joined_words(each)
    for link in case.linked:
        yield _("Linked"), linked_words(link)
    yield _("Ended"), label(case.close_kind) if case.close_kind else ""
    yield _("Rating"), label(case.rating) if case.rating else ""
    yield _("Formerly"), former_words(case)


def _event_lines(event: EventView, wording: Times, now: datetime) -> Iterator[str]:
    from console.assist_words import task_details
    from console.clockwords import superior_words
    from console.former_words import activity_words
    from console.labels import label
    from console.merged_words import joined_details
    from console.routingwords import given_words
    from console.standing_words import who_words
    from models.cases.kinds import Action

    parts = [wording.full(event.at), label(event.action), who_words(event)]
    yield _GAP + _GAP.join(filter(None, parts))
    superior = superior_words(event.details, wording, now) if "level" in event.details else ""
    details = event.details or {}
    person = details.get("person_name", "") if event.action in {Action.DISPATCH, Action.HAND_OVER} else ""
    to_whom = _("to %(person)s", person=person) if person else ""
    given = _("; ").join(filter(None, (to_whom, *given_words(details))))
    up = ""
    if event.action is Action.ESCALATE and details:
        from console.escalationwords import escalation_details

        up = escalation_details(details, wording, now)
    said = (superior, up, given, event.reason, event.note, activity_words(event), joined_details(event))
    for text in (*said, task_details(event, wording, now)):
        for line in filter(None, text.split("\n")):
            yield f"{_GAP * 2}{line}"

"""Escalation in words: what rested, whom it went to, why it passed somebody over."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from console.i18n import _
from console.text import limit_words
from models.cases.escalation import EscalationStep, EscalationTrigger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.app import YiwangApp
    from console.text import Times
    from models.assignment.escalating.views import EscalationNews


def trigger_words(trigger: EscalationTrigger) -> str:
    """Return what rested too long."""
    return {
        EscalationTrigger.NOT_TAKEN: _("not taken on"),
        EscalationTrigger.UNANSWERED: _("not answered"),
        EscalationTrigger.STAGE: _("a step of the desk overdue"),
        EscalationTrigger.DEADLINE: _("handling overdue"),
        EscalationTrigger.RETURNED: _("returned, not dispatched again"),
    }[trigger]


def step_words(step: EscalationStep) -> str:
    """Return which step it is, by whom it goes to."""
    return {
        EscalationStep.DEPUTY: _("deputy"),
        EscalationStep.LEAD: _("lead of the unit"),
        EscalationStep.CHIEF: _("duty chief"),
    }[step]


def escalation_setting(key: str) -> str:
    """Return what a setting of escalation is called."""
    trigger, _dot, step = key.removeprefix("escalation.").partition(".")
    if not step:
        return _("Escalation by itself")
    return _(
        "%(what)s, to %(step)s",
        what=trigger_words(EscalationTrigger(trigger)),
        step=step_words(EscalationStep(step)),
    )


def skip_words(why: str) -> str:
    """Return why nobody could be told at a step; ``why`` is a value of ``Skip``."""
    words = {
        "nobody_has_it": _("nobody has it yet"),
        "no_deputy": _("no deputy is here"),
        "no_lead": _("no lead is here"),
        "no_chief": _("no chief is on duty"),
        "out_of_sight": _("may not look at it"),
    }
    return words.get(why, why)


def skipped_words(skipped: Iterable[tuple[str, str]]) -> str:
    """Return the steps that were passed over, each with why; "" if none was."""
    parts = (
        _("%(step)s: %(why)s", step=step_words(EscalationStep(step)), why=skip_words(why))
        for step, why in skipped
    )
    return _("; ").join(parts)


def people_words(names: Iterable[str]) -> str:
    """Return whom it goes to."""
    return _(", ").join(names) or _("nobody can be told")


def escalation_details(details: Mapping[str, Any], times: Times, now: datetime) -> str:
    """Return what the timeline says of an escalation."""
    parts = [
        _(
            "%(what)s since %(since)s; to %(step)s: %(people)s",
            what=trigger_words(EscalationTrigger(details["trigger"])),
            since=times.moment(datetime.fromisoformat(details["since"]), now),
            step=step_words(EscalationStep(details["step"])),
            people=people_words(details["to_names"]),
        ),
        skipped_words(details.get("skipped", ())),
        _(
            "rule: after %(wait)s, edition %(edition)s",
            wait=limit_words(details["wait"]),
            edition=details["edition"],
        ),
    ]
    return _("; ").join(part for part in parts if part)


def tell_escalations(app: YiwangApp, news: EscalationNews) -> None:
    """Say on the notice line that something went up to the person here, whatever screen is shown."""
    first = news.escalations[0]
    app.say(
        _(
            "Came up to you (%(what)s): %(number)s %(title)s.",
            what=trigger_words(first.trigger),
            number=first.short_number,
            title=first.title,
        )
    )

"""How a row of the table of limits is written, on the screen and in the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _, pgettext
from console.labels import label
from console.text import limit_words
from models.calendar.rules import Mode, parse_limit
from models.ledger.views import Program

if TYPE_CHECKING:
    from models.cases.limits import StageRule


def channel_words(rule: StageRule) -> str:
    """Return from where the cases come it is for."""
    return pgettext("limit", "every channel") if rule.channel is None else label(rule.channel)


def urgency_words(rule: StageRule) -> str:
    """Return of which grade the matters are it is for."""
    if rule.urgency is None:
        return pgettext("limit", "every urgency")
    return pgettext("limit", "grade %(grade)s") % {"grade": rule.urgency}


def setter_words(rule: StageRule) -> str:
    """Return who set it; what came with the program was set by nobody of the office."""
    return pgettext("limit", "as shipped") if rule.made_by == Program().name else rule.made_by


def limit_shown(rule: StageRule) -> str:
    """Return the limit in words; of a row that ended a rule, that."""
    if rule.limit is None:
        return pgettext("limit", "(ended)")
    words = limit_words(rule.limit)
    by_day = rule.mode is Mode.DAYS and parse_limit(rule.limit).unit.minutes is None
    return _("%(limit)s, counted by the day", limit=words) if by_day else words


def rule_words(rule: StageRule) -> str:
    """Return a whole row in one line."""
    return _(
        "%(stage)s (%(channel)s, %(urgency)s): %(limit)s",
        stage=label(rule.stage),
        channel=channel_words(rule),
        urgency=urgency_words(rule),
        limit=limit_shown(rule),
    )

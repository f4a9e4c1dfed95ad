"""Rules of dispatching in words: a line for each, what a survey found, where a case goes and why not.

The same words stand on the screen and in the shell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import N_, _, pgettext
from console.labels import label
from console.text import cell_len, cut
from models.assignment.routing.entering import WORDS
from models.assignment.routing.kinds import Days, EditionStatus, Hours, TargetKind, Trouble, Why
from models.calendar.rules import clock_text
from models.cases.kinds import Channel
from models.cases.settings.of_dispatch import ByRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum

    from models.assignment.routing.views import Aim, EditionView, RuleFinding, RuleLine
    from models.kernel.words import Word

_WEEK: tuple[Word, ...] = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_LINE_CELLS, _NOTE_CELLS = 76, 12
"""A sentence above a form stays on a line of 80 columns: a rule's note is cut for it, or left out."""
_PLACES = ("matter", "class_code", "grid", "division")
_TROUBLES: Mapping[Trouble, Word] = {
    Trouble.GONE: N_("Rule %(number)s names something that takes no part any more: %(what)s %(key)s."),
    Trouble.EMPTY: N_("No case can ever fit rule %(number)s: what it asks for excludes itself."),
    Trouble.NEVER: N_("Rule %(number)s is never reached: earlier rules take it all (%(by)s)."),
    Trouble.OVERLAP: N_("Rule %(number)s overlaps earlier ones, which take part of it (%(by)s)."),
}
_WHY: Mapping[Why, Word] = {
    Why.NO_RULES: N_("no rules are in force"),
    Why.NO_MATCH: N_("no rule fits"),
    Why.CLOSED: N_("%(named)s takes no cases any more"),
    Why.NOBODY: N_("nobody is on duty there who handles cases"),
    Why.AWAY: N_("%(named)s is away, and nobody of the unit stands in"),
    Why.REFUSED: N_("the step was refused"),
    Why.OFF: N_("dispatching by rule is switched off"),
}

_REFUSED: Mapping[str, Word] = {
    "boundary.not_for_grids": N_("the unit cannot be given this matter"),
    "case.not_of_the_unit": N_("whom it names does not handle cases of the unit"),
}
"""Why a step was refused, by the code of the refusal: those a rule can meet."""


def routing_tables() -> tuple[dict[StrEnum, str], ...]:
    """Return the names of what rules are made of."""
    return (
        {
            TargetKind.UNIT: pgettext("target", "Unit"),
            TargetKind.POST: pgettext("target", "Post"),
            TargetKind.PERSON: pgettext("target", "Person"),
            TargetKind.DUTY: pgettext("target", "Whoever is on duty"),
        },
        {
            Days.ANY: pgettext("days", "Any day"),
            Days.WORKING: pgettext("days", "Working days"),
            Days.REST: pgettext("days", "Weekends and holidays"),
        },
        {
            Hours.ANY: pgettext("hours", "Any time"),
            Hours.OFFICE: pgettext("hours", "Office hours"),
            Hours.OUTSIDE: pgettext("hours", "Outside office hours"),
            Hours.SPAN: pgettext("hours", "From ... to ..."),
        },
        {
            ByRule.OFF: pgettext("by rule", "Do nothing"),
            ByRule.PROPOSE: pgettext("by rule", "Propose"),
            ByRule.DO: pgettext("by rule", "Dispatch"),
        },
        {
            EditionStatus.DRAFT: pgettext("edition of rules", "Draft"),
            EditionStatus.IN_FORCE: pgettext("edition of rules", "In force"),
            EditionStatus.REPLACED: pgettext("edition of rules", "Replaced"),
        },
    )


def rule_words(line: RuleLine) -> str:
    """Return a rule as one reads it: what it asks for, and to whom it gives the case."""
    return _("%(asked)s: %(target)s", asked=asked_words(line), target=target_words(line))


def asked_words(line: RuleLine) -> str:
    """Return what a rule asks for."""
    return _(", ").join(_asked(line)) or _("Everything else")


def _asked(line: RuleLine) -> Iterator[str]:
    rule = line.rule
    for name in _PLACES:
        key = getattr(rule, name)
        if key:
            called = line.names.get(name, _("%(key)s (gone)", key=key))
            yield _("class %(name)s", name=called) if name == "class_code" else called
    if rule.channels:
        yield _("/").join(label(Channel(each)) for each in rule.channels)
    if rule.urgencies:
        yield _("urgency %(grades)s", grades="/".join(map(str, rule.urgencies)))
    if rule.days is not Days.ANY:
        yield label(rule.days)
    if rule.weekdays:
        yield _("/").join(_(_WEEK[each - 1]) for each in rule.weekdays)
    if rule.hours is Hours.SPAN:
        yield f"{clock_text(rule.begins)}-{clock_text(rule.ends)}"
    elif rule.hours is not Hours.ANY:
        yield label(rule.hours)


def weekday_words(day: int) -> str:
    """Return the name of a weekday; 1 is Monday."""
    return _(_WEEK[day - 1])


def target_words(line: RuleLine) -> str:
    """Return to whom a rule gives a case."""
    rule, names = line.rule, line.names

    def called(name: str, key: str) -> str:
        return names.get(name, _("%(key)s (gone)", key=key))

    match rule.kind:
        case TargetKind.UNIT:
            return called("unit", rule.unit)
        case TargetKind.POST:
            return called("post", f"{rule.unit} {rule.post}")
        case TargetKind.PERSON:
            return called("person", rule.person)
        case TargetKind.DUTY:
            if not rule.unit:
                return _("whoever is on duty for the office")
            return _("whoever is on duty for %(unit)s", unit=called("unit", rule.unit))


def routing_finding(finding: RuleFinding) -> str:
    """Return a sentence about what a survey found."""
    what = _(WORDS[finding.field]) if finding.field else ""
    by = _(", ").join(map(str, finding.by))
    return _(_TROUBLES[finding.trouble], number=finding.number, what=what, key=finding.key, by=by)


def edition_words(edition: EditionView) -> str:
    """Return what an edition is called."""
    return _("Draft") if edition.number is None else _("Edition %(number)s", number=edition.number)


def given_words(details: Mapping[str, Any]) -> Iterator[str]:
    """Yield to which post a case was given, by which rule, for whom, or after how long it was given back."""
    if "post_name" in details:
        yield _("to the post %(post)s", post=details["post_name"])
    if "rule" in details:
        yield by_rule_words(details["rule"], details["edition"])
    if "for" in details:
        yield _("for %(name)s, who is away", name=details["for"])
    if "rested" in details:
        yield _("nothing was done for %(hours)s office hours", hours=details["rested"])


def by_rule_words(number: int | None, edition: int | None) -> str:
    """Return by which rule something was done."""
    return _("by rule %(number)s (edition %(edition)s)", number=number, edition=edition)


def aim_words(aim: Aim) -> str:
    """Return where the rules send a case, or why they do not."""
    if aim.unit_id is None:
        return why_words(aim)
    where = " ".join(part for part in (aim.unit_name, aim.post_name, aim.person_name) if part)
    if aim.for_name:
        where = _("%(where)s, for %(name)s", where=where, name=aim.for_name)
    if aim.number is None or aim.edition is None:
        return where
    return _("%(where)s, %(rule)s", where=where, rule=by_rule_words(aim.number, aim.edition))


def why_words(aim: Aim) -> str:
    """Return why a case stays with the dispatchers."""
    words = _reason(aim)
    return _("rule %(number)s: %(why)s", number=aim.number, why=words) if aim.number is not None else words


def unsent_words(aim: Aim, *, proposing: bool = False) -> str:
    """Return a sentence about why the rule that fits a case did not dispatch it, or can propose nobody."""

    def said(rule: str) -> str:
        if proposing:
            return _("%(rule)s can propose nobody: %(why)s.", rule=rule, why=why)
        if aim.why is Why.OFF:
            return _("%(rule)s did not dispatch it: %(why)s.", rule=rule, why=why)
        return _("%(rule)s did not dispatch it when filed: %(why)s.", rule=rule, why=why)

    why = _reason(aim)
    if aim.why is Why.NOBODY and aim.named:
        why = _("no handler of %(unit)s is on duty", unit=aim.named)
    rule = _("Rule %(number)s", number=aim.number)
    if not aim.note:
        # The edition may be an earlier one, in which the number stood for another rule.
        return said(_("Rule %(number)s (edition %(edition)s)", number=aim.number, edition=aim.edition))
    room = _LINE_CELLS - cell_len(said(rule)) - len(" “”")
    if room < _NOTE_CELLS:
        return said(rule)
    return said(_("Rule %(number)s “%(note)s”", number=aim.number, note=cut(aim.note, room)))


def _reason(aim: Aim) -> str:
    if aim.why is Why.REFUSED and aim.named in _REFUSED:
        return _(_REFUSED[aim.named])
    return _(_WHY[aim.why or Why.NO_MATCH], named=aim.named)

"""Editing rules on the screen: each answer is kept in the draft at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from console.dialogs.pick import Option, PickDialog
from console.i18n import N_, _, render_error
from console.labels import label
from console.routingwords import asked_words, rule_words, target_words, weekday_words
from console.screens.base import ConsoleScreen
from console.work import later
from models.assignment.rosters.rules import entered_minute
from models.assignment.routing.kinds import Days, Hours, TargetKind
from models.assignment.routing.views import Rule
from models.calendar.rules import clock_text
from models.cases.kinds import Channel
from models.cases.settings.house import URGENCIES
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models.assignment.routing.views import Names, RuleLine, RuleSet
    from models.kernel.words import Word

_NAMED: dict[str, Word] = {
    "matter": N_("Matter"),
    "class_code": N_("Class"),
    "grid": N_("Grid"),
    "division": N_("Division"),
}
_SEVERAL: dict[str, Word] = {
    "channels": N_("Channel"),
    "urgencies": N_("Urgency"),
    "weekdays": N_("Weekdays"),
}
_SPAN = N_("From and to, such as 18:00-08:00.")


class RulesEditing(ConsoleScreen[None]):
    """The part of the screen of rules that asks what a rule says."""

    found: RuleSet | None = None
    """The edition shown"""
    names: Names | None = None
    draft_version = 0
    """The version of the draft; 0 where there is none"""

    def keep(self, work: Callable[[], RuleSet], number: int) -> None:
        """Save something in the draft and stand on the rule of a number."""
        self.save(work, partial(self.kept, number))

    def kept(self, number: int, found: RuleSet) -> None:
        """Show the draft as it is now."""
        raise NotImplementedError

    # To whom

    def ask_target(self, then: Callable[[Rule], None]) -> None:
        """Ask to whom a rule gives cases, then go on with a rule that asks for nothing else."""
        options = [Option(kind, label(kind)) for kind in TargetKind]

        def chosen(kind: TargetKind | None) -> None:
            if kind is not None:
                self._ask_whom(kind, then)

        later(self.app.push_screen(PickDialog(_("To whom?"), options, searchable=False), chosen))

    def _ask_whom(self, kind: TargetKind, then: Callable[[Rule], None]) -> None:
        field = {TargetKind.POST: "post", TargetKind.PERSON: "person"}.get(kind, "unit")
        options = self._known(field)
        if kind is TargetKind.DUTY:
            options.insert(0, Option("", _("The whole office")))

        def chosen(key: str | None) -> None:
            if key is None:
                return
            unit, _slash, post = key.partition("/")
            if kind is TargetKind.PERSON:
                then(Rule(kind, person=key))
            else:
                then(Rule(kind, unit=unit, post=post if kind is TargetKind.POST else ""))

        later(self.app.push_screen(PickDialog(label(kind), options), chosen))

    def _known(self, field: str) -> list[Option[str]]:
        known = {} if self.names is None else self.names.known[field]
        return [Option(key, name, key) for key, name in known.items()]

    # What it asks for

    def ask_field(self, line: RuleLine) -> None:
        """Ask which part of a rule is to be changed, and to what."""
        rule = line.rule
        hours = label(rule.hours)
        if rule.hours is Hours.SPAN:
            hours = f"{clock_text(rule.begins)}-{clock_text(rule.ends)}"
        rows: list[tuple[str, Word, str]] = [("target", N_("To whom"), target_words(line))]
        rows += [(name, word, self._shown(line, name)) for name, word in {**_NAMED, **_SEVERAL}.items()]
        rows.append(("days", N_("Which days"), label(rule.days)))
        rows.append(("hours", N_("Time of day"), hours))
        rows.append(("note", N_("Note"), rule.note or "-"))
        options = [
            Option(name, _("%(name)s: %(value)s", name=_(word), value=value)) for name, word, value in rows
        ]

        def chosen(name: str | None) -> None:
            if name is not None:
                self._ask_value(line, name)

        later(self.app.push_screen(PickDialog(rule_words(line), options, searchable=False), chosen))

    def _shown(self, line: RuleLine, name: str) -> str:
        only: Rule = replace(Rule(line.rule.kind), **{name: getattr(line.rule, name)})
        value = getattr(line.rule, name)
        return asked_words(replace(line, rule=only)) if value else _("not asked for")

    def _ask_value(self, line: RuleLine, name: str) -> None:
        if name == "target":
            target = ("kind", "unit", "post", "person")
            self.ask_target(lambda new: self._change(line, **{each: getattr(new, each) for each in target}))
        elif name in _NAMED:
            self._pick(line, name, self._known(name), "")
        elif name in _SEVERAL:
            self._ask_several(line, name)
        elif name == "days":
            self._pick(line, name, [Option(each, label(each)) for each in Days], None)
        elif name == "hours":
            self._ask_hours(line)
        else:
            from console.dialogs.prompt import PromptDialog

            dialog = PromptDialog(_("Note"), value=line.rule.note)
            later(self.app.push_screen(dialog, lambda text: self._answered(line, "note", text)))

    def _pick(self, line: RuleLine, name: str, options: Sequence[Option[Any]], nothing: Any) -> None:
        several = list(options)
        if nothing is not None:
            several.insert(0, Option(nothing, _("not asked for")))
        title = _(_NAMED.get(name, N_("Which days")))
        later(
            self.app.push_screen(PickDialog(title, several), lambda value: self._answered(line, name, value))
        )

    def _ask_several(self, line: RuleLine, name: str) -> None:
        every: dict[str, Sequence[tuple[Any, str]]] = {
            "channels": [(each.value, label(each)) for each in Channel],
            "urgencies": [(each, str(each)) for each in URGENCIES],
            "weekdays": [(each, weekday_words(each)) for each in range(1, 8)],
        }
        held: tuple[Any, ...] = getattr(line.rule, name)
        options: list[Option[tuple[Any, ...]]] = [Option((), _("not asked for"))]
        for value, words in every[name]:
            mark = "x" if value in held else " "
            other = tuple(each for each in held if each != value) if value in held else (*held, value)
            options.append(Option(other, f"[{mark}] {words}"))
        dialog = PickDialog(_(_SEVERAL[name]), options, searchable=False)
        later(self.app.push_screen(dialog, lambda value: self._answered(line, name, value)))

    def _ask_hours(self, line: RuleLine) -> None:
        options = [Option(each, label(each)) for each in Hours]

        def chosen(hours: Hours | None) -> None:
            if hours is Hours.SPAN:
                self._ask_span(line)
            elif hours is not None:
                self._change(line, hours=hours)

        later(self.app.push_screen(PickDialog(_("Time of day"), options, searchable=False), chosen))

    def _ask_span(self, line: RuleLine) -> None:
        from console.dialogs.prompt import PromptDialog

        def answered(text: str | None) -> None:
            if text is not None:
                begins, ends = _span(text)
                self._change(line, hours=Hours.SPAN, begins=begins, ends=ends)

        dialog = PromptDialog(_("Time of day"), _(_SPAN), value="18:00-08:00", check=_problem)
        later(self.app.push_screen(dialog, answered))

    def _answered(self, line: RuleLine, name: str, value: Any) -> None:
        if value is not None:
            self._change(line, **{name: value})

    def _change(self, line: RuleLine, **changes: Any) -> None:
        routing, actor, version = self.services.routing, self.actor, self.draft_version
        rule = replace(line.rule, **changes)
        self.keep(lambda: routing.change(actor, line.number, rule, version), line.number)


def _span(text: str) -> tuple[int, int]:
    first, _dash, last = text.partition("-")
    return entered_minute(N_("start"), first), entered_minute(N_("end"), last)


def _problem(text: str) -> str:
    """Return what is wrong with a span somebody typed; "" if nothing."""
    try:
        _span(text)
    except DomainError as error:
        return render_error(error)[0]
    return ""

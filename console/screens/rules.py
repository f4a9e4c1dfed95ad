"""The rules of dispatching in their order: prepared by keys, surveyed, tried, put in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from console.i18n import N_, _
from console.keys import bindings
from console.routingwords import asked_words, edition_words, routing_finding, rule_words, target_words
from console.screens.rules_editing import RulesEditing
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine as Ruled
from console.widgets.lines import Sentence
from console.work import later
from models.accounts.views import Role
from models.assignment.routing.views import RuleLine
from models.cases.settings.of_dispatch import by_rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.assignment.routing.views import EditionView, Names, Rule, RuleFinding, RuleSet

_KEEPERS = (Role.DUTY_CHIEF, Role.SYSTEM_ADMIN)
_TRIERS = (Role.DISPATCHER, Role.DUTY_CHIEF, Role.LEADER)
_WINDOWS = (7, 30, 90, 365)


@dataclass(frozen=True, slots=True)
class Read:
    """What the screen reads at once."""

    editions: tuple[EditionView, ...]
    found: RuleSet | None
    names: Names


class RulesScreen(RulesEditing):
    """Lists the rules of an edition; those who keep them change the draft."""

    GROUP = "rules"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("rules"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    RulesScreen LineList { height: 1fr; }
    RulesScreen Sentence { height: 2; }
    """
    _in_force = False
    """Whether the edition in force is shown although there is a draft"""
    _editions: tuple[EditionView, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Return the list, and the rule under the cursor in words."""
        yield LineList[RuleLine](_columns(), lambda each: each.number)
        yield Ruled(id="note")
        yield Sentence("", id="rule")

    def title_text(self) -> str:
        """Say which edition is shown, and what the office has the rules do."""
        mode = by_rule(self.services.settings.house())
        if self.found is None:
            return _("Rules of dispatching")
        from console.labels import label

        return _(
            "Rules of dispatching: %(edition)s, set to: %(mode)s",
            edition=edition_words(self.found.edition),
            mode=label(mode),
        )

    @property
    def rows(self) -> LineList[RuleLine]:
        """The list."""
        found: LineList[RuleLine] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Read the editions and the one shown, off the interface."""
        routing, actor, wanted = self.services.routing, self.actor, self._in_force

        def work() -> Read:
            editions = tuple(routing.editions(actor))
            has_draft = bool(editions) and editions[0].number is None
            has_force = any(each.number is not None for each in editions)
            draft = has_draft and not (wanted and has_force)
            found = routing.rule_set(actor, draft=draft) if editions else None
            return Read(editions, found, routing.names(actor))

        self.read("rules", work, self._take)

    def _take(self, read: Read) -> None:
        at = None if self.rows.row is None else self.rows.row.number
        self._editions, self.found, self.names = read.editions, read.found, read.names
        first = next(iter(read.editions), None)
        self.draft_version = first.version if first is not None and first.number is None else 0
        lines = () if read.found is None else read.found.lines
        self.rows.set_rows(lines, empty=_nothing(), cursor_id=at)
        self.set_title(self.title_text())
        self.refresh_keys()

    def kept(self, number: int, found: RuleSet) -> None:
        """Show the draft as it is now, the cursor on the rule that was changed."""
        self._in_force = False
        self.found, self.draft_version = found, found.edition.version
        self.rows.set_rows(found.lines, empty=_nothing(), cursor_id=number)
        self.set_title(self.title_text())
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(_columns())
        self.reload()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say the rule under the cursor in full."""
        message.stop()
        self.query_one("#note", Ruled).set_note(self.rows.position)
        row = self.rows.row
        words = "" if row is None else _("%(rule)s  %(note)s", rule=rule_words(row), note=row.rule.note)
        self.query_one("#rule", Sentence).show(words.rstrip())
        self.refresh_keys()

    # What may be done

    def can_keep(self) -> bool:
        """The person prepares rules."""
        return self.actor.has(*_KEEPERS)

    def can_edit_rule(self) -> bool:
        """There is a rule under the cursor besides; changing one in force begins a draft."""
        shown_in_force = self.found is not None and self.found.edition.number is not None
        return self.can_keep() and self.rows.row is not None and not (shown_in_force and self.draft_version)

    def can_rules(self) -> bool:
        """There are rules."""
        return self.found is not None

    def can_try(self) -> bool:
        """The person sees the cases rules are tried on."""
        return self.found is not None and self.actor.has(*_TRIERS)

    def can_publish(self) -> bool:
        """There is a draft."""
        return self.can_keep() and bool(self.draft_version)

    def can_turn(self) -> bool:
        """There is a draft beside the edition in force."""
        return bool(self.draft_version) and len(self._editions) > 1

    # Keys

    def action_edit(self) -> None:
        """Ask what is to be changed about the rule under the cursor."""
        row = self.rows.row
        if row is not None and self.can_edit_rule():
            self.ask_field(row)

    def action_add(self) -> None:
        """Ask to whom a new rule gives cases; it comes below the cursor."""
        place = 1 if self.rows.row is None else self.rows.row.number + 1
        self.ask_target(partial(self._add, place))

    def _add(self, place: int, rule: Rule) -> None:
        routing, actor, version = self.services.routing, self.actor, self.draft_version

        def added(found: RuleSet) -> None:
            self.kept(place, found)
            self.ask_field(found.lines[place - 1])

        self.save(lambda: routing.add(actor, rule, version, place), added)

    def action_shift(self, step: int) -> None:
        """Move the rule under the cursor."""
        row, routing, actor, version = self.rows.row, self.services.routing, self.actor, self.draft_version
        if row is None or self.found is None:
            return
        to = min(max(row.number + step, 1), len(self.found.lines))
        if to != row.number:
            self.keep(lambda: routing.move(actor, row.number, to, version), to)

    def action_remove(self) -> None:
        """Take the rule under the cursor out; the edition in force keeps it."""
        row, routing, actor, version = self.rows.row, self.services.routing, self.actor, self.draft_version
        if row is not None:
            self.keep(lambda: routing.remove(actor, row.number, version), row.number)

    def action_turn(self) -> None:
        """Turn between the draft and what is in force."""
        self._in_force = not self._in_force
        self.reload()

    def action_survey(self) -> None:
        """Survey the edition shown, off the interface."""
        routing, actor, found = self.services.routing, self.actor, self.found
        if found is None:
            return
        number = found.edition.number
        self.read("survey", lambda: routing.survey(actor, number, draft=number is None), self._list_findings)

    def _list_findings(self, found: list[RuleFinding]) -> None:
        from console.dialogs.pick import Option
        from console.screens.roster_lists import SentencesDialog

        options = [Option(each, routing_finding(each)) for each in found]
        empty = _("No rule hides another, and all are reached.")

        def chosen(finding: RuleFinding | None) -> None:
            if finding is not None:
                self.rows.move_to(finding.number - 1)

        later(self.app.push_screen(SentencesDialog(_("What the survey found"), options, empty=empty), chosen))

    def action_trial(self) -> None:
        """Ask over how many days the rules are tried."""
        from console.dialogs.pick import Option, PickDialog

        options = [Option(days, _("Cases filed in the last %(days)s days", days=days)) for days in _WINDOWS]
        dialog = PickDialog(_("Try the rules on what?"), options, searchable=False)
        later(self.app.push_screen(dialog, self._try))

    def _try(self, days: int | None) -> None:
        if days is None or self.found is None:
            return
        from console.screens.rules_trial import Question, RulesTrialScreen

        until = self.console.frame.clock.now()
        question = Question(self.found.edition.number, until - timedelta(days=days), until)
        later(self.app.push_screen(RulesTrialScreen(self.services, self.actor, question)))

    def action_publish(self) -> None:
        """Ask whether the draft is put in force, or dropped."""
        from console.dialogs.pick import Option, PickDialog

        options = [Option("publish", _("Put the draft in force")), Option("drop", _("Drop the draft"))]
        dialog = PickDialog(_("What becomes of the draft?"), options, searchable=False)
        later(self.app.push_screen(dialog, self._ask_end))

    def _ask_end(self, choice: str | None) -> None:
        if choice is None:
            return
        from console.dialogs.confirm import ConfirmDialog

        question = _("Put the draft of the rules in force? An edition in force is never changed.")
        why = _("Cases filed from then on follow it; the editions before stay to be looked at.")
        if choice == "drop":
            question, why = _("Drop the draft of the rules?"), _("What is in force stays.")
        later(self.app.push_screen(ConfirmDialog(question, why), partial(self._end, choice)))

    def _end(self, choice: str, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        routing, actor, version = self.services.routing, self.actor, self.draft_version
        if not yes:
            return
        if choice == "drop":
            self.save(lambda: routing.discard(actor, version), lambda _done: self._ended(None))
        else:
            self.save(lambda: routing.publish(actor, version), self._ended)

    def _ended(self, edition: EditionView | None) -> None:
        words = _("The draft is gone.")
        if edition is not None:
            words = _("%(edition)s of the rules is in force.", edition=edition_words(edition))
        self.say(words)
        self.reload()


def _nothing() -> str:
    return _("There are no rules of dispatching yet.")


def _columns() -> list[Column[RuleLine]]:
    return [
        Column(N_("No."), 4, lambda row: (str(row.number), "bold"), right=True),
        Column(N_("Asks for"), 36, lambda row: (asked_words(row), ""), best=60),
        Column(N_("To whom"), 20, lambda row: (target_words(row), ""), grow=True),
    ]

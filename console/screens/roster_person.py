"""What a person of the month roster can do and take on, and people who take turns, asked for in dialogs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from console.days import NotADay, read_day
from console.dialogs.pick import Option, PickDialog
from console.i18n import _, ngettext
from console.screens.roster_editing import RosterEditing
from console.work import later
from models.assignment.rosters.patterns import Pattern

if TYPE_CHECKING:
    from datetime import date

    from console.dialogs.several import Picked
    from models.assignment.rosters.views import CapacityView, RosterPerson, SkillView, Written

_FULL_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_NO_LIMIT = "-"
Skill = tuple[str, str, "date | None"]


def read_skill(text: str, today: date) -> Skill | str:
    """Return the skill, its permit and its last day that a line names; else what is wrong with it."""
    words = text.split()
    last: date | NotADay | None = None
    if len(words) > 1 and _FULL_DAY.fullmatch(words[-1]):
        last = read_day(words.pop(), today)
    if isinstance(last, NotADay):
        return _(last.reason)
    return (words[0], " ".join(words[1:]), last) if words else _("Say what the person can do.")


def read_capacity(text: str) -> tuple[int | None, int | None] | None:
    """Return how many cases a day and open a line names, ``None`` for either being without limit."""
    words = text.split()
    pair = 2
    if len(words) != pair or not all(each == _NO_LIMIT or each.isdecimal() for each in words):
        return None
    day, most = (None if each == _NO_LIMIT else int(each) for each in words)
    return day, most


class RosterPersons(RosterEditing):
    """The part of the roster's screen that is about a person rather than a cell."""

    def more_options(self) -> list[Option[tuple[str, int]]]:
        """Return what can be done about the person, beside what can be done to the cell."""
        return [
            Option(("deputies", 0), _("Who stands in for them …")),
            Option(("skills", 0), _("Skills and permits …")),
            Option(("capacity", 0), _("Cases they take on at most …")),
            *(
                [Option(("turns", 0), _("People take turns from this day on …"))]
                if self.usable_shifts
                else []
            ),
        ]

    def choose_more(self, what: str) -> None:
        """Go on with one of :meth:`more_options`."""
        here = self._here()
        if here is None:
            return
        person, day = here
        match what:
            case "skills":
                self._read_skills(person)
            case "deputies":
                self.read_deputies(person, day)
            case "capacity":
                self._read_capacity(person)
            case _:
                self._ask_shift(day)

    def read_deputies(self, person: RosterPerson, day: date) -> None:
        """List who stands in for a person."""
        raise NotImplementedError

    # Skills and permits

    def _read_skills(self, person: RosterPerson) -> None:
        services, actor = self.services, self.actor

        def work() -> list[SkillView]:
            found = services.rosters.skills(actor, person.unit_id)
            return [each for each in found if each.staff_id == person.staff_id]

        self.read("skills", work, lambda found: self._list_skills(person, found))

    def _list_skills(self, person: RosterPerson, found: list[SkillView]) -> None:
        options: list[Option[SkillView | str]] = [Option("add", _("Add a skill or permit …"))]
        options += [Option(each, _skill_words(each)) for each in found]

        def chosen(choice: SkillView | str | None) -> None:
            if isinstance(choice, str):
                self._ask_skill(person, "")
            elif choice is not None:
                self._offer_skill(person, choice)

        title = _("What %(name)s can do", name=person.name)
        later(self.app.push_screen(PickDialog(title, options, searchable=False), chosen))

    def _offer_skill(self, person: RosterPerson, skill: SkillView) -> None:
        services, actor = self.services, self.actor
        options = [Option("change", _("Change it")), Option("drop", _("Take it out"))]

        def chosen(choice: str | None) -> None:
            if choice == "change":
                self._ask_skill(person, _skill_line(skill))
            elif choice is not None:
                self.save(
                    lambda: services.rosters.drop_skill(actor, person.staff_id, skill.skill), self._skill_gone
                )

        later(self.app.push_screen(PickDialog(_skill_words(skill), options, searchable=False), chosen))

    def _skill_gone(self, skill: SkillView) -> None:
        self.say(_("Taken out: %(skill)s", skill=f"{skill.staff_name} {_skill_words(skill)}"))

    def _ask_skill(self, person: RosterPerson, value: str) -> None:
        from console.dialogs.prompt import PromptDialog

        services, actor, today = self.services, self.actor, self._today()

        def problem(text: str) -> str:
            found = read_skill(text, today)
            return found if isinstance(found, str) else ""

        def answered(text: str | None) -> None:
            found = "" if text is None else read_skill(text, today)
            if not isinstance(found, str):
                self.save(lambda: services.rosters.set_skill(actor, person.staff_id, *found), self._skill_set)

        words = _("What, by which permit, until when, such as: electrician A-123 2027-03-31.")
        dialog = PromptDialog(_("A skill of %(name)s", name=person.name), words, value=value, check=problem)
        later(self.app.push_screen(dialog, answered))

    def _skill_set(self, skill: SkillView) -> None:
        self.say(f"{skill.staff_name} {_skill_words(skill)}")

    # Cases taken on at most

    def _read_capacity(self, person: RosterPerson) -> None:
        services, actor = self.services, self.actor

        def work() -> CapacityView | None:
            found = services.rosters.capacities(actor, person.unit_id)
            return next((each for each in found if each.staff_id == person.staff_id), None)

        self.read("capacity", work, lambda found: self._ask_capacity(person, found))

    def _ask_capacity(self, person: RosterPerson, standing: CapacityView | None) -> None:
        from console.dialogs.prompt import PromptDialog

        services, actor = self.services, self.actor
        version = 0 if standing is None else standing.version
        numbers = (None, None) if standing is None else (standing.per_day, standing.open_most)

        def problem(text: str) -> str:
            return _("Two numbers, such as 5 20, or - for no limit.") if read_capacity(text) is None else ""

        def answered(text: str | None) -> None:
            found = None if text is None else read_capacity(text)
            if found is not None:
                self.save(
                    lambda: services.rosters.set_capacity(actor, person.staff_id, *found, version),
                    self._capacity_set,
                )

        words = _("Cases taken on in a day, and open at once, such as 5 20; - is without limit.")
        title = _("What %(name)s takes on at most", name=person.name)
        value = " ".join(_NO_LIMIT if each is None else str(each) for each in numbers)
        later(self.app.push_screen(PromptDialog(title, words, value=value, check=problem), answered))

    def _capacity_set(self, capacity: CapacityView) -> None:
        day, most = (_NO_LIMIT if each is None else each for each in (capacity.per_day, capacity.open_most))
        self.say(_("%(name)s: %(day)s a day, %(most)s open", name=capacity.staff_name, day=day, most=most))

    # People who take turns

    def _ask_shift(self, day: date) -> None:
        options = [Option(each.id, each.name) for each in self.usable_shifts]

        def chosen(shift_id: int | None) -> None:
            if shift_id is not None:
                self._ask_people(day, shift_id)

        later(self.app.push_screen(PickDialog(_("Turns at which shift?"), options), chosen))

    def _ask_people(self, day: date, shift_id: int) -> None:
        from console.dialogs.several import SeveralDialog
        from console.widgets.picking import Pickable

        month = self.grid.month
        if month is None:
            return
        people = [each for each in month.people if each.editable and each.active]
        rows = [Pickable(str(each.staff_id), each.name) for each in people]

        def chosen(found: Picked | None) -> None:
            picked = () if found is None else tuple(int(each) for each in found.order if each in found.picked)
            if picked:
                self._ask_until(day, shift_id, picked)

        why = _("They take turns in this order, a day each; who is away or has that day full is passed over.")
        later(self.app.push_screen(SeveralDialog(_("Who takes turns?"), rows, (), explanation=why), chosen))

    def _ask_until(self, day: date, shift_id: int, people: tuple[int, ...]) -> None:
        from console.dialogs.prompt import PromptDialog

        month = self.grid.month
        if month is None:
            return

        def problem(text: str) -> str:
            found = read_day(text, day)
            if isinstance(found, NotADay):
                return _(found.reason)
            return _("The last day is not before the first.") if found is not None and found < day else ""

        def answered(text: str | None) -> None:
            last = None if text is None else read_day(text, day)
            if last is not None and not isinstance(last, NotADay):
                self._try_turns(Pattern(people, (shift_id,), day, last, self.serves))

        words = _("The last day, such as 03-12 or +2 (two days after the first).")
        value = month.days[-1].day.isoformat()
        later(
            self.app.push_screen(
                PromptDialog(_("Turns: until when?"), words, value=value, check=problem), answered
            )
        )

    def _try_turns(self, pattern: Pattern) -> None:
        services, actor = self.services, self.actor
        self.read(
            "turns",
            lambda: services.rosters.fill(actor, pattern, dry_run=True),
            lambda found: self._confirm_turns(pattern, found),
        )

    def _confirm_turns(self, pattern: Pattern, found: Written) -> None:
        from console.dialogs.confirm import ConfirmDialog

        services, actor, count = self.services, self.actor, len(found.after)

        def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if yes:
                self.save(lambda: services.rosters.fill(actor, pattern), self._turns_filled)

        question = ngettext(
            "Fill %(count)s day by turns?", "Fill %(count)s days by turns?", count, count=count
        )
        later(self.app.push_screen(ConfirmDialog(question, _missed_words(found)), answered))

    def _turns_filled(self, written: Written) -> None:
        self.note_done(written)
        count = len(written.after)
        words = ngettext("%(count)s day filled.", "%(count)s days filled.", count, count=count)
        self.say(f"{words} {_missed_words(written)}".rstrip())

    def _today(self) -> date:
        frame: Any = self.console.frame
        today: date = frame.today
        return today


def _missed_words(written: Written) -> str:
    missed = len(written.missed)
    return _("Nobody was free for %(count)s of them.", count=missed) if missed else ""


def _skill_line(skill: SkillView) -> str:
    until = "" if skill.valid_until is None else skill.valid_until.isoformat()
    return " ".join(part for part in (skill.skill, skill.permit, until) if part)


def _skill_words(skill: SkillView) -> str:
    until = "" if skill.valid_until is None else _("until %(day)s", day=skill.valid_until.isoformat())
    return " ".join(part for part in (skill.skill, skill.permit, until) if part)

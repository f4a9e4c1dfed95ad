"""One command per action on cases, made from the table of transitions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from console.commands.casefiles import attach_all, file_option
from console.commands.casetext import outcome_line, said
from console.commands.choosing import the_one
from console.commands.frame import Command, json_option, pass_context
from console.house import current_house
from console.i18n import N_, _
from models.cases.rules import (
    TRANSITIONS,
    Action,
    CloseKind,
    Entry,
    Level,
    LinkKind,
    Pressure,
    Rating,
    legend,
)
from models.cases.settings.house import NEEDABLE
from models.cases.task_kinds import OldLead
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from console.commands.context import Context
    from models.accounts.views import Actor
    from models.cases.views import ActionEntries, HandlerView

_TWO_WAYS = {Action.RETURN: N_("Give the case back with a reason; the clock keeps running.")}
"""Summaries of actions whose rows explain themselves differently."""

_OPTIONS: dict[Entry, tuple[Callable[[Any], Any], ...]] = {
    Entry.REASON: (
        click.option("--reason", metavar="TEXT", help=N_("Why; “-” reads it from the standard input.")),
    ),
    Entry.NOTE: (
        click.option(
            "--note", metavar="TEXT", help=N_("What there is to say; “-” reads it from the standard input.")
        ),
    ),
    Entry.CONDITION: (
        click.option("--matter", metavar="CODE", help=N_("The matter's code.")),
        click.option(
            "--condition",
            type=click.IntRange(min=1),
            help=N_("The number of the filing condition; not needed where there is only one."),
        ),
    ),
    Entry.UNIT: (
        click.option("--unit", metavar="UNIT", help=N_("Code, name or pinyin initials of the unit.")),
        click.option("--post", metavar="NAME", help=N_("A post of that unit: the case rests in its pool.")),
    ),
    Entry.PERSON: (
        click.option(
            "--to", metavar="PERSON", help=N_("Login, name or pinyin initials of somebody of the unit.")
        ),
    ),
    Entry.CASE: (
        click.option(
            "--into",
            "--other",
            "other",
            metavar="NO",
            help=N_("The number of the other case; of the one that goes on where they are merged."),
        ),
    ),
    Entry.LINK: (
        click.option(
            "--kind",
            "link",
            type=click.Choice([kind.value for kind in LinkKind]),
            help=N_("What this case is to the other one."),
        ),
    ),
    Entry.UNTIL: (
        click.option(
            "--until",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="DATE",
            help=N_("The last day of the hold, or the day an answer is due, such as 2026-03-31."),
        ),
    ),
    Entry.LEVEL: (
        click.option(
            "--level",
            type=click.Choice([level.value for level in Level]),
            help=N_("Whose deadline it is."),
        ),
    ),
    Entry.DUE: (
        click.option("--due", metavar="TIME", help=N_("When that level wants it done (“2026-03-02 17:00”).")),
    ),
    Entry.PRESSURE: (
        click.option(
            "--ground",
            type=click.Choice([ground.value for ground in Pressure]),
            help=N_("Why it is supervised."),
        ),
    ),
    Entry.CLOSE_KIND: (
        click.option(
            "--kind",
            type=click.Choice([kind.value for kind in CloseKind]),
            help=N_("How it ended; normal turns late by itself where the deadline was missed."),
        ),
    ),
    Entry.RATING: (
        click.option(
            "--rating",
            type=click.Choice([rating.value for rating in Rating]),
            help=N_("What the reporter said."),
        ),
    ),
    Entry.LIMIT: (
        click.option(
            "--limit",
            metavar="LIMIT",
            help=N_(
                "How long the unit has, as 2WD or 4UH; without it as the case, and no later than it is due."
            ),
        ),
    ),
    Entry.OLD_LEAD: (
        click.option(
            "--old-lead",
            type=click.Choice([each.value for each in OldLead]),
            help=N_("What becomes of the unit that led the case: it assists, or leaves."),
        ),
    ),
}


def options_of(entry: Entry) -> tuple[Callable[[Any], Any], ...]:
    """Return the options an entry is given by."""
    return _OPTIONS[entry]


def action_commands() -> Iterator[click.Command]:
    """Yield a command for every action of the table; its options are what the action asks for."""
    for action in dict.fromkeys(row.action for row in TRANSITIONS if row.roles):
        yield _command(action)


def command_name(action: Action) -> str:
    """Return what an action is called on the command line: ``call-back``."""
    return action.value.replace("_", "-")


def _command(action: Action) -> click.Command:
    @json_option
    @click.option(
        "--if-version",
        type=int,
        metavar="NUMBER",
        help=N_("Only if the case is still at this version (see “show --json”)."),
    )
    @pass_context
    def perform(
        context: Context, /, *, number: str, if_version: int | None, as_json: bool, **given: Any
    ) -> None:
        cases, actor = context.services().cases, context.actor()
        case = cases.case(actor, number)
        version = case.version if if_version is None else if_version
        # Before the step: whoever has done it may have nothing to do with the case any more.
        attach_all(context, case.id, given.pop("paths", ()))
        done = cases.perform(actor, case.id, action, given_entries(context, actor, case.id, given), version)
        if as_json:
            context.document(done)
        else:
            context.echo(outcome_line(context, done))

    made: Any = perform
    for entry in reversed(_entries_of(action)):
        for option in reversed(_OPTIONS[entry]):
            made = option(made)
    if action in _WITH_FILES:
        made = file_option(made)
    for entry in NEEDABLE:
        if entry not in _entries_of(action):
            # An office may ask for it; whether this one does is not known before its database is open.
            made = click.option(f"--{entry}", metavar="TEXT", hidden=True)(made)
    made = click.argument("number", metavar="NO")(made)
    words = _TWO_WAYS.get(action) or _words_of(action)
    named: click.Command = click.command(command_name(action), cls=Command, help=words)(made)
    return named


_WITH_FILES = frozenset({Action.CHECK, Action.FEEDBACK, Action.VERIFY, Action.ANSWER})
"""Steps that say what was found or done on the spot: photos go with them."""


def _words_of(action: Action) -> str:
    """Return what a step is for, as the office's table says; the packaged words if nobody does it."""
    lines = (*legend(current_house()), *legend())
    return next(line.explain for line in lines if line.action is action)


def _entries_of(action: Action) -> list[Entry]:
    """Return what the step may ask for: by the packaged table, or by the office's."""
    rows = (row for row in (*TRANSITIONS, *current_house().rows) if row.action is action)
    asked = {entry for row in rows for entry in (*row.required, *row.optional)}
    return [entry for entry in Entry if entry in asked]


_OF_ANOTHER = frozenset({Entry.CASE, Entry.LINK, Entry.LIMIT, Entry.OLD_LEAD, Entry.TURNOUT})
"""What only actions on a pair of cases ask for, or those about assistance."""


def entry_options(function: Any) -> Any:
    """Add the options of every entry an action on a set of cases may ask for."""
    for entry in reversed([entry for entry in Entry if entry not in _OF_ANOTHER]):
        for option in reversed(_OPTIONS[entry]):
            function = option(function)
    return function


def given_entries(
    context: Context,
    actor: Actor,
    case_id: int,
    given: dict[str, Any],
    handlers: Callable[[Actor, int], list[HandlerView]] | None = None,
) -> ActionEntries:
    """Return what the options say, as the service takes it; ``case_id`` tells whose people are meant.

    ``handlers`` gives other people than those of the unit that has the case.

    Raises:
        click.UsageError: what they name is not there, or not clear.
    """
    from models.cases.views import ActionEntries

    kind, rating, until = given.get("kind"), given.get("rating"), given.get("until")
    old_lead = given.get("old_lead")
    unit_id = _unit_id(context, actor, given.get("unit"))
    people = handlers or partial(context.services().cases.handlers, unit_id=unit_id)
    return ActionEntries(
        reason=said(given.get("reason") or ""),
        note=said(given.get("note") or ""),
        condition_id=_condition_id(context, actor, given.get("matter"), given.get("condition")),
        unit_id=unit_id,
        post_id=_post_id(context, actor, unit_id, given.get("post")),
        person_id=_person_id(actor, case_id, given.get("to"), people),
        other=given.get("other") or "",
        link=LinkKind(given["link"]) if given.get("link") else None,
        until=until.date() if until else None,
        level=Level(given["level"]) if given.get("level") else None,
        due=moment_of(context, given["due"]) if given.get("due") else None,
        pressure=Pressure(given["ground"]) if given.get("ground") else None,
        close_kind=CloseKind(kind) if kind else None,
        rating=Rating(rating) if rating else None,
        limit=given.get("limit") or "",
        old_lead=OldLead(old_lead) if old_lead else None,
    )


def moment_of(context: Context, text: str) -> datetime:
    """Return the moment a text means by the office's own clocks."""
    from zoneinfo import ZoneInfo

    from models.calendar.arithmetic import parse_moment

    return parse_moment(text, ZoneInfo(context.services().organisation.office().zone))


def _condition_id(context: Context, actor: Actor, code: str | None, number: int | None) -> int | None:
    if code is None:
        if number is not None:
            raise click.UsageError(_("--condition needs --matter: numbers begin anew with every matter."))
        return None
    matter = context.services().catalogue.matter_by_code(actor, code)
    if number is None and len(matter.conditions) == 1:
        return matter.conditions[0].id
    for condition in matter.conditions:
        if condition.seq == number:
            return condition.id
    there = "; ".join(f"{each.seq}. {each.text} ({each.limit})" for each in matter.conditions)
    message = _(
        "%(matter)s has these filing conditions: %(conditions)s", matter=matter.name, conditions=there
    )
    raise click.BadParameter(message, param_hint="--condition")


def _unit_id(context: Context, actor: Actor, text: str | None) -> int | None:
    if text is None:
        return None
    found = context.services().organisation.units(actor, text)
    return the_one(found, text, option="--unit", nothing=_("No unit answers to “%(text)s”.", text=text)).id


def _post_id(context: Context, actor: Actor, unit_id: int | None, text: str | None) -> int | None:
    if text is None:
        return None
    if unit_id is None:
        raise click.UsageError(_("--post needs --unit: posts are called alike in several units."))
    posts = context.services().organisation.posts(actor, unit_id)
    found = [each for each in posts if fold(text) == fold(each.name)]
    if not found:
        there = _(", ").join(each.name for each in posts)
        raise click.BadParameter(_("the unit has these posts: %(posts)s", posts=there), param_hint="--post")
    return found[0].id


def _person_id(
    actor: Actor, case_id: int, text: str | None, handlers: Callable[[Actor, int], list[HandlerView]]
) -> int | None:
    if text is None:
        return None
    wanted = fold(text)
    found = [
        each
        for each in handlers(actor, case_id)
        if wanted in {fold(each.code), fold(each.name)}
        or wanted in fold(each.name)
        or (wanted.isascii() and wanted == initials(each.name))
    ]
    nothing = _("Nobody of the unit answers to “%(text)s”.", text=text)
    return the_one(found, text, option="--to", nothing=nothing).id

"""``yiwang rules add``, ``change``, ``move``, ``remove``, ``publish`` and ``discard``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from console.commands.frame import framed_command, json_option, pass_context, rehearsal_option, yes_option
from console.i18n import N_, _
from models.assignment.routing.kinds import Days, Hours, TargetKind
from models.cases.kinds import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.commands.context import Context
    from models.assignment.routing.views import Rule, RuleSet

F = TypeVar("F", bound="Callable[..., Any]")

_TARGETS = {
    "to_unit": TargetKind.UNIT,
    "to_post": TargetKind.POST,
    "to_person": TargetKind.PERSON,
    "on_duty": TargetKind.DUTY,
}


def rule_options(function: F) -> F:
    """Add the options of what a rule asks for and to whom it gives cases."""
    options = (
        click.option("--matter", default="", metavar="CODE", help=N_("Cases of this matter.")),
        click.option(
            "--class", "class_code", default="", metavar="CLASS", help=N_("Cases of this class and below.")
        ),
        click.option("--grid", default="", metavar="GRID", help=N_("Cases in this grid and below.")),
        click.option("--division", default="", metavar="CODE", help=N_("Cases in this division and below.")),
        click.option(
            "--channel",
            "channels",
            multiple=True,
            type=click.Choice([each.value for each in Channel]),
            help=N_("Cases that came this way; can be repeated."),
        ),
        click.option(
            "--urgency",
            "urgencies",
            multiple=True,
            type=click.IntRange(1, 4),
            help=N_("Cases of this urgency; can be repeated."),
        ),
        click.option(
            "--days",
            type=click.Choice([each.value for each in Days]),
            default=Days.ANY.value,
            help=N_("On working days, or on weekends and holidays."),
        ),
        click.option(
            "--weekday",
            "weekdays",
            multiple=True,
            type=click.IntRange(1, 7),
            help=N_("On this weekday; 1 is Monday."),
        ),
        click.option(
            "--hours",
            metavar="TIMES",
            default=Hours.ANY.value,
            help=N_("In office hours (office), outside them (outside), or a span such as 18:00-08:00."),
        ),
        click.option("--to-unit", metavar="UNIT", help=N_("Give them to this unit.")),
        click.option("--to-post", metavar="UNIT/NAME", help=N_("Give them to a post, as unit/post.")),
        click.option(
            "--to-person", metavar="PERSON", help=N_("Give them to this person, by staff number or name.")
        ),
        click.option(
            "--on-duty",
            metavar="UNIT",
            help=N_("Give them to whoever is on duty for this unit; “-” is the office."),
        ),
        click.option("--note", default="", metavar="TEXT", help=N_("Why, for whoever reads it later.")),
    )
    for option in reversed(options):
        function = option(function)
    return function


def rule_given(given: dict[str, Any]) -> Rule:
    """Return the rule the options say."""
    from models.assignment.rosters.rules import entered_minute
    from models.assignment.routing.views import Rule

    named = [name for name in _TARGETS if given.get(name)]
    if len(named) != 1:
        raise click.UsageError(_("Say to whom: one of --to-unit, --to-post, --to-person, --on-duty."))
    kind, text = _TARGETS[named[0]], str(given[named[0]])
    unit, slash, post = text.partition("/")
    if kind is TargetKind.POST and not slash:
        raise click.BadParameter(_("a post is written as unit/post"), param_hint="--to-post")
    hours, begins, ends = str(given["hours"]), 0, 0
    if hours not in set(Hours):
        first, _dash, last = hours.partition("-")
        begins, ends = entered_minute(N_("start"), first), entered_minute(N_("end"), last)
        hours = Hours.SPAN.value
    return Rule(
        kind,
        unit="" if kind is TargetKind.PERSON or text == "-" else unit,
        post=post if kind is TargetKind.POST else "",
        person=text if kind is TargetKind.PERSON else "",
        matter=given["matter"],
        class_code=given["class_code"],
        grid=given["grid"],
        division=given["division"],
        channels=tuple(given["channels"]),
        urgencies=tuple(given["urgencies"]),
        days=Days(given["days"]),
        weekdays=tuple(given["weekdays"]),
        hours=Hours(hours),
        begins=begins,
        ends=ends,
        note=given["note"],
    )


def draft_version(context: Context) -> int:
    """Return the version of the draft; 0 where there is none."""
    first = next(iter(context.services().routing.editions(context.actor())), None)
    return first.version if first is not None and first.number is None else 0


def _told(context: Context, found: RuleSet, *, as_json: bool) -> None:
    from console.routingwords import rule_words

    if as_json:
        context.document(found)
        return
    for line in found.lines:
        context.echo(f"{line.number}. {rule_words(line)}")
    context.say(_("In the draft; “yiwang rules publish” puts it in force."))


@framed_command(
    "add",
    help=N_("Add a rule to the draft, which begins with what is in force."),
    epilog=N_(
        "Examples:\n"
        "  yiwang rules add --matter 0201 --to-unit 应急管理办\n"
        "  yiwang rules add --on-duty - --hours outside"
    ),
)
@rule_options
@click.option(
    "--at", "place", type=click.IntRange(min=1), metavar="NUMBER", help=N_("Its place; the last if left out.")
)
@rehearsal_option
@json_option
@pass_context
def add(context: Context, /, *, place: int | None, as_json: bool, **given: Any) -> None:
    """Add one."""
    routing, actor = context.services().routing, context.actor()
    _told(context, routing.add(actor, rule_given(given), draft_version(context), place), as_json=as_json)


@framed_command(
    "change",
    help=N_("Put another rule in the place of one in the draft."),
    epilog=N_("Examples:\n  yiwang rules change 2 --matter 0201 --to-unit 综合执法办"),
)
@click.argument("number", type=click.IntRange(min=1), metavar="NUMBER")
@rule_options
@rehearsal_option
@json_option
@pass_context
def change(context: Context, /, *, number: int, as_json: bool, **given: Any) -> None:
    """Change one."""
    routing, actor = context.services().routing, context.actor()
    found = routing.change(actor, number, rule_given(given), draft_version(context))
    _told(context, found, as_json=as_json)


@framed_command(
    "move",
    help=N_("Move a rule of the draft to another place."),
    epilog=N_("Examples:\n  yiwang rules move 3 1"),
)
@click.argument("number", type=click.IntRange(min=1), metavar="NUMBER")
@click.argument("to", type=click.IntRange(min=1), metavar="OTHER")
@rehearsal_option
@json_option
@pass_context
def move(context: Context, *, number: int, to: int, as_json: bool) -> None:
    """Move one."""
    found = context.services().routing.move(context.actor(), number, to, draft_version(context))
    _told(context, found, as_json=as_json)


@framed_command(
    "remove",
    help=N_("Take a rule out of the draft."),
    epilog=N_("Examples:\n  yiwang rules remove 3"),
)
@click.argument("number", type=click.IntRange(min=1), metavar="NUMBER")
@rehearsal_option
@json_option
@pass_context
def remove(context: Context, *, number: int, as_json: bool) -> None:
    """Remove one."""
    found = context.services().routing.remove(context.actor(), number, draft_version(context))
    _told(context, found, as_json=as_json)


@framed_command(
    "publish",
    help=N_("Put the draft in force; cases filed from now on follow it."),
    epilog=N_("Examples:\n  yiwang rules publish --note 三月起"),
)
@yes_option
@click.option("--note", default="", metavar="TEXT", help=N_("Why, for whoever reads it later."))
@rehearsal_option
@json_option
@pass_context
def publish(context: Context, *, note: str, as_json: bool) -> None:
    """Put it in force."""
    from console.routingwords import edition_words

    routing, actor = context.services().routing, context.actor()
    context.confirm(_("Put the draft of the rules in force? An edition in force is never changed."))
    made = routing.publish(actor, draft_version(context), note)
    if as_json:
        context.document(made)
    else:
        context.say(_("%(edition)s of the rules is in force.", edition=edition_words(made)))


@framed_command(
    "discard",
    help=N_("Drop the draft; what is in force stays."),
    epilog=N_("Examples:\n  yiwang rules discard"),
)
@yes_option
@rehearsal_option
@pass_context
def discard(context: Context) -> None:
    """Drop it."""
    context.confirm(_("Drop the draft of the rules?"))
    context.services().routing.discard(context.actor(), draft_version(context))
    context.say(_("The draft is gone."))


EDITING_COMMANDS: tuple[click.Command, ...] = (add, change, move, remove, publish, discard)

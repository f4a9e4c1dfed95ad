"""``yiwang escalate``: what goes up because nobody acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.caselines import times
from console.commands.frame import framed_group, json_option, pass_context, yes_option
from console.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.commands.context import Column, Context
    from models.assignment.escalating.views import EscalationView, Foreseen, Rule

_NOTHING = frozenset({"", "none", "-", "无"})


@framed_group(
    "escalate",
    help=N_("What goes up because nobody acts: the rules, what is next, what did."),
    epilog=N_(
        "Examples:\n"
        "  yiwang escalate rules list\n"
        "  yiwang escalate rules set on=yes not_taken.lead=30UM --dry-run\n"
        "  yiwang escalate preview --hours 24\n"
        "  yiwang escalate list --days 30\n"
        "  yiwang escalate list --mine"
    ),
)
def command() -> None:
    """Hold the commands of escalation."""


@command.group("rules", help=N_("The office's rules: after what wait whom it goes to."))
def rules() -> None:
    """Hold the commands of the rules."""


@rules.command("list", help=N_("List the rules in force."))
@json_option
@pass_context
def list_rules(context: Context, *, as_json: bool) -> None:
    """Show what rests, whom it goes to, after what wait."""
    from console.commands.context import Column
    from console.escalationwords import step_words, trigger_words
    from console.text import limit_words

    found = context.services().escalating.rules(context.actor())
    if as_json:
        lines = [{"rule": f"{each.trigger}.{each.step}", "wait": each.wait} for each in found.rules]
        context.document({"on": found.on, "edition": found.edition, "rules": lines})
        return

    def wait(rule: Rule) -> str:
        return limit_words(rule.wait) if rule.wait else _("this step is left out")

    columns: list[Column[Rule]] = [
        Column("rule", N_("Identifier"), lambda row: f"{row.trigger}.{row.step}"),
        Column(
            "trigger", N_("What rests"), lambda row: row.trigger, text=lambda row: trigger_words(row.trigger)
        ),
        Column("step", N_("Goes to"), lambda row: row.step, text=lambda row: step_words(row.step)),
        Column("wait", N_("After a wait of"), lambda row: row.wait, text=wait),
    ]
    context.listing(found.rules, columns)
    if found.on:
        context.say(_("Escalation is on, by edition %(edition)s of the settings.", edition=found.edition))
    else:
        context.say(_("Escalation is off: switch it on with “yiwang escalate rules set on=yes”."))


@rules.command("set", help=N_("Set waits, or switch escalation on; what that changes is said first."))
@click.argument("pairs", nargs=-1, required=True, metavar="NAME=VALUE ...")
@click.option("--note", metavar="TEXT", default="", help=N_("Why, for the history."))
@yes_option
@click.option("--dry-run", is_flag=True, help=N_("Only say in sentences what would change."))
@json_option
@pass_context
def set_rules(context: Context, *, pairs: Sequence[str], note: str, dry_run: bool, as_json: bool) -> None:
    """Set each pair, as ``yiwang settings set`` does; ``none`` leaves a step out."""
    from console.commands.settingtext import tell_plan

    wanted = _wanted(pairs)
    services, actor = context.services().settings, context.actor()
    plan = services.plan(actor, wanted)
    if dry_run or not as_json:
        tell_plan(context, plan, recount=False, as_json=as_json)
    if dry_run:
        context.say(_("Nothing was written."))
        return
    if not as_json and plan.changes:
        context.confirm(_("Save these settings?"))
    done = services.change(actor, wanted, plan.edition, note)
    if as_json:
        tell_plan(context, done, recount=False, as_json=True)
    else:
        context.say(_("Saved as edition %(number)s.", number=done.edition))


def _wanted(pairs: Sequence[str]) -> dict[str, Any]:
    from console.settingwords import typed_value
    from models.cases.settings.door import setting_of

    wanted: dict[str, Any] = {}
    for pair in pairs:
        key, mark, text = pair.partition("=")
        if not mark:
            message = _("Write it as NAME=VALUE: %(pair)s", pair=pair)
            raise click.BadParameter(message, param_hint="NAME=VALUE")
        setting = setting_of(f"escalation.{key.strip().removeprefix('escalation.')}")
        left_out = setting.key != "escalation.on" and text.strip().lower() in _NOTHING
        wanted[setting.key] = "" if left_out else typed_value(setting, text)
    return wanted


@command.command("preview", help=N_("Show what would go up in the next hours if nobody acts, and to whom."))
@click.option(
    "--hours",
    type=click.IntRange(0, 336),
    default=8,
    show_default=True,
    metavar="NUMBER",
    help=N_("How many hours ahead; 0 is what is due now."),
)
@json_option
@pass_context
def preview(context: Context, *, hours: int, as_json: bool) -> None:
    """List the next step of each case that rests, the earliest first."""
    from console.commands.context import Column
    from console.escalationwords import people_words, skipped_words, step_words, trigger_words

    services = context.services()
    words, now = times(context), services.clock.now()
    found = services.escalating.preview(context.actor(), hours)
    columns: list[Column[Foreseen]] = [
        Column(
            "at",
            N_("Goes up at"),
            lambda row: row.at,
            text=lambda row: words.moment(row.at, now) if row.at > now else _("now"),
        ),
        Column("number", N_("Number"), lambda row: row.number),
        Column(
            "trigger", N_("What rests"), lambda row: row.trigger, text=lambda row: trigger_words(row.trigger)
        ),
        Column("step", N_("Goes to"), lambda row: row.step, text=lambda row: step_words(row.step)),
        Column("to", N_("Goes up to"), lambda row: list(row.to), text=lambda row: people_words(row.to)),
        Column(
            "skipped",
            N_("Passed over"),
            lambda row: [list(each) for each in row.skipped],
            text=lambda row: skipped_words(row.skipped),
        ),
        Column("title", N_("Title"), lambda row: row.title),
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("Nothing would go up in this time."))
    if not as_json and not services.escalates():
        context.say(_("Escalation is off: switch it on with “yiwang escalate rules set on=yes”."))


@command.command("list", help=N_("List what went up in the last days, the newest first."))
@click.option(
    "--days",
    type=click.IntRange(1, 730),
    default=7,
    show_default=True,
    metavar="NUMBER",
    help=N_("Only of the last days."),
)
@click.option("--mine", is_flag=True, help=N_("What went up to you and nobody acted on since, of any day."))
@json_option
@pass_context
def listing(context: Context, *, days: int, mine: bool, as_json: bool) -> None:
    """Show when, what, to whom, by which rule."""
    from console.commands.context import Column
    from console.escalationwords import people_words, step_words, trigger_words
    from console.text import limit_words

    words, now = times(context), context.services().clock.now()
    escalating, actor = context.services().escalating, context.actor()
    found = escalating.mine(actor) if mine else escalating.listing(actor, days)
    columns: list[Column[EscalationView]] = [
        Column("at", N_("Goes up at"), lambda row: row.at, text=lambda row: words.moment(row.at, now)),
        Column("number", N_("Number"), lambda row: row.number),
        Column(
            "trigger", N_("What rests"), lambda row: row.trigger, text=lambda row: trigger_words(row.trigger)
        ),
        Column("step", N_("Goes to"), lambda row: row.step, text=lambda row: step_words(row.step)),
        Column("to", N_("Goes up to"), lambda row: list(row.to), text=lambda row: people_words(row.to)),
        Column("wait", N_("After a wait of"), lambda row: row.wait, text=lambda row: limit_words(row.wait)),
        Column("edition", N_("Edition"), lambda row: row.edition, right=True),
        Column("title", N_("Title"), lambda row: row.title),
    ]
    nothing = N_("Nothing went up in this time.")
    if mine:
        nothing = N_("Nothing went up to you that nobody acted on since.")
    context.listing(found, columns, as_json=as_json, empty=nothing)

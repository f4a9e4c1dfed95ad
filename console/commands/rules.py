"""``yiwang rules``: by what rules filed cases are dispatched; prepare them, try them, put them in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.context import Column
from console.commands.frame import framed_group, json_option, pass_context, rehearsal_option
from console.commands.ruleediting import EDITING_COMMANDS
from console.commands.ruletrying import TRYING_COMMANDS
from console.i18n import N_
from models.assignment.routing.kinds import EditionStatus
from models.cases.settings.of_dispatch import BY_RULE, ByRule

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.assignment.routing.views import EditionView, RuleFinding, RuleLine


@framed_group(
    "rules",
    help=N_("Rules of dispatching: list, prepare, survey and try them, put them in force."),
    epilog=N_(
        "Examples:\n"
        "  yiwang rules list\n"
        "  yiwang rules add --matter 0201 --to-unit 应急管理办\n"
        "  yiwang rules survey --draft\n"
        "  yiwang rules test --draft --since 2026-02-01 --until 2026-03-01\n"
        "  yiwang rules publish --note 三月起\n"
        "  yiwang rules switch propose"
    ),
)
def command() -> None:
    """Hold the commands of rules."""


draft_option = click.option("--draft", is_flag=True, help=N_("The edition being prepared."))
edition_option = click.option(
    "--edition", type=click.IntRange(min=1), metavar="NUMBER", help=N_("The edition of this number.")
)


@command.command("list", help=N_("List the rules in their order: the first that fits decides."))
@draft_option
@edition_option
@json_option
@pass_context
def list_rules(context: Context, *, draft: bool, edition: int | None, as_json: bool) -> None:
    """List them."""
    from console.routingwords import asked_words, edition_words, target_words

    routing, actor = context.services().routing, context.actor()
    standing = any(each.status is EditionStatus.IN_FORCE for each in routing.editions(actor))
    found = routing.rule_set(actor, edition, draft=draft) if draft or edition or standing else None
    columns: list[Column[RuleLine]] = [
        Column("number", N_("No."), lambda row: row.number, right=True),
        Column("rule", "", lambda row: row.rule, json_only=True),
        Column("asked", N_("Asks for"), asked_words),
        Column("target", N_("To whom"), target_words),
        Column("note", N_("Note"), lambda row: row.rule.note),
    ]
    if found is None:
        context.listing((), columns, as_json=as_json, empty=N_("No rules of dispatching are in force."))
        return
    context.listing(found.lines, columns, as_json=as_json, empty=N_("The edition has no rules."))
    if not as_json:
        context.say(edition_words(found.edition))


@command.command("show", help=N_("Show a rule in full."))
@click.argument("number", type=click.IntRange(min=1), metavar="NUMBER")
@draft_option
@edition_option
@json_option
@pass_context
def show(context: Context, *, number: int, draft: bool, edition: int | None, as_json: bool) -> None:
    """Show one."""
    from console.routingwords import rule_words
    from models.assignment.routing.refusals import NoSuchRule

    found = context.services().routing.rule_set(context.actor(), edition, draft=draft)
    if number > len(found.lines):
        raise NoSuchRule(number, len(found.lines))
    line = found.lines[number - 1]
    if as_json:
        context.document({"number": number, "rule": line.rule, "names": line.names})
        return
    context.echo(rule_words(line))
    if line.rule.note:
        context.echo(line.rule.note)


@command.command("editions", help=N_("List the editions of the rules."))
@json_option
@pass_context
def editions(context: Context, *, as_json: bool) -> None:
    """List them."""
    from console.commands.caselines import times
    from console.labels import label

    wording = times(context)
    columns: list[Column[EditionView]] = [
        Column("number", N_("Edition"), lambda row: row.number, right=True),
        Column("status", N_("State"), lambda row: row.status, text=lambda row: label(row.status)),
        Column("count", N_("Rules"), lambda row: row.count, right=True),
        Column(
            "since",
            N_("Since"),
            lambda row: row.since,
            text=lambda row: wording.full(row.since) if row.since else "",
        ),
        Column(
            "until",
            N_("Until"),
            lambda row: row.until,
            text=lambda row: wording.full(row.until) if row.until else "",
        ),
        Column("changed_by", N_("By"), lambda row: row.changed_by),
        Column("note", N_("Note"), lambda row: row.note),
    ]
    found = context.services().routing.editions(context.actor())
    context.listing(found, columns, as_json=as_json, empty=N_("There are no rules of dispatching yet."))


@command.command("survey", help=N_("Name rules that are never reached, overlap, or name what is gone."))
@draft_option
@edition_option
@json_option
@pass_context
def survey(context: Context, *, draft: bool, edition: int | None, as_json: bool) -> None:
    """List the findings."""
    from console.routingwords import routing_finding

    columns: list[Column[RuleFinding]] = [
        Column("number", N_("No."), lambda row: row.number, right=True),
        Column("trouble", "", lambda row: row.trouble, json_only=True),
        Column("by", "", lambda row: row.by, json_only=True),
        Column("field", "", lambda row: row.field, json_only=True),
        Column("finding", N_("Finding"), routing_finding),
    ]
    found = context.services().routing.survey(context.actor(), edition, draft=draft)
    context.listing(found, columns, as_json=as_json, empty=N_("No rule hides another, and all are reached."))


@command.command("switch", help=N_("Say what the rules do with a filed case: nothing, propose, dispatch."))
@click.argument("mode", type=click.Choice([each.value for each in ByRule]), metavar="[off|propose|do]")
@rehearsal_option
@pass_context
def switch(context: Context, *, mode: str) -> None:
    """Change the setting."""
    from console.settingwords import change_words

    services, actor = context.services(), context.actor()
    plan = services.settings.change(actor, {BY_RULE: mode}, services.settings.house().number)
    for each in plan.changes:
        context.say(change_words(each))


for one in (*EDITING_COMMANDS, *TRYING_COMMANDS):
    command.add_command(one)

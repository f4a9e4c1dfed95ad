"""``yiwang catalogue rules``: the classification rules from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.catalogue_ruletables import COMMANDS as TABLES
from console.commands.frame import framed_group, json_option, pass_context, yes_option
from console.commands.ruleanswers import (
    finding_document,
    preview_document,
    rule_document,
    save,
    show_preview,
)
from console.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.commands.context import Context
    from models.catalogue.classing.views import RuleFinding, RuleView

_OF = {
    "--when": {
        "department": "of_department",
        "source": "of_source",
        "class": "in_class",
        "list": "in_list",
        "new": "only_new",
    },
    "--set": {"list": "duty_list", "level": "settle_level"},
}
"""What parts may be called at the shell."""


@framed_group(
    "rules",
    help=N_("Classify the list by rules: list them, change them after a look at what moves, carry them out."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue rules defaults --yes\n"
        "  yiwang catalogue rules add 路灯 --when 'words=路灯|照明' --set urgency=3\n"
        "  yiwang catalogue rules preview\n"
        "  yiwang catalogue rules apply"
    ),
)
def rules() -> None:
    """Hold the commands of the rules."""


def _parts(function: Callable[..., Any]) -> Callable[..., Any]:
    function = click.option(
        "--set",
        "then",
        multiple=True,
        metavar="PART=TEXT",
        help=N_("What it sets: class, class_name, parent, list, kind, level, urgency, severity, department."),
    )(function)
    return click.option(
        "--when",
        "when",
        multiple=True,
        metavar="PART=TEXT",
        help=N_(
            "When it applies: words, without, department, source, basis, class, list, new; "
            "a|b means either, a+b both."
        ),
    )(function)


def _saving(function: Callable[..., Any]) -> Callable[..., Any]:
    for wrap in (
        json_option,
        yes_option,
        click.option(
            "--with",
            "agreed",
            metavar="FINGERPRINT",
            help=N_("Only if the preview of this fingerprint still holds."),
        ),
        click.option("--dry-run", is_flag=True, help=N_("Only say what would move.")),
    ):
        function = wrap(function)
    return function


def _texts(option: str, pairs: Sequence[str]) -> dict[str, str]:
    """Return parts by their names from ``PART=TEXT`` arguments."""
    from models.catalogue.classing.texts import THEN, WHEN

    known = WHEN if option == "--when" else THEN
    titles = {_(title): name for name, title in known.items()}
    found = {}
    for pair in pairs:
        name, mark, text = pair.partition("=")
        name = name.strip()
        part = _OF[option].get(name, titles.get(name, name))
        if not mark or part not in known:
            short = {full: name for name, full in _OF[option].items()}
            names = ", ".join(short.get(each, each) for each in known)
            message = _("Write it as PART=TEXT, with one of the parts %(names)s.", names=names)
            raise click.BadParameter(message, param_hint=option)
        found[part] = text
    return found


@rules.command(
    "list",
    help=N_("List the rules in their order."),
    epilog=N_("Example:\n  yiwang catalogue rules list --json"),
)
@json_option
@pass_context
def list_rules(context: Context, *, as_json: bool) -> None:
    """Show number, name, when, and what is set."""
    from console.commands.context import Column
    from console.rulewords import then_words, when_words

    found = context.services().classing.rules(context.actor())
    if as_json:
        context.document([rule_document(each) for each in found])
        return
    columns: list[Column[RuleView]] = [
        Column("number", N_("No."), lambda row: row.number, right=True),
        Column("name", N_("Rule"), lambda row: row.draft.name),
        Column(
            "active",
            N_("In use"),
            lambda row: row.draft.active,
            text=lambda row: "" if row.draft.active else _("off"),
        ),
        Column("when", N_("When"), lambda row: when_words(row.draft)),
        Column("then", N_("Sets"), lambda row: then_words(row.draft)),
        Column("version", N_("Version"), lambda row: row.version, right=True),
    ]
    empty = N_("There is no rule yet; “yiwang catalogue rules defaults” loads some.")
    context.listing(found, columns, empty=empty)


@rules.command(
    "add",
    help=N_("Add a rule, after a look at what it moves."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue rules add 路灯 --when 'words=路灯|照明' --set class=event:01\n"
        "  yiwang catalogue rules add 热线 --when source=hotline --set kind=report --at 1"
    ),
)
@click.argument("name", metavar="NAME")
@_parts
@click.option("--at", "place", type=int, metavar="NUMBER", help=N_("As which number; by default the last."))
@click.option("--note", default="", metavar="TEXT", help=N_("Why."))
@click.option("--off", is_flag=True, help=N_("Keep it out of use for now."))
@_saving
@pass_context
def add(
    context: Context,
    /,
    *,
    name: str,
    when: tuple[str, ...],
    then: tuple[str, ...],
    place: int | None,
    note: str,
    off: bool,
    **how: Any,
) -> None:
    """Add one rule."""
    from console.rulewords import written
    from models.catalogue.classing.views import AddRule, RuleDraft

    texts = _texts("--when", when) | _texts("--set", then)
    draft = written(RuleDraft(name, note=note, active=not off), texts)
    save(context, AddRule(draft, place), **how)


@rules.command(
    "edit",
    help=N_("Change a rule, after a look at what that moves; an empty text takes a part away."),
    epilog=N_("Example:\n  yiwang catalogue rules edit 路灯 --set urgency=4 --when without=施工"),
)
@click.argument("rule", metavar="RULE")
@_parts
@click.option("--name", metavar="NAME", help=N_("What it is called from now on."))
@click.option("--note", metavar="TEXT", help=N_("Why."))
@click.option("--on/--off", "active", default=None, help=N_("Take it into use, or out of it."))
@click.option("--expect", type=int, metavar="VERSION", help=N_("Only if the rule is of this version."))
@_saving
@pass_context
def edit(
    context: Context,
    /,
    *,
    rule: str,
    when: tuple[str, ...],
    then: tuple[str, ...],
    name: str | None,
    note: str | None,
    active: bool | None,
    expect: int | None,
    **how: Any,
) -> None:
    """Change one rule."""
    from dataclasses import replace

    from console.rulewords import written
    from models.catalogue.classing.views import ChangeRule

    found = context.services().classing.find(context.actor(), rule)
    texts = _texts("--when", when) | _texts("--set", then)
    was = found.draft
    draft = replace(
        was,
        name=was.name if name is None else name,
        note=was.note if note is None else note,
        active=was.active if active is None else active,
    )
    if draft == was and not texts:
        raise click.UsageError(_("Say what is to change: --when, --set, --name, --note, --on or --off."))
    save(context, ChangeRule(found.id, written(draft, texts), expect), **how)


@rules.command(
    "move",
    help=N_("Give a rule another place: of several that apply the first decides."),
    epilog=N_("Example:\n  yiwang catalogue rules move 路灯 1"),
)
@click.argument("rule", metavar="RULE")
@click.argument("place", metavar="NUMBER", type=int)
@click.option("--expect", type=int, metavar="VERSION", help=N_("Only if the rule is of this version."))
@_saving
@pass_context
def move(context: Context, /, *, rule: str, place: int, expect: int | None, **how: Any) -> None:
    """Move one rule."""
    from models.catalogue.classing.views import MoveRule

    found = context.services().classing.find(context.actor(), rule)
    save(context, MoveRule(found.id, place, expect), **how)


@rules.command(
    "remove",
    help=N_("Remove a rule, after a look at what that moves."),
    epilog=N_("Example:\n  yiwang catalogue rules remove 路灯 --dry-run"),
)
@click.argument("rule", metavar="RULE")
@click.option("--expect", type=int, metavar="VERSION", help=N_("Only if the rule is of this version."))
@_saving
@pass_context
def remove(context: Context, /, *, rule: str, expect: int | None, **how: Any) -> None:
    """Remove one rule."""
    from models.catalogue.classing.views import RemoveRule

    found = context.services().classing.find(context.actor(), rule)
    save(context, RemoveRule(found.id, expect), **how)


def _also_set(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--also-set", is_flag=True, help=N_("Also where a person set the value by hand in this list.")
    )(function)


@rules.command(
    "preview",
    help=N_("Show what the rules as they stand would move on the list."),
    epilog=N_("Example:\n  yiwang catalogue rules preview --json"),
)
@_also_set
@json_option
@pass_context
def preview(context: Context, *, also_set: bool, as_json: bool) -> None:
    """Show every value that would move."""
    found = context.services().classing.plan(context.actor(), also_set=also_set)
    show_preview(context, found, as_json=as_json)


@rules.command(
    "apply",
    help=N_("Carry the rules out on the list being prepared, as one step that can be undone."),
    epilog=N_("Examples:\n  yiwang catalogue rules apply --dry-run\n  yiwang catalogue rules apply --yes"),
)
@_also_set
@_saving
@pass_context
def apply(context: Context, *, also_set: bool, dry_run: bool, agreed: str | None, as_json: bool) -> None:
    """Carry out after a question."""
    classing, actor = context.services().classing, context.actor()
    found = classing.plan(actor, also_set=also_set)
    if not (as_json and not dry_run):
        show_preview(context, found, as_json=as_json)
    if dry_run:
        return
    if agreed is None and found.moves:
        context.confirm(_("Set these values?"))
    done = classing.apply(actor, agreed or found.fingerprint, also_set=also_set)
    if as_json:
        context.document({**preview_document(done), "applied": True})
    else:
        sentence = N_("%(count)s entries were classified; “yiwang catalogue draft undo” takes it back.")
        context.say(_(sentence, count=done.moving))


@rules.command(
    "check",
    help=N_(
        "Name rules that never fit, that are shadowed, or that contradict an earlier one.\n\n"
        "Nothing is changed. Ends with code 1 when something is found."
    ),
    epilog=N_("Example:\n  yiwang catalogue rules check --json"),
)
@json_option
@pass_context
def check(context: Context, *, as_json: bool) -> int:
    """Show what is wrong among the rules."""
    from console.commands.context import Column
    from console.exits import ExitCode
    from console.rulewords import fault_word, finding_words

    found = context.services().classing.check(context.actor())
    if as_json:
        context.document([finding_document(each) for each in found])
    else:
        columns: list[Column[RuleFinding]] = [
            Column("number", N_("No."), lambda row: row.number, right=True),
            Column("rule", N_("Rule"), lambda row: row.rule),
            Column("fault", N_("Kind"), fault_word),
            Column("sentence", N_("What was found"), finding_words),
        ]
        context.listing(found, columns, empty=N_("Nothing is wrong among the rules."))
    return ExitCode.REFUSED if found else ExitCode.DONE


for _command in TABLES:
    rules.add_command(_command)

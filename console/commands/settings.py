"""``yiwang settings``: the office's own settings for its cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import framed_group, json_option, pass_context, yes_option
from console.commands.settingtext import setting_document, show_changes, show_one, tell_plan
from console.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from console.commands.context import Column, Context
    from models.cases.settings.views import SettingsEdition, SettingView


@framed_group(
    "settings",
    help=N_("Look at the office's own settings for its cases, and change them."),
    epilog=N_(
        "Examples:\n"
        "  yiwang settings list --changed\n"
        "  yiwang settings get caps.extensions\n"
        "  yiwang settings set caps.extensions=1 undo.minutes=5 --dry-run\n"
        "  yiwang settings set labels.swap=yes --yes\n"
        "  yiwang settings set light.warn_left=1/4 --recount\n"
        "  yiwang settings set 'reasons.return=地点不清；不属本单位职责'\n"
        "  yiwang settings reset caps.extensions\n"
        "  yiwang settings history\n"
        "  yiwang settings show 3\n"
        "  yiwang settings restore 2 --dry-run\n"
        "  yiwang settings export -o settings.json\n"
        "  yiwang settings import settings.json --dry-run"
    ),
)
def command() -> None:
    """Hold the commands of settings."""


def _saving(function: Callable[..., Any]) -> Callable[..., Any]:
    for wrap in (
        json_option,
        yes_option,
        click.option("--dry-run", is_flag=True, help=N_("Only say in sentences what would change.")),
        click.option("--note", metavar="TEXT", default="", help=N_("Why, for the history.")),
        click.option(
            "--recount",
            is_flag=True,
            help=N_("Move the warnings of open cases as well; otherwise they keep what they were promised."),
        ),
    ):
        function = wrap(function)
    return function


@command.command("list", help=N_("List the settings with the values that hold."))
@click.argument("text", required=False, default="", metavar="[TEXT]")
@click.option("--changed", is_flag=True, help=N_("Only those the office has set."))
@json_option
@pass_context
def list_settings(context: Context, *, text: str, changed: bool, as_json: bool) -> None:
    """Show key, name, value and default of each."""
    from console.commands.context import Column
    from console.settingwords import setting_name, value_words
    from models.kernel.text import fold

    wanted = fold(text)
    found = [
        view
        for view in context.services().settings.listing(context.actor())
        if (view.changed or not changed)
        and (wanted in view.setting.key or wanted in fold(setting_name(view.setting)))
    ]
    if as_json:
        context.document([setting_document(view) for view in found])
        return
    columns: list[Column[SettingView]] = [
        Column("key", N_("Identifier"), lambda view: view.setting.key),
        Column("name", N_("Setting"), lambda view: setting_name(view.setting)),
        Column("value", N_("Value"), lambda view: value_words(view.setting, view.value)),
        Column(
            "default",
            N_("Packaged"),
            lambda view: value_words(view.setting, view.setting.default) if view.changed else "",
        ),
    ]
    context.listing(found, columns, empty=N_("There is no such setting."))


@command.command("get", help=N_("Show one setting: its value, what it means, where its default is from."))
@click.argument("key", metavar="NAME")
@json_option
@pass_context
def get(context: Context, *, key: str, as_json: bool) -> None:
    """Show one setting."""
    view = context.services().settings.one(context.actor(), key)
    if as_json:
        context.document(setting_document(view))
    else:
        show_one(context, view)


@command.command("set", help=N_("Set values; what that changes is said before it is saved."))
@click.argument("pairs", nargs=-1, required=True, metavar="NAME=VALUE ...")
@_saving
@pass_context
def set_values(context: Context, /, *, pairs: Sequence[str], **options: Any) -> None:
    """Set each pair."""
    from console.settingwords import typed_value
    from models.cases.settings.door import setting_of

    wanted: dict[str, Any] = {}
    for pair in pairs:
        key, mark, text = pair.partition("=")
        if not mark:
            message = _("Write it as NAME=VALUE: %(pair)s", pair=pair)
            raise click.BadParameter(message, param_hint="NAME=VALUE")
        setting = setting_of(key)
        wanted[setting.key] = typed_value(setting, text)
    _save(context, wanted, **options)


@command.command("reset", help=N_("Go back to what comes with the program."))
@click.argument("keys", nargs=-1, required=True, metavar="NAME ...")
@_saving
@pass_context
def reset(context: Context, /, *, keys: Sequence[str], **options: Any) -> None:
    """Drop the office's values of these settings."""
    from models.cases.settings.door import setting_of

    _save(context, {setting_of(key).key: None for key in keys}, **options)


@command.command("history", help=N_("List the editions of the settings, the newest first."))
@json_option
@pass_context
def history(context: Context, *, as_json: bool) -> None:
    """Show when, by whom, and how much each changed."""
    from console.commands.context import Column
    from console.commands.settingtext import moment

    found = context.services().settings.history(context.actor())
    columns: list[Column[SettingsEdition]] = [
        Column("number", N_("Edition"), lambda row: row.number, right=True),
        Column("since", N_("In force since"), lambda row: row.since, text=lambda row: moment(context, row)),
        Column("by", N_("By"), lambda row: row.by_name),
        Column("changes", N_("Changes"), lambda row: len(row.changes), right=True),
        Column("note", N_("Note"), lambda row: row.note),
    ]
    context.listing(
        found, columns, as_json=as_json, empty=N_("The settings are as they came with the program.")
    )


@command.command("show", help=N_("Say what an edition changed."))
@click.argument("number", type=click.IntRange(min=0), metavar="NUMBER")
@json_option
@pass_context
def show(context: Context, *, number: int, as_json: bool) -> None:
    """Show an edition in sentences."""
    show_changes(context, context.services().settings.edition(context.actor(), number), as_json=as_json)


@command.command("restore", help=N_("Let an old edition hold again, as a new one; 0 is the program's own."))
@click.argument("number", type=click.IntRange(min=0), metavar="NUMBER")
@_saving
@pass_context
def restore(context: Context, /, *, number: int, **options: Any) -> None:
    """Set everything to what an edition said."""
    found = context.services().settings.edition(context.actor(), number)
    _save(context, found.document, whole=True, **options)


@command.command("export", help=N_("Write what the office has set as JSON, to be taken over elsewhere."))
@click.option("-o", "--output", metavar="FILE", help=N_("The file; the standard output if it is not named."))
@pass_context
def export(context: Context, *, output: str | None) -> None:
    """Write the document."""
    from console.commands.context import as_json_text
    from console.files import write_whole

    document = context.services().settings.exported(context.actor())
    if output is None:
        context.document(document)
        return
    content = f"{as_json_text(document)}\n".encode()
    write_whole(Path(output), lambda target: target.write(content))
    context.say(_("Written to %(path)s.", path=output))


@command.command("import", help=N_("Take over settings that were exported; those it does not name go back."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False), metavar="FILE")
@_saving
@pass_context
def import_file(context: Context, /, *, file: str, **options: Any) -> None:
    """Set everything to what a file says."""
    from models.cases.settings.refusals import BadSettingsFile
    from models.cases.settings.service import document_of

    try:
        content = json.loads(Path(file).read_bytes())
    except (ValueError, RecursionError) as error:
        raise BadSettingsFile from error
    _save(context, document_of(content), whole=True, **options)


def _save(
    context: Context,
    wanted: Mapping[str, Any],
    *,
    recount: bool,
    note: str,
    dry_run: bool,
    as_json: bool,
    whole: bool = False,
) -> None:
    """Say what would change, ask, and save."""
    services, actor = context.services().settings, context.actor()
    plan = services.plan(actor, wanted, recount=recount, whole=whole)
    if dry_run or not as_json:
        tell_plan(context, plan, recount=recount, as_json=as_json)
    if dry_run:
        context.say(_("Nothing was written."))
        return
    if not as_json and (plan.changes or plan.lights):
        context.confirm(_("Save these settings?"))
    done = services.change(actor, wanted, plan.edition, note, recount=recount, whole=whole)
    if as_json:
        tell_plan(context, done, recount=recount, as_json=True)
    else:
        context.say(_("Saved as edition %(number)s.", number=done.edition))

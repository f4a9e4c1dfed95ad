"""``yiwang catalogue`` for entries of the working list: list, show, edit, bulk, copy, retire, restore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.draftanswers import (
    entries_of,
    entry_of,
    fields_of,
    line_document,
    show_changes,
    show_entry,
    view_document,
)
from console.commands.frame import framed_command, json_option, pass_context, rehearsal_option
from console.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.commands.context import Context
    from models.catalogue.drafting.views import EntryLine, EntryState, EntryView

_PAGE = 500
_STATES = ("live", "merged", "retired", "dropped", "all")


@framed_command(
    "entries",
    help=N_("List the entries of the list being prepared."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue entries --text 垃圾\n"
        "  yiwang catalogue entries --open --json\n"
        "  yiwang catalogue entries --state merged"
    ),
)
@click.option("--text", default="", metavar="TEXT", help=N_("Words of the name, a code, or pinyin initials."))
@click.option("--open", "only_open", is_flag=True, help=N_("Only those nobody has looked at."))
@click.option(
    "--state",
    type=click.Choice(_STATES),
    default="live",
    help=N_("Which: on the list (the default), merged, ending, left out, or all."),
)
@click.option(
    "--class",
    "class_name",
    default="",
    metavar="CLASS",
    help=N_("Only this class: scheme:code, such as event:01."),
)
@json_option
@pass_context
def entries(
    context: Context, *, text: str, only_open: bool, state: str, class_name: str, as_json: bool
) -> None:
    """Show every entry that fits, by code."""
    from console.commands.context import Column
    from console.labels import label

    rows = list(_rows(context, text, state, class_name, only_open=only_open))
    if as_json:
        context.document([line_document(row) for row in rows])
        return
    columns: list[Column[EntryLine]] = [
        Column("id", "#", lambda row: row.matter_id, right=True),
        Column("code", N_("Code"), lambda row: row.code),
        Column("name", N_("Matter"), lambda row: row.name),
        Column("class", N_("Class"), lambda row: f"{row.class_scheme}:{row.class_code}"),
        Column("department", N_("Department"), lambda row: row.department),
        Column("state", N_("Status"), lambda row: row.state.value, text=lambda row: label(row.state)),
        Column(
            "open", N_("To look at"), lambda row: not row.settled, text=lambda row: "" if row.settled else "*"
        ),
        Column("items", N_("Items"), lambda row: row.items, right=True),
        Column("version", N_("Version"), lambda row: row.version, right=True),
    ]
    context.listing(rows, columns, empty=N_("No entry fits."))


def _rows(
    context: Context, text: str, state: str, class_name: str, *, only_open: bool
) -> Iterator[EntryLine]:
    from models.catalogue.drafting.views import EntryState

    states: Sequence[EntryState] = list(EntryState) if state == "all" else [EntryState(state)]
    class_key = None
    if class_name:
        scheme, mark, code = class_name.partition(":")
        if not mark:
            message = _("Name the class by scheme and code, such as event:01.")
            raise click.BadParameter(message, param_hint="--class")
        class_key = (scheme, code)
    after = None
    while True:
        page = context.services().drafting.entries(
            context.actor(), text, after, _PAGE, states=states, only_open=only_open, class_key=class_key
        )
        yield from page.rows
        after = page.next_key
        if after is None:
            return


@framed_command(
    "entry",
    help=N_("Show an entry: what it says, its source items, what was merged into it, what changed."),
    epilog=N_("Examples:\n  yiwang catalogue entry E0101\n  yiwang catalogue entry '#812' --json"),
)
@click.argument("entry", metavar="ENTRY")
@json_option
@pass_context
def show(context: Context, *, entry: str, as_json: bool) -> None:
    """Show one entry."""
    drafting, actor = context.services().drafting, context.actor()
    key = entry_of(context, entry).matter_id
    view, members, changed = (
        drafting.entry(actor, key),
        drafting.members(actor, [key]),
        drafting.compare(actor, key),
    )
    if as_json:
        document = view_document(view)
        document["sources"] = members
        document["changes"] = {name: {"from": was, "to": now} for name, (was, now) in changed.items()}
        context.document(document)
        return
    from console.draftwords import entry_words, fields_words, member_words

    for line in _facts(view):
        context.echo(line)
    for title, lines in (
        (_("Source items:"), [member_words(member) for member in members]),
        (_("Merged into it:"), [entry_words(line) for line in view.absorbed]),
        (_("Changed against what is in force:"), fields_words(changed)),
    ):
        if lines:
            context.echo(title)
            for text in lines:
                context.echo(f"  {text}")


def _facts(view: EntryView) -> Iterator[str]:
    from console.draftwords import FIELDS, condition_words, field_title, value_words
    from console.labels import label

    looked = _("looked at") if view.settled else _("to look at")
    yield f"{view.draft.code or f'#{view.matter_id}'}  {view.draft.name}"
    yield f"#{view.matter_id}  {label(view.state)}  {looked}  {_('version %(number)s', number=view.version)}"
    for name in FIELDS:
        text = value_words(name, getattr(view.draft, name))
        if text and name not in {"code", "name", "conditions"}:
            yield f"{field_title(name)}: {text}"
    for number, condition in enumerate(view.draft.conditions, 1):
        yield f"  {number}. {condition_words(condition)}"


@framed_command(
    "edit",
    help=N_("Change fields of an entry."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue edit E0101 name=占用消防通道 urgency=3 --expect 4\n"
        "  yiwang catalogue edit '#812' duty_list=basic department=县民政局"
    ),
)
@click.argument("entry", metavar="ENTRY")
@click.argument("fields", metavar="FIELD=VALUE…", nargs=-1, required=True)
@click.option("--expect", type=int, metavar="VERSION", help=N_("Only if the entry is of this version."))
@click.option("--dry-run", is_flag=True, help=N_("Only say what would change."))
@json_option
@pass_context
def edit(
    context: Context,
    *,
    entry: str,
    fields: tuple[str, ...],
    expect: int | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Change one entry."""
    drafting, actor = context.services().drafting, context.actor()
    line, changes = entry_of(context, entry), fields_of(fields)
    if dry_run:
        show_changes(
            context, drafting.preview(actor, [line.matter_id], changes), as_json=as_json, dry_run=True
        )
        return
    view = drafting.edit(actor, line.matter_id, changes, expect)
    show_entry(context, view, as_json=as_json)


@framed_command(
    "bulk",
    help=N_("Change the same fields of many entries as one step, after a look at what changes."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue bulk department=县住建局 --text 路灯 --dry-run\n"
        "  yiwang catalogue bulk urgency=3 --entries E0101,E0102"
    ),
)
@click.argument("fields", metavar="FIELD=VALUE…", nargs=-1, required=True)
@click.option(
    "--entries", "named", multiple=True, metavar="ENTRY,…", help=N_("These entries, separated by commas.")
)
@click.option("--text", default="", metavar="TEXT", help=N_("All entries a search for this finds."))
@click.option(
    "--class",
    "class_name",
    default="",
    metavar="CLASS",
    help=N_("Only this class: scheme:code, such as event:01."),
)
@click.option("--dry-run", is_flag=True, help=N_("Only say what would change."))
@json_option
@pass_context
def bulk(context: Context, /, *, fields: tuple[str, ...], dry_run: bool, as_json: bool, **which: Any) -> None:
    """Change a set."""
    drafting, actor = context.services().drafting, context.actor()
    changes = fields_of(fields)
    if "code" in changes:
        raise click.UsageError(_("A code belongs to one entry; use edit, or draft number."))
    names = [name.strip() for text in which["named"] for name in text.split(",") if name.strip()]
    if names:
        lines = entries_of(context, names, option="--entries")
    elif which["text"] or which["class_name"]:
        lines = list(_rows(context, which["text"], "live", which["class_name"], only_open=False))
    else:
        raise click.UsageError(_("Say which entries: --entries, --text or --class."))
    keys = [line.matter_id for line in lines]
    found = drafting.preview(actor, keys, changes)
    if not dry_run:
        drafting.edit_many(actor, keys, changes, {line.matter_id: line.version for line in lines})
    show_changes(context, found, as_json=as_json, dry_run=dry_run)


@framed_command(
    "copy",
    help=N_("Copy fields from a neighbour."),
    epilog=N_("Example:\n  yiwang catalogue copy '#812' E0101 --fields department,urgency,conditions"),
)
@click.argument("target", metavar="ENTRY")
@click.argument("source", metavar="FROM")
@click.option(
    "--fields",
    required=True,
    metavar="FIELD,…",
    help=N_("Which fields, separated by commas; the code cannot be copied."),
)
@click.option("--expect", type=int, metavar="VERSION", help=N_("Only if the entry is of this version."))
@json_option
@rehearsal_option
@pass_context
def copy(
    context: Context, *, target: str, source: str, fields: str, expect: int | None, as_json: bool
) -> None:
    """Copy from one entry to another."""
    from console.draftwords import FIELDS

    titles = {_(title): name for name, title in FIELDS.items()}
    names = [titles.get(name.strip(), name.strip()) for name in fields.split(",") if name.strip()]
    to, giver = entry_of(context, target), entry_of(context, source, option="FROM")
    view = context.services().drafting.copy(context.actor(), to.matter_id, giver.matter_id, names, expect)
    show_entry(context, view, as_json=as_json)


@framed_command(
    "retire",
    help=N_("Let entries end with the edition; what was never in force is left out."),
    epilog=N_("Example:\n  yiwang catalogue retire E0103 --note 已由县级收回"),
)
@click.argument("entries", metavar="ENTRY…", nargs=-1, required=True)
@click.option("--note", default="", metavar="TEXT", help=N_("Why."))
@rehearsal_option
@pass_context
def retire(context: Context, *, entries: tuple[str, ...], note: str) -> None:
    """Retire some."""
    keys = [line.matter_id for line in entries_of(context, entries)]
    count = context.services().drafting.retire(context.actor(), keys, note)
    context.echo(_("%(count)s entries end with this list.", count=count))


@framed_command(
    "restore",
    help=N_("Put entries that end or are left out back on the list."),
    epilog=N_("Example:\n  yiwang catalogue restore E0103"),
)
@click.argument("entries", metavar="ENTRY…", nargs=-1, required=True)
@rehearsal_option
@pass_context
def restore(context: Context, *, entries: tuple[str, ...]) -> None:
    """Restore some."""
    keys = [line.matter_id for line in entries_of(context, entries)]
    count = context.services().drafting.restore(context.actor(), keys)
    context.echo(_("%(count)s entries are on the list again.", count=count))


COMMANDS = (entries, show, edit, bulk, copy, retire, restore)

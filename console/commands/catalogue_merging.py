"""``yiwang catalogue merge``, ``unmerge``, ``split`` and ``apart``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.draftanswers import entries_of, entry_of, fields_of, show_entry, view_document
from console.commands.frame import framed_command, json_option, pass_context, rehearsal_option, yes_option
from console.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.commands.context import Context
    from models.catalogue.drafting.views import EntryLine

_ITEMS = "items"


@framed_command(
    "merge",
    help=N_("Merge entries into one, which takes over their source items and conditions."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue merge E0101 '#812' '#813'\n"
        "  yiwang catalogue merge E0101 '#812' --choose name='#812' --dry-run"
    ),
)
@click.argument("survivor", metavar="SURVIVOR")
@click.argument("others", metavar="OTHER…", nargs=-1, required=True)
@click.option(
    "--choose",
    "choices",
    multiple=True,
    metavar="FIELD=ENTRY",
    help=N_("Of this field, keep what that entry says; may be repeated."),
)
@click.option("--dry-run", is_flag=True, help=N_("Only say what the merged entry would say."))
@json_option
@pass_context
def merge(
    context: Context,
    *,
    survivor: str,
    others: tuple[str, ...],
    choices: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Merge by the versions seen at this moment."""
    drafting, actor = context.services().drafting, context.actor()
    lines = entries_of(context, (survivor, *others))
    chosen = _choices(context, choices, lines)
    keys = [line.matter_id for line in lines]
    seen = {line.matter_id: line.version for line in lines}
    if not dry_run:
        made = drafting.merge(actor, keys[0], keys[1:], chosen, seen)
        show_entry(context, made, as_json=as_json)
        return
    would = drafting.merge_preview(actor, keys[0], keys[1:], chosen)
    from models.catalogue.rules import draft_document

    if as_json:
        context.document({"dry_run": True, "draft": draft_document(would)})
        return
    from console.draftwords import FIELDS, field_title, value_words

    for name in FIELDS:
        text = value_words(name, getattr(would, name))
        if text:
            context.echo(f"{field_title(name)}: {text}")
    context.say(_("Nothing was written."))


def _choices(context: Context, texts: Sequence[str], lines: Sequence[EntryLine]) -> dict[str, int]:
    from console.draftwords import FIELDS

    titles = {_(title): name for name, title in FIELDS.items()}
    known = {line.matter_id for line in lines}
    found: dict[str, int] = {}
    for text in texts:
        name, _mark, entry = text.partition("=")
        line = entry_of(context, entry, option="--choose")
        if line.matter_id not in known:
            message = _("“%(name)s” is not among the entries to merge.", name=line.name)
            raise click.BadParameter(message, param_hint="--choose")
        found[titles.get(name, name)] = line.matter_id
    return found


@framed_command(
    "unmerge",
    help=N_("Take a merge back, also one of an edition already published."),
    epilog=N_("Example:\n  yiwang catalogue unmerge '#812'"),
)
@click.argument("entry", metavar="ENTRY")
@json_option
@rehearsal_option
@pass_context
def unmerge(context: Context, *, entry: str, as_json: bool) -> None:
    """Let a merged entry live again."""
    services, actor = context.services(), context.actor()
    drafting = services.drafting
    found = [line for line in drafting.find(actor, entry) if line.state.value == "merged"]
    if found:
        key = entry_of(context, f"#{found[0].matter_id}" if len(found) == 1 else entry).matter_id
    elif entry.startswith("#") and entry[1:].isdecimal():
        key = int(entry[1:])
    elif drafting.find(actor, entry):
        key = entry_of(context, entry).matter_id
    else:
        # Merged in an edition that is published: the list does not name it any more.
        key = services.catalogue.matter_by_code(actor, entry).id
    made = drafting.unmerge(actor, key)
    show_entry(context, made, as_json=as_json)


@framed_command(
    "split",
    help=N_("Split new entries off an entry; what is not given away stays."),
    epilog=N_("Example:\n  yiwang catalogue split E0101 --part 'name=堵塞安全出口;items=12'"),
)
@click.argument("entry", metavar="ENTRY")
@click.option(
    "--part",
    "parts",
    multiple=True,
    required=True,
    metavar="FIELD=VALUE;…",
    help=N_("What a new entry says otherwise, and the ids of its source items: name=…;items=12,15."),
)
@click.option("--expect", type=int, metavar="VERSION", help=N_("Only if the entry is of this version."))
@json_option
@rehearsal_option
@pass_context
def split(context: Context, *, entry: str, parts: tuple[str, ...], expect: int | None, as_json: bool) -> None:
    """Split one entry."""
    line = entry_of(context, entry)
    told = [_part(text) for text in parts]
    made = context.services().drafting.split(context.actor(), line.matter_id, told, expect)
    if as_json:
        context.document([view_document(view) for view in made])
        return
    for view in made:
        show_entry(context, view, as_json=False)


def _part(text: str) -> tuple[dict[str, Any], list[int]]:
    pieces = [piece.strip() for piece in text.split(";") if piece.strip()]
    items: list[int] = []
    fields = []
    for piece in pieces:
        name, _mark, value = piece.partition("=")
        if name.strip() != _ITEMS:
            fields.append(piece)
            continue
        numbers = [number.strip() for number in value.split(",") if number.strip()]
        if not all(number.isdecimal() for number in numbers):
            message = _("“%(text)s” are no ids of source items such as 12,15.", text=value)
            raise click.BadParameter(message, param_hint="--part")
        items += map(int, numbers)
    return fields_of(fields), items


@framed_command(
    "apart",
    help=N_("Remember that entries do not mean the same, so that they are not suggested again."),
    epilog=N_(
        "Examples:\n  yiwang catalogue apart '#812' '#813'\n  yiwang catalogue apart '#812' '#813' --together"
    ),
)
@click.argument("entries", metavar="ENTRY…", nargs=-1, required=True)
@click.option("--together", is_flag=True, help=N_("Forget it: they may be suggested again."))
@click.option(
    "--note", default="", metavar="TEXT", help=N_("Why they are not the same; it stands with the step.")
)
@rehearsal_option
@pass_context
def apart(context: Context, *, entries: tuple[str, ...], together: bool, note: str) -> None:
    """Keep every pair of them apart, or not."""
    lines = entries_of(context, entries)
    keys = [line.matter_id for line in lines]
    context.services().drafting.keep_apart(context.actor(), keys, apart=not together, note=note)
    sentence = (
        N_("%(count)s entries may be suggested together again.")
        if together
        else N_("%(count)s entries are kept apart.")
    )
    context.echo(_(sentence, count=len(keys)))


@framed_command(
    "merge-sure",
    help=N_("Merge everything of one name and one department, as one step."),
    epilog=N_("Examples:\n  yiwang catalogue merge-sure --dry-run\n  yiwang catalogue merge-sure --yes"),
)
@click.option("--dry-run", is_flag=True, help=N_("Only list what would be merged."))
@yes_option
@json_option
@pass_context
def merge_sure(context: Context, *, dry_run: bool, as_json: bool) -> None:
    """Show every group, ask, and merge them by the versions shown."""
    drafting, actor = context.services().drafting, context.actor()
    plan = drafting.sure(actor)
    if not as_json:
        for group in plan.groups:
            ids = " ".join(f"#{key}" for key in group.entries)
            context.echo(f"{len(group.entries):3}  {group.name}  {group.department}  {ids}".rstrip())
        if plan.left:
            context.say(_("Groups of one name left for a person to look at: %(count)s", count=plan.left))
    if plan.groups and not dry_run:
        title = _(
            "Merge %(groups)s groups: %(count)s entries go into others",
            groups=len(plan.groups),
            count=plan.entries,
        )
        context.confirm(title)
        drafting.merge_many(actor, [group.entries for group in plan.groups], plan.versions)
    if as_json:
        groups = [
            {"name": each.name, "department": each.department, "entries": each.entries}
            for each in plan.groups
        ]
        context.document({"dry_run": dry_run, "groups": groups, "merged": plan.entries, "left": plan.left})
    elif not plan.groups:
        context.say(_("Nothing is surely the same: one name and one department."))
    elif dry_run:
        context.say(_("Nothing was written."))
    else:
        context.echo(_("Merged %(count)s groups as one step.", count=len(plan.groups)))


COMMANDS = (merge, merge_sure, unmerge, split, apart)

"""``yiwang catalogue`` for the working list: begin, collect, cluster, steps, undo, and its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.caselines import times
from console.commands.catalogue_entries import COMMANDS as ENTRIES
from console.commands.catalogue_merging import COMMANDS as MERGING
from console.commands.catalogue_publish import publish
from console.commands.draftanswers import SHOWN, line_document, show_draft
from console.commands.frame import (
    framed_command,
    framed_group,
    json_option,
    pass_context,
    rehearsal_option,
    yes_option,
)
from console.i18n import N_, _

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.catalogue.drafting.views import EntryCluster, StepView


_EVERY = 100_000
"""More steps than any list has"""


@framed_group(
    "draft",
    help=N_("Prepare the next list: begin it, see how far it is, undo steps."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue draft begin --name 2027\n"
        "  yiwang catalogue draft steps\n"
        "  yiwang catalogue draft undo"
    ),
)
def draft() -> None:
    """Hold the commands of the list as a whole."""


@draft.command(
    "begin",
    help=N_("Begin a list as a copy of what is in force today."),
    epilog=N_("Example:\n  yiwang catalogue draft begin --name 2027"),
)
@click.option("--name", default="", metavar="NAME", help=N_("What the edition will be called."))
@click.option("--note", default="", metavar="TEXT", help=N_("What the edition says of itself."))
@json_option
@rehearsal_option
@pass_context
def begin(context: Context, *, name: str, note: str, as_json: bool) -> None:
    """Begin."""
    made = context.services().drafting.begin(context.actor(), name, note)
    show_draft(context, made, as_json=as_json)


@draft.command(
    "show",
    help=N_("Show how far the list is."),
    epilog=N_("Example:\n  yiwang catalogue draft show --json"),
)
@json_option
@pass_context
def show(context: Context, *, as_json: bool) -> None:
    """Show the funnel and what can be undone."""
    from models.catalogue.drafting.refusals import NoDraft

    found = context.services().drafting.draft(context.actor())
    if found is None:
        raise NoDraft
    show_draft(context, found, as_json=as_json)


@draft.command(
    "discard",
    help=N_("Give the list up; it is kept as withdrawn, with its steps."),
    epilog=N_("Example:\n  yiwang catalogue draft discard --yes"),
)
@yes_option
@rehearsal_option
@pass_context
def discard(context: Context) -> None:
    """Discard after a question."""
    services, actor = context.services(), context.actor()
    context.confirm(_("Discard the list that is being prepared?"))
    services.drafting.discard(actor)
    context.echo(_("The list was discarded."))


@draft.command(
    "steps",
    help=N_("List the steps of the list, newest first."),
    epilog=N_("Example:\n  yiwang catalogue draft steps --limit 20"),
)
@click.option("--limit", type=click.IntRange(1, 5000), default=200, help=N_("How many at most."))
@json_option
@pass_context
def steps(context: Context, *, limit: int, as_json: bool) -> None:
    """Show number, time, person, what was done, and whether it is undone."""
    from console.commands.context import Column
    from console.draftwords import step_words

    wording = times(context)
    columns: list[Column[StepView]] = [
        Column("step", N_("Number"), lambda row: row.seq, right=True),
        Column("at", N_("Time"), lambda row: row.at, text=lambda row: wording.full(row.at)),
        Column("actor", N_("Who"), lambda row: row.actor),
        Column("kind", N_("Kind"), lambda row: row.kind.value, text=lambda _row: ""),
        Column("what", N_("What"), step_words),
        Column("undone", N_("Undone"), lambda row: row.undone, text=lambda row: _("undone") * row.undone),
    ]
    if not as_json:
        columns = [column for column in columns if column.key != "kind"]
    found = context.services().drafting.steps(context.actor(), limit)
    context.listing(found, columns, as_json=as_json, empty=N_("No step was made yet."))


@draft.command(
    "undo",
    help=N_("Undo the newest steps, back to the first if need be."),
    epilog=N_("Examples:\n  yiwang catalogue draft undo\n  yiwang catalogue draft undo --count 3"),
)
@click.option("--count", type=click.IntRange(1, 10000), default=1, help=N_("How many steps."))
@json_option
@rehearsal_option
@pass_context
def undo(context: Context, *, count: int, as_json: bool) -> None:
    """Undo, newest first."""
    _replay(context, count, redo=False, as_json=as_json)


@draft.command(
    "redo",
    help=N_("Do undone steps again."),
    epilog=N_("Example:\n  yiwang catalogue draft redo"),
)
@click.option("--count", type=click.IntRange(1, 10000), default=1, help=N_("How many steps."))
@json_option
@rehearsal_option
@pass_context
def redo(context: Context, *, count: int, as_json: bool) -> None:
    """Redo, oldest first."""
    _replay(context, count, redo=True, as_json=as_json)


def _replay(context: Context, count: int, *, redo: bool, as_json: bool) -> None:
    """Take back, or do again, that many steps at once: all of them or, where there are fewer, none."""
    from models.catalogue.drafting.refusals import NothingToUndo

    drafting, actor = context.services().drafting, context.actor()
    newest_first = drafting.steps(actor, _EVERY)
    fitting = [step.seq for step in newest_first if step.undone is redo]
    if redo:
        fitting.reverse()
    if len(fitting) < count:
        raise NothingToUndo
    standing = next((step.seq for step in newest_first if not step.undone), 0)
    show_draft(context, drafting.go_to(actor, fitting[count - 1], standing), as_json=as_json)


@draft.command(
    "check",
    help=N_("List what stands in the way of publishing."),
    epilog=N_("Example:\n  yiwang catalogue draft check --json"),
)
@json_option
@pass_context
def check(context: Context, *, as_json: bool) -> None:
    """Name every entry to mend, and what was changed outside the list."""
    found = context.services().drafting.check(context.actor())
    if as_json:
        context.document(found)
        return
    for each in found.obstacles[:SHOWN]:
        name = f"{each.code or f'#{each.matter_id}'}  {each.name}"
        context.echo(f"{name}  {_(each.sentence, **each.params)}")
    if len(found.obstacles) > SHOWN:
        context.say(_("… and %(count)s more; --json lists all.", count=len(found.obstacles) - SHOWN))
    if found.moved:
        context.echo(_("Changed outside the list: %(codes)s", codes=", ".join(found.moved[:SHOWN])))
    for notice in found.notices:
        context.echo(_(notice.sentence, **notice.params))
    if not found.obstacles and not found.moved and not found.notices:
        context.say(_("Nothing stands in the way."))


@draft.command(
    "rebase",
    help=N_("Settle what was changed outside the list since it was begun."),
    epilog=N_("Example:\n  yiwang catalogue draft rebase --theirs"),
)
@click.option(
    "--theirs/--ours",
    "theirs",
    default=None,
    help=N_("Take over what the matters say now, or let the list's own wording stand."),
)
@json_option
@rehearsal_option
@pass_context
def rebase(context: Context, *, theirs: bool | None, as_json: bool) -> None:
    """Settle them all one way."""
    if theirs is None:
        raise click.UsageError(_("Say --theirs or --ours."))
    count = context.services().drafting.rebase(context.actor(), take_theirs=theirs)
    if as_json:
        context.document({"settled": count})
    else:
        context.echo(_("%(count)s matters changed outside the list were settled.", count=count))


@draft.command(
    "number",
    help=N_("Give every entry without a code the next one of its class, from 99 downwards."),
    epilog=N_("Example:\n  yiwang catalogue draft number"),
)
@json_option
@rehearsal_option
@pass_context
def number(context: Context, *, as_json: bool) -> None:
    """Number all."""
    count = context.services().drafting.number_all(context.actor())
    if as_json:
        context.document({"numbered": count})
    else:
        context.echo(_("%(count)s entries were given a code.", count=count))


@framed_command(
    "collect",
    help=N_("Take the items of source books into the list, each as an entry of its own."),
    epilog=N_(
        "Examples:\n  yiwang catalogue collect --dry-run\n  yiwang catalogue collect MZJ WGSX\n"
        "  yiwang catalogue collect --department 县民政局"
    ),
)
@click.argument("books", metavar="[BOOK…]", nargs=-1)
@click.option(
    "--department",
    "departments",
    multiple=True,
    metavar="TEXT",
    help=N_("Only items of this department, as the sheets write it; may be repeated."),
)
@click.option("--dry-run", is_flag=True, help=N_("Only say how many items each book would bring."))
@json_option
@pass_context
def collect(
    context: Context, *, books: tuple[str, ...], departments: tuple[str, ...], dry_run: bool, as_json: bool
) -> None:
    """Collect books, all in use where none is named."""
    services, actor = context.services(), context.actor()
    # A book that does not exist is refused by its own room, in its words.
    codes = [services.sources.book(actor, book).code for book in books]
    if not dry_run:
        made = services.drafting.collect(actor, codes or None, departments or None)
        show_draft(context, made, as_json=as_json)
        return
    lines = services.drafting.collectable(actor, books=codes or None, departments=departments or None)
    if as_json:
        context.document(lines)
        return
    for each in lines:
        name = f"{each.key}  {each.title}"
        known = each.items - each.fresh
        context.echo(
            _(
                "%(book)s: %(fresh)s would come in, %(known)s are known.",
                book=name,
                fresh=each.fresh,
                known=known,
            )
        )
    context.say(_("Nothing was written."))


@framed_command(
    "cluster",
    help=N_("Suggest entries that may mean the same, the surest first."),
    epilog=N_("Examples:\n  yiwang catalogue cluster\n  yiwang catalogue cluster --all --json"),
)
@click.option("--all", "everything", is_flag=True, help=N_("Also those of which every entry was looked at."))
@click.option("--limit", type=click.IntRange(1), metavar="NUMBER", help=N_("How many at most."))
@json_option
@pass_context
def cluster(context: Context, *, everything: bool, limit: int | None, as_json: bool) -> None:
    """Show each group with its entries and the reasons."""
    found = context.services().drafting.clusters(context.actor(), only_open=not everything)[:limit]
    if as_json:
        context.document([_cluster_document(each) for each in found])
        return
    if not found:
        context.say(_("No group is left to look at."))
    from console.draftwords import confidence_words, entry_words, reason_lines, relation_words

    for each in found:
        context.echo(f"{confidence_words(each.confidence)}  {relation_words(each.relation)}")
        for line in each.entries:
            context.echo(f"  {entry_words(line)}  {line.department}".rstrip())
        for reason in reason_lines(each):
            context.echo(f"    {reason}")


def _cluster_document(found: EntryCluster) -> dict[str, Any]:
    return {
        "key": found.key,
        "confidence": found.confidence,
        "relation": found.relation,
        "entries": [line_document(line) for line in found.entries],
        "parts": [list(part) for part in found.parts],
        "reasons": [
            {
                "one": each.one,
                "other": each.other,
                "confidence": each.confidence,
                "sentence": _(each.sentence, **each.params),
            }
            for each in found.reasons
        ],
    }


COMMANDS = (draft, collect, cluster, *MERGING, *ENTRIES, publish)

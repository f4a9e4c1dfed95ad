"""``yiwang queue list``, ``save``, ``share``, ``drop`` and ``export``: queues and searches people save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.caselines import print_pages, print_queue
from console.commands.choosing import the_one
from console.commands.frame import (
    framed_command,
    json_option,
    pass_context,
    rehearsal_option,
    yes_option,
)
from console.i18n import N_, _
from models.accounts.views import Role
from models.cases.arranging import (
    CaseColumn,
    Whole,
    base_of,
    clean_columns,
    clean_ordering,
    default_columns,
    ordering_text,
)
from models.cases.kinds import QueueKey
from models.cases.saved_refusals import NameTaken, UnknownBase, UnknownSharing
from models.cases.saved_views import SavedSpec, SharedWith, Sharing

if TYPE_CHECKING:
    from console.commands.context import Column, Context
    from models.accounts.views import Actor
    from models.cases.saved_views import SavedCount, SavedView
    from models.cases.views import CaseLine
    from models.kernel.paging import Page

_LISTED = {
    CaseColumn.DUE: "due_at",
    CaseColumn.SOURCE: "channel",
    CaseColumn.WITH: "owner",
    CaseColumn.ARRIVAL: "reported_at",
    CaseColumn.SINCE: "state_since",
    CaseColumn.ANSWER: "answer_due_at",
}
"""What columns are called in a listing where that is not their own name."""
_ROLE, _UNIT = "role:", "unit:"


@framed_command(
    "list",
    help=N_("List the queues and searches you saved and those shared with you, with their counters."),
    epilog=N_("Example:\n  yiwang queue list --json"),
)
@json_option
@pass_context
def list_saved(context: Context, *, as_json: bool) -> None:
    """List what is saved."""
    from console.commands.context import Column
    from console.labels_saved import base_words, sharing_words

    service, actor = context.services().saved, context.actor()
    saved, counts = service.saved(actor), service.counters(actor, budget=None).found

    def count(row: SavedView) -> SavedCount | None:
        return counts.get(row.id)

    def gone(row: SavedView) -> str:
        return _(", ").join(row.gone)

    columns: list[Column[SavedView]] = [
        Column("name", N_("Queue name"), lambda row: row.name),
        Column(
            "cases",
            N_("Waiting cases"),
            lambda row: _cases(counts.get(row.id)),
            text=lambda row: _text(counts.get(row.id)),
            right=True,
        ),
        Column("more", "", lambda row: row.id in counts and counts[row.id].more, json_only=True),
        Column("base", N_("Based on"), lambda row: row.base.value, text=lambda row: base_words(row.base)),
        Column("filter", N_("Filter"), lambda row: row.text),
        Column("columns", "", lambda row: [column.value for column in row.columns], json_only=True),
        Column("order", N_("Order"), lambda row: ordering_text(row.ordering)),
        Column("owner", N_("Owner"), lambda row: row.owner_name),
        Column(
            "shared",
            N_("Shared with"),
            lambda row: sharing_text(row.sharing, row.unit_name),
            text=lambda row: sharing_words(row.sharing, row.unit_name),
        ),
        Column(
            "gone",
            N_("No longer in use"),
            lambda row: list(row.gone),
            text=lambda row: _(", ").join(row.gone),
        ),
    ]
    context.listing(saved, columns, as_json=as_json, empty=N_("Nothing is saved."))


@framed_command(
    "save",
    help=N_("Save a filter with columns and order as a queue, or with --base every as a search."),
    epilog=N_(
        "Examples:\n"
        '  yiwang queue save 岭南在办 --filter "状态:处置 网格:岭南" --order deadline\n'
        "  yiwang queue save 热线 --filter 来源:12345 --share role:dispatcher\n"
        "  yiwang queue save 岭南在办 --filter 网格:岭南 --replace --dry-run"
    ),
)
@click.argument("name", metavar="NAME")
@click.option("--text", "--filter", "text", metavar="TEXT", help=N_("The filter, as “case list” takes it."))
@click.option(
    "--base",
    metavar="QUEUE",
    help=N_("What it narrows: open or every case, or a queue."),
)
@click.option(
    "--columns",
    metavar="TEXT",
    help=N_("Columns in their order: number,light,state,due,title and others."),
)
@click.option("--order", metavar="TEXT", help=N_("What it is sorted by; a minus before it turns it round."))
@click.option(
    "--share",
    metavar="TEXT",
    help=N_("With whom: nobody, everybody, unit:…, role:…,role:…."),
)
@click.option("--replace", is_flag=True, help=N_("Change the one of this name you saved before."))
@rehearsal_option
@json_option
@pass_context
def save(
    context: Context,
    *,
    name: str,
    text: str | None,
    base: str | None,
    columns: str | None,
    order: str | None,
    share: str | None,
    replace: bool,
    as_json: bool,
) -> None:
    """Save one, and say how many cases it holds."""
    service, actor = context.services().saved, context.actor()
    before = next((each for each in service.saved(actor) if each.mine and each.name == name), None)
    if before is not None and not replace:
        raise NameTaken(name)
    spec = _spec(name, before, text=text, base=base, columns=columns, order=order)
    sharing = None if share is None else _sharing(context, actor, share)
    if before is None:
        made = service.create(actor, spec, sharing or Sharing())
    else:
        made = service.change(actor, before.id, spec, before.version, sharing)
    if as_json:
        context.document(definition(made))
        return
    context.say(_("“%(name)s” is saved.", name=made.name))
    if spec.base is not Whole.EVERY:
        count = service.would_hold(actor, spec.base, spec.text)
        context.say(_("It holds: %(count)s", count=_text(count)))


@framed_command(
    "share",
    help=N_("Let others see a queue or search you saved."),
    epilog=N_(
        "Examples:\n  yiwang queue share 岭南在办 role:dispatcher\n  yiwang queue share 岭南在办 nobody"
    ),
)
@click.argument("name", metavar="NAME")
@click.argument("whom", metavar="TEXT")
@rehearsal_option
@pass_context
def share(context: Context, *, name: str, whom: str) -> None:
    """Share one."""
    from console.labels_saved import sharing_words

    service, actor = context.services().saved, context.actor()
    saved = service.one(actor, name)
    made = service.share(actor, saved.id, _sharing(context, actor, whom), saved.version)
    words = sharing_words(made.sharing, made.unit_name)
    context.say(_("“%(name)s” is seen by: %(whom)s.", name=made.name, whom=words))


@framed_command(
    "drop",
    help=N_("Drop a queue or search you saved."),
    epilog=N_("Example:\n  yiwang queue drop 岭南在办 --yes"),
)
@click.argument("name", metavar="NAME")
@yes_option
@rehearsal_option
@pass_context
def drop(context: Context, *, name: str) -> None:
    """Drop one after a question."""
    service, actor = context.services().saved, context.actor()
    saved = service.one(actor, name)
    context.confirm(_("Drop “%(name)s”?", name=saved.name))
    service.drop(actor, saved.id, saved.version)
    context.say(_("“%(name)s” is dropped.", name=saved.name))


@framed_command(
    "export",
    help=N_("Print the definitions of saved queues and searches as JSON."),
    epilog=N_("Example:\n  yiwang queue export 岭南在办"),
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@pass_context
def export(context: Context, *, names: tuple[str, ...]) -> None:
    """Print all of one's own, or those named."""
    service, actor = context.services().saved, context.actor()
    found = [service.one(actor, name) for name in names] or [
        each for each in service.saved(actor) if each.mine
    ]
    context.document([definition(each) for each in found])


SAVED_COMMANDS = (list_saved, save, share, drop, export)


def definition(saved: SavedView) -> dict[str, Any]:
    """Return all that makes a saved queue, in the words the options of ``save`` take."""
    return {
        "name": saved.name,
        "base": saved.base.value,
        "filter": saved.text,
        "columns": [column.value for column in saved.columns],
        "order": ordering_text(saved.ordering),
        "shared": sharing_text(saved.sharing, saved.unit_name),
        "owner": saved.owner_name,
        "names": [
            {
                "field": kept.field.value,
                "part": kept.part,
                "means": list(kept.called),
                "gone": list(kept.gone),
            }
            for kept in saved.names
        ],
    }


def sharing_text(sharing: Sharing, unit_name: str) -> str:
    """Return with whom it is shared, in the words ``--share`` takes."""
    if sharing.kind is SharedWith.ROLES:
        return ",".join(f"{_ROLE}{role.value}" for role in sorted(sharing.roles))
    return f"{_UNIT}{unit_name}" if sharing.kind is SharedWith.UNIT else sharing.kind.value


def print_named(context: Context, name: str, *, text: str, limit: int, every: bool, as_json: bool) -> None:
    """Print the cases of a queue, built in or saved; a saved one in its own columns and order."""
    key = next((key for key in QueueKey if key.value == name), None)
    if key is not None:
        print_queue(context, key, text=text, limit=limit, every=every, as_json=as_json)
        return
    service, actor = context.services().saved, context.actor()
    saved = service.one(actor, name)
    if saved.gone:
        from console.labels_saved import gone_words

        context.say(gone_words(saved))

    def page_after(after: Any, rows: int) -> Page[CaseLine]:
        return service.page(actor, saved.id, None, text, after, rows)

    chosen = [_LISTED.get(column, column.value) for column in saved.columns]
    print_pages(context, page_after, limit=limit, every=every, as_json=as_json, chosen=chosen)


def _spec(
    name: str,
    before: SavedView | None,
    *,
    text: str | None,
    base: str | None,
    columns: str | None,
    order: str | None,
) -> SavedSpec:
    known = before.spec if before is not None else SavedSpec(name)
    found = known.base if base is None else base_of(base)
    if found is None:
        raise UnknownBase(base or "")
    kept = known.columns if before is not None else default_columns(found)
    return SavedSpec(
        name,
        known.text if text is None else text,
        found,
        kept if columns is None else clean_columns([part.strip() for part in columns.split(",")]),
        known.ordering if order is None else clean_ordering(order),
    )


def _sharing(context: Context, actor: Actor, text: str) -> Sharing:
    parts = [part.strip() for part in text.split(",")]
    if parts in (["nobody"], ["everybody"]):
        return Sharing(SharedWith(parts[0]))
    if len(parts) == 1 and parts[0].startswith(_UNIT):
        wanted = parts[0].removeprefix(_UNIT)
        found = context.services().organisation.units(actor, wanted)
        nothing = _("No unit answers to “%(text)s”.", text=wanted)
        return Sharing(SharedWith.UNIT, unit_id=the_one(found, wanted, option="--share", nothing=nothing).id)
    names = {role.value: role for role in Role}
    roles = [names.get(part.removeprefix(_ROLE)) if part.startswith(_ROLE) else None for part in parts]
    known = frozenset(role for role in roles if role is not None)
    if None in roles:
        raise UnknownSharing(text, list(names))
    return Sharing(SharedWith.ROLES, known)


def _cases(count: SavedCount | None) -> int | None:
    return None if count is None else count.cases


def _text(count: SavedCount | None) -> str:
    return "" if count is None else f"{count.cases}{'+' if count.more else ''}"

"""``yiwang import list``, ``show`` and ``undo``: imports that were carried out."""

from __future__ import annotations

from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import Command, json_option, pass_context, yes_option
from console.commands.importtext import COUNTS, said
from console.exits import ExitCode
from console.i18n import N_, _
from models.exchange.lines import BatchState, Verdict
from models.exchange.names import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.commands.context import Context
    from models.exchange.frame import Kind
    from models.exchange.lines import Line
    from models.exchange.views import UndoReport
    from models.kernel.words import Word

_LOG = "log"
_WHOLE = 120
"""Characters of a text that is shown whole"""
_BESIDE = 12
"""Characters shown on either side of what differs in a longer one"""
_SHOWN = 20
"""Things that rest on an import which are printed"""
STATES = {
    BatchState.OPEN: N_("not finished"),
    BatchState.DONE: N_("carried out"),
    BatchState.UNDONE: N_("taken back"),
    BatchState.PARTLY: N_("taken back in part"),
}
VERDICTS = {
    Verdict.CREATE: N_("row created"),
    Verdict.CHANGE: N_("row changed"),
    Verdict.SAME: N_("row as it stands"),
    Verdict.MERGE: N_("row merged"),
    Verdict.SKIP: N_("row left out"),
    Verdict.REJECT: N_("row rejected"),
    Verdict.COMPLETE: N_("row completed"),
}


@click.command("list", cls=Command, help=N_("List the imports that were carried out, newest first."))
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help=N_("How many."))
@json_option
@pass_context
def batches(context: Context, *, limit: int, as_json: bool) -> None:
    """Show number, time, kind, source and counts."""
    from console.commands.context import Column

    found = context.services().exchange.batches(context.actor(), limit)
    zone = _local_time(context)
    columns: list[Column[Any]] = [
        Column("number", N_("Number"), lambda row: row.number, right=True),
        Column("at", N_("Time"), lambda row: row.at.isoformat(), text=lambda row: zone(row.at)),
        Column("kind", N_("Kind"), lambda row: row.kind, text=kind_title),
        *(
            Column(name, title, attrgetter(name), right=True)
            for name, title in (
                ("created", N_("Created")),
                ("changed", N_("Changed")),
                ("same", N_("Same")),
                ("skipped", N_("Skipped")),
                ("rejected", N_("Rejected")),
            )
        ),
        Column("source", N_("Source"), lambda row: row.source_name),
        Column("state", N_("State"), lambda row: row.state.value, text=_state),
        Column("undoes", N_("Takes back"), lambda row: row.undoes, json_only=True),
        Column("sha256", "SHA-256", lambda row: row.source_hash, text=lambda row: row.source_hash[:12]),
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("Nothing was imported yet."))


def _state(row: Any) -> str:
    if row.undoes is not None:
        return _("takes back %(number)s", number=row.undoes)
    return _(STATES[row.state])


def kind_title(row: Any) -> str:
    """Return what the kind of a batch, an export or a mapping is called."""
    from models.exchange.kinds import kind_named

    if row.kind == _LOG:
        return _("log of a former system")
    # A batch of another version of the program may be of a kind this one does not know.
    return _(kind_named(row.kind).title) if row.kind in NAMES else row.kind


def _kind_of(row: Any) -> Kind | None:
    """Return the kind of a batch, if this version of the program knows it."""
    from models.exchange.kinds import kind_named

    return kind_named(row.kind) if row.kind in NAMES else None


def _local_time(context: Context) -> Callable[[Any], str]:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(context.services().organisation.office().zone)
    return lambda moment: moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


@click.command(
    "show",
    cls=Command,
    help=N_("Show what an import did, row by row."),
    epilog=N_("Examples:\n  yiwang import show 12\n  yiwang import show 12 --json --limit 100000"),
)
@click.argument("number", type=click.IntRange(1), metavar="NUMBER")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help=N_("How many."))
@json_option
@pass_context
def show(context: Context, *, number: int, limit: int, as_json: bool) -> None:
    """Print the batch, then its rows."""
    service, actor = context.services().batches, context.actor()
    batch = service.show(actor, number)
    lines = list(islice(service.lines(actor, number), limit + 1))
    if as_json:
        context.document(
            {
                "number": batch.number,
                "kind": batch.kind,
                "source": batch.source_name,
                "sha256": batch.source_hash,
                "at": batch.at.isoformat(),
                "state": batch.state.value,
                "undoes": batch.undoes,
                **{name: getattr(batch, name) for name in COUNTS},
                "rows": [_document(line) for line in lines[:limit]],
                "more": len(lines) > limit,
            }
        )
        return
    context.echo(
        _(
            "Import %(number)s, %(kind)s, %(source)s, %(at)s: %(state)s",
            number=batch.number,
            kind=kind_title(batch),
            source=batch.source_name,
            at=_local_time(context)(batch.at),
            state=_state(batch),
        )
    )
    kind = _kind_of(batch)
    titles = {"steps": N_("steps")} if kind is None else {field.name: field.title for field in kind.fields}
    for line in lines[:limit]:
        context.echo(_shown(line, titles))
    if len(lines) > limit:
        context.say(_("… and more; --limit shows them."))


def _document(line: Line) -> dict[str, Any]:
    return {
        "row": line.row,
        "do": line.verdict.value,
        "key": line.key,
        "change": {name: list(pair) for name, pair in line.changes().items()} if line.before else {},
        "after": line.after if not line.before else None,
    }


def _shown(line: Line, titles: Mapping[str, Word]) -> str:
    from models.kernel.text import clean_line

    what = _(VERDICTS[line.verdict])
    if not line.before:
        name = (line.after or {}).get("name", "")
        return f"{line.row:>7}  {what}  {clean_line(f'{line.key} {name}')}"
    pairs = (
        f"{_(titles.get(name, name))}: {' → '.join(_differing(_plain(old), _plain(new)))}"
        for name, (old, new) in line.changes().items()
    )
    return f"{line.row:>7}  {what}  {clean_line(f'{line.key} ' + '; '.join(pairs))}"


def _differing(old: str, new: str) -> tuple[str, str]:
    """Return two texts, long ones only as far as they differ with a little on either side."""
    if max(len(old), len(new)) <= _WHOLE:
        return old, new
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    most = shorter - head
    tail = next((place for place in range(most) if old[-1 - place] != new[-1 - place]), most)
    return _part(old, head, len(old) - tail), _part(new, head, len(new) - tail)


def _part(text: str, start: int, end: int) -> str:
    first, last = max(start - _BESIDE, 0), min(end + _BESIDE, len(text))
    shown = text[first:last]
    if len(shown) > _WHOLE:
        shown = f"{shown[: _WHOLE // 2]} … {shown[-_WHOLE // 2 :]}"
    return f"{'…' if first else ''}{shown}{'…' if last < len(text) else ''}"


def _plain(value: Any) -> str:
    if value is None or value == "":
        return _("nothing")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@click.command(
    "undo",
    cls=Command,
    help=N_("Take an import back: what it created goes, what it changed is as it was."),
    epilog=N_("Examples:\n  yiwang import undo 12\n  yiwang import undo 12 --partial --yes"),
)
@click.argument("number", type=click.IntRange(1), metavar="NUMBER")
@click.option(
    "--partial", is_flag=True, help=N_("Leave rows that something rests on, and take the others back.")
)
@yes_option
@json_option
@pass_context
def undo(context: Context, *, number: int, partial: bool, as_json: bool) -> None:
    """Ask, then take it back; name what rests on it otherwise."""
    from models.exchange.logs.undoing import CAUTION as LOG_CAUTION
    from models.exchange.planrefusals import SomethingRests

    service, actor = context.services().batches, context.actor()
    batch = service.show(actor, number)
    service.require_undoable(actor, number)
    kind = _kind_of(batch)
    caution = LOG_CAUTION if batch.kind == _LOG else "" if kind is None else kind.caution
    if caution:
        context.say(_(caution))
    if kind is not None and kind.far_reaching:
        _tell_moving(context, service.undo(actor, number, partial=True, rehearse=True))
    context.confirm(
        _(
            "Take back import %(number)s (%(kind)s, %(source)s: created %(created)s, changed %(changed)s)?",
            number=number,
            kind=kind_title(batch),
            source=batch.source_name,
            created=batch.created,
            changed=batch.changed,
        )
    )
    try:
        report = service.undo(actor, number, partial=partial)
    except SomethingRests as refusal:
        _tell_undone(context, refusal.report, as_json=as_json)
        raise
    _tell_undone(context, report, as_json=as_json)
    if report.kept:
        raise click.exceptions.Exit(ExitCode.SOME_REJECTED)


def _tell_moving(context: Context, report: UndoReport) -> None:
    """Say before it is asked which open cases will be due at another time."""
    from console.commands.calendarmoves import deadline_lines

    if not report.kept:
        for line in deadline_lines(report.moved):
            context.say(line)


def _tell_undone(context: Context, report: UndoReport, *, as_json: bool) -> None:
    if as_json:
        context.document(
            {
                "number": report.number,
                "undoes": report.batch,
                "kind": report.kind,
                "removed": report.removed,
                "restored": report.restored,
                "kept": report.kept,
                "resting": [{"key": each.key, "by": said(each.by)} for each in report.resting],
            }
        )
        return
    for each in report.resting[:_SHOWN]:
        context.say(_("%(key)s stays: %(why)s", key=each.key, why=said(each.by)))
    if report.number is not None:
        context.echo(
            _(
                "Import %(undone)s was taken back as import %(number)s: removed %(removed)s, "
                "restored %(restored)s, kept %(kept)s.",
                undone=report.batch,
                number=report.number,
                removed=report.removed,
                restored=report.restored,
                kept=report.kept,
            )
        )

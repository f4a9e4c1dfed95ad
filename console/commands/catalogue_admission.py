"""``yiwang catalogue admission`` and ``boundary``: requests, and what lies outside the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.admission_steps import answer, choice, field_options, filled, step_command
from console.commands.admission_text import (
    request_document,
    request_lines,
    request_row,
    standing_lines,
)
from console.commands.casetext import said
from console.commands.catalogue_editions import day
from console.commands.frame import framed_command, framed_group, json_option, pass_context, rehearsal_option
from console.i18n import N_, _
from models.catalogue.boundary.kinds import (
    DECISIONS,
    Action,
    DocumentKind,
    RequestKind,
    RequestState,
)
from models.catalogue.boundary.rules import legend

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from console.commands.context import Context
    from models.catalogue.boundary.views import RequestLine

_PAGE = 500
_NAMES = {Action.OPINE: "opinion"}
_OWN = frozenset({Action.EDIT, Action.ATTACH, Action.EXPIRE, *DECISIONS})
"""Steps with commands of their own."""


@framed_group(
    "admission",
    help=N_("Duty admission, adjustment and temporary entries: requests step by step."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue admission new --department 县住建局 --name 自建房巡查\n"
        "  yiwang catalogue admission decide 3 --as refuse --reason 无经费"
    ),
)
def admission() -> None:
    """Hold the commands of requests."""


@admission.command(
    "list",
    help=N_("List the requests, the newest first."),
    epilog=N_("Example:\n  yiwang catalogue admission list --state county"),
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=choice(RequestState),
    metavar="STATE",
    help=N_(
        "Only those that stand so: draft, opinions, county, returned, admitted, changed, refused, "
        "turned_back, withdrawn or expired."
    ),
)
@click.option("--kind", type=choice(RequestKind), help=N_("Only requests of this kind."))
@click.option(
    "--text", default="", metavar="TEXT", help=N_("Words of the duty, the department or the case; a number.")
)
@json_option
@pass_context
def list_requests(
    context: Context, *, states: tuple[str, ...], kind: str | None, text: str, as_json: bool
) -> None:
    """Show number, kind, state, wording, department and days of each."""
    from console.commands.context import Column
    from console.labels import label

    rows = list(_all_lines(context, states, kind, text))
    if as_json:
        context.document([request_row(row) for row in rows])
        return
    columns: list[Column[RequestLine]] = [
        Column("id", N_("Number"), lambda row: row.id, right=True),
        Column("kind", N_("Kind"), lambda row: row.kind.value, text=lambda row: label(row.kind)),
        Column("state", N_("State"), lambda row: row.state.value, text=lambda row: label(row.state)),
        Column("name", N_("Duty"), lambda row: row.name or row.duty_name or row.duty_item),
        Column("department", N_("Department"), lambda row: row.department),
        Column("decide_by", N_("Decide by"), lambda row: row.decide_by or ""),
        Column("ends_on", N_("Last day"), lambda row: row.ends_on or ""),
    ]
    context.listing(rows, columns, empty=N_("No request fits."))


def _all_lines(
    context: Context, states: tuple[str, ...], kind: str | None, text: str
) -> Iterable[RequestLine]:
    boundary, actor = context.services().boundary, context.actor()
    wanted = [RequestState(state) for state in states] or None
    after = None
    while True:
        page = boundary.requests(
            actor, wanted, text, after, _PAGE, kind=None if kind is None else RequestKind(kind)
        )
        yield from page.rows
        after = page.next_key
        if after is None:
            return


@admission.command(
    "show",
    help=N_("Show a request with its opinions, documents and steps, and what it yields."),
    epilog=N_("Example:\n  yiwang catalogue admission show 3 --json"),
)
@click.argument("number", type=int, metavar="NUMBER")
@json_option
@pass_context
def show(context: Context, *, number: int, as_json: bool) -> None:
    """Show one request; once admitted, with the drafts it yields."""
    boundary, actor = context.services().boundary, context.actor()
    request = boundary.request(actor, number)
    admitted = request.state in {RequestState.ADMITTED, RequestState.CHANGED}
    yields = boundary.outcome(actor, number) if admitted else None
    if as_json:
        context.document({**request_document(request), "outcome": yields})
        return
    for line in request_lines(context, request, yields):
        context.echo(line)


@admission.command(
    "new",
    help=N_("Open a request; it is in preparation until it is submitted."),
    epilog=N_(
        "Example:\n"
        "  yiwang catalogue admission new --kind temporary --name 燃气排查 --limit 3WD \\\n"
        "    --department 县应急管理局 --ends-on 2026-05-31 --exit-route 部门接回"
    ),
)
@click.option(
    "--kind",
    type=choice(RequestKind),
    default=RequestKind.ADMISSION.value,
    show_default=True,
    help=N_("What is asked for."),
)
@field_options
@json_option
@rehearsal_option
@pass_context
def new(context: Context, /, *, kind: str, as_json: bool, **given: Any) -> None:
    """Open a request with what the options say."""
    from models.catalogue.boundary.views import RequestFacts

    facts = filled(RequestFacts(RequestKind(kind)), given)
    request = context.services().boundary.open_request(context.actor(), facts)
    answer(context, request, as_json=as_json)


@admission.command(
    "edit",
    help=N_("Change what a request says; what is not named stays."),
    epilog=N_("Example:\n  yiwang catalogue admission edit 3 --funds 每年五万元"),
)
@click.argument("number", type=int, metavar="NUMBER")
@field_options
@json_option
@rehearsal_option
@pass_context
def edit(context: Context, /, *, number: int, as_json: bool, **given: Any) -> None:
    """Change the facts that are named."""
    boundary, actor = context.services().boundary, context.actor()
    request = boundary.request(actor, number)
    facts = filled(request.facts, given)
    answer(context, boundary.edit(actor, number, facts, request.version), as_json=as_json)


@admission.command(
    "attach",
    help=N_("Add a document to a request: its title, number, issuer and text; of a file, name and hash."),
    epilog=N_("Example:\n  yiwang catalogue admission attach 3 --title 移交函 --file 函.pdf"),
)
@click.argument("number", type=int, metavar="NUMBER")
@click.option("--title", required=True, metavar="TEXT", help=N_("What the document is called."))
@click.option(
    "--kind",
    type=choice(DocumentKind),
    default=DocumentKind.OTHER.value,
    show_default=True,
    help=N_("What it is."),
)
@click.option("--number", "paper", default="", metavar="TEXT", help=N_("The number of the paper."))
@click.option("--issued-on", metavar="DATE", callback=day, help=N_("Its date."))
@click.option("--issuer", default="", metavar="TEXT", help=N_("Who issued it."))
@click.option(
    "--text", default="", metavar="TEXT", help=N_("Its text; “-” reads it from the standard input.")
)
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False), help=N_("The file: its name and hash are kept.")
)
@click.option("--note", default="", metavar="TEXT", help=N_("What else there is to say of it."))
@json_option
@rehearsal_option
@pass_context
def attach(
    context: Context, *, number: int, title: str, kind: str, paper: str, issued_on: date | None,
    issuer: str, text: str, file: str | None, note: str, as_json: bool,
) -> None:  # fmt: skip
    """Add one document."""
    import hashlib
    from pathlib import Path

    from models.catalogue.boundary.views import DocumentFacts

    path = None if file is None else Path(file)
    found = "" if path is None else hashlib.sha256(path.read_bytes()).hexdigest()
    document = DocumentFacts(
        title, DocumentKind(kind), paper, issued_on, issuer, said(text), "" if path is None else path.name,
        found, note,
    )  # fmt: skip
    boundary, actor = context.services().boundary, context.actor()
    request = boundary.request(actor, number)
    answer(context, boundary.attach(actor, number, document, request.version), as_json=as_json)


for _line in reversed({each.action: each for each in reversed(legend())}.values()):
    if _line.action not in _OWN:
        _name = _NAMES.get(_line.action, _line.action.value.replace("_", "-"))
        admission.add_command(step_command(_name, (_line.action,), _line.explain))
admission.add_command(
    step_command("decide", DECISIONS, N_("Put the county's decision on record, or send it back."))
)


@admission.command(
    "expire",
    help=N_("Close the requests of all temporary entries whose last day has passed."),
    epilog=N_("Example:\n  yiwang catalogue admission expire --json"),
)
@json_option
@rehearsal_option
@pass_context
def expire(context: Context, *, as_json: bool) -> None:
    """Close what is over; the entries themselves ended by themselves."""
    closed = context.services().boundary.expire_due(context.actor())
    if as_json:
        context.document({"expired": list(closed)})
        return
    numbers = ", ".join(map(str, closed)) or "-"
    context.echo(_("Closed as over: %(numbers)s", numbers=numbers))


@framed_command(
    "boundary",
    help=N_("Say how a matter or duty item stands to the lists, and what may be done about it."),
    epilog=N_("Examples:\n  yiwang catalogue boundary 020504\n  yiwang catalogue boundary SH117 --template"),
)
@click.argument("code", metavar="CODE")
@click.option("--as-of", "on", metavar="DATE", callback=day, help=N_("How it stood, or will, on this day."))
@click.option("--template", is_flag=True, help=N_("Only the text of the usual answer, filled in."))
@json_option
@pass_context
def boundary(context: Context, *, code: str, on: date | None, template: bool, as_json: bool) -> None:
    """Show the standing of one code."""
    from console.i18n import render

    found = context.services().boundary.standing(context.actor(), code, on)
    texts = [{"kind": way.kind.value, "text": str(render(way.text))} for way in found.ways]
    if as_json:
        from dataclasses import fields

        shown = {
            each.name: getattr(found, each.name)
            for each in fields(found)
            if each.name not in {"sentence", "ways"}
        }
        context.document({**shown, "sentence": str(render(found.sentence)), "ways": texts})
    elif template:
        context.echo(texts[0]["text"])
    else:
        for line in standing_lines(found):
            context.echo(line)


COMMANDS = (admission, boundary)

"""``yiwang catalogue flow``: the commands that write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.commands.catalogue_flow_text import document_of, is_error, read_file, tell
from console.commands.frame import framed_command, json_option, pass_context, rehearsal_option, yes_option
from console.exits import ExitCode
from console.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.commands.context import Context
    from models.catalogue.flows.views import FlowDraft, FlowView

_expect_option = click.option(
    "--expect",
    type=click.IntRange(1),
    metavar="NUMBER",
    help=N_("Refuse unless the flow still has this state number, as “show” gives it."),
)
_dry_run_option = click.option(
    "--dry-run", is_flag=True, help=N_("Check and say what would happen; write nothing.")
)


@framed_command("save", help=N_("Save a JSON file as a new flow or as a new version of one."))
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_expect_option
@_dry_run_option
@yes_option
@json_option
@pass_context
def save(context: Context, *, path: Path, expect: int | None, dry_run: bool, as_json: bool) -> int:
    """Write what a file says, unless the checker finds errors."""
    from models.kernel.errors import NotFound

    draft = read_file(path)
    flows, actor = context.services().flows, context.actor()
    try:
        standing = flows.flow(actor, draft.code)
    except NotFound:
        if expect is not None:
            raise
        return _write(context, draft, lambda: flows.create(actor, draft), dry_run=dry_run, as_json=as_json)
    expected = standing.version if expect is None else expect
    if expect is None and not dry_run:
        context.confirm(
            _(
                "%(code)s stands at version %(number)s, by %(author)s. Make this file its next version?",
                code=standing.code,
                number=standing.number,
                author=standing.author,
            )
        )
    return _write(
        context, draft, lambda: flows.change(actor, draft, expected), dry_run=dry_run, as_json=as_json
    )


def _write(
    context: Context, draft: FlowDraft, work: Callable[[], FlowView], *, dry_run: bool, as_json: bool
) -> int:
    """Tell warnings and ask, then write; without writing, tell everything and end as it would."""
    from console.flows.words import finding_words

    findings = context.services().flows.findings(context.actor(), draft)
    for finding in findings:
        if dry_run or not is_error(finding):
            context.say(finding_words(finding))
    wrong = any(map(is_error, findings))
    if dry_run:
        if not wrong:
            context.say(_("%(code)s could be saved; nothing was written.", code=draft.code))
        return ExitCode.REFUSED if wrong else ExitCode.DONE
    if findings and not wrong:
        context.confirm(_("Save it with these warnings?"))
    view = work()
    if as_json:
        context.document(document_of(view))
    else:
        context.say(
            _(
                "%(code)s stands at version %(number)s (state number %(version)s).",
                code=view.code,
                number=view.number,
                version=view.version,
            )
        )
    return ExitCode.DONE


@framed_command("templates", help=N_("List the flows that are shipped, to begin with."))
@json_option
@pass_context
def list_templates(context: Context, *, as_json: bool) -> None:
    """Show the shipped flows."""
    from console.commands.context import Column
    from models.catalogue.flows.templates import templates

    columns: list[Column[tuple[str, FlowDraft]]] = [
        Column("name", N_("Template"), lambda row: row[0]),
        Column("code", N_("Code"), lambda row: row[1].code),
        Column("title", N_("Flow"), lambda row: row[1].name),
        Column("steps", N_("Steps"), lambda row: len(row[1].steps), right=True),
        Column("note", N_("For what"), lambda row: row[1].note),
    ]
    context.listing(list(templates().items()), columns, as_json=as_json)


@framed_command("new", help=N_("Add a flow from a shipped template."))
@click.option(
    "--from", "name", required=True, metavar="TEMPLATE", help=N_("The template, as “templates” lists it.")
)
@click.option("--code", metavar="CODE", help=N_("The code of the new flow; the template's by default."))
@click.option(
    "--name", "title", metavar="NAME", help=N_("The name of the new flow; the template's by default.")
)
@_dry_run_option
@yes_option
@json_option
@pass_context
def new(
    context: Context, *, name: str, code: str | None, title: str | None, dry_run: bool, as_json: bool
) -> int:
    """Write a shipped flow as one of the township's own."""
    from dataclasses import replace

    from models.catalogue.flows.templates import template

    shipped = template(name)
    draft = replace(shipped, code=code or shipped.code, name=title or shipped.name)
    flows, actor = context.services().flows, context.actor()
    return _write(context, draft, lambda: flows.create(actor, draft), dry_run=dry_run, as_json=as_json)


@framed_command("copy", help=N_("Add a flow that says what another says."))
@click.argument("code", metavar="CODE")
@click.argument("new_code", metavar="NEWCODE")
@click.option(
    "--name", "title", metavar="NAME", help=N_("The name of the copy; that of the original by default.")
)
@json_option
@rehearsal_option
@pass_context
def copy(context: Context, *, code: str, new_code: str, title: str | None, as_json: bool) -> None:
    """Copy a flow under a code of its own."""
    flows, actor = context.services().flows, context.actor()
    name = title or flows.draft_of(actor, code).name
    tell(context, flows.copy(actor, code, new_code, name), as_json=as_json)


@framed_command("retire", help=N_("Take a flow out of use; refused while matters use it."))
@click.argument("code", metavar="CODE")
@_expect_option
@json_option
@rehearsal_option
@pass_context
def retire(context: Context, *, code: str, expect: int | None, as_json: bool) -> None:
    """Retire a flow; its versions stay."""
    flows, actor = context.services().flows, context.actor()
    expected = flows.flow(actor, code).version if expect is None else expect
    tell(context, flows.retire(actor, code, expected), as_json=as_json)


@framed_command("reinstate", help=N_("Take a retired flow back into use."))
@click.argument("code", metavar="CODE")
@_expect_option
@json_option
@rehearsal_option
@pass_context
def reinstate(context: Context, *, code: str, expect: int | None, as_json: bool) -> None:
    """Take a flow back into use."""
    flows, actor = context.services().flows, context.actor()
    expected = flows.flow(actor, code).version if expect is None else expect
    tell(context, flows.reinstate(actor, code, expected), as_json=as_json)


COMMANDS = (save, list_templates, new, copy, retire, reinstate)
"""What they add to the group."""

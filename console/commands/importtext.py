"""What the commands of imports print: summaries, problems, progress."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from console.commands.calendarmoves import edition_line
from console.commands.importnotices import notice_documents, notice_lines
from console.commands.importrepairs import repair_document, repair_lines
from console.i18n import _, render, sentences

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.catalogue.sources.views import RowProblem
    from models.exchange.views import ImportSummary, Problem, Reason

_SHOWN_PROBLEMS = 20
COUNTS = ("created", "changed", "same", "skipped", "rejected")


def said(reason: Reason) -> str:
    """Return a reason in the language of the console."""
    return str(render(reason))


def answer(context: Context, summary: ImportSummary, *, as_json: bool) -> None:
    """Print what came of an import."""
    if as_json:
        context.document(document(summary))
        return
    words(context, summary)
    if summary.number is not None:
        context.echo(summary_line(summary))
        if summary.kind == "calendar" and summary.details is not None:
            context.echo(edition_line(summary.details))


def words(context: Context, summary: ImportSummary) -> None:
    """Say what was assumed and what is wrong, on the standard error."""
    for assumption in summary.assumptions:
        context.say(str(render(assumption)))
    if summary.unknown_columns:
        context.say(_("Columns not used: %(columns)s", columns=", ".join(summary.unknown_columns)))
    for line in repair_lines(summary.repairs):
        context.say(line)
    for problem in summary.problems[:_SHOWN_PROBLEMS]:
        context.say(problem_line(problem))
    if len(summary.problems) > _SHOWN_PROBLEMS:
        more = len(summary.problems) - _SHOWN_PROBLEMS
        context.say(_("… and %(count)s more; --json lists all.", count=more))
    for notice in notice_lines(summary.details):
        context.say(notice)


def document(summary: ImportSummary) -> dict[str, Any]:
    """Return a summary as ``--json`` gives it."""
    counts = {name: getattr(summary, name) for name in (*COUNTS, "completed")}
    return {
        "number": summary.number,
        "kind": summary.kind,
        **counts,
        "totals": dict(summary.totals),
        "problems": [
            {
                "row": problem.row,
                "column": problem.column,
                "value": problem.value,
                "reason": _reason(problem),
            }
            for problem in summary.problems
        ],
        "assumptions": [str(render(each)) for each in summary.assumptions],
        "unknown_columns": list(summary.unknown_columns),
        **notice_documents(summary.details),
        "repairs": [repair_document(repair) for repair in summary.repairs],
    }


def _reason(problem: Problem | RowProblem) -> str:
    return str(render(problem.reason))


def problem_line(problem: Problem | RowProblem) -> str:
    """Return a problem as one line: row, column, value, reason."""
    if not problem.column and not problem.value:
        return _("Row %(row)s: %(reason)s", row=problem.row, reason=_reason(problem))
    if not problem.column:
        return _(
            "Row %(row)s: “%(value)s”: %(reason)s",
            row=problem.row,
            value=problem.value,
            reason=_reason(problem),
        )
    return _(
        "Row %(row)s, column %(column)s, “%(value)s”: %(reason)s",
        row=problem.row,
        column=problem.column,
        value=problem.value,
        reason=_reason(problem),
    )


def summary_line(summary: ImportSummary) -> str:
    """Return the counts of an import that was carried out."""
    line = _(
        "Import %(number)s: created %(created)s, changed %(changed)s, same %(same)s, "
        "skipped %(skipped)s, rejected %(rejected)s.",
        number=summary.number,
        **{name: getattr(summary, name) for name in COUNTS},
    )
    if summary.completed:
        line = sentences(line, _("Completed from the codes: %(count)s.", count=summary.completed))
    if "conditions" in summary.totals:
        totals = summary.totals
        more = _(
            "Classes %(classes)s, conditions %(conditions)s.",
            classes=totals["classes"],
            conditions=totals["conditions"],
        )
        line = sentences(line, more)
    return line


def may_be_asked(context: Context) -> bool:
    """Say whether somebody sits there, or nothing is kept anyway."""
    return context.rehearsing or sys.stdin.isatty()


def ask_to_overwrite(context: Context, summary: ImportSummary) -> None:
    """Go on only if the person agrees that what stands is overwritten.

    Raises:
        click.Abort: the person said no.
    """
    if summary.kind == "calendar":
        context.confirm(_("Import the notice with these consequences?"))
        return
    context.confirm(
        _(
            "Rows to be created %(created)s, to be overwritten %(changed)s, rejected %(rejected)s. Go on?",
            created=summary.created,
            changed=summary.changed,
            rejected=summary.rejected,
        )
    )
